#!/usr/bin/env bats
# Who looked at what: stele access, --why, and what is logged (docs/access.md).

load common
load sealed

setup() {
    common_setup
    make_archive
    cd "$archive" || return 1
    cat >"$BATS_TEST_TMPDIR/said.json" <<'EOF'
[{"kind":"entity","id":"s","entity":"source","class":"web_page","label":"a page"},
 {"kind":"entity","id":"h","entity":"place","class":"settlement","label":"a village"},
 {"kind":"passage","id":"q","source":"s","lang":"en","words":"the mill belongs to the cooperative",
  "locator":{"page":1}},
 {"kind":"claim","id":"c","about":"h","property":"owner","value":"the cooperative","passage":"q"},
 {"kind":"claim","id":"n","about":"h","property":"name","value":{"written":"a village"},"passage":"q"}]
EOF
    "$stele" add --json "$BATS_TEST_TMPDIR/said.json" >"$BATS_TEST_TMPDIR/told"
    village=$(jq -r 'select(.local == "h") | .entity' "$BATS_TEST_TMPDIR/told")
    owner=$(jq -r 'select(.local == "c") | .ref' "$BATS_TEST_TMPDIR/told")
}

statements() { "$stele" show --json "$owner" | jq -r 'select(.type == "frontier") | .statements'; }

@test "without a compartment nothing is logged, and access says so" {
    before=$(statements)
    "$stele" show --why "to see" "$village" >/dev/null
    "$stele" find mill >/dev/null
    "$stele" history "$village" >/dev/null
    run "$stele" access
    [ "$status" -eq 0 ]
    has "nobody, as far as is recorded here"
    has "this archive keeps no access log"
    [ "$(statements)" = "$before" ]
}

@test "access refuses what it does not understand, each with one sentence" {
    run "$stele" access "$village"
    [ "$status" -eq 2 ]
    has "has no place here: name it with --item, --entity or --member"
    run "$stele" access --item "$owner" --entity "$village"
    [ "$status" -eq 2 ]
    has "--item or --entity: one of them"
    run "$stele" access --item "$village"
    [ "$status" -eq 1 ]
    has "is an entity: name it with --entity"
    run "$stele" access --entity "$owner"
    [ "$status" -eq 1 ]
    has "is no entity"
    run "$stele" access --since yesterday
    [ "$status" -eq 1 ]
    has "--since: "
    run "$stele" access --member xyz
    [ "$status" -eq 1 ]
    has "--member: "
    run "$stele" access --entity 0000-0000-0000-00000
    [ "$status" -eq 1 ]
    has "nothing here is named"
}

@test "a reason is taken by every command that shows, and has an end" {
    for command in "show $village" "history $village" "find mill" "compare $owner $owner" "lists" \
        "access"; do
        # shellcheck disable=SC2086 # words
        run "$stele" $command --why "somebody asked"
        [ "$status" -eq 0 ]
    done
    run "$stele" show "$village" --why "$(printf 'x%.0s' {1..2001})"
    [ "$status" -eq 2 ]
    has "--why takes at most 2000 bytes"
}

# --- with a compartment: an archive with two sealed persons, and somebody who may read them ---

sealed_archive() {
    sealed_setup
    attack make
    sign_in
}

# logged FILTER...: the entries of the log, one JSON object a line, read with a reason.
logged() { "$stele" access --json --why audit "$@" | jq -c 'select(.type == "access" and .why != "audit")'; }

size() { "$stele" show --json "$feed.0" | jq -r 'select(.type == "frontier") | .statements'; }

@test "sealed: nothing is shown without a reason, and nothing is written" {
    sealed_archive
    echo Quosk >"$BATS_TEST_TMPDIR/file.txt"
    "$stele" preserve --seal "$BATS_TEST_TMPDIR/file.txt" >/dev/null
    sha256=$(sha256sum <"$BATS_TEST_TMPDIR/file.txt" | cut -c1-64)
    before=$(size)
    for command in "show $first" "show --raw $first" "show $person" "history $person" "find --kind person" \
        "unseal $sha256 -o out"; do
        # shellcheck disable=SC2086 # words
        run "$stele" $command
        [ "$status" -eq 1 ]
        said_nowhere Quosk
        has "say why you read it, which is recorded, with --why TEXT or in STELE_WHY"
    done
    [ ! -e out ]
    [ "$(size)" = "$before" ]
}

