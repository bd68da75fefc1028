-- What was tried in vain at an account is in its log, too: the same within a minute is one entry.
alter table person_log add column times int not null default 1 check (times > 0);
