-- What decides on prices besides the list: taxes, discounts, fees and vouchers. What a rule does is kept as it is told
-- over the API; what has to be right while many buy at once is a number of its own with a check.

create table tax_rules (
  id         uuid        primary key,
  org_id     uuid        not null,
  event_id   uuid        not null,
  name       jsonb       not null,
  base       jsonb       not null,
  keep_gross boolean     not null,
  cases      jsonb       not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id)
);
create index tax_rules_event on tax_rules (event_id, id);
select fence('tax_rules');

-- An event without a row has prices with tax, rounded by line, and no rule.
create table price_settings (
  event_id            uuid        primary key,
  org_id              uuid        not null,
  includes_tax        boolean     not null,
  rounding            text        not null check (rounding in ('line', 'sum_by_net', 'sum_keep_gross', 'sum_business')),
  default_tax_rule_id uuid        references tax_rules (id),
  updated_at          timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id)
);
select fence('price_settings');

-- Rules that discount by themselves, tried in the order of `sort`. `used` counts the tickets of open carts, unpaid and
-- paid orders; the check is the last line of defence for the first so many.
create table discounts (
  id              uuid        primary key,
  org_id          uuid        not null,
  event_id        uuid        not null,
  name            jsonb       not null,
  sort            int         not null,
  active          boolean     not null,
  scope           jsonb       not null,
  min_count       int         check (min_count between 1 and 500),
  min_value_minor bigint      check (min_value_minor >= 0),
  effect          jsonb       not null,
  cheapest        int         check (cheapest between 1 and 500),
  same            boolean     not null,
  addons          boolean     not null,
  skip_vouchered  boolean     not null,
  valid_from      timestamptz,
  valid_until     timestamptz,
  max_uses        bigint      check (max_uses >= 1),
  used            bigint      not null default 0 check (used >= 0),
  archived_at     timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id),
  check ((min_count is null) <> (min_value_minor is null)),
  constraint discounts_not_overused check (max_uses is null or used <= max_uses)
) with (fillfactor = 50);
create index discounts_event on discounts (event_id, sort, id);
select fence('discounts');

create table fees (
  id          uuid        primary key,
  org_id      uuid        not null,
  event_id    uuid        not null,
  name        jsonb       not null,
  sort        int         not null,
  active      boolean     not null,
  amount      jsonb       not null,
  per_ticket  boolean     not null,
  absorbed    boolean     not null,
  tax_rule_id uuid        references tax_rules (id),
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id)
);
create index fees_event on fees (event_id, sort, id);
select fence('fees');

-- Codes are compared without regard to case: `code_key` is the code in upper case. `used` and `spent_minor` count open
-- carts, unpaid and paid orders; the checks are the last line of defence for uses and budget.
create table vouchers (
  id             uuid        primary key,
  org_id         uuid        not null,
  event_id       uuid        not null,
  code           text        not null check (length(code) between 3 and 50),
  code_key       text        not null,
  tag            text        not null,
  comment        text        not null,
  scope          jsonb       not null,
  effect         jsonb       not null,
  max_uses       bigint      not null check (max_uses between 1 and 1000000),
  min_uses       bigint      not null check (min_uses between 1 and max_uses),
  used           bigint      not null default 0 check (used >= 0),
  budget_minor   bigint      check (budget_minor >= 0),
  spent_minor    bigint      not null default 0 check (spent_minor >= 0),
  valid_until    timestamptz,
  shows_hidden   boolean     not null,
  blocks_quota   boolean     not null,
  ignores_quota  boolean     not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  foreign key (org_id, event_id) references events (org_id, id),
  constraint vouchers_code unique (event_id, code_key),
  constraint vouchers_not_overused check (used <= max_uses),
  constraint vouchers_not_overspent check (budget_minor is null or spent_minor <= budget_minor),
  check (not (blocks_quota and ignores_quota))
) with (fillfactor = 70);
create index vouchers_event on vouchers (event_id, id);
create index vouchers_tag on vouchers (event_id, tag) where tag <> '';
select fence('vouchers');

-- How a product is taxed; null is the event's default.
alter table products add column tax_rule_id uuid references tax_rules (id);
create index products_tax_rule on products (tax_rule_id) where tax_rule_id is not null;
