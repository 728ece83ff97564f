#!/usr/bin/env bash
# run.sh [host arguments] : on a Debian machine with the .NET SDK and apt, installs what is missing, builds, and starts the Host on
# http://localhost:5080 in Development. What it keeps lies in ./data of the folder it is called from.
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/.."
bash deploy/install.sh libicu72 curl
command -v dotnet >/dev/null || { echo "The .NET SDK (see global.json) is missing." >&2; exit 1; }
if command -v npm >/dev/null; then bash deploy/studio.sh; else echo "npm is missing: the Host starts without Elsa Studio." >&2; fi
dotnet build Host -c Release -v q --nologo
# The plain desk needs no dashboard, so that a machine without Node is not stopped here.
bash deploy/dashboard.sh || echo "The dashboard was not built; /desk works without it." >&2
host="$PWD/Host/bin/Release/net10.0/ProcedureEngine.Host.dll"
cd "$here"
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
echo "ProcedureEngine starts on http://localhost:5080 (dashboard: /app, plain desk: /desk, Elsa Studio: /studio, API: /docs, data: $here/data)"
exec dotnet "$host" "$@"
