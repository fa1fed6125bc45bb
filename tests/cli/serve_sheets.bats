#!/usr/bin/env bats
# The sheets of entities and statements, over HTTP.

load common
load serve

setup() {
    common_setup
    export STELE_NOW=2022-09-20T10:00:00Z
    make_archive
    cat >first.json <<'J'
[{"kind":"entity","id":"s1","entity":"source","class":"newspaper","label":"a paper"},
 {"kind":"entity","id":"pl","entity":"place","class":"settlement","label":"Ізюм"},
 {"kind":"entity","id":"dead","entity":"people","label":"<b>two</b> dead"},
 {"kind":"entity","id":"troops","entity":"people","label":"soldiers, unit unknown"},
 {"kind":"entity","id":"a1","entity":"act","class":"torture","label":"a deed"},
 {"kind":"passage","id":"q1","source":"s1","locator":{"paragraph":3},"lang":"ar","words":"قتيلان",
  "chain":[{"who":"not_stated","knows":"not_stated","link":"stated"},{"who":"s1","knows":"reported","link":"inferred"}]},
 {"kind":"claim","id":"n1","about":"dead","property":"number","value":{"exact":20,"unit":"person"},"passage":"q1"},
 {"kind":"claim","id":"c1","about":"dead","property":"cause","value":{"term":"small_arms"},"passage":"q1"},
 {"kind":"claim","id":"c2","about":"dead","property":"cause","value":{"term":"shelling"},"passage":"q1"},
 {"kind":"claim","id":"w1","about":"a1","property":"when","value":{"edtf":"2022-03/2022-09"},"passage":"q1"},
 {"kind":"claim","id":"l1","about":"a1","property":"happened_at","value":"pl","passage":"q1"},
 {"kind":"claim","id":"x1","about":"pl","property":"coordinates","value":{"lat":"49.2","lon":"37.3","precision_m":500},"passage":"q1"},
 {"kind":"claim","id":"v1","about":"a1","property":"victim","value":"dead","passage":"q1"},
 {"kind":"claim","id":"i1","about":"a1","property":"involvement","value":"troops","qualifiers":{"degree":"direct"},"passage":"q1"}]
J
    "$stele" -C "$archive" add first.json >first.out
    export STELE_NOW=2022-09-22T10:00:00Z
    sed "s/N1/$(ref n1)/; s/DEAD/$(entity dead)/; s/Q1/$(ref q1)/" >second.json <<'J'
[{"kind":"claim","id":"n2","about":"DEAD","property":"number","value":{"exact":2,"unit":"person"},"passage":"Q1","supersedes":"N1","reason":"typing_error","note":"a nought too many"}]
J
    "$stele" -C "$archive" add second.json >>first.out
    serve_start
}
teardown() { serve_stop; }

entity() { sed -n "s/^$1	entity \([0-9a-z-]*\).*/\1/p" first.out | tr -d -; }
ref() { awk -F '\t' -v id="$1" '$1 == id { sub(/.* /, "", $3); print $3 }' first.out; }
says() { grep -qF -- "$1" <<<"$output" || { echo "no: $1"; return 1; }; }
says_not() { ! grep -qF -- "$1" <<<"$output" || { echo "yes: $1"; return 1; }; }

@test "a sheet says what is said, through whose hands, what contradicts it, what is missing" {
    run serve_get "/e/$(entity dead)"
    [ "$status" -eq 0 ]
    says '<h1 dir="auto">&lt;b&gt;two&lt;/b&gt; dead</h1>'
    says_not '<b>two</b>'
    says '<q class="say" lang="ar" dir="auto">قتيلان</q>'
    says '<ol class="hands"'
    says '(inferred)'
    says 'class="conf"'
    says 'may conflict'
    says '<del class="val">'
    says 'a nought too many'
    says '<ul class="gap">'
    says '<ul class="dates">'
    says "id=\"claim-$(ref n2)\""
    says "/s/$(ref n2)/correct"
}

