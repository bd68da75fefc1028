//! The SQL of the measurements.

use std::collections::HashMap;

use anyhow::{Context, Result};

use super::wire::{Client, Row};

/// The database of the limits, beside the server's own.
pub const LIMITS: &str = "bench_limits";
/// Stock rows of the limits that spread.
pub const STOCKS: usize = 64;
/// Rows of the table that is only read, and of the one whose rows are updated once each.
pub const CARDS: usize = 200_000;

/// Fills the server with organisations that have ten API keys each: 10,000 and 100,000.
pub async fn crowd(server: &mut Client) -> Result<()> {
    for statement in [
        "insert into organisation_slugs (slug, org_id)
           select 'crowd-' || n, md5('crowd' || n)::uuid from generate_series(1, 10000) n on conflict do nothing",
        "insert into organisations (org_id, slug, name, contact_email, locales, created_at, updated_at)
           select md5('crowd' || n)::uuid, 'crowd-' || n, 'Crowd ' || n, 'hello@crowd.example', '{en}', now(), now()
           from generate_series(1, 10000) n on conflict do nothing",
        "insert into api_keys (id, org_id, name, prefix, key_hash, permissions, created_at)
           select md5('key' || n)::uuid, md5('crowd' || (n % 10000 + 1))::uuid, 'Key ' || n, 'tsk_',
             sha256(('key' || n)::bytea), '{orders.view}', now()
           from generate_series(1, 100000) n on conflict do nothing",
        "analyze organisations",
        "analyze api_keys",
    ] {
        server.query(statement).await?;
    }
    Ok(())
}

/// Creates the database of the limits, if it is not there yet.
pub async fn create_limits(server: &mut Client) -> Result<bool> {
    let there = server.query(&format!("select datname from pg_database where datname = '{LIMITS}'")).await?;
    if there.is_empty() {
        server.query(&format!("create database {LIMITS}")).await?;
    }
    Ok(there.is_empty())
}

/// Creates and fills the tables of the limits.
pub async fn fill_limits(limits: &mut Client) -> Result<()> {
    let sql = format!(
        "create table stocks (id int primary key, size bigint not null, sold bigint not null default 0)
           with (fillfactor = 50);
         create table sales (id bigint generated always as identity primary key, stock int not null,
           buyer text not null, email text not null, at timestamptz not null default now());
         create table seats (id bigint generated always as identity primary key, stock int not null,
           holder text not null, price bigint not null);
         create table ledger (id bigint generated always as identity primary key, stock int not null,
           amount bigint not null, at timestamptz not null default now());
         create table cards (id int primary key, uses int not null default 0, note text not null);
         create table uses (id bigint generated always as identity primary key, card int not null, gate text not null,
           at timestamptz not null default now());
         insert into stocks (id, size) select n, 1000000000 from generate_series(1, {STOCKS}) n;
         insert into cards (id, note) select n, repeat('x', 100) from generate_series(1, {CARDS}) n;
         vacuum analyze;"
    );
    // One by one: vacuum does not run in the transaction of several statements.
    for statement in sql.split(';').filter(|statement| !statement.trim().is_empty()) {
        limits.query(statement).await?;
    }
    Ok(())
}

/// Prepares what the transactions of the limits need.
pub async fn prepare_limits(limits: &mut Client) -> Result<()> {
    for (name, sql) in [
        ("begin", "begin"),
        ("commit", "commit"),
        ("take", "update stocks set sold = sold + 1 where id = $1 and sold + 1 <= size"),
        ("sale", "insert into sales (stock, buyer, email) values ($1, $2, $3)"),
        ("seat", "insert into seats (stock, holder, price) values ($1, $2, 2500)"),
        ("entry", "insert into ledger (stock, amount) values ($1, 2500)"),
        ("punch", "update cards set uses = uses + 1 where id = $1"),
        ("use", "insert into uses (card, gate) values ($1, $2)"),
        ("page", "select id, uses, note from cards where id > $1 order by id limit 50"),
    ] {
        limits.prepare(name, sql).await?;
    }
    Ok(())
}

/// A guarded update of one stock row, three inserts, commit.
pub async fn sell(limits: &mut Client, stock: &str) -> Result<()> {
    limits.execute("begin", &[]).await?;
    limits.execute("take", &[stock]).await?;
    limits.execute("sale", &[stock, "Grace Guest", "grace@guest.example"]).await?;
    limits.execute("seat", &[stock, "Grace Guest"]).await?;
    limits.execute("entry", &[stock]).await?;
    limits.execute("commit", &[]).await?;
    Ok(())
}

/// An update of a row that nobody else wants, an insert, commit.
pub async fn punch(limits: &mut Client, card: &str) -> Result<()> {
    limits.execute("begin", &[]).await?;
    limits.execute("punch", &[card]).await?;
    limits.execute("use", &[card, "Gate B"]).await?;
    limits.execute("commit", &[]).await?;
    Ok(())
}

/// Reads 50 rows in the order of their key.
pub async fn read_page(limits: &mut Client, after: &str) -> Result<()> {
    limits.execute("page", &[after]).await.map(drop)
}

