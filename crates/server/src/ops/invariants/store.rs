//! The rules in SQL. They read every table there is, whoever owns it.

use sqlx::PgConnection;

/// Each rule with the query that finds what breaks it: one row per case, told in one text column.
pub(super) const RULES: [(&str, &str); 18] = [
    (
        "no quota is over its size",
        "select id || ': ' || sold || ' sold, ' || held || ' held of ' || size || ' and ' || overbooked
           || ' by voucher' from quotas where sold + held > size + overbooked",
    ),
    (
        "counters equal the rows they count",
        "with places as (
           select p.product_id, p.variation_id, (o.status = 'paid')::int as sold, (o.status = 'pending')::int as held,
             p.beyond::int as beyond, o.test
           from orders o join order_positions p on p.order_id = o.id where o.status in ('paid', 'pending')
           union all
           select l.product_id, l.variation_id, 0, 1, l.beyond::int, c.test from carts c join cart_lines l on l.cart_id = c.id where c.status = 'open'
           union all
           select product_id, variation_id, 0, held, 0, false from voucher_places),
         taken as (
           select product_id, variation_id, test, sum(sold) as sold, sum(held) as held, sum(beyond) as beyond
           from places group by product_id, variation_id, test)
         select q.id || ': ' || q.sold || '/' || q.held || '/' || q.overbooked || ' kept, ' || coalesce(sum(t.sold), 0)
           || '/' || coalesce(sum(t.held), 0) || '/' || coalesce(sum(t.beyond), 0) || ' counted'
         from quotas q
           left join taken t on t.test = (q.test_of is not null) and exists (
             select from quota_products l where l.quota_id = coalesce(q.test_of, q.id) and l.product_id = t.product_id
               and (l.variation_id is null or l.variation_id = t.variation_id))
         group by q.id, q.sold, q.held, q.overbooked
         having q.sold <> coalesce(sum(t.sold), 0) or q.held <> coalesce(sum(t.held), 0)
           or q.overbooked <> coalesce(sum(t.beyond), 0)",
    ),
    (
        "claims in the ledger equal the orders",
        "select o.code || ': ' || coalesce(sum(l.amount_minor), 0) || ' in the ledger'
         from orders o left join ledger_entries l on l.order_id = o.id and l.kind = 'sale'
         group by o.id, o.code, o.status, o.total_minor
         having coalesce(sum(l.amount_minor), 0)
           <> case when o.status in ('pending', 'paid') and not o.test then o.total_minor else 0 end",
    ),
    (
        "money in the ledger equals the payments",
        "select o.code from orders o
         where not o.test and (select coalesce(sum(amount_minor), 0) from ledger_entries l
                where l.order_id = o.id and l.kind = 'payment')
           <> (select coalesce(sum(amount_minor), 0) from payments p where p.order_id = o.id and p.state = 'confirmed')",
    ),
    (
        "an order costs what its positions cost",
        "select o.code from orders o
         where o.total_minor <> (select coalesce(sum(price_minor), 0) from order_positions p where p.order_id = o.id)
           + (select coalesce(sum(price_minor), 0) from line_prices l where l.owner_id = o.id and l.fee_id is not null)",
    ),
    (
        "what a line costs by rule is what it costs",
        "select o.code || ' ' || p.number from orders o join order_positions p on p.order_id = o.id
           join line_prices l on l.owner_id = o.id and l.number = p.number
         where l.price_minor <> p.price_minor
         union all
         select l.owner_id || ' ' || c.number from cart_lines c join line_prices l on l.owner_id = c.cart_id and l.number = c.number
         where l.price_minor <> c.price_minor",
    ),
    (
        "the tax and the fees of an order are those of its lines",
        "select o.code from orders o left join line_prices l on l.owner_id = o.id
         group by o.id, o.code, o.tax_minor, o.fee_minor
         having coalesce(o.tax_minor, 0) <> coalesce(sum(l.tax_minor), 0)
           or coalesce(o.fee_minor, 0) <> coalesce(sum(l.price_minor) filter (where l.fee_id is not null), 0)",
    ),
    (
        "vouchers have given away what they count",
        "select v.code || ': ' || v.used || ' uses, ' || v.spent_minor || ' spent'
         from vouchers v left join price_uses u on u.voucher_id = v.id and not u.test
         group by v.id, v.code, v.used, v.spent_minor
         having v.used <> count(u.voucher_id) or v.spent_minor <> coalesce(sum(u.voucher_off_minor), 0)",
    ),
    (
        "vouchers have given away in tests what they count",
        "select v.code || ': ' || v.test_used || ' uses, ' || v.test_spent_minor || ' spent'
         from vouchers v left join price_uses u on u.voucher_id = v.id and u.test
         group by v.id, v.code, v.test_used, v.test_spent_minor
         having v.test_used <> count(u.voucher_id) or v.test_spent_minor <> coalesce(sum(u.voucher_off_minor), 0)",
    ),
    (
        "discounts with a limit have taken in what they count",
        "select d.id || ': ' || d.used || ' and ' || d.test_used || ' in tests'
         from discounts d left join price_uses u on u.discount_id = d.id
         where d.max_uses is not null group by d.id, d.used, d.test_used
         having d.used <> count(u.discount_id) filter (where not u.test)
           or d.test_used <> count(u.discount_id) filter (where u.test)",
    ),
    (
        "no test is in the ledger",
        "select o.code from ledger_entries l join orders o on o.id = l.order_id where o.test",
    ),
    (
        "every quota of an event in test mode has its double, at least as large as it",
        "select q.id || ': ' || coalesce(t.size, -1) || ' of ' || coalesce(q.size, -1)
         from event_versions e join quotas q on q.event_id = e.id and q.test_of is null
           left join quotas t on t.test_of = q.id
         where e.test_mode and (t.id is null or t.blocked <> q.blocked or (t.size is null) <> (q.size is null)
           or t.size < q.size)",
    ),
    (
        "tickets are tests where their orders are, and so are their admissions",
        "select t.short_code from tickets t join orders o on o.id = t.order_id where t.test <> o.test
         union all
         select t.short_code from check_ins c join tickets t on t.id = c.ticket_id where c.test <> t.test",
    ),
    (
        "paid orders are paid for",
        "select o.code from orders o where o.status = 'paid' and o.total_minor > 0
           and not exists (select from payments p where p.order_id = o.id and p.state = 'confirmed')",
    ),
    (
        "a paid order has a valid ticket per admission, any other order has none",
        "select o.code || ': ' || count(t.id) || ' tickets for ' || count(p.id) filter (where p.admits)
         from orders o join order_positions p on p.order_id = o.id
           left join tickets t on t.position_id = p.id and t.status = 'valid'
         group by o.id, o.code, o.status
         having count(t.id) <> case when o.status = 'paid' then count(p.id) filter (where p.admits) else 0 end",
    ),
    (
        "a ticket is admitted once per list",
        "select ticket_id::text from check_ins where annulled_at is null
         group by list_id, ticket_id having count(*) > 1",
    ),
    (
        "one mail per transition",
        "select dedupe from mails group by org_id, dedupe having count(*) > 1",
    ),
    (
        // Guests come with a cart; organisers may sell without a mail. Whose mail a job writes is not known here.
        "a guest who has paid has the mail with the tickets, once no such mail of the organisation has to be written",
        "select o.code from orders o
         where o.cart_id is not null and o.status = 'paid'
           and not exists (select from mails m where m.order_id = o.id and m.dedupe like 'order.paid/%')
           and not exists (select from jobs j where j.org_id = o.org_id and j.kind = 'order.deliver')",
    ),
];

/// The cases that a rule's query finds.
pub(super) async fn cases(owner: &mut PgConnection, query: &'static str) -> Result<Vec<String>, sqlx::Error> {
    let cases: Vec<Option<String>> = sqlx::query_scalar(query).fetch_all(owner).await?;
    Ok(cases.into_iter().map(Option::unwrap_or_default).collect())
}
