-- When somebody who manages the organisation's members last signed this one out of it: what the member proved before, in a
-- session or with a key of their own, opens it no more. Sessions belong to people, who may have other organisations.
alter table memberships add column signed_out_at timestamptz;
