-- Devices at the door act, too.
create or replace view actor_names with (security_invoker = true) as
  select id, name from people
  union all
  select id, name from api_keys
  union all
  select id, name from door_links;
