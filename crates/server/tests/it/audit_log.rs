//! The audit log: who did what, found again, taken along, and proven against tampering.

use insight::chain::{
    self, Record,
    verify::{Damage, Flaw, Report, verify},
};
use kernel::OrgId;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};

use crate::app::{Kept, Shop, TestApp};

/// A shop whose owner changed a thing or two, everything sealed.
struct History {
    shop: Shop,
    org: OrgId,
}

impl Kept for History {
    fn moved_to(&self, app: &TestApp) -> Self {
        Self { shop: self.shop.moved_to(app), org: self.org }
    }
}

impl History {
    async fn write() -> (TestApp, Self) {
        let write = async |app: &TestApp| {
            let (shop, ticket) = Shop::open(app, "harbour", 2500, Some(50)).await;
            shop.sell(&ticket, 2).await;
            app.run_jobs().await;
            let history = Self { shop, org: org_of(app, "harbour").await };
            history.seal(app).await;
            history
        };
        TestApp::after("", write).await
    }

    async fn seal(&self, app: &TestApp) -> usize {
        chain::seal(&app.cx(self.org)).await.unwrap()
    }

    async fn verify(&self, app: &TestApp) -> Report {
        verify(&app.cx(self.org)).await.unwrap()
    }

    /// What is found, as damage, number and entry.
    async fn found(&self, app: &TestApp) -> Vec<(Damage, Option<i64>, Option<String>)> {
        let flaws = self.verify(app).await.flaws;
        flaws.into_iter().map(|Flaw { damage, position, entry, .. }| (damage, position, entry)).collect()
    }

    async fn log(&self, query: &str) -> Vec<Value> {
        let path = format!("/api/v1/organisations/harbour/audit{query}");
        let page = self.shop.owner.get(&path).await.expect(200).json();
        page["items"].as_array().unwrap().clone()
    }

    /// The entry under a number.
    async fn entry(&self, number: i64) -> String {
        let all = self.log("?limit=100").await;
        let entry = all.iter().find(|entry| entry["position"] == number).unwrap();
        entry["id"].as_str().unwrap().to_owned()
    }
}

async fn org_of(app: &TestApp, slug: &str) -> OrgId {
    app.app.directory.organisation(slug).await.unwrap().unwrap()
}

