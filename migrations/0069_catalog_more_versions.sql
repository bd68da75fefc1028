-- Whatever is changed by hand has a version, so that nobody overwrites what they have not seen.
alter table vouchers  add column version bigint not null default 1;
alter table discounts add column version bigint not null default 1;
alter table fees      add column version bigint not null default 1;
alter table tax_rules add column version bigint not null default 1;
