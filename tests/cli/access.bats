#!/usr/bin/env bats
# Who looked at what: stele access, --why, and what is logged (docs/access.md).

load common

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
