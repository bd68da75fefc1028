//! SCIM 2.0: an organisation's provider says who its people are (RFC 7643, RFC 7644).

mod entra;
mod groups;
mod okta;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    app::{Answer, Client, Shop, TestApp},
    live::{ends, listen},
    oauth::allowed_by,
    sso::own_domain,
};

const HERE: &str = "/api/v1/organisations/harbour";

/// An identity provider with an organisation's token.
pub struct Provider {
    client: Client,
    base: String,
    token: String,
}

/// An organisation whose domain `harbour.example` is proven, and its provider.
pub struct Provisioned {
    pub app: TestApp,
    pub shop: Shop,
    pub provider: Provider,
}

impl Provisioned {
    pub async fn start() -> Self {
        let (app, shop) = Shop::drafted().await;
        own_domain(&app, "harbour", "harbour.example").await;
        let provider = Provider::of(&app, &shop).await;
        Self { app, shop, provider }
    }

    /// Takes Ada on; gives her resource.
    pub async fn ada(&self) -> Value {
        self.provider.post("/Users", ada()).await.expect(201).json()
    }

    /// The team's members by address, with their roles.
    pub async fn members(&self) -> Vec<(String, Value)> {
        let members = self.shop.owner.get(&format!("{HERE}/members")).await.expect(200).json();
        let member = |member: &Value| (member["email"].as_str().unwrap().to_owned(), member["role"].clone());
        members["items"].as_array().unwrap().iter().map(member).collect()
    }

    pub async fn role_of(&self, email: &str) -> Option<Value> {
        self.members().await.into_iter().find(|(who, _)| who == email).map(|(_, role)| role)
    }
}

impl Provider {
    /// The provider of a shop's organisation, with a new token.
    pub async fn of(app: &TestApp, shop: &Shop) -> Self {
        let path = format!("/api/v1/organisations/{}/scim", shop.org);
        let made = shop.owner.post(&path, json!({})).await.expect(201).json();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Self { client: app.guest(), base: text("endpoint"), token: text("token") }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, &format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.client.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, body).await
    }

    /// PATCH with these operations.
    pub async fn patch(&self, path: &str, operations: Value) -> Answer {
        let schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
        self.send(Method::PATCH, path, json!({ "schemas": [schema], "Operations": operations })).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.client.send(self.request(Method::DELETE, path)).await
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        let request = self.request(method, path).header("content-type", "application/scim+json");
        self.client.send(request.body(body.to_string())).await
    }

    /// The user names that a filter finds.
    async fn find(&self, filter: &str) -> Vec<String> {
        let request = self.request(Method::GET, "/Users").query(&[("filter", filter)]);
        let found = self.client.send(request).await.expect(200).json();
        let name = |user: &Value| user["userName"].as_str().unwrap().to_owned();
        found["Resources"].as_array().unwrap().iter().map(name).collect()
    }
}

pub fn ada() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@harbour.example",
        "externalId": "00u1", "name": { "givenName": "Ada", "familyName": "Lovelace" }, "active": true,
        "emails": [{ "type": "work", "value": "ada@harbour.example", "primary": true }], "password": "never kept",
    })
}

