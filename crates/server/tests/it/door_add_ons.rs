//! The door of an add-on: the ticket that holds it lets it in, and where it holds several, somebody says which.

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    app::{Kept, Shop, TestApp},
    check_in::{Door, short_codes, token},
};

/// A festival: a weekend with camping and workshops, each let in at a door of its own, and a bundle of a day and a dinner.
#[derive(Clone)]
struct Festival {
    shop: Shop,
    weekend: String,
    camping: String,
    workshops: [String; 2],
    vip: String,
    dinner: String,
}

async fn add(shop: &Shop, name: &str, more: Value) -> String {
    let mut body = json!({ "name": { "en": name }, "price_minor": 3000, "quota_size": 50 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

impl Kept for Festival {
    fn moved_to(&self, app: &TestApp) -> Self {
        Self { shop: self.shop.moved_to(app), ..self.clone() }
    }
}

impl Festival {
    async fn opened() -> (TestApp, Self) {
        TestApp::after("", Self::open).await
    }

    async fn open(app: &TestApp) -> Self {
        let shop = Shop::draft(app, "harbour").await;
        let along = json!({ "sold_alone": false });
        let camping = add(&shop, "Camping", along.clone()).await;
        let workshops = [add(&shop, "Weaving", along.clone()).await, add(&shop, "Brewing", along).await];
        let add_ons = json!([
            { "product_id": camping, "max": 1 }, { "product_id": workshops[0] }, { "product_id": workshops[1] },
        ]);
        let weekend = add(&shop, "Weekend", json!({ "add_ons": add_ons })).await;
        let dinner = add(&shop, "Dinner", json!({})).await;
        let bundle = json!([{ "product_id": dinner, "share_minor": 1000 }]);
        let vip = add(&shop, "Patron", json!({ "bundle": bundle })).await;
        shop.publish().await;
        Self { shop, weekend, camping, workshops, vip, dinner }
    }

    /// Sells a weekend with these add-ons; the short codes of its tickets.
    async fn sell(&self, add_ons: &[&String]) -> (Value, Vec<String>) {
        let mut lines = vec![json!({ "product": self.weekend, "quantity": 1, "attendee_names": ["Grace"] })];
        lines.extend(add_ons.iter().map(|id| json!({ "product": id, "quantity": 1, "parent": 0 })));
        self.order(json!(lines)).await
    }

    async fn order(&self, lines: Value) -> (Value, Vec<String>) {
        let order = json!({
            "name": "Grace", "email": "grace@guest.example", "payment_method": "manual", "paid": true, "lines": lines,
        });
        let order = self.shop.owner.post(&self.shop.api("/orders"), order).await.expect(201).json();
        let codes = short_codes(&order);
        (order, codes)
    }

    async fn door(&self, products: &[&String], match_add_ons: bool) -> Door<'_> {
        let list = json!({ "name": "Field", "product_ids": products, "match_add_ons": match_add_ons });
        let list = self.shop.owner.post(&self.shop.api("/check-in-lists"), list).await.expect(201).json();
        assert_eq!(list["match_add_ons"], match_add_ons);
        Door { shop: &self.shop, list: list["id"].as_str().unwrap().to_owned() }
    }
}

#[testkit::test]
async fn the_door_of_an_add_on_finds_it_by_the_code_of_its_ticket() {
    let (app, festival) = Festival::opened().await;
    let (order, codes) = festival.sell(&[&festival.camping]).await;
    let main = token(&app, &festival.shop, &order).await;
    let field = festival.door(&[&festival.camping], true).await;

    let nonce = Uuid::new_v4();
    let first = field.send(&main, nonce, "Gate C").await.expect(200).json();
    assert_eq!((&first["verdict"], &first["ticket"]["short_code"]), (&json!("admitted"), &json!(codes[1])));
    assert_eq!(first["detail"], format!("Camping for Grace, with “Weekend” ({}).", codes[0]));
    assert_eq!((&first["main"]["short_code"], &first["choices"]), (&json!(codes[0]), &json!([])));
    assert_eq!(first["counts"], json!({ "expected": 1, "checked_in": 1 }));
    // Sent again it is the same scan; scanned again, by either code, the add-on is in already.
    assert_eq!(field.send(&main, nonce, "Gate C").await.expect(200).json()["verdict"], "admitted");
    for code in [&main, &codes[0], &codes[1]] {
        let again = field.scan(code).await;
        assert_eq!((&again["verdict"], &again["first"]["gate"]), (&json!("already_in"), &json!("Gate C")));
    }
    let undo = json!({ "ticket": first["ticket"]["id"] });
    let path = festival.shop.api(&format!("/check-in-lists/{}/undo", field.list));
    festival.shop.owner.post(&path, undo).await.expect(200);
    assert_eq!(field.verdict(&codes[1]).await, "admitted");
    // A weekend without camping is told so, and the weekend is not in at the entrance by camping.
    let (_, bare) = festival.sell(&[]).await;
    let refused = field.scan(&bare[0]).await;
    assert_eq!((&refused["verdict"], &refused["choices"]), (&json!("wrong_list"), &json!([])));
    let entrance = festival.door(&[&festival.weekend], true).await;
    assert_eq!(entrance.verdict(&codes[1]).await, "wrong_list", "an add-on does not let its ticket in");
    assert_eq!(entrance.verdict(&codes[0]).await, "admitted");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_list_that_does_not_match_says_which_ticket_to_scan() {
    let (app, festival) = Festival::opened().await;
    let (_, codes) = festival.sell(&[&festival.camping]).await;
    let field = festival.door(&[&festival.camping], false).await;
    let refused = field.scan(&codes[0]).await;
    assert_eq!(refused["verdict"], "wrong_list");
    let detail = format!(
        "“Weekend” does not get in on the list “Field”, but it holds Camping ({}): scan that.",
        codes[1]
    );
    assert_eq!(refused["detail"], detail);
    assert_eq!(refused["choices"][0]["ticket"]["short_code"], json!(codes[1]));
    assert_eq!(field.verdict(&codes[1]).await, "admitted");
    let all = json!({ "name": "All", "match_add_ons": true });
    let refused = festival.shop.owner.post(&festival.shop.api("/check-in-lists"), all).await;
    assert_eq!(refused.refused_field(), "/match_add_ons");
    app.run_jobs().await;
}

#[testkit::test]
async fn a_ticket_that_holds_several_of_a_list_is_asked_which() {
    let (app, festival) = Festival::opened().await;
    let [weaving, brewing] = &festival.workshops;
    let (_, codes) = festival.sell(&[weaving, brewing, &festival.camping]).await;
    let barn = festival.door(&[weaving, brewing], true).await;
    let nonce = Uuid::new_v4();
    let asked = barn.send(&codes[0], nonce, "").await.expect(200).json();
    assert_eq!((&asked["verdict"], &asked["title"]), (&json!("ambiguous"), &json!("Which one?")));
    let choices = |verdict: &Value| -> Vec<(Value, bool)> {
        let choices = verdict["choices"].as_array().unwrap().iter();
        choices.map(|choice| (choice["ticket"]["short_code"].clone(), choice["first"].is_object())).collect()
    };
    assert_eq!(choices(&asked), [(json!(codes[1]), false), (json!(codes[2]), false)]);
    assert_eq!(barn.verdict(&codes[2]).await, "admitted");
    // One of them is in: it is asked all the same, or a careless second scan would let the other one in.
    let asked = barn.scan(&codes[0]).await;
    assert_eq!(choices(&asked), [(json!(codes[1]), false), (json!(codes[2]), true)]);
    assert_eq!(barn.verdict(&codes[1]).await, "admitted");
    assert_eq!(barn.verdict(&codes[0]).await, "already_in");
    let replayed = barn.send(&codes[0], nonce, "").await.expect(200).json();
    assert_eq!(replayed["verdict"], "ambiguous");
    app.run_jobs().await;
}

#[testkit::test]
async fn parts_of_bundles_get_in_by_their_own_code_and_by_the_bundles() {
    let (app, festival) = Festival::opened().await;
    let (_, codes) = festival.order(json!([{ "product": festival.vip, "quantity": 2 }])).await;
    let hall = festival.door(&[&festival.dinner], true).await;
    assert_eq!(hall.verdict(&codes[1]).await, "admitted");
    let by_bundle = hall.scan(&codes[2]).await;
    assert_eq!((&by_bundle["verdict"], &by_bundle["counts"]["expected"]), (&json!("admitted"), &json!(2)));
    assert_eq!(by_bundle["ticket"]["short_code"], json!(codes[3]));
    app.run_jobs().await;
}

#[testkit::test]
async fn fifty_doors_scanning_the_ticket_of_one_add_on_admit_it_once_and_a_cancelled_one_never() {
    let (app, festival) = Festival::opened().await;
    let (order, codes) = festival.sell(&[&festival.camping]).await;
    let field = festival.door(&[&festival.camping], true).await;
    let verdicts = join_all((0..50).map(|at| field.verdict(&codes[at % 2]))).await;
    let admitted = verdicts.iter().filter(|verdict| *verdict == "admitted").count();
    assert_eq!((admitted, verdicts.len()), (1, 50));
    let (late, late_codes) = festival.sell(&[&festival.camping]).await;
    let cancel = festival.shop.api(&format!("/orders/{}/cancel", late["code"].as_str().unwrap()));
    festival.shop.owner.post(&cancel, json!({})).await.expect(200);
    assert_eq!(field.verdict(&late_codes[0]).await, "cancelled");
    assert_ne!(order["code"], late["code"]);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
