//! Gates: many transactions pass one at the same time, until one closes it for all others. A closed gate opens with the
//! end of the transaction that closed it; closing waits for those who have passed.
//!
//! What is read after passing is what the last one who closed the gate has left behind. (A lock and a read in one
//! statement would not do: its snapshot is older than the lock.)

use uuid::Uuid;

use crate::Tx;

/// Passes `gate`, unless this transaction has passed it before.
pub async fn pass(tx: &mut Tx, gate: Uuid) -> Result<(), sqlx::Error> {
    if tx.has_passed(gate) {
        return Ok(());
    }
    sqlx::query!("select pg_advisory_xact_lock_shared($1)", key(gate)).execute(&mut **tx).await?;
    tx.passed = Some(gate);
    Ok(())
}

/// The number of `gate`'s advisory lock, for a statement that passes it along with something else (after which the
/// transaction says so by [`passed`]).
pub fn number(gate: Uuid) -> i64 {
    key(gate)
}

/// Notes that a statement of this transaction has passed `gate`.
pub fn passed(tx: &mut Tx, gate: Uuid) {
    tx.passed = Some(gate);
}

/// Closes `gate`. Not for a transaction that has passed it: two of them would wait for each other.
pub async fn close(tx: &mut Tx, gate: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock($1)", key(gate)).execute(&mut **tx).await?;
    Ok(())
}

/// The number of the advisory lock: the random half of the id.
pub(crate) fn key(gate: Uuid) -> i64 {
    let (_, random) = gate.as_u64_pair();
    random.cast_signed()
}