/// The protocol's words for a refusal: its status and its `scimType`.
fn refused(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/scim+json");
    let body = answer.json();
    assert_eq!(body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error");
    assert_eq!(body["status"], answer.status.as_u16().to_string());
    assert!(!body["detail"].as_str().unwrap().is_empty());
    (answer.status.as_u16(), body["scimType"].as_str().unwrap_or_default().to_owned())
}

#[testkit::test]
async fn a_provider_takes_somebody_on_and_reads_them_back() {
    let here = Provisioned::start().await;
    let made = here.provider.post("/Users", ada()).await.expect(201);
    let ada = made.json();
    let id = ada["id"].as_str().unwrap();
    assert_eq!(made.header("content-type"), "application/scim+json");
    assert_eq!(made.header("etag"), "W/\"1\"");
    assert_eq!(made.header("location"), ada["meta"]["location"].as_str().unwrap());
    assert_eq!((&ada["meta"]["resourceType"], &ada["meta"]["version"]), (&json!("User"), &json!("W/\"1\"")));
    assert_eq!(ada["name"]["familyName"], "Lovelace");
    assert!(ada.get("password").is_none());
    assert_eq!(here.provider.get(&format!("/Users/{id}")).await.expect(200).json(), ada);
    assert_eq!(here.role_of("ada@harbour.example").await, Some(json!("viewer")));
    // She proves the address by mail, and is in.
    assert_eq!(
        refused(&here.provider.post("/Users", super::scim::ada()).await),
        (409, "uniqueness".to_owned())
    );
    assert_eq!(refused(&here.provider.get(&format!("/Users/{}", "nobody")).await).0, 404);
    here.provider.delete(&format!("/Users/{id}")).await.expect(204);
    assert_eq!(refused(&here.provider.get(&format!("/Users/{id}")).await).0, 404);
    assert_eq!(here.role_of("ada@harbour.example").await, None);
}

#[testkit::test]
async fn whoever_is_deactivated_is_out_at_once_and_comes_back_as_they_were() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    sqlx::query("update memberships set role = 'support' where role = 'viewer'")
        .execute(&mut here.app.owner().await)
        .await
        .unwrap();
    let laptop = signed_in(&here, "ada@harbour.example").await;
    laptop.get(HERE).await.expect(200);
    let key = json!({ "name": "Script", "permissions": [] });
    let key = laptop.post("/api/v1/me/api-keys", key).await.expect(201).json();
    let key = laptop.with_bearer(key["secret"].as_str().unwrap());
    let planner = allowed_by(&here.app, &here.shop, &laptop).await;
    for program in [&key, &planner] {
        program.get(HERE).await.expect(200);
    }
    let stream = listen(&laptop, &here.shop).await;
    here.provider
        .patch(&path, json!([{ "op": "replace", "path": "active", "value": false }]))
        .await
        .expect(200);
    laptop.get("/api/v1/me").await.expect(401);
    key.get(HERE).await.expect(404);
    let refused = planner.get(HERE).await.status.as_u16();
    assert!([401, 404].contains(&refused), "{refused}");
    ends(stream).await;
    assert_eq!(here.role_of("ada@harbour.example").await, None);
    // Their password still opens their own account, but not the organisation.
    laptop.sign_in("ada@harbour.example", "correct horse battery").await;
    laptop.get(HERE).await.expect(404);
    here.provider
        .patch(&path, json!([{ "op": "replace", "path": "active", "value": true }]))
        .await
        .expect(200);
    assert_eq!(here.role_of("ada@harbour.example").await, Some(json!("support")));
    laptop.get(HERE).await.expect(200);
    here.app.run_jobs().await;
}

/// Gives somebody a password by mail, and a session.
async fn signed_in(here: &Provisioned, email: &str) -> Client {
    here.app.letters().await;
    let client = here.app.guest();
    client.post("/api/v1/auth/forgot", json!({ "email": email })).await.expect(202);
    let (_, token) = here.app.letter().await;
    let reset = json!({ "token": token, "password": "correct horse battery" });
    client.post("/api/v1/auth/reset", reset).await.expect(204);
    client.sign_in(email, "correct horse battery").await;
    here.app.letters().await;
    client
}

#[testkit::test]
async fn who_is_a_member_already_is_found_and_strangers_are_not_taken_on() {
    let here = Provisioned::start().await;
    let mut owner = ada();
    owner["userName"] = json!("owner@harbour.example");
    owner["emails"] = json!([{ "value": "owner@harbour.example" }]);
    let owner = here.provider.post("/Users", owner).await.expect(201).json();
    assert_eq!(here.role_of("owner@harbour.example").await, Some(json!("owner")), "owners stay owners");
    let path = format!("/Users/{}", owner["id"].as_str().unwrap());
    let out = here.provider.patch(&path, json!([{ "op": "replace", "value": { "active": false } }])).await;
    assert_eq!(refused(&out).0, 409, "the last owner stays");
    assert_eq!(refused(&here.provider.delete(&path).await).0, 409);

    let stranger = json!({ "userName": "eve@elsewhere.example" });
    assert_eq!(refused(&here.provider.post("/Users", stranger).await), (400, "invalidValue".to_owned()));
    let unproven = here.app.guest();
    unproven.sign_up("Bob", "bob@harbour.example").await;
    assert_eq!(
        refused(&here.provider.post("/Users", json!({ "userName": "bob@harbour.example" })).await).0,
        403
    );
    for nobody in
        [json!({}), json!({ "userName": "" }), json!({ "userName": 7 }), json!({ "userName": "nobody" })]
    {
        assert_eq!(refused(&here.provider.post("/Users", nobody).await), (400, "invalidValue".to_owned()));
    }
}

