#!/usr/bin/env bash
# rabbitmq.sh start FOLDER [PORT] | stop FOLDER : a private RabbitMQ on loopback, for tests and trials: own node name, own port mapper (PORT+1),
# own ports (PORT for AMQP, PORT+2 between nodes), no systemd. A started one starts again with what it held. Prints its address.
set -euo pipefail
action=${1:-} folder=${2:-} port=${3:-56720}
[ -n "$folder" ] || { echo "usage: rabbitmq.sh start FOLDER [PORT] | stop FOLDER" >&2; exit 2; }
bin=/usr/lib/rabbitmq/bin
[ -x "$bin/rabbitmq-server" ] || { echo "RabbitMQ is not installed." >&2; exit 1; }
[ "$action" = start ] || port=$(cat "$folder/port" 2>/dev/null || true)

# The server runs as user rabbitmq when root starts it, and knows nothing of a RabbitMQ that the machine may run besides.
as_owner() {
  local prefix=()
  [ "$(id -u)" = 0 ] && prefix=(setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups)
  (cd / && exec "${prefix[@]}" env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 HOME="$folder" RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_NODENAME="pe$port@localhost" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT=$((port + 2)) \
    ERL_EPMD_PORT=$((port + 1)) ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" \
    RABBITMQ_PID_FILE="$folder/pid" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" RABBITMQ_CONFIG_FILE="$folder/rabbitmq" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" "$@")
}

case $action in
  start)
    mkdir -p "$folder/data" "$folder/log"
    echo "$port" >"$folder/port"
    printf '[].\n' >"$folder/plugins"
    # A small machine's disk or memory must not stop a test.
    printf 'disk_free_limit.absolute = 50MB\nvm_memory_high_watermark.relative = 0.6\nlog.console = false\n' >"$folder/rabbitmq.conf"
    [ "$(id -u)" = 0 ] && chown -R rabbitmq: "$folder"
    chmod 700 "$folder"
    rm -f "$folder/pid"
    as_owner "$bin/rabbitmq-server" >"$folder/server.log" 2>&1 </dev/null &
    as_owner "$bin/rabbitmqctl" -q wait --timeout 60 "$folder/pid" >"$folder/wait.log" 2>&1 || { cat "$folder/wait.log" "$folder/server.log" >&2; exit 1; }
    echo "amqp://guest:guest@127.0.0.1:$port/" ;;
  stop)
    [ -n "$port" ] || exit 0
    as_owner "$bin/rabbitmqctl" -q shutdown --timeout 30 >/dev/null 2>&1 || true
    # Its port mapper outlives it and serves nobody else.
    as_owner epmd -kill >/dev/null 2>&1 || true ;;
  *) echo "usage: rabbitmq.sh start FOLDER [PORT] | stop FOLDER" >&2; exit 2 ;;
esac
