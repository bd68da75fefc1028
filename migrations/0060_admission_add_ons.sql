-- Add-ons and parts of bundles at the door.

-- The line of the ticket that this one is an add-on of, or of the bundle that it is part of.
alter table tickets add column main_position_id uuid;
create index tickets_main on tickets (main_position_id) where main_position_id is not null;

-- Whether a list of add-ons lets them in by the code of the ticket that holds them. Where every ticket gets in by its own
-- code, there is nothing to find.
alter table check_in_lists
  add column match_add_ons boolean not null default false,
  add constraint check_in_lists_match check (not (all_products and match_add_ons));

-- A ticket that holds several others of a list has to be asked which, and one whose order nobody has looked at waits.
alter table refused_scans
  drop constraint refused_scans_reason_check,
  add constraint refused_scans_reason_check check (reason in ('already_in', 'unpaid', 'unapproved', 'cancelled',
    'expired', 'event_cancelled', 'wrong_event', 'wrong_list', 'ambiguous', 'unknown', 'forged'));
