-- Whose rows a statement may see is a setting, which is text. Where it was made a uuid outside of the sub-select that reads
-- it, that happened for every row that was looked at; inside, it happens once a statement.
create or replace function fence(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (org_id = (select nullif(current_setting(''app.org'', true), '''')::uuid)) '
    'with check (org_id = (select nullif(current_setting(''app.org'', true), '''')::uuid))', target);
  perform set_statistics(target);
end $$;

do $$
declare
  -- As PostgreSQL spells it out.
  each_row constant text :=
    '\(\( SELECT (NULLIF\(current_setting\(''app\.\w+''::text, true\), ''''::text\)) AS "nullif"\)\)::uuid';
  once constant text := '( SELECT (\1)::uuid)';
  known record;
begin
  for known in
    select p.tablename, p.policyname, regexp_replace(p.qual, each_row, once, 'g') as sees,
      regexp_replace(p.with_check, each_row, once, 'g') as writes
    from pg_policies p
    where p.schemaname = current_schema() and (p.qual ~ each_row or p.with_check ~ each_row)
  loop
    execute format('alter policy %I on %I using (%s)', known.policyname, known.tablename, known.sees)
      || coalesce(' with check (' || known.writes || ')', '');
  end loop;
end $$;
