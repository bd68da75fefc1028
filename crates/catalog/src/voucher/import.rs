//! Many vouchers at once: made up, pasted as a list, or imported as CSV. All of them or none.

use std::collections::HashSet;

use ::store::{Cx, OnConstraint, job};
use garde::Validate;
use httpkit::{FieldError, rules};
use kernel::{Money, VoucherId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Code, Plan, accept, reserve, store};
use crate::{
    Error, EventHead,
    journal::{self, Change},
    price,
    quote::Effect,
};

/// How many vouchers are made at once at most.
const MOST: usize = 10_000;

/// New vouchers with made-up codes.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(as = VoucherBulk)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// How many.
    #[garde(range(min = 1, max = MOST))]
    #[schema(minimum = 1, maximum = 10_000)]
    pub count: usize,
    /// What their codes start with; 8 letters follow.
    #[garde(custom(rules::line(30)))]
    #[serde(default)]
    #[schema(max_length = 30)]
    pub prefix: String,
    /// What they have in common.
    #[garde(dive)]
    pub terms: Plan,
}

/// Vouchers with codes that are there already.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[schema(as = VoucherImport)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// One code a line; or CSV (RFC 4180) whose first line names the columns: `code`, and as wanted `tag`, `comment`,
    /// `max_uses`, `min_uses`, `budget`, `valid_until`, and one of `price`, `off`, `percent`. Amounts are in whole
    /// units of the event's currency, such as 12.50. Empty cells take what `terms` says.
    #[garde(length(chars, min = 1, max = 1_000_000))]
    #[schema(min_length = 1, max_length = 1_000_000)]
    pub text: String,
    /// What they have in common.
    #[garde(dive)]
    pub terms: Plan,
}

/// What is recorded of many new vouchers.
#[derive(Serialize)]
struct Made<'a> {
    count: usize,
    terms: &'a Plan,
}

/// Makes vouchers up; returns how many there are now.
pub async fn make_many(cx: &Cx, event: &EventHead, bulk: Bulk) -> Result<usize, Error> {
    price::refuse(no_code(&bulk.terms))?;
    let mut seen = HashSet::new();
    let mut vouchers = Vec::with_capacity(bulk.count);
    while vouchers.len() < bulk.count {
        let code = Code::with_prefix(&bulk.prefix, &cx.chance).map_err(|error| {
            Error::Invalid(vec![FieldError::new("/prefix", "request.invalid_field", error.to_string())])
        })?;
        if seen.insert(code.key()) {
            vouchers.push((code, bulk.terms.clone()));
        }
    }
    keep(cx, event, vouchers, &bulk.terms).await
}

/// Takes over codes; returns how many.
pub async fn import(cx: &Cx, event: &EventHead, import: Import) -> Result<usize, Error> {
    let mut problems = no_code(&import.terms);
    let vouchers = read(&import, event, &mut problems);
    problems.truncate(100);
    price::refuse(problems)?;
    keep(cx, event, vouchers, &import.terms).await
}

/// Many vouchers can't have one code.
fn no_code(terms: &Plan) -> Vec<FieldError> {
    let wrong = || FieldError::new("/terms/code", "request.invalid_field", "is for a single voucher");
    terms.code.iter().map(|_| wrong()).collect()
}

async fn keep(cx: &Cx, event: &EventHead, vouchers: Vec<(Code, Plan)>, terms: &Plan) -> Result<usize, Error> {
    let mut tx = cx.begin_through(event.id.uuid()).await?;
    accept(&mut tx, event.id, terms).await?;
    let reserves = reserve::of(&mut tx, event.id, &Plan { valid_until: None, ..terms.clone() }).await?;
    let rows: Vec<_> =
        vouchers.into_iter().map(|(code, terms)| (VoucherId::new(cx.now, &cx.chance), code, terms)).collect();
    store::insert(&mut tx, event.id, &rows, reserves.as_ref())
        .await
        .on_constraint("vouchers_code", || Error::CodeTaken)?;
    let made = Made { count: rows.len(), terms };
    let change = Change {
        event: event.id,
        action: "voucher.imported",
        fact: "voucher.changed",
        subject_kind: "event",
        subject: event.id.uuid(),
        subject_id: event.id.to_string(),
        before: None,
        after: Some(&made),
    };
    journal::note(&mut tx, change).await?;
    if let Some(kept) = reserves {
        let lasting = |terms: &&Plan| terms.valid_until.is_none_or(|until| until > cx.now);
        let uses = rows.iter().map(|(.., terms)| terms).filter(lasting).map(|terms| terms.max_uses).sum();
        job::enqueue_many(&mut tx, reserve::ends(cx, event.id, &rows)?).await?;
        reserve::shift(&mut tx, event.id, None, Some((kept, uses))).await?;
    }
    tx.commit().await?;
    Ok(rows.len())
}

