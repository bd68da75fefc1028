-- Writes jobs as a part of somebody else's statement, so that a change and what follows from it take one round trip. One
-- whose key already has an unfinished job is left out.
create function enqueue_jobs(in_orgs uuid[], in_kinds text[], in_payloads jsonb[], in_keys text[],
  in_run_ats timestamptz[], in_max_attempts int[], in_correlations text[], in_created_ats timestamptz[])
returns void language plpgsql as $$
begin
  insert into jobs (org_id, kind, payload, key, run_at, max_attempts, correlation, created_at)
  select * from unnest(in_orgs, in_kinds, in_payloads, in_keys, in_run_ats, in_max_attempts, in_correlations,
    in_created_ats)
  on conflict (key) where key is not null and failed_at is null do nothing;
end $$;
