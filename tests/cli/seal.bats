#!/usr/bin/env bats
# Compartments: who can read what was sealed, and who cannot.

setup() {
    load common
    common_setup
    make_archive
    echo 'correct horse battery' >pw
    echo 'another good passphrase' >pw2
    echo 482913 >pin
    export STELE_WHY="a test"
}

teardown() { "$stele" lock --all >/dev/null 2>&1 || true; }

# Somebody with a passphrase, signed in.
office() {
    "$stele" -C "$archive" member passphrase --new-passphrase-file pw >/dev/null
    "$stele" -C "$archive" unlock -p pw >/dev/null || skip "the kernel keeps no keys here"
}

testimony() {
    printf '%s' '[{"kind":"entity","id":"s","entity":"source","class":"witness_statement"},
        {"kind":"entity","id":"w","entity":"person","label":"Needle Person"},
        {"kind":"passage","id":"q","source":"s","lang":"en","locator":{"page":1},"words":"Needle words"},
        {"kind":"claim","about":"w","property":"name","value":{"written":"Needle Person"},"passage":"q"}]'
}

# Neither the name nor the keys by which the index would find it in other spellings, from
# the front and from the back.
nothing_in_clear() {
    run grep -raqi -e Needle -e nidl -e ldin "$@"
    [ "$status" -eq 1 ]
}

@test "nobody without a passphrase can keep a key" {
    run "$stele" -C "$archive" seal new witnesses
    [ "$status" -eq 3 ]
    has "stele member passphrase"
    run "$stele" -C "$archive" seal list
    [ "$status" -eq 0 ]
    has "No compartment yet"
    office
    "$stele" -C "$archive" lock
    run "$stele" -C "$archive" seal new witnesses
    [ "$status" -eq 3 ]
    has "stele unlock"
}

@test "a real archive refuses a witness, and takes it in when it can seal" {
    "$stele" init --name real real >/dev/null
    testimony >t.json
    run "$stele" -C real add t.json
    [ "$status" -eq 3 ] || [ "$status" -eq 1 ]
    has "stele seal new"
    "$stele" -C real member passphrase --new-passphrase-file pw >/dev/null
    "$stele" -C real unlock -p pw || skip "the kernel keeps no keys here"
    "$stele" -C real seal new witnesses
    rm t.json
    testimony | "$stele" -C real add -
    run "$stele" -C real find Needle
    [ "$status" -eq 0 ]
    has "Needle Person"
    "$stele" -C real lock
    run "$stele" -C real find Needle
    [ "$status" -eq 1 ]
    nothing_in_clear real state cache
}

