#!/usr/bin/env bats
# stele add: statements from a file or the command line, all or none of them.

setup() {
    load common
    common_setup
    make_archive
}

size() { sed -n 2p "$archive"/feeds/*/checkpoint; }

@test "one statement is recorded and named" {
    run "$stele" -C "$archive" add "$(draft s1)"
    [ "$status" -eq 0 ]
    has "s1"
    [ "$(size)" -eq 4 ]
}

@test "drafts that name one another may come in any order" {
    cat >d.json <<'J'
[{"kind":"claim","id":"c1","about":"r1","property":"restraint","value":{"term":"hands_tied"},"passage":"q1"},
 {"kind":"passage","id":"q1","source":"s1","locator":{"paragraph":3},"lang":"en","words":"hands tied","chain":[{"who":"not_stated","knows":"observed","link":"stated"}]},
 {"kind":"entity","id":"r1","entity":"remains","class":"body"},
 {"kind":"entity","id":"s1","entity":"source","class":"web_page","label":"a page"}]
J
    run "$stele" -C "$archive" add --json d.json
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 4 ]
    [ "$(size)" -eq 7 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "one refused draft undoes the rest, and is named by its place" {
    cat >d.json <<'J'
[{"kind":"entity","id":"s1","entity":"source","class":"web_page"},
 {"kind":"entity","id":"s2","entity":"dragon"}]
J
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 1 ]
    has "2"
    has "s2"
    [ "$(size)" -eq 3 ]
}

@test "standard input is read" {
    run "$stele" -C "$archive" add - <"$(draft s1)"
    [ "$status" -eq 0 ]
    [ "$(size)" -eq 4 ]
}

@test "what is no JSON is refused with its line" {
    printf '[\n{"kind":}]\n' >d.json
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 1 ]
    has "\"d.json\": "
    has "line 2"
}

@test "bad UTF-8 in a draft is refused" {
    printf '[{"kind":"entity","entity":"source","class":"web_page","label":"\xff"}]' >d.json
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 1 ]
    [ "$(size)" -eq 3 ]
}

@test "a label in Ukrainian and Arabic is kept byte for byte" {
    draft 'Ізюм مقبرة' >/dev/null
    run "$stele" -C "$archive" add 'Ізюм مقبرة.json'
    [ "$status" -eq 0 ]
    grep -qaF '"label":"Ізюм مقبرة"' "$archive"/feeds/*/tail-0
}

@test "a missing file is named" {
    run "$stele" -C "$archive" add none.json
    [ "$status" -eq 1 ]
    has "none.json"
}

@test "an empty list adds nothing" {
    echo '[]' >d.json
    run "$stele" -C "$archive" add d.json
    [ "$(size)" -eq 3 ]
    [ "$status" -le 2 ]
}

@test "nothing to add, and two files, are mistakes in use" {
    run "$stele" -C "$archive" add
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" add "$(draft a)" "$(draft b)"
    [ "$status" -eq 2 ]
    [ "$(size)" -eq 3 ]
}

@test "an entity, a passage and a claim from the command line" {
    entity() { "$stele" -C "$archive" add entity --json "$@" | sed 's/.*"entity":"\([^"]*\)".*/\1/'; }
    source=$(entity source --class web_page --label page)
    body=$(entity remains --class body)
    run "$stele" -C "$archive" add passage --json "$source" --at paragraph=3 --lang en --words "hands tied" --hand not_stated:observed
    [ "$status" -eq 0 ]
    passage=$(printf '%s' "$output" | sed 's/.*"ref":"\([^"]*\)".*/\1/')
    run "$stele" -C "$archive" add claim "$body" restraint hands_tied --passage "$passage"
    [ "$status" -eq 0 ]
    [ "$(size)" -eq 7 ]
}

@test "the program's own members cannot be given" {
    echo '[{"kind":"entity","entity":"source","class":"web_page","at":"2020-01-01T00:00:00Z"}]' >d.json
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 1 ]
    has '"at" is written by the program'
}

@test "a thousand statements fill groups and are all there" {
    python3 -c 'import json; print(json.dumps([{"kind":"entity","id":f"s{i}","entity":"source","class":"web_page","label":str(i)} for i in range(1000)]))' >d.json
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 0 ]
    [ "$(size)" -eq 1003 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    run python3 "$BATS_TEST_DIRNAME/../../tools/read-archive.py" --no-claims "$archive"
    [ "$status" -eq 0 ]
}

@test "an archive adds a term and a property of its own" {
    cat >schema.json <<'J'
[{"kind":"schema","add":"term","vocabulary":"restraint","key":"net","en":"net","uk":"сітка"},
 {"kind":"schema","add":"property","key":"gait","en":"gait","uk":"хода",
  "definition":{"about":["person","people"],"values":["term"],"single":true,"sensitivity":"open"}},
 {"kind":"schema","add":"term","vocabulary":"gait","key":"limp","en":"limp","uk":"кульгавість"}]
J
    cat >claims.json <<'J'
[{"kind":"entity","id":"s1","entity":"source","class":"web_page"},
 {"kind":"passage","id":"q1","source":"s1","locator":{"paragraph":3},"lang":"en","words":"in a net; they limped"},
 {"kind":"entity","id":"r1","entity":"remains","class":"body"},
 {"kind":"entity","id":"p1","entity":"people"},
 {"kind":"claim","about":"p1","property":"gait","value":{"term":"limp"},"passage":"q1"},
 {"kind":"claim","about":"r1","property":"restraint","value":{"term":"net"},"passage":"q1"}]
J
    run "$stele" -C "$archive" add claims.json
    [ "$status" -eq 1 ]
    has "there is no property \"gait\""
    run "$stele" -C "$archive" add schema.json
    [ "$status" -eq 0 ]
    run "$stele" -C "$archive" add claims.json
    [ "$status" -eq 0 ]
    [ "$(size)" -eq 12 ]
    run "$stele" -C "$archive" find --property gait
    [ "$status" -eq 0 ]
    has "gait: limp"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}
