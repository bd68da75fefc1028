-- What a product looks like; the file is media's.
alter table products add column picture_file_id uuid;
