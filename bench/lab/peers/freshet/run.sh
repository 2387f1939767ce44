#!/bin/sh
# The product itself. PORT and BENCH_TMP; DATABASE_URL for PostgreSQL, or STORE=embedded. CLIENTS and ROOM_SIZE lay out
# the load users: they are inserted with their sessions, not registered. REDIS=redis://… with INSTANCE=0, 1, … makes several,
# the first of which lays everything out.
set -e
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
export JWT_SECRET=bench-secret-bench-secret-bench-secret FRESHET_LIMITS=off LOG_LEVEL=warn HOST=127.0.0.1
instance=${INSTANCE:-0}
export FRESHET_DATA="${BENCH_TMP:?}/freshet-data-$instance"
rm -rf "$FRESHET_DATA"
if [ "${STORE:-}" = embedded ]; then
  unset DATABASE_URL
else
  [ "$instance" != 0 ] ||
    psql "$DATABASE_URL" -qX -c 'drop database if exists freshet_bench with (force)' -c 'create database freshet_bench'
  DATABASE_URL=$(printf %s "$DATABASE_URL" | sed 's#/bench#/freshet_bench#')
  export DATABASE_URL
fi
if [ -n "${REDIS:-}" ]; then export REDIS_URL="$REDIS"; fi
unset REDIS REDIS_HOST
cd "$top"
[ "$instance" != 0 ] || "${DENO:-deno}" run -A "$here/seed.ts" "$BENCH_TMP"
exec "${DENO:-deno}" run -A --node-modules-dir=manual serve.ts
