//! The door: who gets in, who does not, and what everybody is told.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Answer, Shop, TestApp};

/// A check-in list of a shop.
pub struct Door<'a> {
    pub shop: &'a Shop,
    pub list: String,
}

impl<'a> Door<'a> {
    /// The door that admits everyone.
    pub async fn open(shop: &'a Shop) -> Self {
        let lists = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
        assert_eq!(lists["items"].as_array().unwrap().len(), 1);
        Self { shop, list: lists["items"][0]["id"].as_str().unwrap().to_owned() }
    }

    fn path(&self, rest: &str) -> String {
        self.shop.api(&format!("/check-in-lists/{}{rest}", self.list))
    }

    pub async fn send(&self, code: &str, nonce: Uuid, gate: &str) -> Answer {
        let body = json!({ "code": code, "nonce": nonce, "gate": gate });
        self.shop.owner.post(&self.path("/redeem"), body).await
    }

    pub async fn scan(&self, code: &str) -> Value {
        self.send(code, Uuid::new_v4(), "Gate A").await.expect(200).json()
    }

    /// The verdict's word.
    pub async fn verdict(&self, code: &str) -> String {
        self.scan(code).await["verdict"].as_str().unwrap().to_owned()
    }

    /// How many scans ended with which verdict.
    async fn story(&self) -> BTreeMap<String, usize> {
        let page = self.shop.owner.get(&self.path("/scans?limit=100")).await.expect(200).json();
        let scans = page["items"].as_array().unwrap();
        count(scans.iter().map(|scan| scan["verdict"].as_str().unwrap().to_owned()))
    }
}

fn count(verdicts: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for verdict in verdicts {
        *counted.entry(verdict).or_default() += 1;
    }
    counted
}

fn times(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected.iter().map(|(verdict, times)| ((*verdict).to_owned(), *times)).collect()
}

/// The short codes of an order's tickets.
pub fn short_codes(order: &Value) -> Vec<String> {
    let positions = order["positions"].as_array().unwrap();
    positions.iter().map(|p| p["ticket"]["short_code"].as_str().unwrap().to_owned()).collect()
}

/// The text of the QR code of an order's first ticket, as the guest gets it.
pub async fn token(app: &TestApp, shop: &Shop, order: &Value) -> String {
    let secret = order["secret_url"].as_str().unwrap().rsplit('/').next().unwrap();
    let path = shop.public(&format!("/orders/{}/{secret}", order["code"].as_str().unwrap()));
    let seen = app.guest().get(&path).await.expect(200).json();
    seen["positions"][0]["ticket"]["qr_payload"].as_str().unwrap().to_owned()
}

#[testkit::test]
async fn a_ticket_gets_in_once_and_the_next_one_hears_when_and_where() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let order = shop.sell(&product, 2).await;
    let token = token(&app, &shop, &order).await;
    let door = Door::open(&shop).await;

    let first = door.send(&token, Uuid::new_v4(), "Gate B").await.expect(200).json();
    assert_eq!((&first["verdict"], &first["title"]), (&json!("admitted"), &json!("Come in")));
    assert_eq!(first["detail"], "Standard.");
    assert_eq!(first["ticket"]["short_code"], short_codes(&order)[0].as_str());
    assert_eq!(first["counts"], json!({ "expected": 2, "checked_in": 1 }));

    app.clock.advance(62 * 60);
    let second = door.scan(&token).await;
    assert_eq!((&second["verdict"], &second["title"]), (&json!("already_in"), &json!("Already in")));
    assert_eq!(second["detail"], "Let in at 13:00, Gate B.");
    assert_eq!(second["first"], json!({ "at": "2027-03-01T12:00:00Z", "gate": "Gate B" }));
    app.clock.advance(86_400);
    assert_eq!(door.scan(&token).await["detail"], "Let in at 13:00 on 1 March, Gate B.");

    let seen =
        shop.owner.get(&shop.api(&format!("/orders/{}", order["code"].as_str().unwrap()))).await.json();
    assert_eq!(seen["positions"][0]["ticket"]["checked_in_gate"], "Gate B");
    assert_eq!(door.story().await, times(&[("admitted", 1), ("already_in", 2)]));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn codes_may_be_typed_in_any_way() {
    let (app, shop, product) = Shop::opened(0, None).await;
    let order = shop.order(&product, 4, "free", false).await.expect(201).json();
    let codes = short_codes(&order);
    let token = token(&app, &shop, &order).await;
    let door = Door::open(&shop).await;
    assert_eq!(door.verdict(&token.to_lowercase()).await, "admitted");
    assert_eq!(door.verdict(&codes[1].to_lowercase()).await, "admitted");
    assert_eq!(door.verdict(&codes[2].replace('-', "")).await, "admitted");
    assert_eq!(door.verdict(&format!(" {} ", codes[3].replace('-', " – "))).await, "admitted");
    assert_eq!(door.verdict(&codes[0]).await, "already_in");
    app.run_jobs().await;
}