/// Changes the log behind the program's back, as somebody with the owner's password to the database could.
async fn tamper(app: &TestApp, org: OrgId, statements: &[&str]) {
    let mut owner: PgConnection = app.owner().await;
    for sql in statements {
        let sql = sql.replace("$ORG", &format!("'{}'", org.uuid()));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
    }
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

#[testkit::test]
async fn whoever_did_something_is_found_by_name_with_where_from_and_why() {
    let (_app, history) = History::write().await;
    let shop = &history.shop;
    let change =
        shop.owner.request(reqwest::Method::PATCH, &shop.api("")).header("x-reason", "new%20caf%C3%A9");
    let answer = shop.owner.send(change.json(&json!({ "venue_name": "Café" }))).await.expect(200);
    let correlation = answer.header("x-correlation-id").to_owned();
    let entries = history.log(&format!("?correlation={correlation}")).await;
    let [entry] = entries.as_slice() else { panic!("{entries:#?}") };
    assert_eq!(entry["action"], "event.updated");
    assert_eq!(entry["actor"]["name"], "Ada Organiser");
    assert_eq!(entry["event"]["name"], "Spring show");
    assert_eq!(entry["reason"], "new café");
    assert_eq!(entry["from"], "127.0.0.1");
    assert_eq!(entry["before"]["venue_name"], "Harbour Hall");
    assert_eq!(entry["after"]["venue_name"], "Café");
    assert_eq!(entry["position"], Value::Null, "the next round seals it");
}

#[testkit::test]
async fn filters_narrow_it_down_and_pages_follow_one_another() {
    let (_app, history) = History::write().await;
    let all = history.log("?limit=100").await;
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/organisations/harbour/audit?limit=2{cursor}");
        let page = history.shop.owner.get(&path).await.expect(200).json();
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(paged, all);
    assert!(actions(&history.log("?action=order.").await).iter().all(|action| action.starts_with("order.")));
    let placed = history.log("?action=order.paid").await;
    assert_eq!(actions(&placed), ["order.paid"]);
    let order = placed[0]["subject"]["id"].as_str().unwrap();
    assert!(order.starts_with("ord_"), "{order}");
    assert!(placed[0]["subject"]["name"].as_str().unwrap().len() > 4, "an order is called by its code");
    let about = history.log(&format!("?subject={order}")).await;
    assert!(!about.is_empty() && about.iter().all(|entry| entry["subject"]["id"] == order), "{about:#?}");
    let ada = all.iter().find_map(|entry| entry["actor"]["id"].as_str()).unwrap();
    assert!(history.log(&format!("?actor={ada}")).await.iter().all(|entry| entry["actor"]["id"] == ada));
    assert!(history.log("?actor=guest").await.is_empty());
    let event = placed[0]["event"]["id"].as_str().unwrap();
    assert!(history.log(&format!("?event={event}")).await.len() < all.len());
    assert_eq!(history.log("?from=2027-03-01T11:59:59Z").await, all[..50.min(all.len())]);
    assert!(history.log("?to=2027-03-01T11:59:59Z").await.is_empty());
}

#[testkit::test]
async fn odd_filters_are_refused_and_never_an_error_of_ours() {
    let (_app, history) = History::write().await;
    for query in [
        "actor=per_1",
        "actor=A%00",
        "action=%25",
        "action=order..x",
        "subject=ord_x",
        "subject=%00",
        "event=1",
        "from=yesterday",
        "correlation=1",
        "limit=x",
        "unknown=1",
    ] {
        let path = format!("/api/v1/organisations/harbour/audit?{query}");
        assert_eq!(history.shop.owner.get(&path).await.problem(400), "request.bad_query", "{query}");
    }
    let path = "/api/v1/organisations/harbour/audit?cursor=e30";
    assert_eq!(history.shop.owner.get(path).await.problem(400), "request.bad_cursor");
}

#[testkit::test]
async fn what_is_seen_is_what_is_exported_and_the_export_is_recorded() {
    let (_app, history) = History::write().await;
    let placed = history.log("?action=order.paid").await;
    let lines = history.shop.owner.get("/api/v1/organisations/harbour/audit.jsonl?action=order.paid").await;
    assert_eq!(lines.header("content-type"), "application/jsonl; charset=utf-8");
    let lines: Vec<Value> =
        lines.expect(200).text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines, placed);
    let sheet = history.shop.owner.get("/api/v1/organisations/harbour/audit.csv?action=order.paid").await;
    let sheet = sheet.expect(200).text();
    assert!(sheet.starts_with("id,at,position,actor_kind"), "{sheet}");
    assert!(sheet.contains("Ada Organiser") && sheet.lines().count() == 2, "{sheet}");
    let exports = history.log("?action=audit.exported").await;
    let formats: Vec<_> = exports.iter().map(|entry| &entry["after"]["format"]).collect();
    assert_eq!(formats, ["csv", "jsonl"]);
    assert_eq!(exports[0]["after"]["action"], "order.paid");
}

#[testkit::test]
async fn reading_somebodys_mail_is_recorded_once() {
    let (app, history) = History::write().await;
    let mails = history.shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    let mail = mails["items"][0]["id"].as_str().unwrap();
    for _ in 0..2 {
        history.shop.owner.get(&format!("/api/v1/organisations/harbour/mails/{mail}")).await.expect(200);
        history.shop.owner.get(&format!("/api/v1/organisations/harbour/mails/{mail}/html")).await.expect(200);
    }
    let opened = history.log("?action=mail.opened").await;
    assert_eq!(opened.len(), 1, "{opened:#?}");
    assert_eq!(opened[0]["subject"]["id"], mail);
    app.clock.advance(601);
    history.shop.owner.get(&format!("/api/v1/organisations/harbour/mails/{mail}")).await.expect(200);
    assert_eq!(history.log("?action=mail.opened").await.len(), 2, "later is another time");
}

#[testkit::test]
async fn every_column_of_the_log_is_sealed() {
    let app = TestApp::start().await;
    let columns: Vec<String> = sqlx::query_scalar(
        "select column_name::text from information_schema.columns where table_name = 'audit_log' order by ordinal_position",
    )
    .fetch_all(&mut app.owner().await)
    .await
    .unwrap();
    assert_eq!(columns, Record::COLUMNS, "what is not in `Record` can be changed unseen");
}

