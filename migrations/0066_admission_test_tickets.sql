-- Tickets of test orders let nobody in but while their event is in test mode, and their admissions are not counted.
alter table tickets add column test boolean not null default false;
alter table check_ins add column test boolean not null default false;

alter table refused_scans
  drop constraint refused_scans_reason_check,
  add constraint refused_scans_reason_check check (reason in ('already_in', 'unpaid', 'unapproved', 'cancelled',
    'expired', 'event_cancelled', 'wrong_event', 'wrong_list', 'ambiguous', 'test_ticket', 'unknown', 'forged'));

create or replace view event_admissions with (security_invoker = true) as
  select org_id, event_id, count(distinct ticket_id) as checked_in
  from check_ins where annulled_at is null and not test group by org_id, event_id;
