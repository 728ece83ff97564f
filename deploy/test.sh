#!/usr/bin/env bash
# test.sh [--quick] : installs what the tests need, starts a private PostgreSQL, runs every test project and the walk-through,
# stops what it started. A part that is absent is a failure, never a skip. The last line counts the tests.
set -uo pipefail
cd "$(dirname "$0")/.."
quick=0
[ "${1:-}" = --quick ] && quick=1

bash deploy/install.sh postgresql postgresql-client python3 python3-aiosmtpd libpython3.11-testsuite curl jq libicu72 || exit 1
bash deploy/install.sh chromium fonts-noto-core || exit 1
bash deploy/install.sh rabbitmq-server || exit 1
bash deploy/install.sh sqlite3 tar systemd || exit 1
bash deploy/install.sh postfix openssl dovecot-imapd isync fetchmail || exit 1
command -v dotnet >/dev/null || { echo "The .NET SDK (see global.json) is missing." >&2; exit 1; }
command -v npm >/dev/null || { echo "Node 20 with npm is missing; readers and calendars are compared with npm packages." >&2; exit 1; }
for oracles in tests/*/oracles/package.json; do
  (cd "$(dirname "$oracles")" && npm ci --silent --no-audit --no-fund) || exit 1
done

bash deploy/studio.sh || exit 1

work=$(mktemp -d /tmp/procedure-engine-test.XXXXXX)
chmod 755 "$work"
stop() {
  bash deploy/rabbitmq.sh stop "$work/rabbitmq" >/dev/null 2>&1 || true
  bash deploy/postgres.sh stop "$work/postgres" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
PE_POSTGRES=$(bash deploy/postgres.sh start "$work/postgres" "$(free_port)") || {
  echo "PostgreSQL did not start:" >&2
  tail -n 20 "$work/postgres/server.log" >&2
  exit 1
}
export PE_POSTGRES
# It takes its port and the two above.
PE_RABBITMQ=$(bash deploy/rabbitmq.sh start "$work/rabbitmq" "$(free_port)") || exit 1
export PE_RABBITMQ

dotnet restore --locked-mode -v q || exit 1
dotnet build --no-restore -c Release -v q --nologo || exit 1
bash deploy/dashboard.sh --check || exit 1
bash deploy/lint.sh --lang en || exit 1
bash deploy/units.sh || exit 1

passed=0 failed=0 skipped=0
filter=()
[ $quick = 1 ] && filter=(--filter "TestCategory!=Whole")
for project in tests/*.Tests/*.csproj; do
  log="$work/$(basename "$project").trx"
  echo "== $(basename "$project" .csproj)"
  started=$SECONDS
  dotnet test "$project" --no-build -c Release --nologo -v q --logger "trx;LogFileName=$log" --logger "console;verbosity=minimal" "${filter[@]}" || true
  if [ ! -s "$log" ]; then
    echo "   no result: the test run of this project broke"
    failed=$((failed + 1))
    continue
  fi
  counters=$(grep -o '<Counters [^>]*>' "$log")
  number() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  total=$(number total) ok=$(number passed) bad=$(number failed)
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + total - ok - bad))
  [ "$total" -gt 0 ] || { echo "   no test was run"; failed=$((failed + 1)); }
  echo "   $ok passed, $bad failed of $total in $((SECONDS - started)) s"
done

if PE_WALK_PORT=$(free_port) bash deploy/walk.sh "$work/walk"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
if [ $skipped -gt 0 ]; then
  echo "$skipped tests were skipped or not run; each counts as a failure"
  failed=$((failed + skipped))
fi
echo "$passed passed, $failed failed, 0 skipped"
[ $failed -eq 0 ]
