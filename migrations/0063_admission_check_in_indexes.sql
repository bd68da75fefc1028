-- Whoever looks for a ticket's admissions wants those that stand: one index finds them and admits a ticket once per list.
drop index check_ins_ticket;
drop index check_ins_once;
create unique index check_ins_once on check_ins (ticket_id, list_id) where annulled_at is null;
