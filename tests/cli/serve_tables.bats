#!/usr/bin/env bats
# The pages of tables, lists, search and log, and every file that leaves by them.

load common
load serve
load tables

setup() {
    common_setup
    make_archive
    make_tables
    serve_start
}
teardown() { serve_stop; }

page() { run serve_get "$@"; }
give='purpose=documentation&for=own_team'

@test "tables: filters, chips, pages" {
    page /table/
    has '/table/events'
    page /table/events
    has '3 lines'
    has '=1+1'
    has 'the second'
    page '/table/events?property=killed'
    has 'take this filter away'
    has 'the second'
    [[ "$output" != *'the third'* ]]
    page '/table/events?place=nowhere'
    has 'no place of this archive is called'
    [ "$(serve_status /table/nothing)" = 404 ]
    [ "$(serve_status '/table/events?after=nonsense')" = 200 ]
    page '/table/events?as-of=2001-01-01'
    has 'No line passes'
    page /table/interviews
    has 'Nothing of this kind is recorded yet'
}

@test "tables: a page goes on by key" {
    python3 - >more.json <<'P'
import json
print(json.dumps([{"kind": "entity", "id": f"x{i}", "entity": "item", "label": f"thing {i}"} for i in range(120)]))
P
    "$stele" -C "$archive" add more.json >/dev/null
    page /table/items
    has '120 lines'
    has 'thing 49<'
    [[ "$output" != *'thing 50<'* ]]
    next=$(grep -o '/table/items?after=[^"]*' <<<"$output" | head -n 1)
    [ -n "$next" ]
    page "$next"
    has 'thing 50<'
    has 'thing 99<'
    [[ "$output" != *'thing 49<'* ]]
    page '/table/items?order=newest'
    has 'thing 119<'
}

@test "markup in what was recorded is text" {
    "$stele" -C "$archive" add entity event --label '<script>alert(1)</script>' >/dev/null
    page '/table/events?text=%3Cscript%3E'
    [[ "$output" != *'<script>alert'* ]]
    page /table/events
    has '&lt;script&gt;alert(1)'
    [[ "$output" != *'<script>alert'* ]]
    page '/find?q=%3Cscript%3Ealert'
    [[ "$output" != *'<script>alert'* ]]
}

@test "a file of a table: asked for first, the same as the command's" {
    page '/table/persons.csv'
    has 'Nothing was given'
    has 'name="purpose"'
    [ "$(serve_status '/table/persons.csv')" = 403 ]
    serve_get "/table/events.csv?place=%D0%92%D0%B8%D0%B3%D0%B0%D0%B4%D0%B0%D0%BD%D0%B5&$give" >page.csv
    "$stele" -C "$archive" table events --place Вигадане --format csv --purpose documentation --for own_team >command.csv
    cmp page.csv command.csv
    serve_get "/table/places.geojson?$give" | jq -e '.features | length == 1'
    serve_get "/table/events.json?$give" | tail -n +2 | jq -e .id
    serve_get "/table/events.xlsx?$give" >page.xlsx
    [ "$(head -c 2 page.xlsx)" = PK ]
    run serve_get "/table/events.csv?$give" -r 0-9
    [ "$output" = "id,name,cl" ]
    [ "$(serve_status '/table/events.pdf')" = 404 ]
}

@test "search tells why" {
    page '/find?q=Vyhadane'
    has '<mark>'
    has 'spelling of'
    page '/find?q=nothinglikethis'
    has 'Nothing was found'
    page '/find?q=%22open'
    [ "$(serve_status '/find?q=%22open')" = 200 ]
    page '/find?kind=event&from=2022-03'
    has '=1+1'
}