#[testkit::test]
async fn fifty_doors_scanning_one_ticket_at_once_admit_it_once() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let order = shop.sell(&product, 1).await;
    let token = token(&app, &shop, &order).await;
    let door = Door::open(&shop).await;
    let verdicts = join_all((0..50).map(|_| door.verdict(&token))).await;
    let one_of_fifty = times(&[("admitted", 1), ("already_in", 49)]);
    assert_eq!(count(verdicts), one_of_fifty);
    let list = shop.owner.get(&door.path("")).await.expect(200).json();
    assert_eq!((&list["expected"], &list["checked_in"]), (&json!(1), &json!(1)));
    assert_eq!(door.story().await, one_of_fifty);
    app.run_jobs().await;
}

#[testkit::test]
async fn a_scan_that_is_sent_again_gets_the_same_verdict() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let codes = short_codes(&shop.sell(&product, 2).await);
    let door = Door::open(&shop).await;
    let (welcome, refusal) = (Uuid::new_v4(), Uuid::new_v4());
    let again = async |code: &str, nonce| door.send(code, nonce, "Gate A").await.expect(200).json();

    let sent = join_all((0..10).map(|_| again(&codes[0], welcome))).await;
    assert!(sent.iter().all(|answer| answer["verdict"] == "admitted"), "{sent:?}");
    let first = again(&codes[0], refusal).await;
    assert_eq!(first["verdict"], "already_in");
    let undo = json!({ "ticket": first["ticket"]["id"] });
    shop.owner.post(&door.path("/undo"), undo).await.expect(200);
    let replayed = again(&codes[0], refusal).await;
    assert_eq!((&replayed["verdict"], &replayed["detail"]), (&first["verdict"], &first["detail"]));
    assert_eq!(door.story().await, times(&[("admitted", 1), ("already_in", 1)]));

    for nonce in [welcome, refusal] {
        assert_eq!(door.send(&codes[1], nonce, "Gate A").await.refused_field(), "/nonce");
    }
    assert_eq!(door.verdict(&codes[1]).await, "admitted");
    app.run_jobs().await;
}

#[testkit::test]
async fn unpaid_cancelled_and_expired_orders_stay_outside_with_the_reason() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let door = Door::open(&shop).await;

    let pending = shop.order(&product, 1, "bank_transfer", false).await.expect(201).json();
    let code = format!("{}-1", pending["code"].as_str().unwrap());
    let nonce = Uuid::new_v4();
    let unpaid = door.send(&code, nonce, "").await.expect(200).json();
    assert_eq!((&unpaid["verdict"], &unpaid["title"]), (&json!("unpaid"), &json!("Not paid")));
    assert_eq!(unpaid["detail"], format!("Order {} is not paid yet.", pending["code"].as_str().unwrap()));
    let pay = shop.api(&format!("/orders/{}/mark-paid", pending["code"].as_str().unwrap()));
    shop.owner.post(&pay, json!({})).await.expect(200);
    assert_eq!(door.verdict(&code).await, "admitted");

    let order = shop.sell(&product, 1).await;
    let token = token(&app, &shop, &order).await;
    let cancel = shop.api(&format!("/orders/{}/cancel", order["code"].as_str().unwrap()));
    shop.owner.post(&cancel, json!({})).await.expect(200);
    for code in [&token, &short_codes(&order)[0]] {
        let cancelled = door.scan(code).await;
        assert_eq!((&cancelled["verdict"], &cancelled["title"]), (&json!("cancelled"), &json!("Cancelled")));
    }

    let late = shop.order(&product, 1, "bank_transfer", false).await.expect(201).json();
    app.clock.advance(8 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    let expired = door.scan(&format!("{}1", late["code"].as_str().unwrap())).await;
    assert_eq!(expired["verdict"], "cancelled");
    assert!(expired["detail"].as_str().unwrap().contains("not paid in time"), "{expired}");
    assert_eq!(door.story().await, times(&[("unpaid", 1), ("admitted", 1), ("cancelled", 3)]));
    app.run_jobs().await;
}

