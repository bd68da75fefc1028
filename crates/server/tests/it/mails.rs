//! Mails: one per occasion, readable ever after, tried again until it can't help.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use engagement::{
    Postman, SendMail,
    mail::{self, MailStatus, NewAttachment, NewMail, Queued, render::Rendered},
};
use kernel::{MailId, OrderId, OrgId};
use ports::{Delivery, MailError, Mailer, Outgoing, Paper, Ports};
use serde_json::{Value, json};
use store::{
    Cx,
    job::{Handler, JobCx, JobError},
};

use crate::app::{Shop, TestApp};

/// How a mail server says no.
type Refusal = fn(String) -> MailError;

/// A mail server that says what it is told to say, and keeps what it was given.
#[derive(Clone, Default)]
struct Server {
    given: Arc<Mutex<Vec<Outgoing>>>,
    refusal: Arc<Mutex<Option<Refusal>>>,
}

#[async_trait]
impl Mailer for Server {
    async fn send(&self, mail: &Outgoing) -> Result<Delivery, MailError> {
        self.given.lock().unwrap().push(mail.clone());
        match *self.refusal.lock().unwrap() {
            Some(refusal) => Err(refusal("451 or 550".to_owned())),
            None => Ok(Delivery::Sent),
        }
    }

    async fn check(&self) -> Result<String, String> {
        Ok("fine".to_owned())
    }
}

/// An organisation with a postman of its own.
struct Office {
    app: TestApp,
    shop: Shop,
    org: OrgId,
    server: Server,
}

impl Office {
    async fn open() -> Self {
        let (mut app, shop) = Shop::drafted().await;
        // The jobs are done by this office's postman, not by the app's.
        app.forgive_leftovers();
        let org =
            shop.owner.get("/api/v1/organisations/harbour").await.json()["id"].as_str().unwrap().parse();
        Self { app, shop, org: org.unwrap(), server: Server::default() }
    }

    fn cx(&self) -> Cx {
        self.app.cx(self.org)
    }

    async fn queue(&self, dedupe: &str, attachments: Vec<NewAttachment>) -> Queued {
        let cx = self.cx();
        let mut tx = cx.begin().await.unwrap();
        let mail = NewMail {
            dedupe: dedupe.to_owned(),
            template: "test",
            locale: "en".parse().unwrap(),
            event: None,
            order: (!attachments.is_empty()).then(|| OrderId::new(cx.now, &cx.chance)),
            to_email: "grace@guest.example".parse().unwrap(),
            to_name: "Grace Guest".to_owned(),
            from_name: "Harbour".to_owned(),
            reply_to: None,
            content: Rendered {
                subject: "Hello 100%".to_owned(),
                text: "Hello".to_owned(),
                html: "<p>Hello</p>".to_owned(),
            },
            attachments,
        };
        let queued = mail::queue(&mut tx, &self.server, &mail).await.unwrap();
        tx.commit().await.unwrap();
        queued
    }

    async fn new_mail(&self) -> MailId {
        match self.queue("a", Vec::new()).await {
            Queued::New(id) => id,
            Queued::Already => panic!("the mail is new"),
        }
    }

    async fn deliver(&self, mail: MailId, attempt: i32) -> Result<(), JobError> {
        let ports = Ports { mailer: Arc::new(self.server.clone()), ..self.app.app.ports.clone() };
        let cx = self.cx();
        let job = JobCx {
            db: cx.db.clone(),
            org: Some(self.org),
            now: cx.now,
            chance: cx.chance.clone(),
            correlation: cx.correlation,
            id: 1,
            attempt,
            max_attempts: 12,
        };
        Postman::new(ports).run(&job, SendMail { mail }).await
    }

    async fn status(&self, mail: MailId) -> (MailStatus, Option<String>) {
        let mail = mail::get(&self.cx(), mail).await.unwrap();
        (mail.summary.status, mail.summary.error)
    }

    async fn retry(&self, mail: MailId) -> crate::app::Answer {
        self.shop.owner.post(&format!("/api/v1/organisations/harbour/mails/{mail}/retry"), json!({})).await
    }
}

