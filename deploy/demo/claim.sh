# claim.sh : a claim for State compensation under the Law of 2017, from a portal's account to the payment with the advance deducted (steps 1 to
# 9). Sourced by demo.sh.
office=so-ha-nam
yes='{"holds":true,"text":"Có tại hồ sơ."}'
signature='{"signerTitle":"GIÁM ĐỐC","isDeputy":false}'
signatures='[{"name":"Lê Văn Bình","agency":"Sở Tài chính","signed":true},{"name":"Phạm Thị Hoa","agency":"Sở Tư pháp","signed":false,"note":"Không đồng ý với mức bồi thường"}]'
papers='[{"kind":"claim","form":"scan"},{"kind":"basisDocument","form":"scan"},{"kind":"injuredPersonIdentity","form":"scan"}]'

now() { call GET /api/sandbox/clock | jq -r .now; }
today() { now | TZ=Asia/Ho_Chi_Minh date -f - +%F; }
# portal STATUS CURL-ARGUMENTS : a call with the portal's key.
portal() {
  local expected=$1 status; shift
  status=$(curl -sS -o "$work/portal" -w '%{http_code}' -H 'Authorization: ApiKey development-portal' "$@")
  [ "$status" = "$expected" ] || fail "the portal's call answers $status, expected $expected: $(cat "$work/portal")"
  cat "$work/portal"
}

say "The morning of a working day"
as reception@$office
# Tomorrow at half past eight, then a working day on: what is done below is done on one day, at whatever hour the walk begins.
clock() { key -X POST -H 'Content-Type: application/json' --data "$1" "$base/api/sandbox/clock" >/dev/null; }
clock "{\"now\":\"$(date -d "$(today) + 1 day" +%F)T08:30:00+07:00\"}"
clock '{"workingDays":1}'

say "1. A portal hands the claim in for an account; the case code comes at once"
as reception@$office
claim=$(jq -cn --arg on "$(today)" --argjson papers "$papers" '{claimant: {kind: "injuredPerson", name: "Lê Văn Nam", identityNumber: "035080001234", address: "Số 12, phường mẫu", email: "le.van.nam@example.vn"},
  madeOn: $on, causedBy: {name: "Chi cục mẫu", address: "Số 3"}, act: "Kê biên nhầm nhà đất.", damage: "Mất thu nhập cho thuê nhà.", causalLink: "Nhà bị niêm phong.", sum: 120000000, reckoning: "Sáu tháng tiền thuê.",
  paymentAccount: {holder: "Lê Văn Nam", number: "0011004455667", bank: "Ngân hàng mẫu"}, asksAdvance: true, basis: "enclosed", papers: $papers}')
start=$(jq -cn --arg o $office --argjson d "$claim" '{office: $o, channel: "portal", account: "vnconnect-lan", phone: "0912 345 678", data: $d}')
send() { portal "$1" -X POST -H "Idempotency-Key: demo-$$-$2" -H 'Content-Type: application/json' --data "$3" "$base/api/procedures/compensation-claim/cases"; }
started=$(send 201 claim "$start")
same "the second answer to the same key" "$(send 201 claim "$start" | jq -Sc .)" "$(jq -Sc . <<<"$started")"
case=$(jq -r .id <<<"$started") code=$(jq -r .code <<<"$started")
echo "   case $case, code $code, $(jq -r .number.text <<<"$started")"
same "the rule for an anonymous form" "$(send 422 form "$(jq -c '.channel = "form"' <<<"$start")" | jq -r .type)" /problems/registered-account
portal 404 "$base/api/portal/cases/$code?account=vnconnect-hung" >/dev/null
portal 200 "$base/api/portal/cases/$code?account=vnconnect-lan" | jq -r '"   \(.standing.where.vi), \(.standing.whoseTurn.vi), đến hết \(.standing.until)"'
do_task acknowledge Sent

say "2. The file is complete"
do_task prepare-check Prepared "{\"papers\":$papers}"
as head@$office
do_task check-completeness Complete