@test "lists: versions and what they have differently" {
    printf 'list "Made up" class incident_list\nformat csv\nkey id\nentity e event\n  label "{id}"\n  description text lang en\n' >l.map
    printf 'id,text\n1,one\n2,two\n' >l1.csv
    printf 'id,text\n1,uno\n3,three\n' >l2.csv
    "$stele" -C "$archive" import l1.csv --map l.map --release A >/dev/null
    "$stele" -C "$archive" import l2.csv --map l.map --release B >/dev/null
    page /lists
    has 'Made up'
    list=$(grep -o '/lists/[a-z0-9]*' <<<"$output" | head -n 1)
    page "$list"
    has 'l2.csv'
    difference=$(grep -o "$list/difference?[^\"]*" <<<"$output" | head -n 1 | sed 's/&amp;/\&/g')
    page "$difference"
    has 'vanished: 1'
    has 'appeared: 1'
    has '<bdi>one</bdi>'
    has '<bdi>uno</bdi>'
    page "$list/difference?show=vanished"
    [[ "$output" != *'<bdi>uno</bdi>'* ]]
    [ "$(serve_status "$list/difference?from=nothing")" = 404 ]
    [ "$(serve_status /lists/nonsense)" = 404 ]
}

@test "log: newest first, filtered, by key" {
    page /log
    has 'Verification'
    has '/s/'
    page '/log?kind=passage'
    has 'three were hit'
    page '/log?day=1999'
    has 'No statement passes'
    [ "$(serve_status '/log?feed=99')" = 404 ]
    [ "$(serve_status '/log?day=nonsense')" = 400 ]
    page '/log?day=nonsense'
    has 'no day, month or year: write 2022-09-20'
}

@test "verification runs in the background, and says what fixes the record first" {
    page /log/verify
    has 'Nothing was verified from here yet'
    [ "$(serve_post_status /log/verify codes=)" = "303 /log/verify" ]
    for _ in $(seq 100); do
        page /log/verify
        [[ "$output" == *'Everything is whole'* ]] && break
        sleep 0.1
    done
    has 'Everything is whole'
    has 'nothing yet'
    [[ "$output" == *'What fixes the record'*'The last verification'* ]]
    run serve_post /log/verify codes=nonsense
    has 'is not an anchor'
}

@test "verification finds damage" {
    pack=$(find "$archive/feeds" -name 'tail-*' | head -n 1)
    printf X | dd of="$pack" bs=1 seek=60 conv=notrunc 2>/dev/null
    serve_post_status /log/verify codes= >/dev/null
    for _ in $(seq 100); do
        page /log/verify
        [[ "$output" == *'wrong.'* ]] && break
        sleep 0.1
    done
    has 'damaged'
}

@test "anchors: a paper whose code verification knows" {
    page /log/anchors
    has 'Nothing yet'
    token=$(serve_token /log/anchors)
    serve_curl -H "Origin: ${serve_address%/}" --data-urlencode "token=$token" --data do=paper \
        -D head -o paper.pdf "${serve_address%/}/log/anchors"
    [ "$(head -c 5 paper.pdf)" = "%PDF-" ]
    code=$(sed -n 's/.*filename="anchor-\([0-9A-Z-]*\).pdf".*/\1/p' head)
    [ -n "$code" ]
    page /log/anchors
    has "$code"
    serve_post_status /log/verify "codes=$code" >/dev/null
    for _ in $(seq 100); do
        page /log/verify
        [[ "$output" == *'Everything is whole'* ]] && break
        sleep 0.1
    done
    has "The paper with the code $code fixes the first"
}

@test "a proof leaves as stele prove makes it, and consent is asked" {
    page "/s/$(ref c1)/proof"
    has 'It does not show'
    serve_get "/s/$(ref c1)/proof?file=all&$give" >proof.tar
    tar -xf proof.tar
    id=$(sed -n 's/.*"archive":"\([^"]*\)".*/\1/p' "$archive/stele.json" | head -n 1)
    [ -n "$id" ] || id=$("$stele" -C "$archive" verify --json | sed -n 's/.*"archive":"\([^"]*\)".*/\1/p')
    run sh -c "cd synthetic-proof-* && sh verify.sh $id"
    [ "$status" -eq 0 ]
    has 'steps OK'
    serve_get "/s/$(ref c1)/proof?file=statement.tlog-proof&$give" | head -n 1 | grep -q tlog-proof
    [ "$(serve_status "/s/$(ref c1)/proof?file=nothing&$give")" = 404 ]
    person=$("$stele" -C "$archive" history "$(entity w)" --json | jq -r .statement | head -n 1)
    [ "$(serve_status "/s/$person/proof?file=all")" = 403 ]
}

@test "the access log says what it is" {
    page /log/access
    has 'keeps no access log'
}
