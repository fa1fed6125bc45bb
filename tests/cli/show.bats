#!/usr/bin/env bats
# stele show, find, history: what is said, where it comes from, what contradicts it, what
# is missing; and what was known on an earlier day.

setup() {
    load common
    common_setup
    export STELE_NOW=2022-09-20T10:00:00Z
    make_archive
    printf 'words' >report.txt
    "$stele" -C "$archive" preserve report.txt >/dev/null
    cat >first.json <<'J'
[{"kind":"entity","id":"s1","entity":"source","class":"newspaper","label":"a paper"},
 {"kind":"entity","id":"s2","entity":"source","class":"web_page","label":"a site that rewrote it"},
 {"kind":"entity","id":"pl","entity":"place","class":"settlement","label":"Ізюм"},
 {"kind":"entity","id":"ar","entity":"place","class":"burial_site","label":"مقبرة"},
 {"kind":"entity","id":"dead","entity":"people","label":"two dead"},
 {"kind":"entity","id":"troops","entity":"people","label":"soldiers, unit unknown"},
 {"kind":"entity","id":"a1","entity":"act","class":"torture","label":"a deed"},
 {"kind":"entity","id":"al","entity":"event","class":"allegation","label":"that they did it"},
 {"kind":"entity","id":"state","entity":"group","class":"state","label":"a state"},
 {"kind":"passage","id":"q1","source":"s1","locator":{"paragraph":3,"file":"report.txt"},"lang":"uk","words":"двоє застрелених","uttered":"2022-09-14",
  "chain":[{"who":"not_stated","knows":"not_stated","link":"stated"},{"who":"s1","knows":"reported","link":"inferred","note":"by context"}]},
 {"kind":"passage","id":"q2","source":"s2","locator":{"part":"headline"},"lang":"en","words":"killed by shelling"},
 {"kind":"claim","id":"p1","about":"s1","property":"preserved_as","value":{"file":"report.txt"},"passage":"q1"},
 {"kind":"claim","id":"r1","about":"s2","property":"rewrites","value":"s1","passage":"q2"},
 {"kind":"claim","id":"l1","about":"ar","property":"located_in","value":"pl","passage":"q1"},
 {"kind":"claim","id":"n1","about":"dead","property":"number","value":{"exact":20,"unit":"person","words":"двоє"},"passage":"q1"},
 {"kind":"claim","id":"c1","about":"dead","property":"cause","value":{"term":"small_arms"},"passage":"q1"},
 {"kind":"claim","id":"c2","about":"dead","property":"cause","value":{"term":"shelling"},"passage":"q2"},
 {"kind":"claim","id":"b1","about":"dead","property":"buried_at","value":"ar","quantifier":"all","passage":"q1"},
 {"kind":"claim","id":"x1","about":"a1","property":"explanation","mode":"negated","value":{"words":"no word"},"passage":"q1"},
 {"kind":"claim","id":"d1","about":"dead","property":"died","value":{"edtf":"2022-03/2022-09"},"basis":"inferred","premises":["c1","q1"]},
 {"kind":"claim","id":"v1","about":"a1","property":"victim","value":"dead","passage":"q1"},
 {"kind":"claim","id":"i1","about":"a1","property":"involvement","value":"troops","qualifiers":{"degree":"direct"},"passage":"q1"},
 {"kind":"claim","id":"o1","about":"al","property":"covers","value":"dead","passage":"q2"},
 {"kind":"claim","id":"o2","about":"al","property":"stance","value":{"term":"denies"},"qualifiers":{"by":"state"},"passage":"q2"}]
J
    "$stele" -C "$archive" add first.json >first.out
    export STELE_NOW=2022-09-22T10:00:00Z
    printf '[{"kind":"claim","id":"n2","about":"%s","property":"number","value":{"exact":2,"unit":"person","words":"двоє"},"passage":"%s","supersedes":"%s","reason":"typing_error"}]' \
        "$(bare dead)" "$(ref q1)" "$(ref n1)" >second.json
    "$stele" -C "$archive" add second.json >second.out
    "$stele" -C "$archive" assess --status conflict --public-note "shot or shelled" \
        "$(ref c1)" "$(ref c2)" >/dev/null
    "$stele" -C "$archive" withdraw --reason misread_source "$(ref b1)" >/dev/null
}

