//! The evening at the door: who came when and through which gate, and who was turned away.

use admission::{
    check_in::{self, Scan, Verdict},
    check_in_list::{self, Plan},
};
use anyhow::Result;
use futures_util::{TryStreamExt, stream};
use kernel::{CheckInListId, Instant, ProductId};

use super::{
    dice::Dice,
    orders::{AT_ONCE, Issued},
    stage::{Show, Stage},
};

/// How many of a hundred ticket holders come.
const COME: usize = 94;

/// Somebody with a code in front of a gate.
struct Arrival {
    code: String,
    at: Instant,
    gate: String,
}

/// Makes the check-in lists, and plays the evening of an event that is over.
pub(super) async fn open(stage: &Stage<'_>, show: &Show<'_>, tickets: &[Issued]) -> Result<()> {
    let doors = show.event.doors_at.unwrap_or(show.event.starts_at);
    let made = show.announced.plus_minutes(20);
    let cx = stage.owner_cx(show.org, made);
    let lists = check_in_list::list(&cx, &show.event).await?;
    for (name, keys) in &show.spec.lists {
        let named = show.products.iter().filter(|product| keys.contains(&product.spec.key));
        let products: Vec<ProductId> = named.map(|product| product.id).collect();
        let new = Plan { name: name.clone(), products: Some(products), match_add_ons: true };
        check_in_list::create(&cx, &show.event, new).await?;
    }
    if show.event.ends_at > stage.now || show.spec.gates.is_empty() {
        return Ok(());
    }
    let Some(everyone) = lists.first() else { return Ok(()) };
    let mut dice = Dice::new(0xd002);
    let evening = evening(show, tickets, doors, &mut dice);
    let admitted = scan_all(stage, show, everyone.id, &evening).await?;
    let turned_away = turned_away(show, tickets, &evening, &mut dice);
    scan_all(stage, show, everyone.id, &turned_away).await?;
    tracing::info!(event = %show.spec.slug, admitted, "guests let in");
    Ok(())
}

/// Everybody who comes, most of them shortly before the start.
fn evening(show: &Show<'_>, tickets: &[Issued], doors: Instant, dice: &mut Dice) -> Vec<Arrival> {
    let until_start = show.event.starts_at.seconds_since(doors) + 1500;
    let mut arrivals = Vec::new();
    for ticket in tickets.iter().filter(|ticket| ticket.valid) {
        if !dice.chance(COME) {
            continue;
        }
        // The mean of two throws: few come at once, few come late.
        let share = f64::from(dice.unit() + dice.unit()) / 2.0;
        let at = doors.plus_seconds((share * until_start as f64) as i64);
        arrivals.push(Arrival { code: ticket.short_code.clone(), at, gate: gate(show, dice) });
    }
    arrivals
}

/// Copies of tickets that are in already, cancelled ones, and codes that never were.
fn turned_away(show: &Show<'_>, tickets: &[Issued], inside: &[Arrival], dice: &mut Dice) -> Vec<Arrival> {
    let mut refused = Vec::new();
    for arrival in inside.iter().step_by(37) {
        let at = arrival.at.plus_seconds(90 + dice.below(1200) as i64);
        refused.push(Arrival { code: arrival.code.clone(), at, gate: gate(show, dice) });
    }
    let void = tickets.iter().filter(|ticket| !ticket.valid).map(|ticket| ticket.short_code.clone());
    for code in void.take(2).chain(["QVXTRL-1".to_owned(), "7YKEWH-3".to_owned()]) {
        let at = show.event.starts_at.plus_seconds(-600 + dice.below(1500) as i64);
        refused.push(Arrival { code, at, gate: gate(show, dice) });
    }
    refused
}

fn gate(show: &Show<'_>, dice: &mut Dice) -> String {
    let at = dice.below(show.spec.gates.len());
    show.spec.gates.get(at).cloned().unwrap_or_default()
}

/// Scans every code at its moment; returns how many came in.
async fn scan_all(
    stage: &Stage<'_>,
    show: &Show<'_>,
    list: CheckInListId,
    arrivals: &[Arrival],
) -> Result<usize> {
    let signers = &stage.running.desk.signers;
    let scans = stream::iter(arrivals.iter().map(Ok)).map_ok(|arrival| async move {
        let cx = stage.owner_cx(show.org, arrival.at);
        let nonce = cx.chance.uuid(arrival.at);
        let scan = Scan { list, code: arrival.code.clone(), nonce, gate: arrival.gate.clone() };
        anyhow::Ok(check_in::redeem(&cx, signers, &show.event, scan).await?)
    });
    let in_or_out = scans.try_buffer_unordered(AT_ONCE);
    in_or_out
        .try_fold(0, async |count, outcome| Ok(count + usize::from(outcome.verdict == Verdict::Admitted)))
        .await
}