/// The vouchers of a text; a line that can't be read is told by its number.
pub(super) fn read(import: &Import, event: &EventHead, problems: &mut Vec<FieldError>) -> Vec<(Code, Plan)> {
    let text = import.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut columns, mut found, mut seen) = (None::<Vec<String>>, Vec::new(), HashSet::new());
    for record in reader.records() {
        let Ok(record) = record else {
            problems.push(wrong(0, "can't be read as CSV"));
            break;
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if columns.is_none() {
            let names: Vec<String> = record.iter().map(str::to_lowercase).collect();
            let headed = names.iter().any(|name| name == "code");
            columns = Some(if headed { names } else { vec!["code".to_owned()] });
            if headed {
                continue;
            }
        }
        if found.len() == MOST {
            problems.push(wrong(line, "is more than 10 000 vouchers"));
            break;
        }
        let columns = columns.as_deref().unwrap_or_default();
        match voucher(&record, columns, import, event) {
            Ok((code, _)) if !seen.insert(code.key()) => problems.push(wrong(line, "is there twice")),
            Ok(voucher) => found.push(voucher),
            Err(message) => problems.push(wrong(line, &message)),
        }
    }
    if found.is_empty() && problems.is_empty() {
        problems.push(wrong(0, "has no code"));
    }
    found
}

/// Spreadsheets of many countries write semicolons.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    if head.contains(';') && !head.contains(',') { b';' } else { b',' }
}

fn wrong(line: u64, message: &str) -> FieldError {
    let message = if line == 0 { message.to_owned() } else { format!("line {line}: {message}") };
    FieldError::new("/text", "request.invalid_field", message)
}

fn voucher(
    record: &csv::StringRecord,
    columns: &[String],
    import: &Import,
    event: &EventHead,
) -> Result<(Code, Plan), String> {
    let (mut code, mut terms) = (None, import.terms.clone());
    for (column, cell) in columns.iter().zip(record).filter(|(_, cell)| !cell.is_empty()) {
        let amount = || {
            let money = Money::parse(cell, event.currency).map_err(|error| error.to_string())?;
            Ok::<_, String>(money.minor)
        };
        let count = || cell.parse::<i64>().map_err(|_| format!("“{cell}” is no number"));
        match column.as_str() {
            "code" => code = Some(cell.parse::<Code>().map_err(|error| error.to_string())?),
            "tag" => cell.clone_into(&mut terms.tag),
            "comment" => cell.clone_into(&mut terms.comment),
            "max_uses" => terms.max_uses = count()?,
            "min_uses" => terms.min_uses = count()?,
            "budget" => terms.budget_minor = Some(amount()?),
            "valid_until" => {
                let date =
                    cell.parse().map_err(|_| format!("“{cell}” is no time such as 2027-03-14T18:00:00Z"));
                terms.valid_until = Some(date?);
            }
            "price" => terms.effect = Effect::Set { amount_minor: amount()? },
            "off" => terms.effect = Effect::Subtract { amount_minor: amount()? },
            "percent" => {
                terms.effect = Effect::Percent {
                    percent: cell.parse().map_err(|e: kernel::percent::InvalidPercent| e.to_string())?,
                };
            }
            other => return Err(format!("there is no column “{other}”")),
        }
    }
    terms.validate().map_err(|report| report.to_string().trim().replace('\n', ", "))?;
    if let Some(problem) = terms.problems().first() {
        return Err(format!("{} {}", problem.pointer.trim_start_matches('/'), problem.message));
    }
    code.map(|code| (code, terms)).ok_or_else(|| "has no code".to_owned())
}
