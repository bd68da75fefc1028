-- From where and why something was done, and the entries that wait to be sealed into their organisation's chain.

alter table audit_log add column from_addr text, add column reason text;
create index audit_log_actor on audit_log (org_id, actor_id, at desc, id desc) where actor_id is not null;
create index audit_log_correlation on audit_log (org_id, correlation);

-- Written beside each entry, in the same statement: an entry that is neither here nor in the chain was not written by
-- the program. A global table: the sealer serves every organisation. It holds ids only.
create table audit_waiting (
  org_id uuid not null,
  id     uuid not null,
  primary key (org_id, id)
);

-- What is there already waits, too.
insert into audit_waiting (org_id, id) select org_id, id from audit_log;
