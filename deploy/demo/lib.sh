# lib.sh : what every demonstration uses; sourced with base, office and work set.
fail() { echo "NOT AS THE PROCEDURE SAYS: $*" >&2; exit 1; }
say() { printf '\n== %s\n' "$*"; }
same() { [ "$2" = "$3" ] || fail "$1 is '$2', expected '$3'"; }

# call METHOD PATH [JSON] as USER : prints the answer's body; an answer other than 2xx ends the walk.
user=
call() {
  local method=$1 path=$2 body=${3:-} status
  local args=(-sS -o "$work/body" -w '%{http_code}' -X "$method" -H "Origin: $base" -b "$work/$user.jar" -c "$work/$user.jar")
  [ -n "$body" ] && args+=(-H 'Content-Type: application/json' --data "$body")
  status=$(curl "${args[@]}" "$base$path")
  case $status in 2*) cat "$work/body" ;; *) fail "$method $path as $user: $status $(cat "$work/body")" ;; esac
}
as() { user=$1; [ -f "$work/$user.jar" ] || call POST /api/session "{\"user\":\"$user\",\"password\":\"$user\"}" >/dev/null; }
key() { curl -sS -H 'Authorization: ApiKey development' "$@"; }

# do_task ACTIVITY OUTCOME [DATA] : completes the open task of a step.
do_task() {
  local task id revision
  task=$(call GET "/api/cases/$case/tasks" | jq -c --arg a "$1" '[.items[] | select(.activityId == $a and (.state == "open" or .state == "claimed"))][0]')
  [ "$task" != null ] || fail "no open task at step '$1'"
  id=$(jq -r .id <<<"$task") revision=$(jq -r .revision <<<"$task")
  call POST "/api/tasks/$id/complete" "$(jq -cn --arg o "$2" --argjson d "${3:-null}" --argjson r "$revision" '{outcome: $o, data: $d, expectedRevision: $r}')" >/dev/null
  printf '   %-18s %-28s %s\n' "$1" "$2" "$user"
}
status_is() { same "status of the case" "$(call GET "/api/cases/$case" | jq -r .status)" "$1"; }

# act METHOD PATH JSON : an act on the case that is no task, as the present user.
act() { call "$1" "/api/cases/$case/$2" "$3" >/dev/null; printf '   %-18s %-28s %s\n' "$2" "" "$user"; }

# tell_the_case : journal, limits and papers, as the present user sees them.
tell_the_case() {
  say "Journal"
  call GET "/api/cases/$case/journal" | jq -r '.items[] | [(.sequence|tostring), .at, .event, (.activityId // "-"), .message] | @tsv' | cut -c1-150
  say "Time limits"
  call GET "/api/cases/$case/deadlines" | jq -r '.items[] | [.limitId, (.occurrence|tostring), .state, (.dueDate // "-")] | @tsv'
  say "Papers"
  call GET "/api/cases/$case/documents" | jq -r '.items[] | [.kind, .name, (.version|tostring)] | @tsv'
}

# letters_left : waits until every letter of the case has left, at most half a minute (the outbox works behind the answers).
letters_left() {
  for _ in $(seq 1 150); do
    messages=$(call GET "/api/cases/$case/messages")
    [ "$(jq '[.items[] | select(.direction == "out" and .state != "sent")] | length' <<<"$messages")" = 0 ] && break
    sleep 0.2
  done
  jq -r '.items[] | [.direction, .kind, .address, (.state // "-"), (.proof // "-")] | @tsv' <<<"$messages"
  same "letters not sent" "$(jq '[.items[] | select(.direction == "out" and .state != "sent")] | length' <<<"$messages")" 0
}