id() { awk -F'\t' -v k="$1" '$1 == k { sub(/entity /, "", $2); print $2 }' first.out; }
bare() { id "$1" | tr -d -- -; }
ref() { awk -F'\t' -v k="$1" '$1 == k { sub(/.* as /, "", $3); print $3 }' first.out second.out 2>/dev/null; }
show() { run "$stele" -C "$archive" show "$@"; }
flat() { tr -s ' \n' ' '; }

@test "a sheet says what, from whom, what contradicts it and what is missing" {
    show "$(id dead)"
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == SYNTHETIC* ]]
    output=$(printf '%s' "$output" | flat)
    has "people: “two dead” (a working name, never evidence)"
    has "small arms fire"
    has "[1] «двоє застрелених» (Ukrainian) paragraph 3 of report.txt, in “a paper”"
    has "1 not stated who – how they know is not stated (stated) → 2 “a paper”"
    has "reported (inferred: by context)"
    has "≠ $(ref c1) and $(ref c2) may conflict"
    has "in conflict – shot or shelled"
    has "INFERRED by whoever recorded it, from:"
    has "$(ref c1) “two dead”"
    has "some time between March and September 2022"
    has "WHAT IS SAID AGAINST IT the allegation “that they did it”"
    has "denies; according to: “a state”"
    has "act, torture: “a deed”"
    has "rewrites “a paper”"
    has "not independent of it"
    has "not recorded: name,"
    has "statements, all there are)"
}

@test "what was corrected or withdrawn stays on the sheet, with the reason" {
    show "$(id dead)"
    output=$(printf '%s' "$output" | flat)
    has "2 persons (“двоє”) corrects $(ref n1), which said: 20 persons (“двоє”) (typing error)"
    has "[no longer said] 20 persons (“двоє”) no longer said: corrected to 2 persons"
    has "[no longer said] “مقبرة”"
    has "no longer said: withdrawn by"
    has "source misread"
}

@test "no label calls somebody a perpetrator who is only alleged to be one" {
    show "$(id a1)"
    has "SAID NOT TO BE SO: “no word”"
    output=$(printf '%s' "$output" | flat)
    has "alleged involvement alleged: “soldiers, unit unknown”"
    show "$(id troops)"
    has "people: alleged: “soldiers, unit unknown”"
}

@test "an id may be typed in any form, or by its beginning" {
    for typed in "$(bare dead)" "$(id dead | tr a-z A-Z)" "$(bare dead | cut -c1-8)" \
        "$(id dead | cut -c1-7)"; do
        show "$typed"
        [ "$status" -eq 0 ]
        has "two dead"
    done
}

@test "a statement and a file have sheets too" {
    show "$(ref c1)"
    [ "$status" -eq 0 ]
    has "claim statement $(ref c1)"
    has "may conflict"
    has "WHAT POINTS AT IT"
    show --raw "$(ref c1)"
    has '"property":"cause"'
    show report.txt
    has "SHA-256: $(sha256sum <report.txt | cut -c1-64)"
    has "size: 5 bytes"
    has "obtained: "
    show "$(sha256sum <report.txt | cut -c1-10)"
    has "report.txt"
}

@test "what is not there is not found, and nothing is guessed" {
    show 00000000000000000
    [ "$status" -eq 1 ]
    has "nothing here is named"
    show abc
    [ "$status" -eq 1 ]
    show "$(ref c1 | cut -d. -f1).99999"
    [ "$status" -eq 1 ]
    has "has no statement 99999"
    show
    [ "$status" -eq 2 ]
    has "say what to show"
}

@test "a name that two files have is refused" {
    printf 'one' >same.txt
    "$stele" -C "$archive" preserve same.txt >/dev/null
    mkdir other
    printf 'two' >other/same.txt
    "$stele" -C "$archive" preserve other >/dev/null
    show same.txt
    [ "$status" -eq 1 ]
    has "several objects have the name \"same.txt\"; give the SHA-256"
}

@test "as of a day, and as of the frontier it names, the sheet is the same" {
    show --as-of 2022-09-20 "$(id dead)"
    [ "$status" -eq 0 ]
    [[ "$output" != *"corrects"* ]]
    [[ "$output" != *"no longer said"* ]]
    has "20 persons"
    has "later ones are left out"
    then=$output
    frontier=$(printf '%s' "$output" | sed -n 's/^as of frontier \([a-z0-9]*\) .*/\1/p')
    [ "${#frontier}" -eq 16 ]
    show --as-of "$frontier" "$(id dead)"
    [ "$output" = "$then" ]
    show --as-of 2022-09-19 "$(id dead)"
    [ "$status" -eq 1 ]
    show --as-of yesterday "$(id dead)"
    [ "$status" -eq 1 ]
    has "neither a day (2022-09-20) nor the 16 characters of a frontier"
    show --as-of zzzzzzzzzzzzzzzz "$(id dead)"
    [ "$status" -eq 1 ]
    has "no state of this archive has the frontier"
}