say "3. Accepted   4. A settlement officer is appointed"
do_task decide-acceptance Accepted "{\"ground\":$yes,\"damage\":$yes,\"causalLink\":$yes}"
do_task appoint Appointed "{\"officerId\":\"settlement-officer@$office\",\"officerName\":\"Phạm Thị Thu\",\"inCharge\":$yes,\"experienced\":$yes,\"unrelated\":$yes,\"signature\":$signature}"

say "5a. The advance, beside the verification: not under half of the value of art. 44(1)"
as settlement-officer@$office
do_task propose-advance Proposed '{"mentalDamage":15000000,"immediateDamage":5000001,"sum":12000000,"reckoning":"Theo bảng kê và mức lương cơ sở."}'
as head@$office
fix=$(call GET "/api/cases/$case/tasks" | jq -c '[.items[] | select(.activityId == "fix-advance" and .state == "open")][0]')
refused=$(curl -sS -o "$work/refused" -w '%{http_code}' -X POST -H "Origin: $base" -b "$work/$user.jar" -H 'Content-Type: application/json' \
  --data "{\"outcome\":\"EnoughBudget\",\"data\":{\"sum\":10000000,\"reason\":\"Một nửa, làm tròn xuống.\"},\"expectedRevision\":$(jq .revision <<<"$fix")}" "$base/api/tasks/$(jq -r .id <<<"$fix")/complete")
same "an advance of 49.99 %" "$refused" 422
do_task fix-advance EnoughBudget '{"sum":10000001,"reason":"Không dưới 50% giá trị thiệt hại."}'
do_task pay-advance Paid "{\"sum\":10000001,\"paidOn\":\"$(today)\",\"receipt\":\"UNC 07\"}"

say "5, 6. Verified and reported"
as settlement-officer@$office
do_task verify-damage Verified '{"damages":[{"damage":"Thu nhập bị mất","sum":108000000,"evidence":"Hợp đồng thuê nhà"}],"places":["Tổ 3, phường mẫu"],"result":"Nhà bị niêm phong sáu tháng."}'
do_task verification-report Reported '{"text":"Thiệt hại có thật, tính theo hợp đồng thuê.","proposed":60000000}'

say "7. Negotiated and agreed"
at=$(date -u -d "$(now) + 5 minutes" +%FT%TZ)
do_task invite Invited "{\"at\":\"$at\",\"place\":\"Phòng họp số 2\",\"participants\":[{\"name\":\"Lê Văn Bình\",\"agency\":\"Sở Tài chính\"},{\"name\":\"Phạm Thị Hoa\",\"agency\":\"Sở Tư pháp\"}]}"
clock '{"advance":"PT10M"}'
do_task hold-session Agreed "{\"heldAt\":\"$at\",\"minutes\":\"Hai bên thống nhất mức bồi thường.\",\"sum\":50000000,\"paymentManner\":\"Chuyển khoản một lần\",\"claimantSigned\":true,\"officerSigned\":true,\"participants\":$signatures}"

say "8. Decided and handed over in the session"
as head@$office
do_task sign-decision Signed "$signature"
as settlement-officer@$office
do_task hand-over HandedOver "{\"on\":\"$(today)\",\"receivedBy\":\"Lê Văn Nam\",\"minutes\":\"Trao tại buổi thương lượng.\"}"

say "9. Funded and paid, the advance deducted"
as head@$office
do_task request-funds Sent '{"text":"Kèm quyết định, biên bản, văn bản yêu cầu."}'
as finance-body@$office
do_task grant-funds Granted '{"sum":39999999,"document":"12/TB-STC"}'
as head@$office
do_task pay-compensation Paid "{\"sum\":39999999,\"paidOn\":\"$(today)\",\"receipt\":\"UNC 08\"}"
status_is completed

tell_the_case
same "limits not met in time" "$(call GET "/api/cases/$case/deadlines" | jq '[.items[] | select(.state != "met" and .state != "cancelled")] | length')" 0
say "Letters and short messages"
letters_left
same "short messages with the code" "$(jq --arg c "$code" '[.items[] | select(.channel == "sms" and .address == "+84912345678" and (.subject | contains($c)))] | length' <<<"$messages")" 1
printf '\nClaim %s (code %s): 50,000,000 đồng agreed, 10,000,001 advanced, 39,999,999 paid\n' "$(call GET "/api/cases/$case" | jq -r .number.text)" "$code"
