//! What must always be true of the books, checked over the whole database: for tests, benchmarks and operators.

mod store;

use sqlx::PgConnection;

/// Every broken rule with a case of it; empty when the books are in order. `owner` has to see every organisation.
pub async fn check(owner: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let mut broken = Vec::new();
    for (rule, query) in store::RULES {
        let cases = store::cases(owner, query).await?;
        if let Some(first) = cases.first() {
            broken.push(format!("{rule}: {} cases, such as {first}", cases.len()));
        }
    }
    Ok(broken)
}
