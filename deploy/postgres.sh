#!/usr/bin/env bash
# postgres.sh start FOLDER [PORT] | stop FOLDER : a private PostgreSQL on loopback, for tests and trials. Prints its connection
# string. The server refuses to run as root, so a root shell hands it to user postgres.
set -euo pipefail
action=${1:-} folder=${2:-} port=${3:-55437}
[ -n "$folder" ] || { echo "usage: postgres.sh start FOLDER [PORT] | stop FOLDER" >&2; exit 2; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed." >&2; exit 1; }

as_owner() {
  local prefix=()
  [ "$(id -u)" = 0 ] && prefix=(setpriv --reuid=postgres --regid=postgres --init-groups)
  (cd / && exec "${prefix[@]}" env -i PATH="$bin:/usr/bin:/bin" LANG=C.UTF-8 HOME="$folder" "$@")
}

case $action in
  start)
    mkdir -p "$folder/run"
    [ "$(id -u)" = 0 ] && chown -R postgres: "$folder"
    chmod 700 "$folder"
    if [ ! -s "$folder/data/PG_VERSION" ]; then
      as_owner initdb -D "$folder/data" -U engine -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log"
    fi
    as_owner pg_ctl -D "$folder/data" -l "$folder/server.log" -w -t 60 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder/run -c max_connections=300" start >/dev/null
    echo "Host=127.0.0.1;Port=$port;Database=postgres;Username=engine" ;;
  stop)
    [ -s "$folder/data/PG_VERSION" ] && as_owner pg_ctl -D "$folder/data" -m immediate -w stop >/dev/null ;;
  *) echo "usage: postgres.sh start FOLDER [PORT] | stop FOLDER" >&2; exit 2 ;;
esac
