-- The bytes that an upload is about to bring into the store of files, written before they are: whoever finds that nobody
-- uses some bytes and is about to remove them, on this instance or another, sees that they are awaited.
alter table attachments add column coming_sha256 text;
create index attachments_coming on attachments (coming_sha256) where coming_sha256 is not null;
