#!/usr/bin/env bash
# studio.sh : installs Elsa Studio, as its lock file names it, where the Host serves it from under /studio/ (92 MB, not kept in the
# repository). Needs npm; does nothing when the right version lies there already.
set -euo pipefail
cd "$(dirname "$0")/../Host/Studio"
command -v npm >/dev/null || { echo "Node 20 with npm is missing; Elsa Studio comes as an npm package." >&2; exit 1; }
wanted=$(sed -n 's/.*"@elsa-workflows\/elsa-studio-wasm": "\(.*\)".*/\1/p' package.json)
installed=$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' node_modules/@elsa-workflows/elsa-studio-wasm/package.json 2>/dev/null | head -n 1 || true)
[ "$wanted" = "$installed" ] || npm ci --silent --no-audit --no-fund
