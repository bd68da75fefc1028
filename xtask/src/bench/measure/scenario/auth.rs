//! `auth`: what it costs to know who asks, with 10,000 organisations and 100,000 API keys around; and whether a thousand
//! people signing in within a minute keep others waiting.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{Bench, visitors};
use crate::bench::measure::connection::request;
use crate::bench::measure::database::store;
use crate::bench::measure::load::{Load, Tally};
use crate::bench::measure::report::{Outcome, round};
use crate::bench::measure::shop::{ORGANISATION, api};
use crate::http;

const CLIENTS: usize = 16;
/// Server CPU, in milliseconds, that one request may take: its head read, its caller known, its answer written.
const MOST: f64 = 0.15;
/// People who sign in, one after the other.
const PEOPLE: usize = 100;
/// Sign-ins a second: a thousand in a minute.
const SIGN_INS: f64 = 1000.0 / 60.0;
/// Others who ask meanwhile, a second.
const OTHERS: f64 = 200.0;
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://bench.example/callback";

pub(super) fn run(bench: &mut Bench) -> Result<Outcome> {
    let event = bench.shop.event("auth", 1, 1_000)?;
    let (port, key, token) = (bench.installation.port(), api_key(bench)?, access_token(bench)?);
    // None of them may read mails, so the answer is a refusal that needs nothing but the caller.
    let mails = format!("/api/v1/organisations/{ORGANISATION}/mails");
    let bearer =
        |secret: &str| request("GET", &mails, &[("authorization", &format!("Bearer {secret}"))], b"");
    let cookie = bench.shop.prepare("GET", "/api/v1/permissions", &Value::Null, &[]);
    let cases = [("cookie", 200, cookie), ("api_key", 403, bearer(&key)), ("jwt", 403, bearer(&token))];
    let mut costs = Vec::new();
    for crowd in ["", "_crowded"] {
        if !crowd.is_empty() {
            bench.ask(store::crowd)?;
        }
        for (name, status, ask) in &cases {
            let load = Load::closed(CLIENTS, bench.seconds / 2.0);
            let tally = visitors::send(&load, port, bench.installation.probe()?, *status, vec![ask.clone()])?;
            costs.push((format!("{name}{crowd}_ms"), tally.usage.server / tally.rate() * 1000.0, tally));
        }
    }
    let list = bench.shop.prepare("GET", &api(&event.slug, "/quotas"), &Value::Null, &[]);
    let (calm, busy, sign_ins) = crowd_at_the_door(bench, list)?;
    let worst = costs.iter().map(|(_, cost, _)| *cost).fold(0.0, f64::max);
    let Some((_, _, tally)) = costs.last() else { return Ok(Outcome::default()) };
    let mut outcome = Outcome::of("auth", tally);
    for (name, cost, _) in &costs {
        outcome.more.insert(name.clone().leak(), round(*cost, 3));
    }
    outcome.more.insert("sign_ins_a_minute", round(sign_ins.rate() * 60.0, 0));
    outcome.more.insert("sign_in_p99_ms", round(sign_ins.percentile(99.0), 1));
    outcome.more.insert("others_p99_ms_calm", round(calm.percentile(99.0), 1));
    outcome.more.insert("others_p99_ms_meanwhile", round(busy.percentile(99.0), 1));
    let kept_up = sign_ins.rate() >= SIGN_INS * 0.98;
    Ok(outcome.demand("≤ 0.15 ms each", worst <= MOST && kept_up))
}

/// Others alone, then others while people sign in; and the people who do.
fn crowd_at_the_door(bench: &Bench, list: Vec<u8>) -> Result<(Tally, Tally, Tally)> {
    let (port, probe) = (bench.installation.port(), bench.installation.probe()?);
    let paced = |rate| Load {
        clients: 64,
        warm_up: Duration::from_millis(100),
        length: Duration::from_secs_f64(bench.seconds),
        rate: Some(rate),
    };
    let people = (0..PEOPLE).map(|number| sign_up(port, number)).collect::<Result<Vec<_>>>()?;
    let calm = visitors::send(&paced(OTHERS), port, probe, 200, vec![list.clone()])?;
    let load = paced(SIGN_INS);
    let signing_in = thread::spawn(move || visitors::send(&load, port, probe, 200, people));
    let busy = visitors::send(&paced(OTHERS), port, probe, 200, vec![list])?;
    let sign_ins = signing_in.join().ok().context("the load generator broke")??;
    Ok((calm, busy, sign_ins))
}

/// Signs somebody up; gives the request that signs them in.
fn sign_up(port: u16, number: usize) -> Result<Vec<u8>> {
    let (email, password) = (format!("person{number}@bench.example"), "correct horse battery");
    let headers = [("content-type", "application/json")];
    let person = json!({ "name": "Person", "email": email, "password": password }).to_string();
    let answer = http::request(port, "POST", "/api/v1/auth/sign-up", &headers, person.as_bytes())?;
    ensure!(answer.status == 201, "signing up answers {}: {}", answer.status, answer.text());
    let body = json!({ "email": email, "password": password }).to_string();
    Ok(request("POST", "/api/v1/auth/sign-in", &headers, body.as_bytes()))
}

fn api_key(bench: &Bench) -> Result<String> {
    let path = format!("/api/v1/organisations/{ORGANISATION}/api-keys");
    let made = bench.shop.post(&path, &json!({ "name": "Bench", "permissions": [] }))?;
    made["secret"].as_str().map(str::to_owned).context("no secret")
}

/// Registers an app and lets it act for the organiser, who presses every button.
fn access_token(bench: &Bench) -> Result<String> {
    let path = format!("/api/v1/organisations/{ORGANISATION}/apps");
    let app =
        json!({ "name": "Bench", "redirect_uris": [CALLBACK], "permissions": [], "confidential": false });
    let app = bench.shop.post(&path, &app)?["app"]["id"].as_str().context("no id")?.to_owned();
    let asked = format!(
        "response_type=code&client_id={app}&redirect_uri={}&code_challenge={CHALLENGE}&code_challenge_method=S256",
        CALLBACK.replace(':', "%3A").replace('/', "%2F"),
    );
    let page = bench.shop.browse("GET", &format!("/oauth/authorize?{asked}"), "")?;
    let page = page.text();
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let decision = format!("{asked}&decision=allow&csrf={}", csrf.context("the page has no form")?);
    let answer = bench.shop.browse("POST", "/oauth/authorize", &decision)?;
    let location = answer.header("location").next().unwrap_or_default().to_owned();
    let code = location.split("code=").nth(1).and_then(|rest| rest.split('&').next()).context("no code")?;
    let grant = format!("grant_type=authorization_code&client_id={app}&code={code}&code_verifier={VERIFIER}");
    let tokens = bench.shop.browse("POST", "/oauth/token", &grant)?;
    let tokens: Value = serde_json::from_slice(&tokens.body)?;
    tokens["access_token"].as_str().map(str::to_owned).context("no token")
}