#[testkit::test]
async fn an_untouched_log_verifies_however_it_was_written() {
    let (app, history) = History::write().await;
    let ticket = history.shop.owner.get(&history.shop.api("/products")).await.expect(200).json();
    let ticket = ticket["items"][0]["id"].as_str().unwrap().to_owned();
    let busy = async {
        futures_util::future::join_all((0..20).map(|_| history.shop.sell(&ticket, 1))).await;
    };
    let sealing = async {
        for _ in 0..20 {
            // Two at once: a position that both gave away would be a flaw.
            tokio::join!(history.seal(&app), history.seal(&app));
        }
    };
    tokio::join!(busy, sealing);
    app.run_jobs().await;
    history.seal(&app).await;
    let report = history.verify(&app).await;
    assert_eq!(report.flaws, []);
    assert_eq!(report.sealed_to, i64::try_from(history.log("?limit=100").await.len()).unwrap());
}

#[testkit::test]
async fn a_changed_entry_is_named() {
    let (app, history) = History::write().await;
    let third = history.entry(3).await;
    let change = "update audit_log set after = after || '{\"x\": 1}' where id = (select entry from audit_seals \
                  where org_id = $ORG and position = 3)";
    tamper(&app, history.org, &[change]).await;
    assert_eq!(history.found(&app).await, [(Damage::Changed, Some(3), Some(third))]);
}

#[testkit::test]
async fn a_removed_entry_is_named_and_so_is_a_hole_in_the_chain() {
    let (app, history) = History::write().await;
    let second = history.entry(2).await;
    let remove = "delete from audit_log where id = (select entry from audit_seals where org_id = $ORG and position = 2)";
    tamper(&app, history.org, &[remove]).await;
    assert_eq!(history.found(&app).await, [(Damage::Missing, Some(2), Some(second))]);
    tamper(&app, history.org, &["delete from audit_seals where org_id = $ORG and position = 2"]).await;
    assert_eq!(history.found(&app).await, [(Damage::Gap, Some(2), None)]);
}

#[testkit::test]
async fn an_entry_that_somebody_put_in_is_named() {
    let (app, history) = History::write().await;
    let copy = "insert into audit_log (id, org_id, at, actor_kind, action, subject_kind)
                values ('01890000-0000-7000-8000-000000000001', $ORG, '2027-02-01', 'system', 'order.paid', 'order')";
    let stranger = kernel::AuditId::from(uuid::Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0001));
    tamper(&app, history.org, &[copy]).await;
    assert_eq!(history.found(&app).await, [(Damage::Inserted, None, Some(stranger.to_string()))]);
    // Even if whoever did it knows how entries come to be sealed.
    let queue = "insert into audit_waiting values ($ORG, '01890000-0000-7000-8000-000000000001')";
    tamper(&app, history.org, &[queue]).await;
    history.seal(&app).await;
    let end = history.verify(&app).await.sealed_to;
    assert_eq!(history.found(&app).await, [(Damage::Backdated, Some(end), Some(stranger.to_string()))]);
}

#[testkit::test]
async fn exchanged_entries_are_named_both() {
    let (app, history) = History::write().await;
    let (second, third) = (history.entry(2).await, history.entry(3).await);
    let positions = "update audit_seals set position = case position when 2 then -3 else -2 end + 1000000
                     where org_id = $ORG and position in (2, 3)";
    let back =
        "update audit_seals set position = 1000000 - position where org_id = $ORG and position > 900000";
    tamper(&app, history.org, &[positions, back]).await;
    let swapped =
        [(Damage::Moved, Some(2), Some(third.clone())), (Damage::Moved, Some(3), Some(second.clone()))];
    assert_eq!(history.found(&app).await, swapped);
}

#[testkit::test]
async fn entries_under_each_others_seals_are_named_both() {
    let (app, history) = History::write().await;
    let (second, third) = (history.entry(2).await, history.entry(3).await);
    let save = "create table saved as select * from audit_seals where org_id = $ORG and position in (2, 3)";
    let clear = "delete from audit_seals where org_id = $ORG and position in (2, 3)";
    let put = "insert into audit_seals select a.org_id, a.position, b.entry, a.previous, a.hash, a.sealed_at
               from saved a join saved b on b.position <> a.position; drop table saved";
    tamper(&app, history.org, &[save, clear, put]).await;
    let swapped = [(Damage::Moved, Some(2), Some(third)), (Damage::Moved, Some(3), Some(second))];
    assert_eq!(history.found(&app).await, swapped);
}

#[testkit::test]
async fn a_forged_seal_does_not_help() {
    let (app, history) = History::write().await;
    let third = history.entry(3).await;
    let change = "update audit_log set action = 'order.cancelled' where id = (select entry from audit_seals \
                  where org_id = $ORG and position = 3)";
    tamper(&app, history.org, &[change]).await;
    forge(&app, &history, 3).await;
    assert_eq!(history.found(&app).await, [(Damage::Replaced, Some(3), Some(third))]);
}

