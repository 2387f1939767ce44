-- A search goes back in time by windows: it finds the blocks of a window without touching the signatures of older ones.
create index search_blocks_time on search_blocks (conversation_id, newest_at);

-- Few messages mention anybody: a list of conversations counts them without reading the others' data.
create index messages_mentions on messages (conversation_id, seq) where data ? 'mentions';
