#!/usr/bin/env bash
# store.sh : sourced by backup.sh and restore.sh. Reads where the Host keeps its data from the same settings that the Host reads
# (Data__Folder, Store__Postgres), so that one environment file serves the unit and both scripts.

fail() { echo "$(basename "$0"): $1" >&2; exit 1; }

need() { command -v "$1" >/dev/null || fail "$1 is missing; install the Debian package $2."; }

# What PostgreSQL's own tools are told; the password goes by the environment, never by arguments that everybody on the machine can read.
use_postgres() {
  local part name value
  while IFS= read -r -d ';' part; do
    [ -n "${part// /}" ] || continue
    name=$(tr '[:upper:]' '[:lower:]' <<<"${part%%=*}" | tr -d ' ') value=${part#*=}
    case $name in
      host | server) export PGHOST=$value ;;
      port) export PGPORT=$value ;;
      database | db) export PGDATABASE=$value ;;
      username | userid | user) export PGUSER=$value ;;
      password) export PGPASSWORD=$value ;;
      passfile) export PGPASSFILE=$value ;;
      sslmode) export PGSSLMODE; PGSSLMODE=$(sed 's/Verify\(CA\|Full\)/verify-\1/' <<<"$value" | tr '[:upper:]' '[:lower:]') ;;
      rootcertificate) export PGSSLROOTCERT=$value ;;
    esac
  done <<<"$1;"
  [ -n "${PGDATABASE:-}" ] || fail "Store__Postgres names no Database."
  export PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-15}
}