#[testkit::test]
async fn lists_are_filtered_and_paged() {
    let here = Provisioned::start().await;
    for name in ["ada", "bea", "cid", "dan"] {
        let user = json!({
            "userName": format!("{name}@harbour.example"), "externalId": name, "title": if name == "cid" { "Crew" } else { "" },
            "emails": [{ "type": "work", "value": format!("{name}@harbour.example") }], "active": name != "dan",
        });
        here.provider.post("/Users", user).await.expect(201);
    }
    let names =
        async |filter: &str| here.provider.find(filter).await.join(" ").replace("@harbour.example", "");
    assert_eq!(names(r#"userName eq "BEA@harbour.example""#).await, "bea");
    assert_eq!(names(r#"externalId eq "cid""#).await, "cid");
    assert_eq!(names("title pr").await, "cid");
    assert_eq!(names("active eq false").await, "dan");
    assert_eq!(names(r#"userName sw "a" or userName co "ea@""#).await, "ada bea");
    assert_eq!(names(r#"active eq true and not (title pr)"#).await, "ada bea");
    assert_eq!(names(r#"emails[type eq "work" and value co "dan"]"#).await, "dan");
    assert_eq!(names(r#"userName eq "nobody""#).await, "");
    let page = here.provider.get("/Users?startIndex=2&count=2").await.expect(200).json();
    assert_eq!(
        (&page["totalResults"], &page["startIndex"], &page["itemsPerPage"]),
        (&json!(4), &json!(2), &json!(2))
    );
    assert_eq!(page["Resources"][0]["userName"], "bea@harbour.example");
    let counted = here.provider.get("/Users?count=0").await.expect(200).json();
    assert_eq!((&counted["totalResults"], &counted["Resources"]), (&json!(4), &json!([])));
    let past = here.provider.get("/Users?startIndex=900&count=-5").await.expect(200).json();
    assert_eq!(past["itemsPerPage"], 0);
    let short = here.provider.get("/Users?count=1&attributes=userName").await.expect(200).json();
    let keys: Vec<&String> = short["Resources"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 3, "{keys:?}");
    for bad in ["/Users?filter=userName", "/Users?filter=%22", "/Users?filter=userName%20xx%20%22a%22"] {
        assert_eq!(refused(&here.provider.get(bad).await), (400, "invalidFilter".to_owned()), "{bad}");
    }
    assert_eq!(refused(&here.provider.get("/Users?count=many").await), (400, "invalidValue".to_owned()));
}

#[testkit::test]
async fn versions_keep_two_changes_apart() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    let change = async |tag: &str, title: &str| {
        let body = json!({ "Operations": [{ "op": "replace", "path": "title", "value": title }] });
        let request = here.provider.request(Method::PATCH, &path).header("if-match", tag);
        here.provider.client.send(request.body(body.to_string())).await
    };
    assert_eq!(change("W/\"1\"", "Countess").await.expect(200).header("etag"), "W/\"2\"");
    assert_eq!(refused(&change("W/\"1\"", "Late").await).0, 412);
    change("*", "Enchantress").await.expect(200);
    let known = here.provider.request(Method::GET, &path).header("if-none-match", "W/\"3\"");
    here.provider.client.send(known).await.expect(304);
    let older = here.provider.request(Method::GET, &path).header("if-none-match", "W/\"2\"");
    assert_eq!(here.provider.client.send(older).await.expect(200).json()["title"], "Enchantress");
    let tagged = here.provider.request(Method::DELETE, &path).header("if-match", "W/\"1\"");
    assert_eq!(refused(&here.provider.client.send(tagged).await).0, 412);
}

#[testkit::test]
async fn the_protocol_describes_itself() {
    let here = Provisioned::start().await;
    let config = here.provider.get("/ServiceProviderConfig").await.expect(200).json();
    for can in ["patch", "filter", "etag"] {
        assert_eq!(config[can]["supported"], true, "{can}");
    }
    let schemas = here.provider.get("/Schemas").await.expect(200).json();
    assert_eq!(schemas["totalResults"], 2);
    let user =
        here.provider.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:User").await.expect(200).json();
    assert_eq!(user["attributes"][0]["name"], "userName");
    let types = here.provider.get("/ResourceTypes").await.expect(200).json();
    assert_eq!(types["Resources"][1]["endpoint"], "/Groups");
    here.provider.get("/ResourceTypes/User").await.expect(200);
    assert_eq!(refused(&here.provider.get("/Schemas/urn:none").await).0, 404);
}

#[testkit::test]
async fn only_the_organisations_own_token_opens_it() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    let rival = Shop::draft(&here.app, "rival").await;
    let theirs = Provider::of(&here.app, &rival).await;
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    assert_eq!(refused(&theirs.get(&path).await).0, 404, "their own world holds nobody");
    assert_eq!(refused(&theirs.delete(&path).await).0, 404);
    assert_eq!(refused(&theirs.patch(&path, json!([{ "op": "remove", "path": "title" }])).await).0, 404);
    let users = format!("{}/Users", here.provider.base);
    let nobody = format!("{}/Users", here.provider.base.replace("org_", "org_0"));
    for (url, token) in [
        (&users, theirs.token.as_str()),
        (&users, ""),
        (&users, "tscim_x"),
        (&nobody, here.provider.token.as_str()),
    ] {
        let request = here.provider.client.request(Method::GET, url).bearer_auth(token);
        let answer = here.provider.client.send(request).await;
        assert_eq!(refused(&answer).0, 401);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    // A session is no token, and the token of before is none either.
    assert_eq!(refused(&here.shop.owner.get(&users).await).0, 401);
    let newer = Provider::of(&here.app, &here.shop).await;
    assert_eq!(refused(&here.provider.get("/Users").await).0, 401);
    newer.get("/Users").await.expect(200);
    let shown = here.shop.owner.get(&format!("{HERE}/scim")).await.expect(200);
    assert!(shown.json()["last_used_at"].is_string() && !shown.text().contains(&newer.token));
    here.shop.owner.delete(&format!("{HERE}/scim")).await.expect(204);
    assert_eq!(refused(&newer.get("/Users").await).0, 401);
}

#[testkit::test]
async fn what_cant_be_read_is_refused_in_the_protocols_words() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    let raw = async |body: &str| {
        let request = here.provider.request(Method::PATCH, &path).body(body.to_owned());
        refused(&here.provider.client.send(request).await)
    };
    for (body, kind) in [
        ("", "invalidSyntax"),
        ("{", "invalidSyntax"),
        ("[]", "invalidSyntax"),
        ("{}", "invalidSyntax"),
        (r#"{"Operations":[{"op":"move","path":"a"}]}"#, "invalidSyntax"),
        (r#"{"Operations":[{"op":"remove"}]}"#, "noTarget"),
        (r#"{"Operations":[{"op":"add","path":"emails[","value":1}]}"#, "invalidPath"),
        (r#"{"Operations":[{"op":"replace","path":"emails[type eq \"x\"]","value":1}]}"#, "invalidValue"),
        (r#"{"Operations":[{"op":"replace","path":"active","value":"maybe"}]}"#, "invalidValue"),
        (r#"{"Operations":[{"op":"remove","path":"userName"}]}"#, "invalidValue"),
    ] {
        assert_eq!(raw(body).await, (400, kind.to_owned()), "{body}");
    }
    let huge = json!({ "userName": "bea@harbour.example", "title": "x".repeat(20_000) });
    assert_eq!(refused(&here.provider.post("/Users", huge).await), (400, "tooMany".to_owned()));
    assert_eq!(here.provider.get(&path).await.expect(200).header("etag"), "W/\"1\"", "nothing was done");
}
