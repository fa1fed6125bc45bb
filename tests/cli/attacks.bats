#!/usr/bin/env bats
# What somebody may try against sealed statements (format.md, section 6), on archives that tests/attacks.py writes from the
# description of the format, with Debian's age. Ended devices and two admins who end each other: member.bats.

load common

load sealed

setup() {
    common_setup
    sealed_setup
    export STELE_WHY="an attack is tried"
}


@test "what another implementation sealed is opened here, and by nobody without the key" {
    attack make
    run "$stele" find --kind person
    [ "$status" -eq 1 ]
    said_nowhere Quosk
    sign_in
    run "$stele" find --kind person
    [ "$status" -eq 0 ]
    has "Aldermire Quosk"
    has "Bexlorin Tavish"
}

@test "stripped and re-signed: a peer's device cannot pass another's ciphertext off as its own" {
    attack resigned
    sign_in
    run "$stele" show "$stolen"
    [ "$status" -ne 0 ]
    said_nowhere Quosk
    has "names another feed, index or compartment: it was moved here from elsewhere"
    run "$stele" show "$claimed"
    [ "$status" -ne 0 ]
    said_nowhere Quosk
    # The person is said once, by the device that said it.
    run "$stele" find --kind person --json
    [ "$(grep -c Quosk <<<"$output")" -eq 1 ]
    has "$first"
}

@test "swapped ciphertexts: two that change places within a signed log are refused, both" {
    attack swapped
    sign_in
    run "$stele" show "$first" "$second"
    [ "$status" -ne 0 ]
    said_nowhere Quosk
    said_nowhere Tavish
    run "$stele" find --kind person
    [ "$status" -eq 1 ]
}

@test "swapped ciphertexts: two frames exchanged in a file are found without any key" {
    attack swapped_on_disk
    run "$stele" verify
    [ "$status" -eq 1 ]
    has "NOT as signed"
    sign_in
    run "$stele" show "$first"
    [ "$status" -ne 0 ]
    said_nowhere Tavish
    said_nowhere Quosk
}

@test "replayed: neither a feed nor a ciphertext counts in another archive with the same key" {
    attack replayed
    sign_in
    run "$stele" find --kind person
    [ "$status" -eq 1 ]
    said_nowhere Quosk
    run "$stele" show "$feed.4"
    [ "$status" -ne 0 ]
    has "it was moved here from elsewhere"
    run "$stele" show "$replayed"
    [ "$status" -ne 0 ]
    has "is not admitted to this archive"
    said_nowhere Quosk
    run "$stele" verify
    has "(not admitted)"
}

@test "a key that no admin announced: nothing is sealed to it" {
    attack announced
    sign_in
    printf '[{"kind":"entity","id":"p","entity":"person","label":"Corvane Mistlewick"}]' >"$BATS_TEST_TMPDIR/p.json"
    "$stele" add "$BATS_TEST_TMPDIR/p.json" >/dev/null
    # The last frame of the tail is the sealed statement: ours opens it, theirs does not.
    tail -c +1 feeds/"$feed"/tail-0 >"$BATS_TEST_TMPDIR/tail"
    python3 - "$BATS_TEST_TMPDIR/tail" >"$BATS_TEST_TMPDIR/sealed" <<'EOF'
import struct, sys
data, at = open(sys.argv[1], "rb").read(), 0
while at < len(data):
    size = struct.unpack(">I", data[at + 1:at + 5])[0]
    head = {b"o": 5, b"s": 37, b"e": 69}[data[at:at + 1]]
    last, at = data[at + head:at + head + size], at + head + size
sys.stdout.buffer.write(last)
EOF
    age -d -i "$place/key.txt" "$BATS_TEST_TMPDIR/sealed" | grep -aq "Corvane Mistlewick"
    run age -d -i "$place/theirs.txt" "$BATS_TEST_TMPDIR/sealed"
    [ "$status" -ne 0 ]
}

@test "truncated: nothing of a ciphertext without its end is shown, though its device signed it" {
    attack truncated
    sign_in
    run "$stele" show "$first"
    [ "$status" -ne 0 ]
    said_nowhere Quosk
    run "$stele" show "$second"
    [ "$status" -eq 0 ]
    has "Bexlorin Tavish"
}

@test "altered: one bit of a ciphertext that its device signed, and nothing of it is shown" {
    attack altered
    sign_in
    run "$stele" show "$first"
    [ "$status" -ne 0 ]
    said_nowhere Quosk
}

@test "altered: one bit of a ciphertext in the file is found without any key" {
    attack altered_on_disk
    run "$stele" verify
    [ "$status" -eq 1 ]
    sign_in
    run "$stele" show "$first"
    [ "$status" -ne 0 ]
    said_nowhere Quosk
}

@test "a rolled-back head: no size is signed twice" {
    attack make
    mine=$(echo "$STELE_STATE"/*/"$feed")
    cp "$mine/head" "$BATS_TEST_TMPDIR/head"
    cp -a . "$BATS_TEST_TMPDIR/older"
    "$stele" add "$(draft one)" >/dev/null
    # The head alone is older: what is signed already stays, and the next goes behind it.
    cp "$BATS_TEST_TMPDIR/head" "$mine/head"
    run "$stele" add "$(draft two)"
    [ "$status" -eq 0 ]
    has "$(cut -c1-6 <<<"$feed").7"
    run "$stele" verify
    [ "$status" -eq 0 ]
    # The folder alone is older: the machine knows that it signed more, and signs nothing.
    find . -mindepth 1 -delete
    cp -a "$BATS_TEST_TMPDIR/older/." .
    run "$stele" add "$(draft three)"
    [ "$status" -eq 3 ]
    has "stele device new"
}

@test "rolled back, folder and head together: a peer who holds a later note has both as evidence" {
    attack make
    mine=$(echo "$STELE_STATE"/*/"$feed")
    cp "$mine/head" "$BATS_TEST_TMPDIR/head"
    cp -a . "$BATS_TEST_TMPDIR/older"
    "$stele" add "$(draft one)" >/dev/null
    cp feeds/"$feed"/checkpoint "$BATS_TEST_TMPDIR/later"
    find . -mindepth 1 -delete
    cp -a "$BATS_TEST_TMPDIR/older/." .
    cp "$BATS_TEST_TMPDIR/head" "$mine/head"
    "$stele" add "$(draft two)" >/dev/null # nobody here can notice
    # One size, two roots, two valid signatures of one key.
    [ "$(sed -n 2p "$BATS_TEST_TMPDIR/later")" = "$(sed -n 2p feeds/"$feed"/checkpoint)" ]
    [ "$(sed -n 3p "$BATS_TEST_TMPDIR/later")" != "$(sed -n 3p feeds/"$feed"/checkpoint)" ]
}
