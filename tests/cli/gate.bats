#!/usr/bin/env bats
# Consent as a rule that blocks: what people did not agree to does not leave.

setup() {
    load common
    common_setup
    make_archive
    cat >drafts.json <<'J'
[{"kind":"entity","id":"witness","entity":"person","label":"a woman from the village","seal":"witness"},
 {"kind":"entity","id":"talk","entity":"interview"},
 {"kind":"entity","id":"house","entity":"property"},
 {"kind":"passage","id":"q","source":"talk","locator":{"part":"answer 3"},"lang":"en","words":"I saw it burn","seal":"witness"},
 {"kind":"claim","id":"who","about":"talk","property":"interviewee","value":"witness","passage":"q"},
 {"kind":"claim","id":"burnt","about":"house","property":"condition","value":{"term":"destroyed"},"passage":"q"},
 {"kind":"entity","id":"paper","entity":"source","class":"newspaper"},
 {"kind":"passage","id":"p","source":"paper","locator":{"page":1},"lang":"en","words":"it burnt"},
 {"kind":"claim","id":"printed","about":"house","property":"condition","value":{"term":"destroyed"},"passage":"p"}]
J
    "$stele" -C "$archive" add drafts.json --json >added
    witness=$(id witness)
}

of() { grep "\"local\":\"$1\"" added | sed "s/.*\"$2\":\"\([^\"]*\)\".*/\1/"; }
id() { of "$1" entity; }
ref() { of "$1" ref; }
prove() { "$stele" -C "$archive" prove "$@"; }
agree() { # purposes, recipients, what may be used; and more members
    cat >consent.json <<J
[{"kind":"consent","id":"c","person":"$witness","purposes":$1,"recipients":$2,"may_use":$3,
  "risks_explained":"that she may be recognised","alternatives_explained":"to speak without being recorded",
  "withdrawal_explained":"by telephone, at any time","cannot_undo":"what was handed over already",
  "lang":"uk","form":"written","on":"2024-05-01","adult":true${4:-}}]
J
    "$stele" -C "$archive" add consent.json --json >agreed
    consent=$(sed -n 's/.*"ref":"\([^"]*\)".*/\1/p' agreed)
}
refused() {
    [ "$status" -eq 1 ]
    [ ! -e out ]
    has "nothing was given"
    has "$1"
}

@test "what tells of nobody who must agree is given without a word" {
    run prove "$(ref printed)" -o out
    [ "$status" -eq 0 ]
    [ -e out/statement.json ]
}

@test "what rests on a witness is not given without their consent" {
    for what in q burnt who; do
        run prove "$(ref $what)" -o out
        refused "say what it is for and who gets it"
        run prove "$(ref $what)" -o out --purpose documentation --for own_team
        refused "no consent of theirs can be read here"
    done
    run prove "$witness" -o out --purpose documentation --for own_team
    refused "no consent of theirs"
}

@test "consent covers its purposes, its recipients, and what may be used" {
    agree '["international_prosecution"]' '["international_court",{"words":"Center X"}]' '["words"]'
    run prove "$(ref q)" -o out --purpose international_prosecution --for "international_court=A Court"
    [ "$status" -eq 0 ]
    grep -q "I saw it burn" out/statement.json
    rm -r out
    run prove "$(ref q)" -o out --purpose international_prosecution --for "center x"
    [ "$status" -eq 0 ]
    rm -r out
    run prove "$(ref q)" -o out --purpose journalism --for "center x"
    refused "did not agree to this purpose"
    run prove "$(ref q)" -o out --purpose international_prosecution --for media
    refused "did not agree to this recipient"
    run prove "$witness" -o out --purpose international_prosecution --for "center x"
    refused "it uses what they did not agree to: name and what else says who it is"
    run prove "$(ref q)" -o out --purpose prosecution --for "center x"
    [ "$status" -eq 1 ]
    has "\"prosecution\" is no purpose that people can agree to"
}

