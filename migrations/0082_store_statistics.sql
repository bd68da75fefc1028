-- What the planner is told about a table, and what is not worth finding out.
--
-- Without a word it takes a column that all rows share, such as the organisation, for as telling as a unique key. Plans are
-- kept, so that a fresh installation would read all orders of an organisation for one until its first statistics come. So
-- shared columns are said to hold one value, until the first analysis knows better. PostgreSQL 18 can be told; before,
-- statistics have to come by themselves.
--
-- Nobody looks for rows by a JSON document. Analysing means sorting thousands of them, which takes a processor for a tenth
-- of a second, again and again while orders come in.
create function set_statistics(target regclass) returns void language plpgsql as $$
declare
  known record;
begin
  for known in
    select n.nspname, c.relname, a.attname, a.atttypid = 'jsonb'::regtype as is_document,
      c.reltuples <= 0 and a.attname in ('org_id', 'event_id', 'list_id', 'product_id', 'status') as is_shared
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attrelid = target and a.attnum > 0 and not a.attisdropped
  loop
    if known.is_document then
      execute format('alter table %s alter column %I set statistics 0', target, known.attname);
    elsif known.is_shared and current_setting('server_version_num')::int >= 180000 then
      perform pg_restore_attribute_stats('schemaname', known.nspname::text, 'relname', known.relname::text,
        'attname', known.attname::text, 'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real);
    end if;
  end loop;
end $$;

create or replace function fence(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (org_id = (select nullif(current_setting(''app.org'', true), ''''))::uuid) '
    'with check (org_id = (select nullif(current_setting(''app.org'', true), ''''))::uuid)', target);
  perform set_statistics(target);
end $$;

select set_statistics(c.oid::regclass)
from pg_class c
where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace;