@test "lines fit, and every JSON line is JSON without database numbers" {
    show "$(id dead)"
    [ "$(printf '%s\n' "$output" | wc -L)" -le 100 ]
    "$stele" -C "$archive" show --json "$(id dead)" >sheet.json
    python3 - "$(bare dead)" <<'P'
import json, sys
lines = [json.loads(l) for l in open("sheet.json")]
assert lines[0]["type"] == "entity" and lines[0]["id"] == sys.argv[1]
assert lines[-1]["type"] == "frontier" and lines[-1]["synthetic"] is True
types = {l["type"] for l in lines}
assert {"claim", "passage", "review", "contradiction", "dependence", "missing"} <= types, types
for l in lines:
    for key in ("statement", "passage", "left", "right", "of"):
        if key in l:
            feed, index = l[key].split(".")
            assert len(feed) == 26 and index.isdigit()
P
}

@test "right-to-left text is not isolated in a file, and controls do not act" {
    show "$(id ar)"
    has "“مقبرة”"
    [[ "$output" != *$'\xe2\x81\xa8'* ]]
    printf '[{"kind":"entity","id":"z","entity":"source","class":"web_page","label":"red \\u202egpj"}]' >evil.json
    run "$stele" -C "$archive" add evil.json
    if [ "$status" -eq 0 ]; then
        run "$stele" -C "$archive" find gpj
        [[ "$output" != *$'\xe2\x80\xae'* ]]
    fi
}

@test "find looks in labels, words, values and file names, whatever the case" {
    run "$stele" -C "$archive" find ізюм
    [ "$status" -eq 0 ]
    has "$(id pl)  place, settlement  “Ізюм”"
    run "$stele" -C "$archive" find ЗАСТРЕЛЕНИХ
    has "passage"
    run "$stele" -C "$archive" find REPORT
    has "file  “report.txt”"
    run "$stele" -C "$archive" find dead two
    has "$(id dead)"
    run "$stele" -C "$archive" find dead three
    [ "$status" -eq 1 ]
    has "nothing found"
}

@test "filters can be combined" {
    run "$stele" -C "$archive" find --property cause
    [ "$(printf '%s\n' "$output" | grep -c '  claim  ')" -eq 2 ]
    run "$stele" -C "$archive" find --property cause --source "$(id s2)"
    [ "$(printf '%s\n' "$output" | grep -c '  claim  ')" -eq 1 ]
    has "shelling"
    run "$stele" -C "$archive" find --kind place --class burial_site
    [ "$(printf '%s\n' "$output" | grep -c "$(id ar)")" -eq 1 ]
    [[ "$output" != *"Ізюм"* ]]
    run "$stele" -C "$archive" find --place "$(id pl)" --kind people
    has "buried at"
    run "$stele" -C "$archive" find --from 2022-08 --until 2022-08-31
    has "some time between March and September 2022"
    run "$stele" -C "$archive" find --from 2023
    [ "$status" -eq 1 ]
    run "$stele" -C "$archive" find --json --limit 1 dead
    [ "$(printf '%s\n' "$output" | grep -c '"type":"hit"')" -eq 1 ]
    run "$stele" -C "$archive" find --property dragon
    [ "$status" -eq 1 ]
    has '"dragon" is no property'
    run "$stele" -C "$archive" find --from yesterday
    [ "$status" -eq 1 ]
    has "from: "
}

@test "a history tells corrections as old value, new value and reason" {
    run "$stele" -C "$archive" history "$(ref n1)"
    [ "$status" -eq 0 ]
    output=$(printf '%s' "$output" | flat)
    has "claim entered: “two dead”"
    has "corrected $(ref n1)"
    has "20 persons (“двоє”) → 2 persons (“двоє”): typing error"
    run "$stele" -C "$archive" history "$(id dead)"
    output=$(printf '%s' "$output" | flat)
    has "named for the first time: people, “two dead”"
    has "assessed $(ref c1)"
    has "in conflict – shot or shelled"
    has "withdrew $(ref b1)"
    run "$stele" -C "$archive" history --as-of 2022-09-20 "$(id dead)"
    [[ "$output" != *"withdrew"* ]]
    run "$stele" -C "$archive" history --json "$(ref n1)"
    has '"type":"change"'
}