@test "an end, a withdrawal and a child's no are kept to" {
    agree '["documentation"]' '["own_team"]' '["words"]' ',"until":"2025"'
    STELE_NOW=2025-12-31T12:00:00Z run prove "$(ref q)" -o out --purpose documentation --for own_team
    [ "$status" -eq 0 ]
    rm -r out
    STELE_NOW=2026-01-01T12:00:00Z run prove "$(ref q)" -o out --purpose documentation --for own_team
    refused "ended on 2025-12-31"
    agree '["documentation"]' '["own_team"]' '["words"]'
    run prove "$(ref q)" -o out --purpose documentation --for own_team
    [ "$status" -eq 0 ]
    rm -r out
    printf '[{"kind":"consent","withdraws":"%s","on":"2025-01-02","by_whom":"person","scope":"all"}]' "$consent" >w.json
    "$stele" -C "$archive" add w.json
    run prove "$(ref q)" -o out --purpose documentation --for own_team
    refused "took it back on 2025-01-02"
    agree '["documentation"]' '["own_team"]' '["words"]'
    sed "s/\"adult\":true/\"child\":{\"guardian\":\"$witness\",\"relation\":\"mother\",\"assent\":\"refused\"},\"supersedes\":\"$consent\"/" consent.json >child.json
    "$stele" -C "$archive" add child.json
    run prove "$(ref q)" -o out --purpose documentation --for own_team
    refused "took it back"
}

@test "machines are told each refusal" {
    run prove "$(ref q)" -o out --purpose documentation --for own_team --json
    [ "$status" -eq 1 ]
    has '"ground":"no_consent"'
    has "\"person\":\"$witness\""
    has "\"refused\":\"$(ref q)\""
}

@test "a file that shows somebody is not given with its bytes or without" {
    printf 'film' >film.mp4
    "$stele" -C "$archive" preserve film.mp4 --quiet
    prove film.mp4 -o out
    rm -r out
    printf '[{"kind":"entity","id":"i","entity":"item"},
             {"kind":"claim","about":"i","property":"object_kept","value":"%s","passage":"%s"},
             {"kind":"claim","about":"i","property":"depicts","value":"%s","passage":"%s"}]' \
        "$(sha256sum <film.mp4 | cut -c1-64)" "$(ref p)" "$witness" "$(ref p)" >shown.json
    "$stele" -C "$archive" add shown.json
    run prove film.mp4 -o out --with-object --purpose documentation --for own_team
    refused "no consent of theirs"
    agree '["documentation"]' '["own_team"]' '["words"]'
    run prove film.mp4 -o out --with-object --purpose documentation --for own_team
    refused "it uses what they did not agree to: image"
    agree '["documentation"]' '["own_team"]' '["words","image"]'
    run prove film.mp4 -o out --with-object --purpose documentation --for own_team
    [ "$status" -eq 0 ]
    [ -e out/object.bin ]
}

@test "a copy is whole, and a published log holds nothing that was said" {
    "$stele" -C "$archive" copy "$BATS_TEST_TMPDIR/copy"
    "$stele" -C "$BATS_TEST_TMPDIR/copy" verify
    "$stele" -C "$archive" publish "$BATS_TEST_TMPDIR/log"
    run grep -r -a "I saw it burn" "$BATS_TEST_TMPDIR/log"
    [ "$status" -eq 1 ]
}

@test "a real archive takes no consent in the clear" {
    "$stele" init --name real "$BATS_TEST_TMPDIR/real"
    run "$stele" -C "$BATS_TEST_TMPDIR/real" add - <<<'[{"kind":"entity","id":"r","entity":"person","class":"role","label":"a resident"},
      {"kind":"consent","person":"r","purposes":["statistics"],"recipients":["own_team"],"may_use":["words"],"risks_explained":"r",
       "alternatives_explained":"a","withdrawal_explained":"w","cannot_undo":"u","lang":"uk","form":"written","on":"2024","adult":true}]'
    [ "$status" -eq 3 ]
    has "cannot take in consent"
}

