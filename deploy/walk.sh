#!/usr/bin/env bash
# walk.sh FOLDER : starts the built Host on an empty folder, as an operator would, and lets the demonstrations walk through it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
port=${PE_WALK_PORT:-5087}
mkdir -p "$folder"
host="$PWD/Host/bin/Release/net10.0/ProcedureEngine.Host.dll"
(cd "$folder" && ASPNETCORE_ENVIRONMENT=Development exec dotnet "$host" --urls "http://localhost:$port") >"$folder/host.log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null || true; wait $pid 2>/dev/null || true' EXIT
ready=0
for _ in $(seq 1 300); do
  curl -sf "http://localhost:$port/health/ready" >/dev/null && { ready=1; break; }
  kill -0 $pid 2>/dev/null || break
  sleep 0.2
done
if [ $ready = 0 ]; then
  echo "The Host did not become ready:" >&2
  tail -n 40 "$folder/host.log" >&2
  exit 1
fi
for procedure in enforcement complaint claim; do
  bash deploy/demo.sh $procedure "http://localhost:$port" >"$folder/$procedure.log" 2>&1 || { tail -n 60 "$folder/$procedure.log"; exit 1; }
  tail -n 12 "$folder/$procedure.log"
done
