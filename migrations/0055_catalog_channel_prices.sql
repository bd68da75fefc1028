-- Prices by sales channel: {"web": …, "box_office": …, "api": …} in minor units. What is absent costs the price.
alter table products add column channel_prices jsonb not null default '{}';
alter table product_variations add column channel_prices jsonb not null default '{}';
