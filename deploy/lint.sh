#!/usr/bin/env bash
# lint.sh [--at yyyy-MM-dd] [--procedure ID] [--file DEFINITION.json] [--lang vi|en] [--format text|json] : looks through the procedures
# without starting a host. Ends with 1 when there is a finding that nobody accepted, with 2 when called wrongly. See docs/linter.md.
set -euo pipefail
here=$PWD
cd "$(dirname "$0")/.."
command -v dotnet >/dev/null || { echo "The .NET SDK (see global.json) is missing." >&2; exit 2; }
dotnet build Host -c Release -v q --nologo -clp:ErrorsOnly >&2 || exit 2
host="$PWD/Host/bin/Release/net10.0/ProcedureEngine.Host.dll"
cd "$here"
ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development} exec dotnet "$host" lint "$@"
