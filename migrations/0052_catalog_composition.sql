-- Products that belong together: what can be bought along with one, and what a bundle contains, as it is told over the
-- API. What is not sold alone is an add-on only.
alter table products
  add column add_ons    jsonb   not null default '[]',
  add column bundle     jsonb   not null default '[]',
  add column sold_alone boolean not null default true;
