//! How often one caller may ask, and how large a request may be.

use reqwest::{Method, header::RETRY_AFTER};
use serde_json::json;

use crate::app::{Answer, Client, Shop, TestApp};

/// Limits on, and the test itself is the proxy.
async fn limited(limits: &[(&str, &str)]) -> TestApp {
    TestApp::start_with(|config| {
        let mut table = toml::Table::try_from(&config.limits).unwrap();
        table.insert("enabled".to_owned(), true.into());
        table.extend(limits.iter().map(|(name, quota)| ((*name).to_owned(), (*quota).into())));
        config.limits = table.try_into().unwrap();
        config.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await
}

async fn from(client: &Client, ip: &str, method: Method, path: &str) -> Answer {
    client.send(client.request(method, path).header("x-forwarded-for", ip)).await
}

async fn sign_in(client: &Client, ip: &str, email: &str) -> Answer {
    let body = json!({ "email": email, "password": "not this one" });
    let request = client.request(Method::POST, "/api/v1/auth/sign-in").header("x-forwarded-for", ip);
    client.send(request.json(&body)).await
}

#[testkit::test]
async fn guessing_passwords_is_slow_from_one_address() {
    let app = limited(&[("sign_in", "3/minute")]).await;
    let guest = app.guest();
    for (try_, left) in [(1, 2), (2, 1), (3, 0)] {
        let answer = sign_in(&guest, "203.0.113.7", &format!("a{try_}@example.org")).await.expect(401);
        assert_eq!(answer.header("ratelimit-policy"), "\"sign_in\";q=3;w=60");
        assert!(answer.header("ratelimit").starts_with(&format!("\"sign_in\";r={left};t=")));
    }
    let refused = sign_in(&guest, "203.0.113.7", "a4@example.org").await;
    assert_eq!(refused.header(RETRY_AFTER.as_str()), "20");
    assert_eq!(refused.problem(429), "request.rate_limited");
    sign_in(&guest, "203.0.113.8", "a4@example.org").await.expect(401);
    app.clock.advance(20);
    sign_in(&guest, "203.0.113.7", "a4@example.org").await.expect(401);
}

#[testkit::test]
async fn guessing_one_password_is_slow_from_many_addresses() {
    let app = limited(&[("account", "2/minute")]).await;
    let guest = app.guest();
    for address in ["203.0.113.1", "203.0.113.2"] {
        sign_in(&guest, address, "ada@example.org").await.expect(401);
    }
    for spelling in ["ada@example.org", "Ada@Example.ORG"] {
        assert_eq!(sign_in(&guest, "203.0.113.3", spelling).await.problem(429), "request.rate_limited");
    }
    sign_in(&guest, "203.0.113.3", "grace@example.org").await.expect(401);
}

#[testkit::test]
async fn people_with_a_session_are_counted_each_for_themselves() {
    let app = limited(&[("read", "3/minute")]).await;
    let (ada, grace) = (app.guest(), app.guest());
    ada.sign_up("Ada", "ada@example.org").await;
    grace.sign_up("Grace", "grace@example.org").await;
    for _ in 0..3 {
        from(&ada, "203.0.113.7", Method::GET, "/api/v1/me").await.expect(200);
    }
    from(&ada, "203.0.113.99", Method::GET, "/api/v1/me").await.expect(429);
    from(&grace, "203.0.113.7", Method::GET, "/api/v1/me").await.expect(200);
}

#[testkit::test]
async fn a_made_up_session_is_no_new_caller() {
    let app = limited(&[("read", "2/minute")]).await;
    let guest = app.guest();
    for (n, status) in [(1, 401), (2, 401), (3, 429)] {
        let request =
            guest.request(Method::GET, "/api/v1/me").header("cookie", format!("tessera_session={n:043}"));
        guest.send(request).await.expect(status);
    }
}

#[testkit::test]
async fn a_network_of_ipv6_is_one_caller() {
    let app = limited(&[("page", "2/minute")]).await;
    let guest = app.guest();
    from(&guest, "2001:db8:1:2::1", Method::GET, "/accessibility").await.expect(200);
    from(&guest, "2001:db8:1:2:ffff::2", Method::GET, "/accessibility").await.expect(200);
    from(&guest, "2001:db8:1:2:abcd::3", Method::GET, "/accessibility").await.expect(429);
    from(&guest, "2001:db8:1:3::1", Method::GET, "/accessibility").await.expect(200);
}

#[testkit::test]
async fn an_outsider_can_t_pretend_to_be_somebody_else() {
    let app = limited(&[("page", "2/minute")]).await;
    let guest = app.guest();
    // What the outsider sends stands left of what the proxy adds.
    for (n, status) in [(1, 200), (2, 200), (3, 429)] {
        let sent = format!("198.51.100.{n}, 203.0.113.7");
        from(&guest, &sent, Method::GET, "/accessibility").await.expect(status);
    }
}

#[testkit::test]
async fn people_see_a_page_and_programs_a_problem() {
    let app = limited(&[("page", "1/minute")]).await;
    let guest = app.guest();
    guest.get("/accessibility").await.expect(200);
    assert_eq!(guest.get("/accessibility").await.problem(429), "request.rate_limited");
    let browser = guest.request(Method::GET, "/accessibility").header("accept", "text/html");
    let page = guest.send(browser).await.expect(429);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(page.header("retry-after"), "60");
}

#[testkit::test]
async fn a_page_that_was_kept_counts_like_any_other() {
    let app = limited(&[("page", "3/minute")]).await;
    Shop::open(&app, "harbour", 0, Some(5)).await;
    for (address, status) in [("1", 200), ("1", 200), ("1", 200), ("1", 429), ("2", 200)] {
        let address = format!("203.0.113.{address}");
        from(&app.guest(), &address, Method::GET, "/harbour/spring-show").await.expect(status);
    }
    app.clock.advance(20);
    from(&app.guest(), "203.0.113.1", Method::GET, "/harbour/spring-show").await.expect(200);
}

#[testkit::test]
async fn what_is_too_large_is_refused_with_its_own_status() {
    let app = TestApp::start().await;
    let guest = app.guest();
    let status = async |request: reqwest::RequestBuilder| guest.send(request).await;
    let get = |path: &str| guest.request(Method::GET, path);
    let long = format!("/api/v1/me?{}", "x".repeat(9000));
    assert_eq!(status(get(&long)).await.problem(414), "request.url_too_long");
    let many = format!("/api/v1/me?{}", "a=1&".repeat(100));
    assert_eq!(status(get(&many)).await.problem(400), "request.bad_query");
    let fat = get("/api/v1/me").header("x-fat", "x".repeat(33_000));
    assert_eq!(status(fat).await.problem(431), "request.headers_too_large");
    // Beyond what hyper reads at all it answers by itself.
    status(get("/api/v1/me").header("x-fat", "x".repeat(100_000))).await.expect(431);
    let crowd = (0..120).fold(get("/api/v1/me"), |request, n| request.header(format!("x-{n}"), "1"));
    status(crowd).await.expect(431);

    let post =
        || guest.request(Method::POST, "/api/v1/auth/sign-in").header("content-type", "application/json");
    assert_eq!(status(post().body("[".repeat(65))).await.problem(400), "request.too_deep");
    assert_eq!(status(post().body(" ".repeat(1024 * 1024 + 1))).await.problem(413), "request.too_large");
    let parts = reqwest::multipart::Form::new().text("email", "a@example.org");
    let parts = guest.request(Method::POST, "/api/v1/auth/sign-in").multipart(parts);
    assert_eq!(status(parts).await.problem(415), "request.not_json");
}