#[testkit::test]
async fn one_occasion_gives_one_mail() {
    let office = Office::open().await;
    assert!(matches!(office.queue("order.paid/1", Vec::new()).await, Queued::New(_)));
    assert_eq!(office.queue("order.paid/1", Vec::new()).await, Queued::Already);
    let page = office.shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
}

#[testkit::test]
async fn a_mail_that_was_sent_is_not_sent_again() {
    let office = Office::open().await;
    let mail = office.new_mail().await;
    office.deliver(mail, 1).await.unwrap();
    office.deliver(mail, 1).await.unwrap();
    let given = office.server.given.lock().unwrap().clone();
    assert_eq!(given.len(), 1);
    assert_eq!(
        (given[0].id.as_str(), given[0].to_email.as_str()),
        (&*mail.to_string(), "grace@guest.example")
    );
    assert_eq!(office.status(mail).await, (MailStatus::Sent, None));
    assert_eq!(office.retry(mail).await.problem(409), "engagement.mail_not_failed");
}

#[testkit::test]
async fn a_server_that_is_busy_is_asked_again_until_it_is_too_late() {
    let office = Office::open().await;
    let mail = office.new_mail().await;
    *office.server.refusal.lock().unwrap() = Some(MailError::Later);
    assert!(matches!(office.deliver(mail, 1).await, Err(JobError::Retry(_))));
    assert_eq!(office.status(mail).await, (MailStatus::Queued, Some("451 or 550".to_owned())));
    office.deliver(mail, 12).await.unwrap();
    assert_eq!(office.status(mail).await.0, MailStatus::Failed);
}

#[testkit::test]
async fn a_refused_mail_fails_at_once_and_can_be_tried_again_by_hand() {
    let office = Office::open().await;
    let mail = office.new_mail().await;
    *office.server.refusal.lock().unwrap() = Some(MailError::Never);
    office.deliver(mail, 1).await.unwrap();
    assert_eq!(office.status(mail).await, (MailStatus::Failed, Some("451 or 550".to_owned())));
    *office.server.refusal.lock().unwrap() = None;
    assert_eq!(office.retry(mail).await.expect(200).json()["status"], "queued");
    office.deliver(mail, 1).await.unwrap();
    assert_eq!(office.status(mail).await, (MailStatus::Sent, None));
    assert_eq!(office.server.given.lock().unwrap().len(), 2);
}

#[testkit::test]
async fn a_lost_attachment_fails_the_mail_instead_of_leaving_it_out() {
    let office = Office::open().await;
    let file = NewAttachment {
        name: "tickets.pdf".to_owned(),
        content_type: "application/pdf",
        paper: Paper::Tickets,
    };
    let Queued::New(mail) = office.queue("a", vec![file]).await else { panic!("the mail is new") };
    office.deliver(mail, 1).await.unwrap();
    let (status, error) = office.status(mail).await;
    assert_eq!((status, error.unwrap().contains("tickets.pdf")), (MailStatus::Failed, true));
    assert!(office.server.given.lock().unwrap().is_empty());
}

