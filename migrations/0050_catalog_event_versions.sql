-- Which version of its catalogue an event is at, for whoever keeps something of it in memory.
create view event_versions with (security_invoker = true) as select id, org_id, version from events;
