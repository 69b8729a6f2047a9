#!/bin/bash
# The hub's role: it owns its database and is no superuser, so that row-level security holds for it.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v password="$(cat /run/secrets/database-password)" <<'SQL'
create role omnihub login password :'password';
alter database omnihub owner to omnihub;
SQL
