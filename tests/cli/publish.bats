#!/usr/bin/env bats
# stele publish: the log as files for a web server, read by Go's own packages.

setup_file() {
    # A module cache of its own: leaves nothing behind and asks no network.
    if command -v go >/dev/null && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; then
        GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$BATS_FILE_TMPDIR/cache GOFLAGS= \
            go build -o "$BATS_FILE_TMPDIR/verify" "$BATS_TEST_DIRNAME/../go/main.go"
    fi
}

setup() {
    load common
    common_setup
    verify=$BATS_FILE_TMPDIR/verify
    "$stele" init --synthetic archive >/dev/null
    feed=$(sed 's/.*"feed":"\([^"]*\)".*/\1/' archive/stele.json)
}

# Add so many entities in one commit.
grow() {
    local i
    for ((i = 0; i < $1; i++)); do
        printf '%s{"kind":"entity","entity":"place"}' "$([ $i = 0 ] && echo '[' || echo ',')"
    done >drafts.json
    echo ']' >>drafts.json
    "$stele" -C archive add drafts.json >/dev/null
}

publish() { "$stele" -C archive publish "$@"; }

@test "Go's packages read what is published, and verify a proof" {
    [ -x "$verify" ] || skip "needs golang-go, golang-golang-x-mod-dev and golang-golang-x-crypto-dev"
    for more in 0 252 1 1 300; do
        [ $more = 0 ] || grow $more
        publish out
        "$verify" tiles "out/$feed" "$(cat "out/$feed/key.vkey")"
    done
    "$stele" -C archive prove "$feed.300" -o proof
    commitment=$(cat proof/salt.bin proof/statement.json | sha256sum | cut -c1-64)
    printf 'ev1 %s %s\n' "$commitment" "$commitment" >entry
    "$verify" proof proof/statement.tlog-proof entry "$(cat proof/key.vkey)"
    printf 'ev1 %s %064d\n' "$commitment" 0 >entry
    run "$verify" proof proof/statement.tlog-proof entry "$(cat proof/key.vkey)"
    [ "$status" -ne 0 ]
    sh proof/verify.sh
}

@test "a published log holds no content" {
    run publish out
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "SYNTHETIC archive: test data, nobody and nothing real" ]
    [[ "$output" == *"the log of 3 statements: 5 files written, 0 as they were"* ]]
    [ "$(head -n 1 "out/$feed/README.txt")" = "SYNTHETIC archive: test data, nobody and nothing real" ]
    cmp "archive/feeds/$feed/checkpoint" "out/$feed/checkpoint"
    ! grep -r '"kind"' out
}

@test "publishing again writes only what is new" {
    grow 300
    publish out
    find out -type f -printf '%P %T@\n' | sort >before
    run publish out --json
    [ "$status" -eq 0 ]
    [[ "$output" == *'"size":303,"old_size":303,"written":0,'*'"synthetic":true'* ]]
    find out -type f -printf '%P %T@\n' | sort | cmp - before
    grow 1
    run publish out
    [[ "$output" == *"the log of 304 statements, 303 of them published before: 3 files written"* ]]
}

@test "an older copy of the archive does not publish over a newer log" {
    cp -r archive copy
    grow 5
    publish out
    run "$stele" -C copy publish out
    [ "$status" -eq 3 ]
    [[ "$output" == *"says 8 statements, this archive has 3: this is an older copy of the archive; publish from the newest"* ]]
}

@test "places where nothing can be published are named" {
    run publish
    [ "$status" -eq 2 ]
    [[ "$output" == *"say into which folder to publish"* ]]
    run publish a b
    [ "$status" -eq 2 ]
    run publish archive/web
    [ "$status" -eq 1 ]
    [[ "$output" == *"lies inside the archive: name a folder outside it"* ]]
    [ ! -e archive/web ]
    touch file
    run publish file
    [ "$status" -ne 0 ]
    [[ "$output" == *'"file"'* ]]
    run "$stele" -C state publish out
    [ "$status" -ne 0 ]
}

@test "a folder that cannot be written is named" {
    open=$(mktemp -d) # bats keeps its own folders from others
    chmod 755 "$open"
    cp -r archive "$open"
    mkdir "$open/shut"
    chmod 555 "$open/shut"
    run setpriv --reuid=nobody --clear-groups -- "$stele" -C "$open/archive" publish "$open/shut"
    rm -rf "$open"
    [ "$status" -le 3 ] || skip "user nobody cannot run the program"
    [ "$status" -eq 3 ]
    [[ "$output" == *'/shut": '*"Permission denied"* ]]
}

@test "a killed publisher leaves a log that the next one finishes" {
    grow 600
    publish out
    rm "out/$feed/checkpoint" "out/$feed/tile/0/001"
    : >"out/$feed/tile/0/000.new"
    publish out
    [ ! -x "$verify" ] || "$verify" tiles "out/$feed" "$(cat "out/$feed/key.vkey")"
}
