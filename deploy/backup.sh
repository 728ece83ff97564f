#!/usr/bin/env bash
# backup.sh FOLDER : copies all that the Host keeps into a new FOLDER while the Host runs. Reads the Host's own settings: Data__Folder
# (./data) and Store__Postgres. Run it as the user of the Host. See docs/operation.md for how often, and how to prove that a copy is good.
#
# The order is what makes the copy whole: incoming mail first (what is taken into the store meanwhile is known there by its Message-ID), then
# the store at one instant, then what it has handed over (what is added meanwhile is still to be sent in the copy).
set -euo pipefail
. "$(dirname "$0")/store.sh"
target=${1:-}
[ -n "$target" ] && [[ $target != -* ]] && [ $# = 1 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
data=${Data__Folder:-data}
[ ! -e "$target" ] || fail "'$target' is there already; a backup is never written over."
[ -d "$data" ] || fail "Data__Folder '$data' is no folder."
need tar tar
part="$target.part"
mkdir -m 700 "$part" || fail "'$part' cannot be made; another backup is at it, or one was cut off: remove it."
trap 'rm -rf "$part"' EXIT
umask 077

# Files may come and go under tar (a Maildir lives): its 1 says so, and the order above makes up for it.
archive() {
  local status=0
  tar --create --file "$part/$1" --directory "$data" --warning=no-file-changed --warning=no-file-removed "${@:2}" || status=$?
  [ $status -le 1 ] || fail "tar could not write $1."
}

handed_over=() others=()
while IFS= read -r -d '' entry; do
  case $entry in
    procedure-engine.db* | .writable) ;;
    mail-out | sms-out) handed_over+=("$entry") ;;
    *) others+=("$entry") ;;
  esac
done < <(find "$data" -mindepth 1 -maxdepth 1 -printf '%f\0' | sort -z)

archive files.tar --files-from <(printf '%s\n' "${others[@]}")
if [ -n "${Store__Postgres:-}" ]; then
  need pg_dump postgresql-client
  use_postgres "$Store__Postgres"
  pg_dump --format=custom --no-owner --no-privileges --no-password --file "$part/store.dump" || fail "pg_dump could not copy the database."
else
  need sqlite3 sqlite3
  [ -s "$data/procedure-engine.db" ] || fail "there is no store in '$data'; set Data__Folder, or Store__Postgres."
  # One read transaction of a second process: the Host writes on, the copy shows one instant.
  sqlite3 -bail -readonly -cmd '.timeout 60000' "$data/procedure-engine.db" "VACUUM INTO '${part//\'/\'\'}/store.db'" || fail "the store could not be copied."
  checked=$(sqlite3 "$part/store.db" 'PRAGMA quick_check' | head -n 3)
  [ "$checked" = ok ] || fail "the copy is damaged: $checked"
fi
archive handed-over.tar --files-from <(printf '%s\n' "${handed_over[@]}")
printf 'written %s\n' "$(date --utc +%Y-%m-%dT%H:%M:%SZ)" >"$part/about.txt"
(cd "$part" && sha256sum -- * >SHA256SUMS)
sync -- "$part"/* "$part"
mv --no-target-directory --no-clobber "$part" "$target"
[ ! -e "$part" ] || fail "'$target' has come into being meanwhile; the backup is not kept."
trap - EXIT
sync "$(dirname "$target")"
echo "backup.sh: $target ($(du -sh "$target" | cut -f1))"
