-- Whether list prices held their tax when a line was priced: what a page strikes through later hangs on that, not on what
-- the event's settings are by then.
alter table line_prices add column list_with_tax boolean not null default true;
update line_prices l set list_with_tax = s.includes_tax
from price_settings s
where s.event_id = l.event_id and not s.includes_tax;
