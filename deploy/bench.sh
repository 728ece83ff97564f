#!/usr/bin/env bash
# bench.sh [--quick] [--scale=0.1] [SECTION...] : the engine's figures by section (legal-time, engine, hosts, firing, board, readiness, viewers; all when none is
# named), on both stores and over HTTP, with pgbench beside them in the same run. Starts and stops a private PostgreSQL with fsync on. --mail
# prints only what reading mail costs, --legal-time only what counting does.
set -euo pipefail
cd "$(dirname "$0")/.."
bash deploy/install.sh postgresql postgresql-client postgresql-contrib python3
work=$(mktemp -d /tmp/procedure-engine-bench.XXXXXX)
chmod 755 "$work"
trap 'bash deploy/postgres.sh stop "$work/postgres" >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
PE_POSTGRES=$(bash deploy/postgres.sh start "$work/postgres" "$port")
PATH="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1):$PATH"
export PE_POSTGRES PATH
dotnet build tests/Benchmarks -c Release -v q --nologo
dotnet run --no-build -c Release --project tests/Benchmarks -- "$@"