@test "sealed: who read what, when and why stands in the log, by item, thing, member and day" {
    sealed_archive
    "$stele" show "$first" --why "the court asked" >/dev/null
    STELE_WHY="her lawyer asked" "$stele" history "$other" >/dev/null
    [ "$(logged | wc -l)" -eq 2 ]
    run logged --item "$first"
    [ "$(jq -r '[.did, .command, .why] | join("|")' <<<"$output")" = "read|show|the court asked" ]
    [ "$(jq -r .of[] <<<"$output")" = "$first" ]
    member=$(jq -r .by <<<"$output")
    run logged --entity "$other"
    [ "$(jq -r '[.command, .why] | join("|")' <<<"$output")" = "history|her lawyer asked" ]
    [ "$(jq -r .entities[] <<<"$output")" = "$other" ]
    [ "$(logged --member "$member" | wc -l)" -eq 2 ]
    [ "$(logged --member "$person" | wc -l)" -eq 0 ]
    [ "$(logged --since 2020-01-01 | wc -l)" -eq 2 ]
    [ "$(logged --since 2999-01-01 | wc -l)" -eq 0 ]
    run "$stele" access --why audit
    has "why: the court asked"
    has "BY WHOM"
}

@test "sealed: a search is logged with its words and filters, found or not" {
    sealed_archive
    run "$stele" find Nobody --kind person
    [ "$status" -eq 1 ]
    has "nothing found"
    run logged
    [ "$(jq -r '[.did, .words, (.of // [] | length | tostring)] | join("|")' <<<"$output")" = "searched|Nobody kind:person|0" ]
}

@test "sealed: looking into the log is logged, and needs a reason too" {
    sealed_archive
    "$stele" show "$first" --why x >/dev/null
    run "$stele" access
    [ "$status" -eq 1 ]
    has "say why you read it"
    "$stele" access --why "yearly audit" --item "$first" >/dev/null
    run "$stele" access --json --why again
    jq -se 'any(.why == "yearly audit" and .command == "access" and (.words | contains("item:")) and .of == null)' \
        <<<"$output"
}

@test "sealed: without the key the log says that it is sealed" {
    sealed_archive
    "$stele" show "$first" --why x >/dev/null
    unset STELE_PASSPHRASE_FILE
    run "$stele" access
    [ "$status" -eq 0 ]
    has "the access log is sealed"
    said_nowhere "why: x"
}

@test "sealed: what is open to everybody is not logged" {
    sealed_archive
    "$stele" add "$(draft page)" >/dev/null
    before=$(size)
    "$stele" find --kind source >/dev/null # logged: it could have found what is sealed
    [ "$(size)" -eq $((before + 1)) ]
    "$stele" show "$feed.$((before - 1))" "$feed.3" >/dev/null
    "$stele" history "$feed.3" >/dev/null
    "$stele" lists >/dev/null
    [ "$(size)" -eq $((before + 1)) ]
}

@test "restricted: logged without a reason; given away, logged with who got it" {
    sealed_archive
    "$stele" add --json "$BATS_TEST_TMPDIR/said.json" >"$BATS_TEST_TMPDIR/told"
    owner=$(jq -r 'select(.local == "c") | .ref' "$BATS_TEST_TMPDIR/told")
    name=$(jq -r 'select(.local == "n") | .ref' "$BATS_TEST_TMPDIR/told")
    "$stele" show "$owner" "$name" >/dev/null
    "$stele" prove "$owner" -o "$BATS_TEST_TMPDIR/proof" --purpose domestic_prosecution --for court="A Court" --why "it asked" >/dev/null
    "$stele" prove "$name" -o "$BATS_TEST_TMPDIR/proof2" >/dev/null
    run logged
    [ "${#lines[@]}" -eq 2 ]
    [ "$(jq -r '[.did, .why // "-", .of[]] | join("|")' <<<"${lines[0]}")" = "read|-|$owner" ]
    [ "$(jq -r '[.did, .why, .recipient, .of[]] | join("|")' <<<"${lines[1]}")" = "exported|it asked|court=A Court|$owner" ]
    run "$stele" access --why audit
    has "why: not said"
    has "given to: court=A Court"
}

@test "refused by the gate: who wanted to give what to whom is logged" {
    sealed_archive
    printf '[{"kind":"entity","id":"p","entity":"person","class":"role","label":"a ferryman"},
 {"kind":"entity","id":"s","entity":"source","label":"a notebook"},
 {"kind":"entity","id":"h","entity":"place","class":"settlement","label":"a village"},
 {"kind":"passage","id":"q","source":"s","lang":"en","words":"the mill is his","locator":{"page":1}},
 {"kind":"claim","id":"c","about":"h","property":"owner","value":"p","passage":"q"}]' >"$BATS_TEST_TMPDIR/role.json"
    owner=$("$stele" add --json "$BATS_TEST_TMPDIR/role.json" | jq -r 'select(.local == "c") | .ref')
    run "$stele" prove "$owner" -o "$BATS_TEST_TMPDIR/proof" --purpose journalism --for media="A Paper"
    [ "$status" -eq 1 ]
    [ ! -e "$BATS_TEST_TMPDIR/proof" ]
    run logged
    [ "$(jq -r '[.did, .command, .recipient, .of[]] | join("|")' <<<"$output")" = "refused|prove|media=A Paper|$owner" ]
}

