//! An organisation that has one of everything, and how each operation is called.

use std::collections::BTreeMap;

use kernel::{Permission, PersonId};
use serde_json::{Value, json};

use super::document::Operation;
use crate::app::{Answer, Client, Kept, Shop, TestApp, order_body};

/// An organisation with one of everything.
pub struct World {
    pub shop: Shop,
    /// The value of each path parameter.
    pub things: BTreeMap<&'static str, String>,
}

impl Kept for World {
    fn moved_to(&self, app: &TestApp) -> Self {
        Self { shop: self.shop.moved_to(app), things: self.things.clone() }
    }
}

impl World {
    /// A program in which "harbour" has [one of everything](Self::build).
    pub async fn built() -> (TestApp, Self) {
        TestApp::after("", async |app: &TestApp| Self::build(app, "harbour", "our-show").await).await
    }

    pub async fn build(app: &TestApp, org: &str, event: &str) -> Self {
        let (mut shop, product) = Shop::open(app, org, 1000, Some(50)).await;
        shop.owner.patch(&shop.api(""), json!({ "slug": event })).await.expect(200);
        shop.event = event.to_owned();
        let order = shop.sell(&product, 1).await;
        app.run_jobs().await;
        let here = format!("/api/v1/organisations/{org}");
        let mails = shop.owner.get(&format!("{here}/mails")).await.expect(200).json();
        let mail = mails["items"][0]["id"].as_str().unwrap().to_owned();
        let mail_view = shop.owner.get(&format!("{here}/mails/{mail}")).await.expect(200).json();
        let first = async |rest: &str| {
            let list = shop.owner.get(&shop.api(rest)).await.expect(200).json();
            list["items"][0]["id"].as_str().unwrap().to_owned()
        };
        let category = json!({ "name": { "en": "Extras" } });
        let category = shop.owner.post(&shop.api("/categories"), category).await.expect(201).json();
        let shirt = shop.add_ticket("Shirt", 1000, Some(50)).await;
        let form = json!({ "name": { "en": "Large" } });
        let forms = shop.api(&format!("/products/{shirt}/variations"));
        let forms = shop.owner.post(&forms, form).await.expect(201).json();
        let role = json!({ "name": "Helpers", "permissions": [] });
        let role = shop.owner.post(&format!("{here}/roles"), role).await.expect(201).json();
        let team = json!({ "name": "Night shift", "role": "door" });
        let team = shop.owner.post(&format!("{here}/teams"), team).await.expect(201).json();
        let invitation = json!({ "email": format!("invited@{org}.example"), "role": "door" });
        let invitation = shop.owner.post(&format!("{here}/invitations"), invitation).await.expect(201).json();
        let link =
            shop.owner.post(&shop.api("/door-links"), json!({ "name": "Gate" })).await.expect(201).json();
        let planner = json!({
            "name": "Planner", "redirect_uris": ["https://planner.example/"], "permissions": [], "confidential": false,
        });
        let planner = shop.owner.post(&format!("{here}/apps"), planner).await.expect(201).json();
        let own = json!({ "name": "Report", "permissions": [] });
        let own = shop.owner.post("/api/v1/me/api-keys", own).await.expect(201).json();
        let made = async |rest: &str, body: Value| {
            let made = shop.owner.post(&shop.api(rest), body).await.expect(201).json();
            made["id"].as_str().unwrap().to_owned()
        };
        let tax_rule = made("/tax-rules", tax_rule()).await;
        let discount = made("/discounts", discount()).await;
        let fee = made("/fees", fee()).await;
        let voucher = made("/vouchers", json!({})).await;
        let domain = json!({ "domain": format!("{org}.example") });
        shop.owner.post(&format!("{here}/sso/domains"), domain).await.expect(201);
        app.run_jobs().await;
        let me = shop.owner.get("/api/v1/me").await.expect(200).json();
        let sessions = shop.owner.get("/api/v1/me/sessions").await.expect(200).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let things = BTreeMap::from([
            ("org", org.to_owned()),
            ("event", event.to_owned()),
            ("quota", first("/quotas").await),
            ("list", first("/check-in-lists").await),
            ("product", shirt),
            ("sold", product),
            ("category", text(&category["id"])),
            ("variation", text(&forms["variations"][0]["id"])),
            ("tax_rule", tax_rule),
            ("discount", discount),
            ("fee", fee),
            ("voucher", voucher),
            ("code", text(&order["code"])),
            ("number", "1".to_owned()),
            ("ticket", text(&order["positions"][0]["ticket"]["id"])),
            ("mail", mail),
            ("attachment", text(&mail_view["attachments"][0]["id"])),
            ("job", "4611686018427387904".to_owned()),
            ("role", text(&role["role"])),
            ("team", text(&team["id"])),
            ("invitation", text(&invitation["id"])),
            ("key", text(&own["key"]["id"])),
            ("link", text(&link["link"]["id"])),
            ("app", text(&planner["app"]["id"])),
            ("consent", kernel::ConsentId::new(app.app.now(), &app.app.chance).to_string()),
            ("token", "t".repeat(43)),
            ("person", text(&me["person"]["id"])),
            ("session", text(&sessions["items"][0]["id"])),
            ("domain", format!("{org}.example")),
            ("passkey", kernel::PasskeyId::new(app.app.now(), &app.app.chance).to_string()),
        ]);
        Self { shop, things }
    }