#[testkit::test]
async fn a_ticket_of_another_event_is_told_apart_from_one_nobody_knows() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let matinee = json!({
        "slug": "matinee", "name": { "en": "Matinee" }, "locales": ["en"], "zone": "Europe/Berlin",
        "starts_at": "2027-04-02T09:00:00Z", "ends_at": "2027-04-02T11:00:00Z", "venue_name": "Harbour Hall",
        "currency": "EUR",
    });
    shop.owner.post("/api/v1/organisations/harbour/events", matinee).await.expect(201);
    let other = Shop { owner: shop.owner.clone(), org: shop.org.clone(), event: "matinee".to_owned() };
    let (door, other_door) = (Door::open(&shop).await, Door::open(&other).await);
    let order = shop.sell(&product, 1).await;
    let ours = token(&app, &shop, &order).await;
    for code in [&ours, &short_codes(&order)[0]] {
        assert_eq!(other_door.scan(code).await["title"], "Wrong event");
    }

    let (stranger, product) = Shop::open(&app, "elsewhere", 0, None).await;
    let theirs = stranger.order(&product, 1, "free", false).await.expect(201).json();
    let foreign = token(&app, &stranger, &theirs).await;
    for code in [foreign.as_str(), &short_codes(&theirs)[0], "AAAAAA-1", "hello", "٣", "<script>"] {
        let unknown = door.scan(code).await;
        assert_eq!((&unknown["verdict"], &unknown["ticket"]), (&json!("unknown"), &Value::Null), "{code}");
    }
    assert_eq!(door.verdict(&ours).await, "admitted");
    app.run_jobs().await;
}

#[testkit::test]
async fn a_forged_ticket_is_unknown_and_on_record() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let order = shop.sell(&product, 1).await;
    let genuine = token(&app, &shop, &order).await;
    let door = Door::open(&shop).await;
    for place in [2, 30, 60, 145] {
        let mut forged = genuine.clone();
        let letter = if &genuine[place..=place] == "A" { "B" } else { "A" };
        forged.replace_range(place..=place, letter);
        assert_eq!(door.verdict(&forged).await, "unknown", "{place}");
    }
    let mut owner = app.owner().await;
    let reasons: Vec<String> =
        sqlx::query_scalar("select distinct reason from refused_scans").fetch_all(&mut owner).await.unwrap();
    assert_eq!(reasons, ["forged"]);
    assert_eq!(door.verdict(&genuine).await, "admitted");
    app.run_jobs().await;
}

#[testkit::test]
async fn a_list_admits_its_ticket_types_only_and_lists_do_not_know_of_each_other() {
    let (app, shop, standard) = Shop::opened(0, None).await;
    let backstage = shop.add_ticket("Backstage", 0, None).await;
    let list = json!({ "name": "Backstage door", "product_ids": [backstage] });
    let list = shop.owner.post(&shop.api("/check-in-lists"), list).await.expect(201).json();
    let guest = short_codes(&shop.order(&standard, 1, "free", false).await.expect(201).json());
    let crew = short_codes(&shop.order(&backstage, 1, "free", false).await.expect(201).json());
    let door = Door { shop: &shop, list: list["id"].as_str().unwrap().to_owned() };
    let refused = door.scan(&guest[0]).await;
    assert_eq!((&refused["verdict"], &refused["title"]), (&json!("wrong_list"), &json!("Not here")));
    assert_eq!(refused["detail"], "“Standard” does not get in on the list “Backstage door”.");
    assert_eq!(door.verdict(&crew[0]).await, "admitted");
    let lists = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
    let counts = |index: usize| {
        (lists["items"][index]["expected"].clone(), lists["items"][index]["checked_in"].clone())
    };
    assert_eq!((counts(0), counts(1)), ((json!(2), json!(0)), (json!(1), json!(1))));
    let everyone = Door { shop: &shop, list: lists["items"][0]["id"].as_str().unwrap().to_owned() };
    assert_eq!(everyone.verdict(&crew[0]).await, "admitted");

    let strange = json!({ "name": "X", "product_ids": [backstage, "prd_06b1v4zqk5x3k8r2m7n9p4t6w0"] });
    assert_eq!(
        shop.owner.post(&shop.api("/check-in-lists"), strange).await.refused_field(),
        "/product_ids/1"
    );
    app.run_jobs().await;
}

