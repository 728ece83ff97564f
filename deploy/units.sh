#!/usr/bin/env bash
# units.sh : has systemd read the units and names what it would not understand, without starting anything. The programs that they start lie
# on the real machine only, so they are checked on a copy whose commands exist here.
set -euo pipefail
cd "$(dirname "$0")/systemd"
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is missing; install the Debian package systemd." >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for unit in procedure-engine*; do sed 's#^ExecStart=/usr/bin/dotnet .*#ExecStart=/bin/true#; s#^Documentation=.*##' "$unit" >"$work/$unit"; done
said=$(cd "$work" && SYSTEMD_UNIT_PATH="$work:" systemd-analyze verify --man=no "$work"/procedure-engine* 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
# What it does not know it only warns of; that is a fault here.
ours=$(grep -F procedure-engine <<<"$said" || true)
[ -z "$ours" ] || { printf '%s\n' "$ours" >&2; exit 1; }
echo "units.sh: systemd understands $(ls "$work" | wc -l) units"
