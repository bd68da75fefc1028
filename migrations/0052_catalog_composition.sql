-- Products that belong together: what can be bought along with one, and what a bundle contains, as it is told over the
-- API. What is not sold alone is an add-on only; an order with what needs approval waits for the organiser's yes.
alter table products
  add column add_ons        jsonb   not null default '[]',
  add column bundle         jsonb   not null default '[]',
  add column sold_alone     boolean not null default true,
  add column needs_approval boolean not null default false;
