#!/usr/bin/env bash
# dashboard.sh [--check] : builds the dashboard into Dashboard/dist against the API of the Host that is built here: its OpenAPI document is asked
# of a Host that starts for it on an empty folder, and the client's types are made from it. Nothing is done when nothing has changed since the
# last build; --check also runs the dashboard's own tests. Needs Node 20.19 or later, and a built Host (HOST_PROGRAM names another assembly of it).
set -euo pipefail
cd "$(dirname "$0")/.."
program=${HOST_PROGRAM:-$PWD/Host/bin/Release/net10.0/ProcedureEngine.Host.dll}
[ -s "$program" ] || { echo "Build the Host first: dotnet build Host -c Release" >&2; exit 1; }
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null || {
  echo "Node 20.19 or later with npm is missing; the dashboard is built with it." >&2
  exit 1
}

lock=$(sha256sum Dashboard/package-lock.json | cut -d' ' -f1)
if [ "$(cat Dashboard/node_modules/.installed 2>/dev/null)" != "$lock" ]; then
  (cd Dashboard && npm ci --silent --no-audit --no-fund)
  echo "$lock" >Dashboard/node_modules/.installed
fi

work=$(mktemp -d /tmp/procedure-engine-dashboard.XXXXXX)
pid=
stop() {
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
  rm -rf "$work"
}
trap stop EXIT
(cd "$work" && ASPNETCORE_ENVIRONMENT=Staging Data__Folder="$work/data" exec dotnet "$program" --urls http://127.0.0.1:0) >"$work/host.log" 2>&1 &
pid=$!
address=
for _ in $(seq 1 300); do
  address=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/host.log" | head -n 1 || true)
  [ -n "$address" ] && curl -sf "$address/openapi/v1.json" -o "$work/openapi.json" && break
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.2
done
[ -s "$work/openapi.json" ] || { echo "The Host did not give its OpenAPI document:" >&2; tail -n 20 "$work/host.log" >&2; exit 1; }
# The address at which the document was asked is no part of it.
node -e 'const fs = require("node:fs"); const [from, to] = process.argv.slice(1); const d = JSON.parse(fs.readFileSync(from)); delete d.servers; fs.writeFileSync(to, JSON.stringify(d, null, 1));' \
  "$work/openapi.json" Dashboard/openapi.json

# What the types are made of counts, not the types themselves.
sources() { (cd Dashboard && find src scripts index.html vite.config.ts tsconfig.json package-lock.json package.json openapi.json -type f ! -path src/api/schema.ts -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum); }
stamp=$(sources)
cd Dashboard
if [ "$(cat dist/.stamp 2>/dev/null)" != "$stamp" ]; then
  npm run --silent api
  npm run --silent build
  echo "$stamp" >dist/.stamp
fi
[ "${1:-}" != --check ] || npm test --silent