    /// The operation's path with this organisation's things in it.
    pub fn path(&self, operation: &Operation) -> String {
        self.path_with(operation, |name| self.thing(name))
    }

    /// The operation's path with things from elsewhere.
    pub fn path_with(&self, operation: &Operation, thing: impl Fn(&str) -> String) -> String {
        let fill = |path: String, name: &str| path.replace(&format!("{{{name}}}"), &thing(name));
        operation.parameters().into_iter().fold(operation.path.clone(), fill)
    }

    /// One of the organisation's things by the parameter's name.
    pub fn thing(&self, name: &str) -> String {
        let known = self.things.get(name);
        known.unwrap_or_else(|| panic!("tell the probes in access/world.rs where to find a {name}")).clone()
    }

    /// A body that the operation takes.
    pub fn body(&self, operation: &Operation) -> Value {
        match operation.id.as_str() {
            "create_organisation" => json!({
                "name": "Another", "slug": "another", "contact_email": "hi@another.example", "locales": ["en"],
            }),
            "create_event" => json!({
                "name": { "en": "Autumn" }, "locales": ["en"], "zone": "Europe/Berlin", "currency": "EUR",
                "starts_at": "2027-10-01T18:00:00Z", "ends_at": "2027-10-01T22:00:00Z",
            }),
            "create_product" => json!({ "name": { "en": "Seat" }, "price_minor": 100 }),
            "update_products" => json!({ "items": [{ "product": self.thing("product") }] }),
            "create_quota" => json!({ "name": "Balcony", "size": 10 }),
            "create_category" => json!({ "name": { "en": "Workshops" } }),
            "create_variation" => json!({ "name": { "en": "Senior" } }),
            "create_order" => order_body(&self.thing("sold"), 1, "manual", false),
            "create_check_in_list" => json!({ "name": "Backstage" }),
            "redeem" => json!({ "code": "x", "nonce": uuid::Uuid::new_v4() }),
            "undo_check_in" => json!({ "ticket": self.thing("ticket") }),
            "rename_passkey" => json!({ "name": "Old phone" }),
            "set_security_policy" => json!({ "second_factor": "off" }),
            "find_sso" => json!({ "organisation": "nobody" }),
            "set_sso" => json!({
                "issuer": "https://login.example.org", "client_id": "app", "scopes": [], "groups": [], "joins": false,
            }),
            "set_guest_provider" => json!({
                "name": "Club", "issuer": "https://login.example.org", "client_id": "app", "scopes": [],
            }),
            "require_sso" => json!({ "required": false }),
            "add_domain" => json!({ "domain": "probe.example" }),
            "rename_attendee" => json!({ "attendee_name": "Grace" }),
            "create_role" => json!({ "name": "Ushers", "permissions": [] }),
            "create_invitation" => json!({ "email": "new@guest.example", "role": self.thing("role") }),
            "create_door_link" => json!({ "name": "Gate" }),
            "register_app" => json!({
                "name": "Planner", "redirect_uris": ["https://planner.example/"], "permissions": [],
                "confidential": false,
            }),
            "create_api_key" | "create_own_api_key" => json!({ "name": "Till", "permissions": [] }),
            "set_price_settings" => {
                json!({ "includes_tax": true, "rounding": "line", "default_tax_rule_id": null })
            }
            "create_tax_rule" | "replace_tax_rule" => tax_rule(),
            "create_discount" | "replace_discount" => discount(),
            "create_fee" | "replace_fee" => fee(),
            "make_vouchers" => json!({ "count": 2, "terms": {} }),
            "import_vouchers" => json!({ "text": uuid::Uuid::new_v4().to_string(), "terms": {} }),
            "quote_basket" => json!({ "lines": [] }),
            "set_test_mode" => json!({ "on": false }),
            "create_team" => json!({ "name": "Day shift", "role": self.thing("role") }),
            _ => json!({}),
        }
    }

