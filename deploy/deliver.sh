#!/usr/bin/env bash
# deliver.sh [MAILBOX] : a pipe command for a mail server (Postfix pipe, procmail, fetchmail --mda). Reads one message from standard input and hands
# it to the running Host; without MAILBOX the Host takes it from Delivered-To, X-Original-To, To and Cc. Exit codes of sysexits.h tell the mail
# server what to do: 0 taken over, 67 no such mailbox, 69 too large (both bounce), 75 try again later (the mail server keeps the mail).
#   PE_URL       the Host (http://localhost:5080)
#   PE_KEY_FILE  a file with the API key, readable by the mail server's user only
#   PE_MAILDIR   instead of the Host: the folder with one Maildir a mailbox ('all' without MAILBOX)
set -uo pipefail
readonly taken=0 no_such_mailbox=67 too_large=69 try_later=75
mailbox=${1:-}
url=${PE_URL:-http://localhost:5080}

fail() { echo "deliver.sh: $2" >&2; exit "$1"; }

into_maildir() {
  local folder name
  folder="$PE_MAILDIR/$(printf '%s' "${mailbox:-all}" | tr '[:upper:]' '[:lower:]')"
  [ -d "$folder/new" ] || fail $no_such_mailbox "there is no Maildir $folder"
  name="$(date +%s).P$$R$RANDOM.$(uname -n | tr '/:' '__')"
  cat >"$folder/tmp/$name" && sync -d "$folder/tmp/$name" && mv "$folder/tmp/$name" "$folder/new/$name" || {
    rm -f "$folder/tmp/$name"
    fail $try_later "the message could not be written to $folder"
  }
  exit $taken
}

into_host() {
  local work status
  [ -r "${PE_KEY_FILE:-}" ] || fail $try_later "PE_KEY_FILE names no readable file with the API key"
  work=$(mktemp -d) || fail $try_later "no room for the message"
  trap 'rm -rf "$work"' EXIT
  cat >"$work/message" || fail $try_later "the message could not be read"
  # The key goes by a file: arguments can be read by everybody on the machine.
  printf 'Authorization: ApiKey %s\n' "$(head -n 1 "$PE_KEY_FILE")" >"$work/header"
  status=$(curl -s -o "$work/answer" -w '%{http_code}' --max-time 120 -H "@$work/header" -H 'Content-Type: message/rfc822' \
    --data-binary "@$work/message" "$url/api/mail${mailbox:+?mailbox=${mailbox//+/%2B}}") || status=000
  case $status in
    200 | 201 | 202) exit $taken ;;
    422) grep -q unknown-mailbox "$work/answer" && fail $no_such_mailbox "no office has the mailbox '$mailbox'" ;;
    413) fail $too_large "the message is too large" ;;
  esac
  fail $try_later "the Host answered $status"
}

case $mailbox in *[!A-Za-z0-9@._+-]*) fail $no_such_mailbox "'$mailbox' is no mailbox" ;; esac
if [ -n "${PE_MAILDIR:-}" ]; then into_maildir; else into_host; fi