#[testkit::test]
async fn the_mailbox_shows_what_a_guest_gets() {
    let (app, shop, ticket) = Shop::opened(8400, None).await;
    shop.sell(&ticket, 2).await;
    app.run_jobs().await;
    let mails = "/api/v1/organisations/harbour/mails";
    let page = shop.owner.get(mails).await.expect(200).json();
    let summary = &page["items"][0];
    assert_eq!((&summary["template"], &summary["status"]), (&json!("order_paid"), &json!("kept")));
    assert_eq!(summary["subject"], "Your 2 tickets for Spring show");

    let mail =
        shop.owner.get(&format!("{mails}/{}", summary["id"].as_str().unwrap())).await.expect(200).json();
    assert!(mail["text"].as_str().unwrap().contains("Harbour Hall"));
    let html = shop.owner.get(mail["html_url"].as_str().unwrap()).await.expect(200);
    assert!(html.text().contains("Here are your 2 tickets"));
    let policy = html.header("content-security-policy");
    assert!(policy.starts_with("sandbox") && policy.contains("default-src 'none'"), "{policy}");

    let files = mail["attachments"].as_array().unwrap();
    let pdf = files.iter().find(|file| file["content_type"] == "application/pdf").unwrap();
    let bytes = shop.owner.get(pdf["url"].as_str().unwrap()).await.expect(200);
    assert!(
        bytes.body.starts_with(b"%PDF-") && pdf["size"].is_null(),
        "it is drawn when it is opened: {pdf}"
    );
    assert_eq!(bytes.header("x-content-type-options"), "nosniff");
    assert!(bytes.header("content-disposition").starts_with("inline; filename=\"tickets-"));

    let stranger = Shop::draft(&app, "elsewhere").await;
    let theirs = mail["html_url"].as_str().unwrap().replace("harbour", "elsewhere");
    stranger.owner.get(&theirs).await.expect(404);
    stranger.owner.get(mail["html_url"].as_str().unwrap()).await.expect(404);
    app.guest().get(pdf["url"].as_str().unwrap()).await.expect(401);
    app.run_jobs().await;
}

#[testkit::test]
async fn what_was_handed_over_stays_as_it_went_out() {
    let office = Office::open().await;
    let ticket = office.shop.add_ticket("Seat", 8400, Some(10)).await;
    office.shop.publish().await;
    let order = office.shop.sell(&ticket, 1).await;
    office.app.run_jobs().await;
    let mails = "/api/v1/organisations/harbour/mails";
    let mail = office.shop.owner.get(mails).await.expect(200).json()["items"][0]["id"].clone();
    let mail: MailId = mail.as_str().unwrap().parse().unwrap();
    office.retry(mail).await.expect(200);
    office.deliver(mail, 1).await.unwrap();
    let sent = office.server.given.lock().unwrap()[0].attachments[0].bytes.clone();
    let cancel = format!("/orders/{}/cancel", order["code"].as_str().unwrap());
    office.shop.owner.post(&office.shop.api(&cancel), json!({})).await.expect(200);
    let kept =
        office.shop.owner.get(&format!("{mails}/{mail}")).await.expect(200).json()["attachments"][0].clone();
    assert_eq!(kept["size"], sent.len());
    assert_eq!(office.shop.owner.get(kept["url"].as_str().unwrap()).await.expect(200).body, sent);
    office.app.run_jobs().await;
}

#[testkit::test]
async fn mails_are_found_by_receiver_and_subject() {
    let office = Office::open().await;
    office.queue("a", Vec::new()).await;
    let found = async |query: &str| {
        let path = format!("/api/v1/organisations/harbour/mails?q={query}");
        office.shop.owner.get(&path).await.expect(200).json()["items"].as_array().map(Vec::<Value>::len)
    };
    for (query, count) in
        [("GRACE", 1), ("guest.example", 1), ("100%25", 1), ("0%250", 0), ("_", 0), ("nobody", 0)]
    {
        assert_eq!(found(query).await, Some(count), "{query}");
    }
    office.shop.owner.get("/api/v1/organisations/harbour/mails?q=%00").await.expect(422);
}

#[testkit::test]
async fn mails_are_found_by_where_they_stand() {
    let office = Office::open().await;
    let sent = office.new_mail().await;
    office.deliver(sent, 1).await.unwrap();
    office.queue("b", Vec::new()).await;
    let found = async |status: &str| {
        let path = format!("/api/v1/organisations/harbour/mails?status={status}");
        let page = office.shop.owner.get(&path).await.expect(200).json();
        page["items"].as_array().unwrap().iter().map(|mail| mail["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("sent").await, [json!(sent)]);
    assert_eq!((found("queued").await.len(), found("failed").await.len()), (1, 0));
    let path = "/api/v1/organisations/harbour/mails?status=lost";
    assert_eq!(office.shop.owner.get(path).await.problem(400), "request.bad_query");
    let long = format!("/api/v1/organisations/harbour/mails?q={}", "x".repeat(201));
    assert_eq!(office.shop.owner.get(&long).await.problem(422), "request.invalid");
}