/// Computes the seal under a number anew, as somebody who knows how could.
async fn forge(app: &TestApp, history: &History, number: i64) {
    let mut owner = app.owner().await;
    let record: Record = sqlx::query_as::<_, Row>(
        "select a.*, s.previous, a.before::text as before_text, a.after::text as after_text
         from audit_log a join audit_seals s on s.entry = a.id where s.org_id = $1 and s.position = $2",
    )
    .bind(history.org.uuid())
    .bind(number)
    .fetch_one(&mut owner)
    .await
    .unwrap()
    .into();
    let previous: Vec<u8> =
        sqlx::query_scalar("select previous from audit_seals where org_id = $1 and position = $2")
            .bind(history.org.uuid())
            .bind(number)
            .fetch_one(&mut owner)
            .await
            .unwrap();
    let hash = record.seal(number, previous.as_slice().try_into().unwrap());
    sqlx::query("update audit_seals set hash = $3 where org_id = $1 and position = $2")
        .bind(history.org.uuid())
        .bind(number)
        .bind(hash.to_vec())
        .execute(&mut owner)
        .await
        .unwrap();
}

#[derive(sqlx::FromRow)]
struct Row {
    id: uuid::Uuid,
    org_id: uuid::Uuid,
    event_id: Option<uuid::Uuid>,
    at: kernel::Instant,
    actor_kind: String,
    actor_id: Option<uuid::Uuid>,
    action: String,
    subject_kind: String,
    subject_id: Option<uuid::Uuid>,
    before_text: Option<String>,
    after_text: Option<String>,
    correlation: Option<String>,
    from_addr: Option<String>,
    reason: Option<String>,
}

impl From<Row> for Record {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            org_id: row.org_id,
            event_id: row.event_id,
            at: row.at,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            before: row.before_text,
            after: row.after_text,
            correlation: row.correlation,
            from_addr: row.from_addr,
            reason: row.reason,
        }
    }
}

#[testkit::test]
async fn a_signed_head_tells_when_the_end_was_cut_off_or_everything_rewritten() {
    let (app, history) = History::write().await;
    let end = history.verify(&app).await.sealed_to;
    app.clock.advance(86_400);
    app.run_jobs().await;
    let report = history.verify(&app).await;
    assert_eq!((report.heads, report.flaws), (1, vec![]));
    let cut = [
        format!(
            "delete from audit_log where id in (select entry from audit_seals where org_id = $ORG and position >= {end})"
        ),
        format!("delete from audit_seals where org_id = $ORG and position >= {end}"),
    ];
    tamper(&app, history.org, &cut.each_ref().map(String::as_str)).await;
    let flaws = history.verify(&app).await.flaws;
    let day = Some("2027-03-01".to_owned());
    assert_eq!(flaws, [Flaw { damage: Damage::Cut, position: Some(end), entry: None, day: day.clone() }]);
    tamper(&app, history.org, &["update audit_heads set position = position - 1 where org_id = $ORG"]).await;
    let flaws = history.verify(&app).await.flaws;
    assert_eq!(flaws, [Flaw { damage: Damage::Unsigned, position: Some(end - 1), entry: None, day }]);
}

#[testkit::test]
async fn a_head_is_verified_by_anybody_with_the_public_key() {
    use ring::signature::{ED25519, UnparsedPublicKey};
    let (_app, history) = History::write().await;
    let chain = history.shop.owner.get("/api/v1/organisations/harbour/audit/chain").await.expect(200).json();
    assert!(chain["sealed_to"].as_i64().unwrap() > 3);
    assert_eq!((&chain["waiting"], &chain["begins_after"]), (&json!(0), &json!(0)));
    let bytes = |value: &Value| data_encoding::BASE64.decode(value.as_str().unwrap().as_bytes()).unwrap();
    let head = &chain["head"];
    let message = head["message"].as_str().unwrap();
    assert!(message.contains("2027-03-01") && message.contains(head["hash"].as_str().unwrap()), "{message}");
    let key = UnparsedPublicKey::new(&ED25519, bytes(&chain["public_key"]));
    key.verify(message.as_bytes(), &bytes(&head["signature"])).unwrap();
    key.verify(message.replace("01", "02").as_bytes(), &bytes(&head["signature"])).unwrap_err();
}
