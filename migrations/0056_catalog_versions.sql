-- Each change by hand makes a new version, so that nobody overwrites what they have not seen.
alter table products add column version bigint not null default 1;
alter table product_variations add column version bigint not null default 1;
alter table categories add column version bigint not null default 1;
alter table quotas add column version bigint not null default 1;
