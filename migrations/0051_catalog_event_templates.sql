-- Events that are never public: others are made from them.
alter table events
  add column template boolean not null default false,
  add constraint events_template_private check (not template or status <> 'live');