#[testkit::test]
async fn an_admission_can_be_undone_and_everything_stays_on_record() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let codes = short_codes(&shop.sell(&product, 1).await);
    let door = Door::open(&shop).await;
    let ticket = door.scan(&codes[0]).await["ticket"]["id"].clone();
    let undo = json!({ "ticket": ticket });
    let list = shop.owner.post(&door.path("/undo"), undo.clone()).await.expect(200).json();
    assert_eq!(list["checked_in"], 0);
    assert_eq!(shop.owner.post(&door.path("/undo"), undo).await.problem(409), "admission.not_checked_in");
    app.clock.advance(60);
    assert_eq!(door.scan(&codes[0]).await["counts"]["checked_in"], 1);

    let page = shop.owner.get(&door.path("/scans?limit=1")).await.expect(200).json();
    assert_eq!(
        (&page["items"][0]["verdict"], &page["items"][0]["annulled_at"]),
        (&json!("admitted"), &Value::Null)
    );
    let next = format!("/scans?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = shop.owner.get(&door.path(&next)).await.expect(200).json();
    assert_eq!(
        (&rest["items"][0]["annulled_at"], &rest["next_cursor"]),
        (&json!("2027-03-01T12:00:00Z"), &Value::Null)
    );
    assert_eq!(shop.owner.get(&door.path("/scans?cursor=nonsense")).await.problem(400), "request.bad_cursor");
    app.run_jobs().await;
}

#[testkit::test]
async fn only_members_work_the_door() {
    let (app, shop, product) = Shop::opened(8400, None).await;
    let codes = short_codes(&shop.sell(&product, 1).await);
    let door = Door::open(&shop).await;
    let scan = json!({ "code": codes[0], "nonce": Uuid::new_v4() });
    assert_eq!(app.guest().post(&door.path("/redeem"), scan.clone()).await.problem(401), "auth.required");
    let stranger = Shop::draft(&app, "elsewhere").await;
    assert_eq!(
        stranger.owner.post(&door.path("/redeem"), scan.clone()).await.problem(404),
        "request.not_found"
    );
    let theirs = stranger.api(&format!("/check-in-lists/{}/redeem", door.list));
    assert_eq!(stranger.owner.post(&theirs, scan.clone()).await.problem(404), "request.not_found");
    assert_eq!(shop.owner.post(&door.path("/redeem"), scan).await.expect(200).json()["verdict"], "admitted");
    let bad = json!({ "code": "", "nonce": Uuid::new_v4() });
    assert_eq!(shop.owner.post(&door.path("/redeem"), bad).await.refused_field(), "/code");
    let bad = json!({ "code": "x", "nonce": Uuid::new_v4(), "gate": "a\u{0}b" });
    assert_eq!(shop.owner.post(&door.path("/redeem"), bad).await.refused_field(), "/gate");
    app.run_jobs().await;
}

#[testkit::test]
async fn a_lost_secret_key_does_not_close_the_door() {
    let (app, shop, product) = Shop::opened(0, None).await;
    let order = shop.sell(&product, 1).await;
    let token = token(&app, &shop, &order).await;
    let door = Door::open(&shop).await;
    app.run_jobs().await;

    // Another key than the one that sealed the event's private key, as after a restore without secret.key.
    let folder = tempfile::tempdir().unwrap();
    let keys = ports::FileKeys::open_or_create(&folder.path().join("secret.key"), &app.app.chance).unwrap();
    let signers = admission::Signers::new(std::sync::Arc::new(keys));
    let cx = app.cx(app.app.directory.organisation(&shop.org).await.unwrap().unwrap());
    let event = catalog::event::head(&cx, &shop.event).await.unwrap().unwrap();
    let scan = |code: String| admission::check_in::Scan {
        list: door.list.parse().unwrap(),
        code,
        nonce: Uuid::new_v4(),
        gate: String::new(),
    };
    let forged = token.replacen("T1", "T1A", 1)[..token.len()].to_owned();
    for (code, verdict) in
        [(forged, admission::check_in::Verdict::Unknown), (token, admission::check_in::Verdict::Admitted)]
    {
        let said = admission::check_in::redeem(&cx, &signers, &event, scan(code)).await.unwrap();
        assert_eq!(said.verdict, verdict);
    }
    let mut tx = cx.begin().await.unwrap();
    assert!(signers.for_event(&mut tx, event.id).await.is_err());
}
