//! What every change of the catalogue leaves behind: the event's next version, an audit row with the fields that
//! changed, and a fact for whoever listens.

use ::store::{
    Tx,
    audit::{self, Entry},
    outbox,
};
use kernel::EventId;
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::event;

/// One change.
pub(crate) struct Change<'a, T> {
    pub event: EventId,
    /// The audit log's name for it.
    pub action: &'static str,
    /// The fact's name.
    pub fact: &'static str,
    pub subject_kind: &'static str,
    pub subject: Uuid,
    /// The subject's id on the wire.
    pub subject_id: String,
    pub before: Option<&'a T>,
    pub after: Option<&'a T>,
}

/// Writes a change into the caller's transaction.
pub(crate) async fn write<T: Serialize>(tx: &mut Tx, change: Change<'_, T>) -> Result<(), sqlx::Error> {
    event::store::bump_version(tx, change.event).await?;
    note(tx, change).await
}

/// Writes a change that no page and no sale remembers: the event keeps its version.
pub(crate) async fn note<T: Serialize>(tx: &mut Tx, change: Change<'_, T>) -> Result<(), sqlx::Error> {
    let (before, after) = differences(fields(change.before), fields(change.after));
    let payload = json!({ "event": change.event, change.subject_kind: change.subject_id });
    let entry = Entry {
        action: change.action,
        subject_kind: change.subject_kind,
        subject: change.subject,
        event: Some(change.event),
        before,
        after,
    };
    audit::record(tx, entry).await?;
    outbox::emit(tx, Some(change.event), change.fact, payload).await
}

fn fields(value: Option<&impl Serialize>) -> Option<Map<String, Value>> {
    match serde_json::to_value(value?) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// Leaves only the fields that differ where there is both a before and an after.
fn differences(
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
) -> (Option<Value>, Option<Value>) {
    let (Some(mut before), Some(mut after)) = (before.clone(), after.clone()) else {
        return (before.map(Value::Object), after.map(Value::Object));
    };
    let same: Vec<String> = before
        .iter()
        .filter(|(key, value)| after.get(*key) == Some(value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in same {
        before.remove(&key);
        after.remove(&key);
    }
    (Some(Value::Object(before)), Some(Value::Object(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_kept() {
        let map = |value: Value| value.as_object().cloned();
        let (before, after) = differences(
            map(json!({ "name": "Hall", "size": 5, "gone": 1 })),
            map(json!({ "name": "Hall", "size": 6 })),
        );
        assert_eq!(before, Some(json!({ "size": 5, "gone": 1 })));
        assert_eq!(after, Some(json!({ "size": 6 })));
    }
}
