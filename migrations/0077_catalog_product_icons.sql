-- The small drawing beside a ticket's name, by its name in the set.
alter table products add column icon text check (icon ~ '^[a-z_]{1,32}$');
