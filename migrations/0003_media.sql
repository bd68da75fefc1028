-- Uploaded files; the bytes live behind the blob port.
create table files (
  id           uuid        primary key,
  org_id       uuid        not null,
  purpose      text        not null check (purpose in ('cover', 'product')),
  name         text        not null,
  content_type text        not null,
  size_bytes   bigint      not null check (size_bytes >= 0),
  width        int         not null,
  height       int         not null,
  sha256       bytea       not null,
  created_at   timestamptz not null
);
create index files_org on files (org_id, created_at desc);
select fence('files');

-- What other domains may know of an image: that it is there, and its size in pixels.
create view images with (security_invoker = true) as
  select id as file_id, org_id, width, height from files;
