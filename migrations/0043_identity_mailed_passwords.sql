-- Whether a password was last set with a mailed link: then a code by mail is no second factor, since both come from one
-- mailbox.
alter table people add column password_from_mail boolean not null default false;

-- Whoever takes an account back ends what was allowed before, in every organisation at once.
create policy own_end on oauth_consents for delete
  using (person_id = (select nullif(current_setting('app.person', true), ''))::uuid);