@test "whoever is said to have done it is alleged, wherever they are named" {
    run serve_get "/e/$(entity troops)"
    says 'st-alleged'
    run serve_get "/e/$(entity a1)"
    says '<span class="alleged">alleged: </span><a href="/e/'
}

@test "a sheet as it was on a day, and every link keeps the day" {
    run serve_get "/e/$(entity dead)?as-of=2022-09-21"
    says '20 persons'
    says_not 'a nought too many'
    says "/e/$(entity a1)?as-of=2022-09-21"
    says_not '/correct' # an earlier state is not written to
    [ "$(serve_status "/e/$(entity dead)?as-of=2022-09-19")" = 404 ]
    [ "$(serve_status "/e/$(entity dead)?as-of=nonsense")" = 400 ]
}

@test "the map and the timeline say the same in a table, and move by links" {
    run serve_get "/e/$(entity pl)"
    says 'aria-label="Map with 1 place of the record.'
    says '49.2, 37.3'
    says 'map=492000%2C373000%2C'
    run serve_get "/e/$(entity pl)?map=492000,373000,2000"
    says '500 m'
    run serve_get "/e/$(entity pl)?map=nonsense"
    says 'aria-label="Map with 1 place'
    run serve_get "/e/$(entity a1)"
    says 'Timeline of the dates on this sheet'
    says 'The same as a table'
}

@test "an id in any form leads to the sheet, and what is not there is not found" {
    id=$(entity dead)
    run serve_curl -o /dev/null -w '%{http_code} %{redirect_url}' "${serve_address%/}/e/${id:0:4}-${id:4:4}"
    [ "$output" = "303 ${serve_address%/}/e/$id" ]
    for below in text history named; do
        run serve_curl -o /dev/null -w '%{redirect_url}' "${serve_address%/}/e/${id:0:4}-${id:4:4}/$below"
        [ "$output" = "${serve_address%/}/e/$id/$below" ]
    done
    run serve_curl -o /dev/null -w '%{http_code} %{redirect_url}' "${serve_address%/}/e/$(ref n1)"
    [ "$output" = "303 ${serve_address%/}/s/$(ref n1)" ]
    [ "$(serve_status /e/zzzzzzzzzzzzzzzzz)" = 404 ]
    [ "$(serve_status "/e/$id/nothing")" = 404 ]
    [ "$(serve_status /e/)" = 404 ]
    [ "$(serve_status /s/zzzzzz.1)" = 404 ]
    [ "$(serve_status "/s/$(ref n1)/nothing")" = 404 ]
}

@test "a history tells all of it, and a page where it is named goes on by key" {
    run serve_get "/e/$(entity dead)/history"
    says 'typing error'
    says 'a nought too many'
    says '<ol class="hist">'
    run serve_get "/e/$(entity dead)/named"
    says 'victim'
    run serve_get "/e/$(entity dead)?after=$(ref n1)"
    says_not "id=\"claim-$(ref n1)\""
    says "id=\"claim-$(ref c1)\""
    run serve_get "/e/$(entity pl)/within"
    says 'no boundary is recorded'
}

@test "statements of every kind are shown, with what was signed" {
    for n in $(seq 0 17); do
        feed=$(ref n1)
        [ "$(serve_status "/s/${feed%.*}.$n")" = 200 ] || { echo "${feed%.*}.$n"; return 1; }
    done
    run serve_get "/s/$(ref q1)"
    says '<pre class="long" dir="ltr">'
    says 'What points at it'
    run serve_get "/s/$(ref n1)"
    says 'corrected to'
    says '/proof'
}

@test "without a session nothing is shown" {
    rm -f "$serve_jar"
    [ "$(serve_status "/e/$(entity dead)")" = 303 ]
    [ "$(serve_status "/s/$(ref n1)")" = 303 ]
}

