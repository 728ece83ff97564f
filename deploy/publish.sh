#!/usr/bin/env bash
# publish.sh FOLDER : builds what is installed: the Host compiled ahead (ReadyToRun, so that a start compiles less), framework-dependent for
# linux-x64, with the dashboard, Elsa Studio, the operator's scripts, units and documents. FOLDER must not exist. Copy it to /opt/procedure-engine.
# Needs the .NET SDK, Node 20.19 or later with npm, and curl.
set -euo pipefail
target=$(realpath -m "${1:?publish.sh FOLDER}")
cd "$(dirname "$0")/.."
[ ! -e "$target" ] || { echo "publish.sh: '$target' is there already; nothing is written over." >&2; exit 1; }
command -v dotnet >/dev/null || { echo "The .NET SDK (see global.json) is missing." >&2; exit 1; }
part="$target.part"
rm -rf "$part"
trap 'rm -rf "$part"' EXIT
bash deploy/studio.sh
dotnet publish Host -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -v q --nologo -o "$part"
HOST_PROGRAM="$part/ProcedureEngine.Host.dll" bash deploy/dashboard.sh
cp -r Dashboard/dist "$part/dashboard"
rm -f "$part/dashboard/.stamp"
mkdir -p "$part/deploy" "$part/docs"
cp deploy/backup.sh deploy/restore.sh deploy/store.sh deploy/why.sh deploy/accounts.sh deploy/deliver.sh "$part/deploy/"
cp -r deploy/systemd "$part/deploy/"
cp docs/*.md "$part/docs/"
(cd "$part" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
mv "$part" "$target"
trap - EXIT
echo "publish.sh: $target ($(du -sh "$target" | cut -f1))"
