# Machines that write: each its own feed, and what becomes of it when folder and state part.

load common

setup() {
    common_setup
    make_archive
}

# put_back COPY: an older copy takes the folder's place.
put_back() {
    rm -rf "$archive"
    cp -a "$1" "$archive"
}

restored() {
    cp -a "$archive" week
    "$stele" -C "$archive" add "$(draft lost)" >/dev/null
    put_back week
}

@test "a machine that can write is told so, and keeps its feed" {
    run "$stele" -C "$archive" device new
    [ "$status" -eq 3 ]
    has "can go on with it"
    run "$stele" -C "$archive" device list
    [ "$status" -eq 0 ]
    has "the founding feed"
    has "written on this machine"
}

@test "after a restore the old feed ends, signed by its key, and writing goes on" {
    restored
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "stele device new"
    run "$stele" -C "$archive" device new
    [ "$status" -eq 0 ]
    has "which ends at 4 statements"
    "$stele" -C "$archive" add "$(draft one)"
    run "$stele" -C "$archive" find one
    has "one"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "ended at 4 statements"
    "$stele" -C "$archive" reindex
    run "$stele" -C "$archive" find one
    has "one"
}

@test "Python and openssl come to the same answer about which feeds count" {
    restored
    "$stele" -C "$archive" device new
    "$stele" -C "$archive" add "$(draft one)"
    cp -a "$archive" there
    XDG_STATE_HOME=$PWD/elsewhere "$stele" -C there device new
    run python3 "$BATS_TEST_DIRNAME/../../tools/read-archive.py" --no-claims there
    [ "$status" -eq 0 ]
    has "ended at 4: what follows is left out"
    [ "$(grep -c 'NOT ADMITTED' <<<"$output")" -eq 1 ]
    run "$stele" -C there verify
    [ "$status" -eq 0 ]
    [ "$(grep -c 'not admitted' <<<"$output")" -eq 1 ]
}

@test "a replacement that another key signed counts for nobody" {
    restored
    "$stele" -C "$archive" device new
    "$stele" init --synthetic --name other other >/dev/null
    cp -a "$archive"/feeds/* other/feeds/
    run "$stele" -C other device list --json
    [ "$status" -eq 0 ]
    [ "$(jq -r .admission <<<"$output" | sort | tr '\n' ' ')" = "founding not_admitted not_admitted " ]
    run "$stele" -C other verify
    [ "$status" -eq 0 ]
}

@test "another machine's archive is read, and written only into a feed that waits for admission" {
    export XDG_STATE_HOME=$PWD/elsewhere
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "its key is not on this machine"
    run "$stele" -C "$archive" device new
    [ "$status" -eq 0 ]
    has "It is not admitted yet"
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 0 ]
    has "is not admitted"
    run "$stele" -C "$archive" find one
    has "one"
    XDG_STATE_HOME=$PWD/nowhere run "$stele" -C "$archive" find one
    ! has "recorded" 2>/dev/null
    [ "$status" -eq 1 ]
}

@test "a copy from before the new feed is known for an older one" {
    restored
    "$stele" -C "$archive" device new
    put_back week
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "which this folder does not hold"
    "$stele" -C "$archive" device new
    "$stele" -C "$archive" add "$(draft one)"
}

@test "what is signed behind a feed's end is kept, checked, named, and does not count" {
    cp -a "$archive" week
    cp -a state state-then
    "$stele" -C "$archive" add "$(draft lost)" >/dev/null
    cp -a "$archive" later
    cp -a state state-later
    put_back week
    "$stele" -C "$archive" device new
    # somebody kept the whole machine as it was then, and writes on with it
    XDG_STATE_HOME=$PWD/state-later "$stele" -C later add "$(draft behind)" >/dev/null
    founding=$(jq -r .feed "$archive/stele.json")
    cp -a later/feeds/"$founding"/. "$archive/feeds/$founding/"
    run "$stele" -C "$archive" show "$founding.3"
    [ "$status" -eq 0 ]
    run "$stele" -C "$archive" show "$founding.4"
    [ "$status" -ne 0 ]
    has "was ended at 4 statements"
    run "$stele" -C "$archive" find behind
    [ "$status" -eq 1 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "ended at 4 statements"
}

@test "a feed that says something else than when it was ended is a fork, and named" {
    cp -a "$archive" week
    cp -a state state-then
    "$stele" -C "$archive" add "$(draft lost)" >/dev/null
    put_back week
    "$stele" -C "$archive" device new
    XDG_STATE_HOME=$PWD/state-then "$stele" -C week add "$(draft other)" >/dev/null
    founding=$(jq -r .feed "$archive/stele.json")
    cp -a week/feeds/"$founding"/. "$archive/feeds/$founding/"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "the key has signed two histories"
    run "$stele" -C "$archive" find other
    has "its key has signed two histories"
}

@test "device is used wrongly" {
    run "$stele" -C "$archive" device old
    [ "$status" -eq 2 ]
    has "stele device new"
    run "$stele" -C "$archive" device list --member x
    [ "$status" -eq 2 ]
    export XDG_STATE_HOME=$PWD/elsewhere
    run "$stele" -C "$archive" device new --member nobody
    [ "$status" -eq 1 ]
    has "member's id"
}

@test "each feed that counts is fixed by itself, and a note kept after a fork is a remark once the feed is ended" {
    cp -a "$archive" week
    cp -a state state-then
    "$stele" -C "$archive" add "$(draft lost)" >/dev/null
    mv state state-lost
    cp -a state-then state
    put_back week
    "$stele" -C "$archive" add "$(draft other)" >/dev/null
    rm -rf state
    mv state-lost state
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "two different histories"
    "$stele" -C "$archive" device new
    "$stele" -C "$archive" add "$(draft one)"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "remark: anchors/"
    second=$("$stele" -C "$archive" device list --json | jq -r 'select(.written_here) | .feed')
    has "Of feed $second: nothing yet"
    code=$("$stele" -C "$archive" anchor --text --json | jq -r "select(.feed == \"$second\") | .code")
    run "$stele" -C "$archive" verify --anchor "$code"
    [ "$status" -eq 0 ]
    has "Of feed $second: the first 2 statements, by the paper with the code"
}