@test "where nothing can be logged: what is sealed is not shown, what is restricted is, with a warning" {
    sealed_archive
    "$stele" add --json "$BATS_TEST_TMPDIR/said.json" >"$BATS_TEST_TMPDIR/told"
    owner=$(jq -r 'select(.local == "c") | .ref' "$BATS_TEST_TMPDIR/told")
    rm "$STELE_STATE"/*/"$feed"/head # this machine may read, and may not write any more
    run "$stele" show "$first" --why x
    [ "$status" -eq 3 ]
    said_nowhere Quosk
    has "cannot show what is sealed where it cannot be recorded who read it"
    run "$stele" -C . show --quiet "$owner"
    [ "$status" -eq 0 ]
    has "the cooperative"
    has "nobody can see later who read this"
    run "$stele" find --kind person --why x
    [ "$status" -eq 3 ]
    said_nowhere Quosk
}

@test "unsealing is logged before a byte is written" {
    sealed_archive
    echo words >"$BATS_TEST_TMPDIR/file.txt"
    "$stele" preserve --seal "$BATS_TEST_TMPDIR/file.txt" >/dev/null
    run "$stele" unseal "$(sha256sum <"$BATS_TEST_TMPDIR/file.txt" | cut -c1-64)" -o "$BATS_TEST_TMPDIR/out" \
        --why "for the court"
    [ "$status" -eq 0 ]
    grep -q words "$BATS_TEST_TMPDIR/out"
    # A person who has not agreed: refused, and that is logged too.
    run "$stele" unseal "$first" -o "$BATS_TEST_TMPDIR/out2" --purpose journalism --for media --why "a paper asked"
    [ "$status" -eq 1 ]
    [ ! -e "$BATS_TEST_TMPDIR/out2" ]
    run logged
    [ "$(jq -r '[.did, .command, .why, .of[]] | join("|")' <<<"${lines[0]}")" = "unsealed|unseal|for the court|$feed.6" ]
    [ "$(jq -r '[.did, .recipient, .of[]] | join("|")' <<<"${lines[1]}")" = "refused|media|$first" ]
}

@test "a table with people in it is sealed with them, and read by whoever has the key" {
    sealed_archive
    export STELE_WHY=test
    printf 'number,name\n1,Quarrendon Ashpole\n2,Vexilla Thornby\n' >"$BATS_TEST_TMPDIR/people.csv"
    printf 'list    "people"\nformat  csv\nkey     number\nentity person person\n  label "{name}"\n' \
        >"$BATS_TEST_TMPDIR/people.map"
    "$stele" import -m "$BATS_TEST_TMPDIR/people.map" "$BATS_TEST_TMPDIR/people.csv" >/dev/null
    printf 'number,name\n1,Quarrendon Ashpole\n' >"$BATS_TEST_TMPDIR/people2.csv"
    "$stele" import -m "$BATS_TEST_TMPDIR/people.map" -r second "$BATS_TEST_TMPDIR/people2.csv" >/dev/null
    run grep -ral -e Ashpole -e Thornby . "$STELE_STATE" "$XDG_CACHE_HOME"
    [ "$status" -eq 1 ]
    run "$stele" lists show people
    [ "$status" -eq 0 ]
    has "Quarrendon Ashpole"
    run "$stele" lists diff people
    has "1 row vanished"
    run "$stele" verify
    [ "$status" -eq 0 ]
    unset STELE_PASSPHRASE_FILE
    run "$stele" lists show people
    [ "$status" -ne 0 ]
    said_nowhere Ashpole
    # A table of places stays open, as everybody may read it.
    printf 'number,name\n1,a made-up village\n' >"$BATS_TEST_TMPDIR/places.csv"
    sed 's/people/places/; s/person person/place place/' "$BATS_TEST_TMPDIR/people.map" >"$BATS_TEST_TMPDIR/places.map"
    export STELE_PASSPHRASE_FILE=$BATS_TEST_TMPDIR/passphrase
    "$stele" import -m "$BATS_TEST_TMPDIR/places.map" "$BATS_TEST_TMPDIR/places.csv" >/dev/null
    grep -raq "a made-up village" objects
}

@test "a field device writes no rejected rows out, unless told where" {
    sealed_archive
    notes=$(echo "$STELE_STATE"/*/notes)
    echo field >"$notes/profile"
    printf 'number,name,born\n1,Quarrendon Ashpole,1970\n2,Vexilla Thornby,not a date\n' >"$BATS_TEST_TMPDIR/people.csv"
    printf 'list    "people"\nformat  csv\nkey     number\nentity person person\n  label "{name}"\n  birth  born\n' \
        >"$BATS_TEST_TMPDIR/people.map"
    cd "$BATS_TEST_TMPDIR"
    run "$stele" -C "$place/archive" import -m people.map people.csv
    [ "$status" -eq 1 ]
    has "the rows that cannot be taken are not written out on a field device"
    run ls ./*rejected*
    [ "$status" -ne 0 ]
    run "$stele" -C "$place/archive" import -m people.map -R out.csv -r again people.csv
    grep -q Thornby out.csv
}
