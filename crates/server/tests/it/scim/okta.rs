//! The requests that Okta sends, as its documentation shows them.

use serde_json::{Value, json};

use super::Provisioned;

#[testkit::test]
async fn a_life_of_a_user_as_okta_tells_it() {
    let here = Provisioned::start().await;
    let found = here
        .provider
        .get("/Users?filter=userName%20eq%20%22ada%40harbour.example%22&startIndex=1&count=100")
        .await;
    assert_eq!(found.expect(200).json()["totalResults"], 0);
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@harbour.example",
        "name": { "givenName": "Ada", "familyName": "Lovelace" }, "emails": [{
            "primary": true, "value": "ada@harbour.example", "type": "work" }], "displayName": "Ada Lovelace",
        "locale": "en-US", "externalId": "00ujl29u0le5T6Aj10h7", "groups": [], "password": "1mz050nq", "active": true,
    });
    let ada = here.provider.post("/Users", body).await.expect(201).json();
    assert!(ada.get("password").is_none());
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    let mut whole = here.provider.get(&path).await.expect(200).json();
    whole["name"]["givenName"] = json!("Augusta");
    whole["nickName"] = Value::Null;
    let put = here.provider.put(&path, whole).await.expect(200).json();
    assert_eq!((&put["name"]["givenName"], &put["meta"]["version"]), (&json!("Augusta"), &json!("W/\"2\"")));
    let off = here.provider.patch(&path, json!([{ "op": "replace", "value": { "active": false } }])).await;
    assert_eq!(off.expect(200).json()["active"], false);
    assert_eq!(here.role_of("ada@harbour.example").await, None);
}

#[testkit::test]
async fn groups_as_okta_tells_them() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    let group = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Crew" });
    let group = here.provider.post("/Groups", group).await.expect(201).json();
    let path = format!("/Groups/{}", group["id"].as_str().unwrap());
    let rename = json!([{ "op": "replace", "value": { "id": group["id"], "displayName": "Staff" } }]);
    assert_eq!(here.provider.patch(&path, rename).await.expect(200).json()["displayName"], "Staff");
    let set =
        json!([{ "op": "replace", "path": "members", "value": [{ "value": ada["id"], "display": "ada" }] }]);
    assert_eq!(here.provider.patch(&path, set).await.expect(200).json()["members"][0]["value"], ada["id"]);
    let filter = format!("members[value eq \"{}\"]", ada["id"].as_str().unwrap());
    let out = json!([{ "op": "remove", "path": filter }]);
    assert_eq!(here.provider.patch(&path, out).await.expect(200).json()["members"], json!([]));
    let named = here.provider.get("/Groups?filter=displayName%20eq%20%22staff%22").await.expect(200).json();
    assert_eq!(named["totalResults"], 1);
    here.provider.delete(&path).await.expect(204);
}
