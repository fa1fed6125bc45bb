#!/usr/bin/env bats
# Files that are sealed while they are preserved, and given out again to who may read them.
bats_require_minimum_version 1.5.0

setup() {
    load common
    common_setup
    compartment=$(dirname "$stele")/../tests/compartment
    command -v age >/dev/null || skip "needs age"
    [ -x "$compartment" ] || skip "tests/compartment is not built"
    make_archive
    echo "a passphrase for the test" >pass
    # What a test needs of a session: per command, so that nothing stays in the kernel.
    export STELE_PASSPHRASE_FILE=$PWD/pass STELE_WHY="a test"
    said=$("$stele" -C "$archive" member passphrase --new-passphrase-file pass --json)
    member=$(jq -r .member <<<"$said")
    age-keygen 2>/dev/null | grep AGE- >key
    "$compartment" "$archive" witnesses key "$member" "$(jq -r .key <<<"$said")" >id
    mkdir -p card/DCIM
    head -c 70001 /dev/urandom >card/DCIM/one.jpg
    echo "a secret that nobody else may read" >card/DCIM/two.txt
}

on() { "$stele" -C "$archive" "$@"; }
signed_out() { env -u STELE_PASSPHRASE_FILE "$stele" -C "$archive" "$@"; }
sha_of() { sha256sum "$1" | cut -d ' ' -f 1; }

@test "a sealed file comes back, by its hash, its stored name and its statement" {
    run -0 on preserve --seal --json card
    ref=$(grep one.jpg <<<"$output" | jq -r .statement)
    run -0 on unseal "$(sha_of card/DCIM/one.jpg)" -o one
    cmp one card/DCIM/one.jpg
    [ "$(stat -c %a one)" = 600 ]
    run -0 on unseal "$ref" -o again
    cmp again card/DCIM/one.jpg
    run -0 on unseal --statement "$ref" -o statement
    [ "$(jq -r .path statement)" = DCIM/one.jpg ]
    stored=$(jq -r .stored statement)
    [ "$stored" != "$(jq -r .sha256 statement)" ]
    [ "$(sha_of "$archive/objects/${stored:0:2}/${stored:2}")" = "$stored" ]
    on unseal "$stored" -o - | cmp - card/DCIM/one.jpg
}

@test "age opens it with the compartment's key; head cuts the padding off" {
    on preserve --seal=witnesses card
    on unseal --statement "$(on preserve --seal --json card | grep one.jpg | jq -r .statement)" -o statement
    stored=$(jq -r .stored statement)
    age -d -i key "$archive/objects/${stored:0:2}/${stored:2}" >padded
    [ "$(stat -c %s padded)" -gt 70001 ]
    head -c "$(jq -r .size statement)" padded | cmp - card/DCIM/one.jpg
}

@test "nothing of it lies in the archive, the state or the cache" {
    on preserve --seal --from "Somebody Unnamed" card
    on reindex
    ! grep -rlaE "nobody else may read|two\.txt|DCIM|Somebody Unnamed|$(sha_of card/DCIM/two.txt)" \
        "$archive" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
}

@test "who gives no reason gets nothing; who does is recorded, sealed" {
    on preserve --seal card
    run ! env -u STELE_WHY "$stele" -C "$archive" unseal "$(sha_of card/DCIM/one.jpg)" -o one
    has "say why"
    [ ! -e one ]
    on unseal "$(sha_of card/DCIM/one.jpg)" -o one
    run -0 on verify --json
    [ "$(tail -n 1 <<<"$output" | jq -c '[.sealed_opened, .sealed_closed]')" = "[3,0]" ]
}

@test "nobody without the key gets it" {
    on preserve --seal card
    run -1 signed_out unseal "$(sha_of card/DCIM/one.jpg)" -o one
    has "stele unlock"
    [ ! -e one ]
}

@test "a file that is there is not written over, and an altered object not given out" {
    on preserve --seal card
    echo mine >one
    run ! on unseal "$(sha_of card/DCIM/one.jpg)" -o one
    [ "$(cat one)" = mine ]
    on unseal --statement "$(on preserve --seal --json card | grep one.jpg | jq -r .statement)" -o statement
    stored=$(jq -r .stored statement)
    file=$archive/objects/${stored:0:2}/${stored:2}
    chmod u+w "$file"
    printf X | dd of="$file" bs=1 seek=66000 conv=notrunc status=none
    run ! on unseal "$stored" -o two
    has "altered or cut short"
    [ ! -e two ]
}

@test "verify opens with keys, and checks what is stored without" {
    on preserve --seal card
    run -0 signed_out verify
    has "2 statements were not opened"
    run -0 on verify
    has "2 statements and 2 objects opened"
    run -0 on verify --json
    [ "$(tail -n 1 <<<"$output" | jq -c '[.sealed_opened, .sealed_closed, .objects_opened]')" = "[2,0,2]" ]
}

@test "verify with keys finds a sealed object that is gone" {
    on preserve --seal card
    on unseal --statement "$(on preserve --seal --json card | grep one.jpg | jq -r .statement)" -o statement
    stored=$(jq -r .stored statement)
    rm -f "$archive/objects/${stored:0:2}/${stored:2}"
    run -0 signed_out verify
    run -1 on verify
    has "the object is missing"
}

@test "a sealed run leaves no note behind, and nothing to go on with" {
    on preserve --seal card
    [ -z "$(find "$XDG_STATE_HOME" -name "preserve-*")" ]
    run -0 on preserve --seal card
    has "2 files preserved"
    on preserve card
    [ -n "$(find "$XDG_STATE_HOME" -name "preserve-*")" ]
}

@test "a field device seals without being told to" {
    notes=$XDG_STATE_HOME/stele/$(ls "$XDG_STATE_HOME/stele")/notes
    mkdir -p "$notes"
    echo field >"$notes/profile"
    on preserve card
    run -0 on verify --json
    [ "$(tail -n 1 <<<"$output" | jq .objects_opened)" = 2 ]
    ! grep -rqa "nobody else may read" "$archive"
}

@test "a compartment that is not there is said" {
    run ! on preserve --seal=nothing card
    has "there is no compartment \"nothing\""
    "$stele" init --synthetic --name other "$BATS_TEST_TMPDIR/other" >/dev/null
    run -3 "$stele" -C "$BATS_TEST_TMPDIR/other" preserve --seal card
    has "stele seal new"
    run -2 on unseal abc
    has "say with -o where to write it"
}

@test "an open file is given out by the same command" {
    on preserve card
    run -0 on unseal "$(sha_of card/DCIM/one.jpg)" -o one
    cmp one card/DCIM/one.jpg
}