sign_in() { serve_curl -o /dev/null -w '%{http_code}' --data-urlencode "passphrase=$(cat "$1")" "${@:2}" -H "Origin: ${serve_address%/}" "${serve_address%/}/sign-in"; }

@test "a reader sees the sheets that people agreed to, and is told no more than that" {
    serve_stop
    unset STELE_NOW
    echo 'correct horse battery staple one' >admin
    echo 'correct horse battery staple two' >reader
    cat >talk.json <<'J'
[{"kind":"entity","id":"w","entity":"person","label":"a witness"},
 {"kind":"entity","id":"src","entity":"source","class":"interview_published","label":"what she told"},
 {"kind":"passage","id":"q9","source":"src","locator":{"page":1},"lang":"en","words":"I saw it burn",
  "chain":[{"who":"w","knows":"observed","link":"stated"}]},
 {"kind":"claim","id":"b9","about":"w","property":"name","value":{"written":"Vesna"},"passage":"q9"}]
J
    "$stele" -C "$archive" add talk.json >>first.out
    "$stele" -C "$archive" member passphrase -n admin >/dev/null
    "$stele" -C "$archive" --passphrase-file admin member new --role reader --here -n reader --json >made
    member=$(sed 's/.*"member":"\([^"]*\)".*/\1/' made)
    serve_start
    [ "$(sign_in reader --data-urlencode "member=$member")" = 303 ]
    [ "$(serve_status "/e/$(entity w)")" = 403 ]
    [ "$(serve_status "/s/$(ref q9)")" = 403 ]
    [ "$(serve_status "/e/$(entity w)/history")" = 403 ]
    run serve_get "/s/$(ref q9)"
    says_not 'I saw it burn'
    says_not 'observed'
    run serve_get "/e/$(entity pl)"
    says '49.2, 37.3'
    says_not '/correct' # readers only read
    # Nor is it counted where it is not shown.
    run serve_get /table/claims
    says_not 'Vesna'
    says "<caption>$(($(grep -o '<tr' <<<"$output" | wc -l) - 1)) lines<"
    # No form that they cannot send, and no name of a file by the page of an upload.
    for page in /enter /enter/violation /enter/passage /enter/claim /upload /import \
        "/upload?first=$(ref q9)&count=9" "/s/$(ref n1)/correct" "/s/$(ref n1)/assess" \
        "/s/$(ref n1)/decide" "/s/$(ref n1)/withdraw"; do
        [ "$(serve_status "$page")" = 403 ] || { echo "$page"; return 1; }
    done
    run serve_get /enter
    says 'This is not for you to do'
}

@test "what is sealed is shown when the reason was said, and that is logged" {
    serve_stop
    unset STELE_NOW
    echo 'twelve grey geese over the fen' >pass
    "$stele" -C "$archive" member passphrase -n pass >/dev/null
    "$stele" -C "$archive" --passphrase-file pass seal new witnesses >/dev/null
    echo '[{"kind":"entity","id":"sw","entity":"person","label":"Quosk the witness","seal":"witness"}]' >sealed.json
    "$stele" -C "$archive" --passphrase-file pass add sealed.json >>first.out
    serve_start
    [ "$(sign_in pass)" = 303 ]
    run serve_curl -o /dev/null -w '%{http_code} %{redirect_url}' "${serve_address%/}/e/$(entity sw)"
    [[ "$output" == *"/why"* ]]
    run serve_get "/e/$(entity sw)"
    says_not Quosk
    serve_post /why "why=her lawyer asked" >/dev/null
    run serve_get "/e/$(entity sw)"
    says 'Quosk the witness'
    says 'st-sealed'
    STELE_WHY="a test" run "$stele" -C "$archive" --passphrase-file pass access --json --entity "$(entity sw)"
    says '"command":"serve"'
    says 'her lawyer asked'
    # Without the key it is a bar, and says nothing.
    serve_stop
    unset STELE_WHY
    run "$stele" -C "$archive" show --json "$(ref sw)"
    says_not Quosk
}
