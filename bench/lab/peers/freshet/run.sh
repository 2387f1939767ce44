#!/bin/sh
# The product itself. PORT and BENCH_TMP; DATABASE_URL for PostgreSQL, or STORE=embedded. CLIENTS and ROOM_SIZE lay out
# the load users: they are inserted with their sessions, not registered.
set -e
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
export JWT_SECRET=bench-secret-bench-secret-bench-secret FRESHET_LIMITS=off LOG_LEVEL=warn HOST=127.0.0.1
export FRESHET_DATA="${BENCH_TMP:?}/freshet-data"
rm -rf "$FRESHET_DATA"
if [ "${STORE:-}" = embedded ]; then
  unset DATABASE_URL
else
  psql "$DATABASE_URL" -qX -c 'drop database if exists freshet_bench with (force)' -c 'create database freshet_bench'
  DATABASE_URL=$(printf %s "$DATABASE_URL" | sed 's#/bench#/freshet_bench#')
  export DATABASE_URL
fi
unset REDIS REDIS_HOST
cd "$top"
"${DENO:-deno}" run -A "$here/seed.ts" "$BENCH_TMP"
exec "${DENO:-deno}" run -A --node-modules-dir=manual serve.ts
