//! The requests that Entra ID sends, as its documentation shows them.

use serde_json::json;

use super::Provisioned;

#[testkit::test]
async fn a_life_of_a_user_as_entra_id_tells_it() {
    let here = Provisioned::start().await;
    let probe = here.provider.find(r#"userName eq "non-existent""#).await;
    assert!(probe.is_empty(), "it tries the connection with a user that is not there");
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", enterprise], "externalId": "0a21f0f2",
        "userName": "ada@harbour.example", "active": true, "displayName": "Ada Lovelace", "meta": { "resourceType": "User" },
        "emails": [{ "primary": true, "type": "work", "value": "ada@harbour.example" }],
        "name": { "formatted": "Ada Lovelace", "familyName": "Lovelace", "givenName": "Ada" }, "roles": [],
        enterprise: { "department": "Engines" },
    });
    let ada = here.provider.post("/Users", body).await.expect(201).json();
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    assert_eq!(ada[enterprise]["department"], "Engines");
    assert_eq!(here.provider.find(r#"externalId eq "0a21f0f2""#).await.len(), 1);
    let changed = here.provider.patch(
        &path,
        json!([
            { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "lovelace@harbour.example" },
            { "op": "Replace", "path": "name.familyName", "value": "King" },
            { "op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+44 20" },
            { "op": "Replace", "path": format!("{enterprise}:department"), "value": "Sums" },
        ]),
    );
    let changed = changed.await.expect(200).json();
    assert_eq!(changed["emails"][0]["value"], "lovelace@harbour.example");
    assert_eq!(
        (&changed["name"]["familyName"], &changed["name"]["givenName"]),
        (&json!("King"), &json!("Ada"))
    );
    assert_eq!(changed["phoneNumbers"], json!([{ "type": "mobile", "value": "+44 20" }]));
    assert_eq!(changed[enterprise]["department"], "Sums");

    let off = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    assert_eq!(here.provider.patch(&path, off).await.expect(200).json()["active"], false);
    assert_eq!(here.role_of("ada@harbour.example").await, None);
    let on = json!([{ "op": "Replace", "path": "active", "value": "True" }]);
    assert_eq!(here.provider.patch(&path, on).await.expect(200).json()["active"], true);
    assert!(here.role_of("ada@harbour.example").await.is_some());
    here.provider.delete(&path).await.expect(204);
}

#[testkit::test]
async fn groups_as_entra_id_tells_them() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    let group = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "externalId": "8aa1", "displayName": "Crew", "members": [],
    });
    let group = here.provider.post("/Groups", group).await.expect(201).json();
    let path = format!("/Groups/{}", group["id"].as_str().unwrap());
    let add = json!([{ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": ada["id"] }] }]);
    here.provider.patch(&path, add).await.expect(200);
    let without = here.provider.get(&format!("{path}?excludedAttributes=members")).await.expect(200).json();
    assert!(without.get("members").is_none());
    let read = here.provider.get(&path).await.expect(200).json();
    assert_eq!(read["members"][0]["value"], ada["id"]);
    let remove =
        json!([{ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": ada["id"] }] }]);
    assert_eq!(here.provider.patch(&path, remove).await.expect(200).json()["members"], json!([]));
}