    /// Sends the operation to `path` as `client`, with a body that it takes.
    pub async fn call(&self, client: &Client, operation: &Operation, path: &str) -> Answer {
        let request = client.request(operation.method.clone(), path);
        let request = match operation.body.as_deref() {
            None => request,
            Some("application/json") => request.json(&self.body(operation)),
            Some(other) => request.header("content-type", other).body("not a picture"),
        };
        client.send(request).await
    }

    /// Somebody new who has a role of the organisation's own, at all events or at one.
    pub async fn hire(&self, app: &TestApp, name: &str, event: Option<&str>) -> Hired {
        let client = app.guest();
        client.sign_up(name, &format!("{name}@{}.example", self.thing("org"))).await;
        let me = client.get("/api/v1/me").await.expect(200).json();
        let person: PersonId = me["person"]["id"].as_str().unwrap().parse().unwrap();
        let roles = format!("/api/v1/organisations/{}/roles", self.thing("org"));
        let role = json!({ "name": name, "permissions": [] });
        let role = self.shop.owner.post(&roles, role).await.expect(201).json();
        let role = role["role"].as_str().unwrap().to_owned();
        let events: Option<Vec<uuid::Uuid>> =
            event.map(|id| vec![id.parse::<kernel::EventId>().unwrap().uuid()]);
        sqlx::query(
            "insert into memberships (org_id, person_id, role_id, events, created_at)
             select org_id, $1, $2, $3, now() from organisation_slugs where slug = $4",
        )
        .bind(person.uuid())
        .bind(role.parse::<kernel::RoleId>().unwrap().uuid())
        .bind(events)
        .bind(self.thing("org"))
        .execute(&mut app.owner().await)
        .await
        .unwrap();
        Hired { client, role: format!("{roles}/{role}"), boss: self.shop.owner.clone() }
    }
}

fn tax_rule() -> Value {
    json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" } })
}

fn discount() -> Value {
    json!({ "name": { "en": "Group" }, "min_count": 5, "effect": { "kind": "percent", "percent": "10" } })
}

fn fee() -> Value {
    json!({ "name": { "en": "Service" }, "amount": { "kind": "fixed", "amount_minor": 100 }, "absorbed": true })
}

/// A member whose role can be changed.
pub struct Hired {
    pub client: Client,
    role: String,
    boss: Client,
}

impl Hired {
    /// The role's id.
    pub fn role(&self) -> &str {
        self.role.rsplit('/').next().unwrap_or_default()
    }

    /// Lets them do exactly this.
    pub async fn may(&self, permissions: &[Permission]) {
        self.boss.patch(&self.role, json!({ "permissions": permissions })).await.expect(200);
    }
}

/// What every table holds of an organisation: a digest by table.
pub async fn digests(app: &TestApp, org: &str) -> BTreeMap<String, Option<String>> {
    let mut owner = app.owner().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(tables.len() > 20, "the catalogue was read: {tables:?}");
    let mut digests = BTreeMap::new();
    for table in tables {
        let sql = format!(
            "select md5(string_agg(t::text, '|' order by t::text)) from {table} t
             where org_id = (select org_id from organisation_slugs where slug = $1)"
        );
        let digest =
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(org).fetch_one(&mut owner).await.unwrap();
        digests.insert(table, digest);
    }
    digests
}