/// Jobs that are due, running or waiting to be tried again; jobs planned for later, such as an expiry, do not count.
pub async fn jobs_at_work(server: &mut Client) -> Result<u64> {
    let unfinished =
        "select count(*) from jobs where failed_at is null and (run_at <= now() or attempts > 0)";
    number(&server.query(unfinished).await?)
}

/// Jobs that were given up, told in one line.
pub async fn failed_jobs(server: &mut Client) -> Result<Option<String>> {
    let rows = server
        .query(
            "select count(*) || ' failed jobs, such as ' || min(kind || ': ' || coalesce(last_error, '')) from jobs
             where failed_at is not null having count(*) > 0",
        )
        .await?;
    Ok(first(rows))
}

/// The texts in the QR codes of an event's tickets.
pub async fn tokens(server: &mut Client, event: &str) -> Result<Vec<String>> {
    let sql = format!(
        "select t.token from tickets t join events e on e.id = t.event_id where e.slug = '{event}' order by t.id"
    );
    Ok(server.query(&sql).await?.into_iter().filter_map(|row| row.into_iter().next()?).collect())
}

/// An order as the kill test looks at it.
pub struct Placed {
    /// Its code.
    pub code: String,
    /// Where it stands.
    pub status: String,
    /// How many positions it has.
    pub positions: u64,
    /// How many valid tickets.
    pub tickets: u64,
    /// How many mails were written about it.
    pub mails: u64,
}

/// Every order of an event by the buyer's name; several if one name bought twice.
pub async fn orders(server: &mut Client, event: &str) -> Result<HashMap<String, Vec<Placed>>> {
    let sql = format!(
        "select o.name, o.code, o.status,
           (select count(*) from order_positions p where p.order_id = o.id),
           (select count(*) from tickets t where t.order_id = o.id and t.status = 'valid'),
           (select count(*) from mails m where m.order_id = o.id and m.status in ('kept', 'sent'))
         from orders o join events e on e.id = o.event_id where e.slug = '{event}'"
    );
    let mut orders: HashMap<String, Vec<Placed>> = HashMap::new();
    for row in server.query(&sql).await? {
        let [Some(name), Some(code), Some(status), positions, tickets, mails] =
            <[_; 6]>::try_from(row).map_err(|_| anyhow::anyhow!("a row of another width"))?
        else {
            continue;
        };
        let count = |text: Option<String>| text.and_then(|text| text.parse().ok()).unwrap_or_default();
        let placed = Placed {
            code,
            status,
            positions: count(positions),
            tickets: count(tickets),
            mails: count(mails),
        };
        orders.entry(name).or_default().push(placed);
    }
    Ok(orders)
}

/// Lets so many clients connect after PostgreSQL's next start.
pub async fn allow_clients(server: &mut Client, count: u32) -> Result<()> {
    server.query(&format!("alter system set max_connections = {count}")).await.map(drop)
}

/// Has PostgreSQL count statements after its next start.
pub async fn count_statements(server: &mut Client) -> Result<()> {
    server.query("alter system set shared_preload_libraries = 'pg_stat_statements'").await.map(drop)
}

/// Begins to count statements.
pub async fn reset_statements(server: &mut Client) -> Result<()> {
    server.query("create extension if not exists pg_stat_statements").await?;
    server.query("select pg_stat_statements_reset()").await.map(drop)
}

/// Round trips of the server's own role since the reset, for so many visits. `set local` travels with its `begin`. What ran
/// for fewer than every tenth visit does not belong to them: planned jobs, and what is read once in a while, which begin and
/// end transactions as visits do.
pub async fn statements(server: &mut Client, visits: usize) -> Result<u64> {
    let sql = format!(
        "select coalesce(sum(case when calls % {visits} < {visits} / 10 then calls - calls % {visits} else calls end), 0)
         from pg_stat_statements s join pg_roles r on r.oid = s.userid
         where r.rolname <> 'tessera_owner' and s.query not ilike 'set local%'"
    );
    let rows = server.query(&sql).await?;
    number(&rows)
}

/// What took PostgreSQL most of its time since the reset, one line each: total ms, calls, the statement.
pub async fn slowest_statements(server: &mut Client) -> Result<Vec<String>> {
    let rows = server
        .query(
            "select format('%s ms %s × %s', lpad(round(total_exec_time)::text, 7), lpad(calls::text, 7),
               left(regexp_replace(query, '\\s+', ' ', 'g'), 110))
             from pg_stat_statements s join pg_roles r on r.oid = s.userid
             where r.rolname <> 'tessera_owner' order by total_exec_time desc limit 10",
        )
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.into_iter().next()?).collect())
}

fn first(rows: Vec<Row>) -> Option<String> {
    rows.into_iter().next()?.into_iter().next()?
}

fn number(rows: &[Row]) -> Result<u64> {
    let text =
        rows.first().and_then(|row| row.first()).and_then(Option::as_deref).context("no row came back")?;
    Ok(text.parse()?)
}
