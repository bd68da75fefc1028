-- Moves places between free, held and sold, as the last statement before a commit: the rows that everybody waits for are
-- locked in the order of their ids and for nothing else. A function, because it is sent together with the commit as plain
-- text: its plans are kept, while a text is planned each time. Refuses by the table's own checks if that oversells, or
-- takes from a quota that was closed: for that alone, `blocked` is given a value which the table can't have.
create function move_places(in_org uuid, quota_ids uuid[], held_by bigint[], sold_by bigint[], beyond_by bigint[],
  moved_at timestamptz)
returns void language plpgsql as $$
begin
  if cardinality(quota_ids) > 1 then
    perform from quotas where org_id = in_org and id = any (quota_ids) order by id for no key update;
  end if;
  update quotas q
  set held = q.held + d.held, sold = q.sold + d.sold, overbooked = q.overbooked + d.beyond, updated_at = moved_at,
    blocked = case when q.closed and d.held + d.sold > d.beyond then -1 else q.blocked end,
    closed = q.closed or coalesce(q.close_when_sold_out and d.sold > 0
      and q.sold + d.sold + q.blocked >= q.size + q.overbooked + d.beyond, false)
  from unnest(quota_ids, held_by, sold_by, beyond_by) as d (id, held, sold, beyond)
  where q.org_id = in_org and q.id = d.id;
end $$;
