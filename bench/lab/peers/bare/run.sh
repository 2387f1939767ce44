#!/bin/sh
# PORT, DATABASE_URL
set -e
here=$(cd "$(dirname "$0")" && pwd -P)
cd "$here/../../../.."
exec "${DENO:-deno}" run -A --node-modules-dir=manual "$here/server.ts"