@test "what is sealed is read with the key, and by nobody without" {
    office
    run "$stele" -C "$archive" seal new witnesses
    [ "$status" -eq 0 ]
    has "You alone can open it"
    testimony | "$stele" -C "$archive" add -
    run "$stele" -C "$archive" find Needle
    has "Needle] words"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "opened with the keys at hand"
    "$stele" -C "$archive" lock
    run "$stele" -C "$archive" find Needle
    [ "$status" -eq 1 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "for want of a key"
    nothing_in_clear "$archive" state cache
    "$stele" -C "$archive" unlock -p pw
    run "$stele" -C "$archive" find Needle
    has "Needle] words"
}

@test "a key is given to another member, and to nobody else" {
    office
    "$stele" -C "$archive" seal new witnesses
    testimony | "$stele" -C "$archive" add - >/dev/null
    other=$("$stele" -C "$archive" member new --role reader --here --new-passphrase-file pw2 --json | jq -r .member)
    "$stele" -C "$archive" unlock --member "$other" -p pw2
    run "$stele" -C "$archive" seal list
    has "you cannot open it"
    run "$stele" -C "$archive" seal give witnesses "$other"
    [ "$status" -eq 3 ]
    has "cannot open compartment"
    me=$("$stele" -C "$archive" member list --json | jq -r "select(.member != \"$other\") | .member")
    "$stele" -C "$archive" unlock --member "$me" -p pw
    run "$stele" -C "$archive" seal give witnesses "$other" -o keys
    [ "$status" -eq 0 ]
    has "1 key given"
    run "$stele" -C "$archive" seal take keys
    [ "$status" -eq 3 ]
    has "are for member $other"
    "$stele" -C "$archive" unlock --member "$other" -p pw2
    run "$stele" -C "$archive" seal list
    has "you can open it"
    run "$stele" -C "$archive" seal take keys
    [ "$status" -eq 0 ]
    echo '{"no":"keys"}' >bad
    run "$stele" -C "$archive" seal take bad
    [ "$status" -ne 0 ]
    has "that stele seal give has made"
}

@test "a new key is sealed to, and the old one opens what it did" {
    office
    "$stele" -C "$archive" seal new witnesses
    testimony | "$stele" -C "$archive" add - >/dev/null
    run "$stele" -C "$archive" seal rotate witnesses
    [ "$status" -eq 0 ]
    has "has key 2"
    testimony | "$stele" -C "$archive" add - >/dev/null
    [ "$("$stele" -C "$archive" find Needle --json | grep -c '"type":"hit"')" -ge 4 ]
    rm state/stele/*/notes/key.*.1.*
    run "$stele" -C "$archive" seal list
    has "key 1  you cannot open it"
    run "$stele" -C "$archive" find Needle
    [ "$status" -eq 0 ]
    [ "$(grep -c 'Needle\] words' <<<"$output")" -eq 1 ]
    run "$stele" -C "$archive" seal new witnesses
    [ "$status" -ne 0 ]
    has "there is a compartment"
}

@test "what is sealed anew to another key is read with it, and its commitment stays" {
    office
    "$stele" -C "$archive" seal new witnesses
    testimony | "$stele" -C "$archive" add - >/dev/null
    "$stele" -C "$archive" seal rotate witnesses >/dev/null
    root=$("$stele" -C "$archive" verify --json | jq -r 'select(.root) | .root' | head -1)
    run "$stele" -C "$archive" reseal --all --to witnesses
    [ "$status" -eq 0 ]
    rm state/stele/*/notes/key.*.1.*
    run "$stele" -C "$archive" find Needle
    [ "$status" -eq 0 ]
    has "Needle] words"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "sealed anew to another key"
    nothing_in_clear "$archive" state cache
}

@test "a field device writes what it cannot read, and the office reads it" {
    export XDG_STATE_HOME=$PWD/office XDG_CACHE_HOME=$PWD/office-cache
    make_archive_at() { "$stele" init --synthetic --name test "$1" >/dev/null; }
    rm -rf "$archive"
    make_archive_at "$archive"
    office
    "$stele" -C "$archive" seal new witnesses
    who=$("$stele" -C "$archive" member new --role recorder --json | jq -r .member)
    "$stele" -C "$archive" copy stick >/dev/null

    export XDG_STATE_HOME=$PWD/field XDG_CACHE_HOME=$PWD/field-cache
    key=$("$stele" -C stick device new --member "$who" | grep -o 'stele.invalid/feed/.*')
    XDG_STATE_HOME=$PWD/office XDG_CACHE_HOME=$PWD/office-cache "$stele" -C "$archive" device admit "$key" --member "$who"
    XDG_STATE_HOME=$PWD/office XDG_CACHE_HOME=$PWD/office-cache "$stele" -C "$archive" copy stick >/dev/null
    "$stele" -C stick member passphrase --pin --new-passphrase-file pin >/dev/null
    "$stele" -C stick unlock -p pin
    "$stele" -C stick seal field on
    testimony | "$stele" -C stick add - >added
    echo 'Needle file' >Needle.txt
    "$stele" -C stick preserve Needle.txt
    rm Needle.txt
    run "$stele" -C stick find Needle
    [ "$status" -eq 1 ]
    ref=$(awk '/^claim/ {print $NF}' added)
    run "$stele" -C stick show "$ref"
    has "sealed: what it says cannot be read here"
    "$stele" -C stick lock
    nothing_in_clear stick field field-cache

    XDG_CACHE_HOME=$PWD/copy-cache "$stele" -C stick copy "$archive" >/dev/null
    export XDG_STATE_HOME=$PWD/office XDG_CACHE_HOME=$PWD/office-cache
    run "$stele" -C "$archive" find Needle
    [ "$status" -eq 1 ] # nobody is signed in
    "$stele" -C "$archive" unlock -p pw
    run "$stele" -C "$archive" find Needle
    [ "$status" -eq 0 ]
    has "Needle Person"
    has "Needle.txt"
    # what the office says of a statement of the laptop's feed counts
    "$stele" -C "$archive" withdraw "$ref" --reason typing_error
    run "$stele" -C "$archive" show "$ref"
    has "withdrawn"
    "$stele" -C "$archive" reindex
    run "$stele" -C "$archive" show "$ref"
    has "withdrawn"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    nothing_in_clear "$archive" office office-cache
}

@test "a field device without a compartment is refused" {
    run "$stele" -C "$archive" seal field on
    [ "$status" -eq 3 ]
    has "no compartment to seal to"
    run "$stele" -C "$archive" seal field maybe
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" seal open
    [ "$status" -eq 2 ]
}

@test "doctor knows a sealed signing key for one" {
    office
    run "$stele" -C "$archive" doctor
    has "this machine has the keys of 1"
    "$stele" -C "$archive" lock
    run "$stele" -C "$archive" doctor
    has "this machine has the keys of 1"
}
