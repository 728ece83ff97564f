#!/usr/bin/env bash
# accounts.sh list|set|remove|key ... : people who sign in and systems that call with a key, in the store that the Host's settings name; without
# arguments it says how. In Production unless ASPNETCORE_ENVIRONMENT says otherwise. See docs/operation.md.
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/.."
host=$(ls -d "$PWD/ProcedureEngine.Host.dll" "$PWD/Host/bin/Release/net10.0/ProcedureEngine.Host.dll" 2>/dev/null | head -n 1 || true)
[ -n "$host" ] || { echo "accounts.sh: the Host is not built; run dotnet build Host -c Release." >&2; exit 2; }
cd "$here"
exec dotnet "$host" accounts "$@"
