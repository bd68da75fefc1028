//! Who does which job, and what is done by the calendar.

use anyhow::Result;
use engagement::{Postman, SendMail};
use identity::invitation::jobs::MailInvitation;
use identity::letter::MailPerson;
use sales::{
    cancellation::jobs::{WindUp, WindUps},
    cart::jobs::{ExpireCart, ExpireCarts},
    order::jobs::{DeliverOrder, ExpireOrder, ExpireOrders, NotifyBuyer, Resend},
    payment::jobs::{CheckPayment, CheckPayments},
};
use store::job::Registry;

use crate::{
    boot::Running,
    delivery::Delivery,
    ops::upkeep::{Prune, Pruner, Recount, Recounter},
};

/// Every kind of job this program knows.
pub fn registry(running: &Running) -> Result<Registry> {
    let app = &running.app;
    let delivery = Delivery::new(app.clone());
    let check = CheckPayments { desk: running.desk.clone(), providers: app.ports.payments.clone() };
    let registry = Registry::new()
        .register::<WindUp>(WindUps)
        .register::<ExpireCart>(ExpireCarts)
        .register::<ExpireOrder>(ExpireOrders)
        .register::<CheckPayment>(check)
        .register::<DeliverOrder>(delivery.clone())
        .register::<NotifyBuyer>(delivery.clone())
        .register::<Resend>(delivery.clone())
        .register::<MailInvitation>(delivery.clone())
        .register::<MailPerson>(delivery)
        .register::<SendMail>(Postman::new(app.ports.clone()))
        .register::<Prune>(Pruner {
            session_idle_days: app.settings.session_idle_days,
            keys: app.ports.keys.clone(),
        })
        .register::<Recount>(Recounter);
    let registry = running.sandbox.register(registry);
    Ok(registry.cron("upkeep.prune", "17 3 * * *", || Prune {})?.cron(
        "upkeep.recount",
        "every 10m",
        || Recount {},
    )?)
}
