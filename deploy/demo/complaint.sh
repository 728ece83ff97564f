# complaint.sh : a complaint about State compensation from the file handed in to the result returned (B1 to B6). Sourced by demo.sh.
office=phuong-mau

today() { call GET /api/sandbox/clock | jq -r .now | TZ=Asia/Ho_Chi_Minh date -f - +%F; }

say "B1. The file is handed in at the counter"
as judicial-officer@$office
complaint='{"complainant":{"name":"Trần Thị Mai","isOrganisation":false,"identityNumber":"036180001234","address":"Số 7, tổ 3, phường mẫu","capacity":"injuredPerson","email":"tran.thi.mai@example.vn"},
 "scope":"stateManagement","subject":1,"grounds":["1b"],"body":{"name":"Ủy ban nhân dân quận mẫu","address":"Số 9"},"form":"written","isSigned":true,
 "content":"Không được hướng dẫn bổ sung hồ sơ yêu cầu bồi thường.","reason":"Đã quá 05 ngày làm việc kể từ ngày nộp hồ sơ.","relief":"Buộc thụ lý hồ sơ.",
 "facts":{"fileReceivedOn":"2026-02-02"}}'
complaint=$(jq -c --arg on "$(today)" '. + {madeOn: $on}' <<<"$complaint")
case=$(call POST /api/procedures/compensation-complaint/cases "{\"office\":\"$office\",\"channel\":\"counter\",\"data\":$complaint}" | jq -r .id)
echo "   case $case, $(call GET "/api/cases/$case" | jq -r .number.text)"
wrong=$(jq -c '.grounds = ["5a"]' <<<"$complaint")
refused=$(curl -sS -o "$work/refused" -w '%{http_code}' -X POST -H "Origin: $base" -b "$work/$user.jar" -H 'Content-Type: application/json' \
  --data "{\"office\":\"$office\",\"channel\":\"counter\",\"data\":$wrong}" "$base/api/procedures/compensation-complaint/cases")
same "a ground of another subject" "$refused" 422

say "B2. The judicial officer takes it in and writes the receipt"
do_task take-in Received '{"identityShown":true,"papers":[{"name":"Đơn khiếu nại","isOriginal":true},{"name":"Bản sao biên nhận hồ sơ","isOriginal":false}]}'
echo "   receipt $(call GET "/api/cases/$case" | jq -r '.receiptNumber.text'), result by $(call GET "/api/cases/$case" | jq -r '.resultDay.day')"

say "B2a. The handler accepts"
as case-handler@$office
do_task decide-acceptance Accepted '{}'

say "The leader declares the case complex: 45 days in all"
before=$(call GET "/api/cases/$case/deadlines" | jq -r '.items[] | select(.limitId == "resolve") | .dueDate')
as ward-leader@$office
act POST complex '{"reason":"Nhiều cơ quan liên quan, phải xác minh tại ba nơi."}'
after=$(call GET "/api/cases/$case/deadlines" | jq -r '.items[] | select(.limitId == "resolve") | .dueDate')
echo "   to be resolved by $after instead of $before"
[[ "$after" > "$before" ]] || fail "the complex case has no longer limit"

say "B3. The handler guides once, the complainant supplements"
as case-handler@$office
do_task appraise SupplementNeeded '{"manner":"writing","missing":["Giấy ủy quyền"],"text":"Đề nghị bổ sung giấy ủy quyền."}'
as judicial-officer@$office
do_task await-supplement Supplied '{"what":"Giấy ủy quyền"}'
as case-handler@$office
do_task appraise Sufficient '{"text":"Hồ sơ đủ căn cứ để giải quyết."}'

say "B4. The judicial officer reports and submits"
as judicial-officer@$office
do_task submit Submitted '{"conclusion":"founded","report":"Đã xác minh.","decision":"Buộc cơ quan bị khiếu nại thụ lý hồ sơ.","papers":[{"name":"Biên bản xác minh","isOriginal":true}]}'

say "B5. The ward leader signs"
as ward-leader@$office
do_task sign-decision Signed '{"signerTitle":"CHỦ TỊCH","isDeputy":false}'

say "B6. The result is returned"
as case-handler@$office
do_task prepare-result Prepared '{"papers":[]}'
as judicial-officer@$office
do_task return-result Returned "{\"on\":\"$(today)\",\"manner\":\"Trực tiếp\",\"receivedBy\":\"Trần Thị Mai\",\"proof\":\"Ký nhận\"}"
status_is completed

tell_the_case
same "limits not met in time" "$(call GET "/api/cases/$case/deadlines" | jq '[.items[] | select(.state != "met")] | length')" 0
say "Letters"
letters_left
for letter in complaint-guidance complaint-complex; do
  same "letters of kind $letter" "$(jq --arg k $letter '[.items[] | select(.kind == $k)] | length' <<<"$messages")" 1
done
same "receipts, of the ordinary and of the complex case" "$(call GET "/api/cases/$case/documents" | jq '[.items[] | select(.kind == "receipt")] | length')" 2
same "archive lists" "$(call GET "/api/cases/$case/documents" | jq '[.items[] | select(.kind == "archive-list")] | length')" 1
line=$(call GET "/api/registers/complaints?office=$office&year=$(today | cut -c1-4)" | jq -c --arg c "$case" '[.items[] | select(.caseId == $c)][0]')
same "the register's result" "$(jq -r .result <<<"$line")" "Quyết định giải quyết khiếu nại lần đầu"
interval=$(call GET "/api/cases/$case" | jq -c .limitationInterval)
[ "$interval" != null ] || fail "subject 1 shows no interval of the limitation period"
printf '\nDecision %s for %s; register line %s; not counted into the limitation period: %s\n' \
  "$(jq -r .decisionNumber <<<"$line")" "$(jq -r .caseNumber <<<"$line")" "$(jq -r .number <<<"$line")" "$interval"
