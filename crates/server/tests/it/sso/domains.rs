//! Mail domains, proven by a TXT record.

use serde_json::json;

use super::{SSO, name_server::NameServer};
use crate::app::Shop;

#[testkit::test]
async fn a_domain_is_proven_by_its_record_for_one_organisation() {
    let (names, address) = NameServer::start().await;
    let (app, shop) = Shop::drafted_with(|config| config.sso.name_server = Some(address)).await;
    let domains = format!("{SSO}/domains");
    let added = shop.owner.post(&domains, json!({ "domain": "Harbour.Example" })).await.expect(201).json();
    assert_eq!((&added["domain"], &added["verified_at"]), (&json!("harbour.example"), &json!(null)));
    assert_eq!(added["record_name"], "_tessera.harbour.example");
    let verify = format!("{domains}/harbour.example/verify");
    let value = added["record_value"].as_str().unwrap();
    assert_eq!(shop.owner.post(&verify, json!({})).await.problem(409), "identity.record_missing");
    names.set("_tessera.harbour.example", &["v=spf1 -all", "tessera-verification=somethingelse"]);
    assert_eq!(shop.owner.post(&verify, json!({})).await.problem(409), "identity.record_missing");
    names.set("_tessera.harbour.example", &["v=spf1 -all", value]);
    let proven = shop.owner.post(&verify, json!({})).await.expect(200).json();
    assert!(proven["verified_at"].is_string(), "{proven}");
    shop.owner.post(&verify, json!({})).await.expect(200);

    // Another organisation gets its own value, and not this domain.
    let rival = Shop::draft(&app, "rival").await;
    let theirs = "/api/v1/organisations/rival/sso/domains";
    let added = rival.owner.post(theirs, json!({ "domain": "harbour.example" })).await.expect(201).json();
    assert_ne!(added["record_value"], value);
    names.set("_tessera.harbour.example", &[value, added["record_value"].as_str().unwrap()]);
    let verify = format!("{theirs}/harbour.example/verify");
    assert_eq!(rival.owner.post(&verify, json!({})).await.problem(409), "identity.domain_taken");
    shop.owner.delete(&format!("{domains}/harbour.example")).await.expect(204);
    rival.owner.post(&verify, json!({})).await.expect(200);
    assert!(shop.owner.get(&domains).await.expect(200).json()["items"].as_array().unwrap().is_empty());
}

#[testkit::test]
async fn what_is_no_domain_or_is_there_already_is_refused() {
    let (_app, shop) = Shop::drafted().await;
    let domains = format!("{SSO}/domains");
    for not_one in ["localhost", "127.0.0.1", "a@b.example", "x_y.example", "a b.example"] {
        let refused = shop.owner.post(&domains, json!({ "domain": not_one })).await;
        assert_eq!(refused.refused_field(), "/domain", "{not_one}");
    }
    shop.owner.post(&domains, json!({ "domain": "harbour.example" })).await.expect(201);
    let again = shop.owner.post(&domains, json!({ "domain": "HARBOUR.example." })).await;
    assert_eq!(again.problem(409), "identity.domain_known");
    let verify = format!("{domains}/harbour.example/verify");
    assert_eq!(shop.owner.post(&verify, json!({})).await.problem(409), "identity.name_servers_silent");
}
