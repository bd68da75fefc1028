use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::DATABASE;

/// PostgreSQL's code for a database that does not exist (`invalid_catalog_name`).
const NO_SUCH_DATABASE: &str = "3D000";

/// Connects once, and creates our database in a new cluster.
pub(super) async fn ensure_database(connect: &PgConnectOptions) -> sqlx::Result<()> {
    match connect.connect().await {
        Ok(connection) => connection.close().await,
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(NO_SUCH_DATABASE) => {
            let mut connection = connect.clone().database("postgres").connect().await?;
            connection.execute(AssertSqlSafe(format!("create database {DATABASE}"))).await?;
            connection.close().await
        }
        Err(error) => Err(error),
    }
}
