#!/usr/bin/env bash
# demo.sh [enforcement|complaint|claim] [base-url] : walks a procedure to its end against a running development Host, as each role in turn: a real
# e-mail through the seven steps of the enforcement request, a complaint from the file handed in to the result returned, or a claim from a portal's
# account to the payment. Prints the journal, the time limits and where the letters lie; ends with an error when anything is not as the
# procedure says. The sandbox clock moves forward.
set -euo pipefail
cd "$(dirname "$0")/.."
procedure=${1:-enforcement}
base=${2:-http://localhost:5080}
[ "$procedure" != lib ] && [ -f "deploy/demo/$procedure.sh" ] || { echo "usage: demo.sh [enforcement|complaint|claim] [base-url]" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. deploy/demo/lib.sh
. "deploy/demo/$procedure.sh"
