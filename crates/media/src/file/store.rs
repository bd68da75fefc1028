//! SQL for `files`.

use ::store::Tx;
use kernel::FileId;

use crate::picture::Picture;

/// Notes a picture and what it is for; `sha256` is of its largest size.
pub(crate) async fn insert(
    tx: &mut Tx,
    (id, purpose): (FileId, &str),
    picture: &Picture,
    sha256: &[u8],
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let size = picture.sizes.first().map_or(0, |(_, jpeg)| jpeg.len());
    sqlx::query!(
        "insert into files (id, org_id, purpose, name, content_type, size_bytes, width, height, sha256, created_at)
         values ($1, $2, $8, $8 || '.jpg', 'image/jpeg', $3, $4, $5, $6, $7)",
        id.uuid(),
        org,
        i64::try_from(size).unwrap_or(i64::MAX),
        i32::try_from(picture.width).unwrap_or(i32::MAX),
        i32::try_from(picture.height).unwrap_or(i32::MAX),
        sha256,
        now,
        purpose,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: FileId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from files where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
