#!/usr/bin/env bash
# restore.sh FOLDER : brings a backup of backup.sh back to where the Host's settings point: Data__Folder (./data), which must be absent
# or empty, and Store__Postgres, whose database is made or must be empty. Nothing is written over; a damaged backup is refused. No Host may run there.
set -euo pipefail
. "$(dirname "$0")/store.sh"
backup=${1:-}
[ -n "$backup" ] && [ $# = 1 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
data=${Data__Folder:-data}
[ -s "$backup/SHA256SUMS" ] || fail "'$backup' is no backup: it has no SHA256SUMS."
(cd "$backup" && sha256sum --check --strict --quiet SHA256SUMS >&2) || fail "'$backup' is damaged: its checksums do not fit."
if [ -d "$data" ] && [ -n "$(find "$data" -mindepth 1 -print -quit)" ]; then fail "'$data' is not empty; nothing is written over."; fi
need tar tar
umask 077

if [ -n "${Store__Postgres:-}" ]; then
  [ -s "$backup/store.dump" ] || fail "'$backup' is of a SQLite store; leave Store__Postgres unset."
  need pg_restore postgresql-client
  use_postgres "$Store__Postgres"
  exists=$(psql -XAtq --no-password -d postgres -v name="$PGDATABASE" <<<"SELECT COUNT(*) FROM pg_database WHERE datname = :'name'") || fail "PostgreSQL cannot be reached."
  if [ "$exists" = 0 ]; then
    createdb --no-password --template=template0 --encoding=UTF8 "$PGDATABASE" || fail "the database '$PGDATABASE' cannot be made."
  else
    tables=$(psql -XAtq --no-password -c "SELECT COUNT(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    [ "$tables" = 0 ] || fail "the database '$PGDATABASE' is not empty; nothing is written over."
  fi
  pg_restore --no-password --no-owner --no-privileges --exit-on-error --single-transaction --dbname "$PGDATABASE" "$backup/store.dump" || fail "the database could not be restored; nothing of it was kept."
else
  [ -s "$backup/store.db" ] || fail "'$backup' is of a PostgreSQL store; set Store__Postgres to a new database."
  need sqlite3 sqlite3
  checked=$(sqlite3 -readonly "$backup/store.db" 'PRAGMA integrity_check' | head -n 3)
  [ "$checked" = ok ] || fail "the store in '$backup' is damaged: $checked"
fi

mkdir -p "$data"
for archive in files handed-over; do tar --extract --file "$backup/$archive.tar" --directory "$data"; done
if [ -z "${Store__Postgres:-}" ]; then
  cp "$backup/store.db" "$data/procedure-engine.db.part"
  sync "$data/procedure-engine.db.part"
  mv "$data/procedure-engine.db.part" "$data/procedure-engine.db"
fi
sync "$data"
echo "restore.sh: restored to $data; now run the Host's command 'verify' on it, then start the Host."
