-- When the operator disabled an account: nothing begins a session for it until it is enabled again.
alter table people add column disabled_at timestamptz;
