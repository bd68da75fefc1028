//! Who does which job, and what is done by the calendar.

use adapters::keyring::rotation::{Reseal, Resealer};
use anyhow::Result;
use catalog::voucher::reserve::{EndReserve, EndReserves};
use engagement::{Postman, SendMail};
use identity::guest::jobs::MailGuest;
use identity::invitation::jobs::MailInvitation;
use identity::letter::MailPerson;
use insight::{
    chain::jobs::{Seal, Sealer, Sign, Signer},
    keeping::jobs::{Deliver, Keeper, Prune as PruneAudit},
};
use sales::{
    cancellation::jobs::{WindUp, WindUps},
    cart::jobs::{ExpireCart, ExpireCarts},
    order::{
        jobs::{DeliverOrder, ExpireOrder, ExpireOrders, ForgetOrder, NotifyBuyer, Resend},
        vat_id::{CheckVatId, CheckVatIds},
    },
    payment::jobs::{CheckPayment, CheckPayments},
    test_mode::jobs::{RemoveTests, RemovesTests},
};
use store::job::Registry;

use crate::{
    boot::Running,
    delivery::Delivery,
    keys,
    ops::upkeep::{Prune, Pruner, Recount, Recounter},
};

/// Every kind of job this program knows.
pub fn registry(running: &Running) -> Result<Registry> {
    let app = &running.app;
    let delivery = Delivery::new(app.clone());
    let check = CheckPayments { desk: running.desk.clone(), providers: app.ports.payments.clone() };
    let keeper = Keeper {
        keys: app.ports.keys.clone(),
        forwarder: app.ports.forwarder.clone(),
        site: app.settings.host(),
    };
    let registry = Registry::new()
        .register::<WindUp>(WindUps)
        .register::<ExpireCart>(ExpireCarts)
        .register::<ExpireOrder>(ExpireOrders)
        .register::<CheckPayment>(check)
        .register::<RemoveTests>(RemovesTests)
        .register::<EndReserve>(EndReserves)
        .register::<CheckVatId>(CheckVatIds { register: app.ports.vat_register.clone() })
        .register::<DeliverOrder>(delivery.clone())
        .register::<NotifyBuyer>(delivery.clone())
        .register::<Resend>(delivery.clone())
        .register::<ForgetOrder>(delivery.clone())
        .register::<MailInvitation>(delivery.clone())
        .register::<MailGuest>(delivery.clone())
        .register::<MailPerson>(delivery)
        .register::<SendMail>(Postman::new(app.ports.clone()))
        .register::<Prune>(Pruner {
            session_idle_days: app.settings.session_idle_days,
            keys: app.ports.keys.clone(),
        })
        .register::<Recount>(Recounter)
        .register::<Reseal>(Resealer { ring: running.keys.clone(), columns: keys::COLUMNS })
        .register::<Deliver>(keeper.clone())
        .register::<PruneAudit>(keeper)
        .register::<Seal>(Sealer)
        .register::<Sign>(Signer { keys: app.ports.keys.clone() });
    let registry = running.sandbox.register(registry);
    Ok(registry
        .cron("upkeep.prune", "17 3 * * *", || Prune {})?
        .cron("upkeep.recount", "every 10m", || Recount {})?
        .cron("audit.seal", "every 5s", || Seal {})?
        .cron("audit.prune", "40 3 * * *", || PruneAudit {})?
        .cron("audit.sign", "5 0 * * *", || Sign {})?)
}
