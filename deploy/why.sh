#!/usr/bin/env bash
# why.sh CASE [--lang vi|en] [--Setting:Name value] : tells why a case does not move and what to do, looking into the store beside a running
# Host. CASE is an id, a number or a reference code. Ends with 1 when it is stuck, with 2 when it cannot be told. See docs/operation.md.
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/.."
host=$(ls -d "$PWD/ProcedureEngine.Host.dll" "$PWD/Host/bin/Release/net10.0/ProcedureEngine.Host.dll" 2>/dev/null | head -n 1 || true)
[ -n "$host" ] || { echo "why.sh: the Host is not built; run dotnet build Host -c Release." >&2; exit 2; }
cd "$here"
ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development} exec dotnet "$host" why "$@"