@test "a reader sees what people agreed to for documentation, and no more; others see it all" {
    echo 'correct horse battery staple one' >admin
    echo 'correct horse battery staple two' >reader
    "$stele" -C "$archive" member passphrase -n admin
    "$stele" -C "$archive" --passphrase-file admin member new --role reader --here -n reader --json >made
    reader=$(sed 's/.*"member":"\([^"]*\)".*/\1/' made)
    as() { run "$stele" -C "$archive" --passphrase-file "$1" --member "$2" "${@:3}"; }
    admin=$("$stele" -C "$archive" member list --json | grep '"admin"' | head -n 1 | sed 's/.*"member":"\([^"]*\)".*/\1/')
    for command in "show $(ref q)" "show $(id talk)" "history $witness" "compare $(ref burnt) $(ref printed)"; do
        as admin "$admin" $command
        [ "$status" -eq 0 ]
        as reader "$reader" $command
        [ "$status" -eq 1 ]
        has "no consent of theirs can be read here"
        has "not shown: a reader sees what people agreed to for documentation"
        [[ "$output" != *"I saw it burn"* ]]
    done
    as admin "$admin" find "saw it"
    [ "$status" -eq 0 ]
    as reader "$reader" find "saw it"
    [ "$status" -eq 1 ]
    [[ "$output" != *"I saw it burn"* ]]
    as reader "$reader" show "$(ref printed)"
    [ "$status" -eq 0 ]
    agree() { "$stele" -C "$archive" --passphrase-file admin --member "$admin" add "$1"; }
    cat >consent.json <<J
[{"kind":"consent","person":"$witness","purposes":["documentation"],"recipients":["own_team"],"may_use":["words"],
  "risks_explained":"r","alternatives_explained":"a","withdrawal_explained":"w","cannot_undo":"u","lang":"uk","form":"written",
  "on":"2024-05-01","adult":true}]
J
    agree consent.json
    as reader "$reader" show "$(ref q)"
    [ "$status" -eq 0 ]
    has "I saw it burn"
    as reader "$reader" find "saw it"
    [ "$status" -eq 0 ]
    # The label may be a name, which nobody agreed to.
    as reader "$reader" show "$witness"
    [ "$status" -eq 1 ]
    has "it uses what they did not agree to: name"
}

@test "what is opened for a file outside is asked for, too" {
    run "$stele" -C "$archive" unseal "$(ref q)" -o out
    refused "no consent of theirs can be read here"
    run "$stele" -C "$archive" unseal "$(ref q)" -o -
    [[ "$output" != *"I saw it burn"* ]]
    run "$stele" -C "$archive" unseal "$(ref printed)" -o out
    [ "$status" -eq 0 ]
    rm out
    agree '["documentation","journalism"]' '["own_team"]' '["words"]'
    run "$stele" -C "$archive" unseal "$(ref q)" -o out --purpose journalism --for media
    refused "did not agree to this recipient"
    run "$stele" -C "$archive" unseal "$(ref q)" -o out
    [ "$status" -eq 0 ]
    grep -q "I saw it burn" out
}

@test "in a real archive consent is sealed, and counts for whoever can read it" {
    export STELE_WHY="to prepare a meeting with her"
    real="$BATS_TEST_TMPDIR/sealed"
    echo 'correct horse battery staple one' >pass
    "$stele" init --name real "$real"
    "$stele" -C "$real" member passphrase -n pass
    as() { "$stele" -C "$real" --passphrase-file pass "$@"; }
    as seal new witnesses
    person=$(as add entity person --label 'Needle-in-a-Haystack' --json | sed 's/.*"entity":"\([^"]*\)".*/\1/')
    as consent new "$person" -p documentation -r own_team -u words --risks r --alternatives a --withdrawal w \
        --cannot-undo u -l uk -F written -o 2024-05-01 --adult --note 'Needle-in-a-Haystack' --json >agreed
    consent=$(sed 's/.*"ref":"\([^"]*\)".*/\1/' agreed)
    run as consent show "$person"
    [ "$status" -eq 0 ]
    has "it holds today"
    run grep -r -a Needle-in "$real" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    [ "$status" -eq 1 ]
    run "$stele" -C "$real" consent show "$consent"
    [ "$status" -eq 1 ]
    [[ "$output" != *"Needle"* ]]
    run as consent withdraw "$person" --words 'stop'
    [ "$status" -eq 0 ]
    run as consent show "$person"
    has "it was taken back, all of it"
}
