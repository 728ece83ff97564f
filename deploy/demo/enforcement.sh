# enforcement.sh : an e-mail through the seven steps of the enforcement request. Sourced by demo.sh.
office=namdinh

say "1. An e-mail arrives"
sed "s/@NONCE@/$(date +%s%N)/" deploy/demo/yeu-cau-thi-hanh-an.eml >"$work/request.eml"
key -X POST -H 'Content-Type: message/rfc822' --data-binary "@$work/request.eml" "$base/api/mail?mailbox=htttycthanamdinh@moj.gov.vn" >"$work/mail.json"
case=$(jq -r '.caseId // empty' "$work/mail.json")
[ -n "$case" ] || fail "the mail opened no case: $(cat "$work/mail.json")"
echo "   case $case"
key -X POST -H 'Content-Type: message/rfc822' --data-binary "@$work/request.eml" "$base/api/mail?mailbox=htttycthanamdinh@moj.gov.vn" >"$work/again.json"
same "the case of the same mail again" "$(jq -r .caseId "$work/again.json")" "$case"

as intake-officer@$office
same "the number before the check" "$(call GET "/api/cases/$case" | jq -r .number)" null
request='{"requester":{"name":"Nguyễn Thị Lan","identityNumber":"036180001234","address":"12 Trần Hưng Đạo, Nam Định","capacity":"judgmentCreditor","email":"nguyen.thi.lan@example.vn"},
 "judgment":{"number":"12/2026/DS-ST","date":"2026-01-12","court":"Tòa án nhân dân thành phố Nam Định","effectiveOn":"2026-02-12"},
 "otherParty":{"name":"Trần Văn Hùng","address":"5 Hàng Tiện, Nam Định"},
 "obligations":[{"kind":"money","content":"Trả số tiền nợ gốc","amount":250000000}],
 "form":"inPersonWritten","delivery":"waitAndCollect"}'
request=$(jq -c . <<<"$request")

say "2. The officer checks validity"
do_task check-validity Valid "{\"request\":$request}"
number=$(call GET "/api/cases/$case" | jq -r .number.text)
[ "$number" != null ] || fail "the first check registered no number"
echo "   case number $number"

say "3. Receipt is confirmed; an appointment is set"
visit_day=$(call POST /api/deadlines/calculate "{\"start\":\"$(call GET /api/sandbox/clock | jq -r .now)\",\"amount\":5,\"unit\":\"workingDay\"}" | jq -r .dueDate)
minute=$((RANDOM % 18 * 10))
at=$(printf '%sT%02d:%02d:00+07:00' "$visit_day" $((8 + minute / 60)) $((minute % 60)))
do_task confirm-receipt InPerson "{\"visit\":{\"officer\":\"intake-officer@$office\",\"officerName\":\"Phạm Thị Mai\",\"officerPhone\":\"0228 3123 456\",\"place\":\"Phòng tiếp công dân\",\"at\":\"$at\",\"minutes\":10}}"
echo "   appointment $at"

say "4. The decision is drafted"
do_task draft-decision Drafted '{"legalBases":"Căn cứ Điều 7, Điều 35, Điều 36 Luật Thi hành án dân sự\nCăn cứ bản án số 12/2026/DS-ST"}'

say "5. The applicant comes; the original is compared field by field"
call POST /api/sandbox/clock "{\"now\":\"$at\"}" >/dev/null
do_task receive-original Match "{\"original\":$request,\"hasJudgment\":true}"
do_task submit-proposal Submitted '{"text":"Đề nghị ra quyết định thi hành án theo đơn yêu cầu."}'

say "6. The head signs the same day"
as head@$office
do_task sign-decision Signed "{\"signerTitle\":\"Cục trưởng\",\"bailiff\":\"bailiff@$office\",\"bailiffName\":\"Vũ Đức Long\",\"isDeputy\":false}"

say "7. The decision is issued"
as clerk@$office
do_task issue-decision Issued '{"copies":5,"sealed":true,"archiveReference":"Hồ sơ 2026/QĐ","handedOver":true}'
as intake-officer@$office
do_task send-soft-copy Sent
now=$(call GET /api/sandbox/clock | jq -r .now)
do_task collect Collected "{\"collectedBy\":\"Nguyễn Thị Lan\",\"at\":\"$now\",\"signedBy\":\"Nguyễn Thị Lan\"}"
as bailiff@$office
do_task notify Notified "{\"manner\":\"direct\",\"on\":\"$visit_day\",\"proof\":\"Biên bản giao nhận số 1\"}"
do_task notify Notified "{\"manner\":\"post\",\"on\":\"$visit_day\",\"proof\":\"Giấy báo phát EE123456789VN\"}"
do_task take-over TakenOver "{\"on\":\"$visit_day\"}"
status_is completed

as intake-officer@$office
tell_the_case
missed=$(call GET "/api/cases/$case/deadlines" | jq '[.items[] | select(.state != "met")] | length')
same "limits not met in time" "$missed" 0
say "Letters"
letters_left
for letter in received confirm-in-person file-complete decision-issued; do
  same "letters of kind $letter" "$(jq --arg k $letter '[.items[] | select(.kind == $k)] | length' <<<"$messages")" 1
done
decision=$(call GET "/api/cases/$case/documents" | jq -r '[.items[] | select(.kind == "decision")][0].id')
call GET "/api/cases/$case/documents/$decision" >"$work/decision.html"
grep -q '250.000.000' "$work/decision.html" || fail "the decision does not hold the sum"
text=$(call GET "/api/registers/decisions?office=$office&year=${visit_day%%-*}" | jq -r --arg c "$case" '[.items[] | select(.caseId == $c)][0].number')
[ -n "$text" ] && [ "$text" != null ] || fail "the register holds no line for the decision"
printf '\nDecision %s issued on %s for case %s; its soft copy went to nguyen.thi.lan@example.vn\n' "$text" "$visit_day" "$number"
