use kernel::EventId;
use store::Tx;

pub(super) struct StoredKey {
    pub public_key: Vec<u8>,
    pub sealed_key: Vec<u8>,
}

pub(super) async fn find(tx: &mut Tx, event: EventId) -> Result<Option<StoredKey>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        StoredKey,
        "select public_key, sealed_key from event_keys where org_id = $1 and event_id = $2",
        org,
        event.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Nothing is done if somebody else was faster; theirs is visible from now on.
pub(super) async fn insert(
    tx: &mut Tx,
    event: EventId,
    public_key: &[u8],
    sealed_key: &[u8],
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into event_keys (event_id, org_id, public_key, sealed_key, created_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        event.uuid(),
        org,
        public_key,
        sealed_key,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
