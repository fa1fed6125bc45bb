#!/usr/bin/env bats
# What holds for every command: help, mistakes in use, exit status, archives that cannot be
# read or written, others at work at the same time.

setup() {
    load common
    common_setup
}

commands() { "$stele" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'; }

# Those that only look: "command arguments" a line.
reading() { printf '%s\n' verify 'verify --json'; }

@test "every command tells its options, and what it is for" {
    [ "$(commands | wc -l)" -ge 5 ]
    for command in $(commands); do
        run "$stele" "$command" --help
        [ "$status" -eq 0 ]
        has "Usage: stele $command"
        run "$stele" "$command" --usage
        [ "$status" -eq 0 ]
    done
}

@test "the version is told" {
    run "$stele" --version
    [ "$status" -eq 0 ]
    [[ "$output" =~ ^stele\ [0-9]+\.[0-9]+ ]]
}

@test "no command, an unknown one and an unknown option are mistakes in use" {
    run "$stele"
    [ "$status" -eq 2 ]
    has "Usage:"
    run "$stele" frobnicate
    [ "$status" -eq 2 ]
    has '"frobnicate" is no command; stele --help lists them'
    run "$stele" --frobnicate
    [ "$status" -eq 2 ]
    make_archive
    for command in $(commands); do
        run "$stele" -C "$archive" "$command" --frobnicate
        [ "$status" -eq 2 ]
        has "stele $command --help"
    done
}

@test "a folder that is missing, a file, and a folder without an archive are named" {
    echo words >file
    mkdir empty
    for command in verify reindex; do
        run "$stele" -C "$BATS_TEST_TMPDIR/none" "$command"
        [ "$status" -eq 1 ]
        has "$BATS_TEST_TMPDIR/none"
        run "$stele" -C "$BATS_TEST_TMPDIR/file" "$command"
        [ "$status" -ne 0 ]
        has "$BATS_TEST_TMPDIR/file"
        run "$stele" -C "$BATS_TEST_TMPDIR/empty" "$command"
        [ "$status" -eq 1 ]
        has "$BATS_TEST_TMPDIR/empty"
    done
}

@test "an archive is found from a folder below it" {
    make_archive
    run "$stele" -C "$archive/feeds" verify
    [ "$status" -eq 0 ]
    cd "$archive/objects"
    run "$stele" verify
    [ "$status" -eq 0 ]
}

@test "output that cannot be written is no success" {
    make_archive
    for arguments in "verify" "verify --json" "reindex" "add $(draft a)" "add --json $(draft b)"; do
        run bash -c '"$1" -C "$2" $3 >/dev/full' _ "$stele" "$archive" "$arguments"
        [ "$status" -eq 3 ]
        has "could not write the output"
    done
    run bash -c '"$1" init other >/dev/full' _ "$stele"
    [ "$status" -eq 3 ]
}

@test "an archive that may only be read is read" {
    make_archive
    "$stele" -C "$archive" add "$(draft a)"
    chmod -R a+rX,a-w "$archive"
    while read -r command; do
        run as_nobody env -u XDG_STATE_HOME -u XDG_CACHE_HOME HOME=/nonexistent "$stele" -C "$archive" $command
        [ "$status" -eq 0 ]
    done < <(reading)
    chmod -R u+w "$archive"
}

@test "nobody writes into an archive that may only be read, and the reason is told" {
    make_archive
    one=$(draft a)
    chmod -R a+rX,a-w "$archive"
    chmod a+r "$one"
    mkdir -p "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    give_to_nobody "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$HOME"
    run as_nobody "$stele" -C "$archive" add "$one"
    [ "$status" -eq 3 ]
    has "archive"
    chmod -R u+w "$archive"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "without this machine's state the archive is read-only, and it says what to do" {
    make_archive
    rm -rf "$XDG_STATE_HOME"
    run "$stele" -C "$archive" add "$(draft a)"
    [ "$status" -eq 3 ]
    has "stele device new"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    run "$stele" -C "$archive" reindex
    [ "$status" -eq 0 ]
}

@test "two copies of one folder cannot both go on" {
    make_archive
    cp -a "$archive" copy
    "$stele" -C "$archive" add "$(draft a)"
    run "$stele" -C copy add "$(draft b)"
    [ "$status" -eq 3 ]
    has "stele device new"
    run "$stele" -C "$archive" add "$(draft c)"
    [ "$status" -eq 0 ]
    for folder in "$archive" copy; do
        run "$stele" -C "$folder" verify
        [ "$status" -eq 0 ]
    done
    [ "$(sed -n 2p "$archive"/feeds/*/checkpoint)" -eq 5 ]
    [ "$(sed -n 2p copy/feeds/*/checkpoint)" -eq 3 ]
}

@test "a folder that was moved goes on" {
    make_archive
    mv "$archive" moved
    run "$stele" -C moved add "$(draft a)"
    [ "$status" -eq 0 ]
}

@test "who holds the lock is named" {
    make_archive
    lock=$(find "$XDG_STATE_HOME" -name head.lock | head -n 1)
    if [ -z "$lock" ]; then
        "$stele" -C "$archive" add "$(draft z)"
        lock=$(find "$XDG_STATE_HOME" -name head.lock | head -n 1)
    fi
    printf '4711 2026-01-02T03:04:05Z stele preserve\n' >"$lock"
    python3 -c '
import fcntl, os, sys, time
folder = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(folder, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(120)' "$archive" >held &
    holder=$!
    while ! [ -s held ]; do sleep 0.02; done
    STELE_PATIENCE_MS=200 run timeout 60 "$stele" -C "$archive" add "$(draft a)"
    kill $holder
    wait $holder || true
    [ "$status" -eq 3 ]
    has 'archive is being written by process 4711 ("stele preserve", since 2026-01-02T03:04:05Z)'
    has "try again later"
}

@test "two processes that add at the same time take turns" {
    make_archive
    for i in 1 2 3 4 5 6; do
        "$stele" -C "$archive" add "$(draft "s$i")" >"out$i" &
    done
    wait
    [ "$(sed -n 2p "$archive"/feeds/*/checkpoint)" -eq 9 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "a full disk is told and loses nothing" {
    mkdir small
    mount -t tmpfs -o size=3m tmpfs small 2>/dev/null || skip "no right to mount a small file system"
    run "$stele" init small/archive
    made=$status
    for i in $(seq 1 400); do
        python3 -c 'import json,sys; print(json.dumps([{"kind":"entity","id":f"s{i}","entity":"source","class":"web_page","label":"x"*200} for i in range(100)]))' >d.json
        run "$stele" -C small/archive add d.json
        [ "$status" -eq 0 ] || break
    done
    full=$status message=$output
    size=$(sed -n 2p small/archive/feeds/*/checkpoint || echo 0)
    run "$stele" -C small/archive verify
    verified=$status
    umount small
    [ "$made" -eq 0 ]
    [ "$full" -eq 3 ]
    [[ "$message" == *"the disk has "* || "$message" == *"No space"* ]]
    [ "$verified" -eq 0 ]
    [ "$size" -ge 103 ]
}

@test "a damaged, cut, emptied or missing index is built anew without a word lost" {
    make_archive
    "$stele" -C "$archive" add "$(draft a)"
    index=$(find "$XDG_CACHE_HOME" -name index.db)
    [ -f "$index" ]
    for damage in 'echo garbage >"$0"' 'truncate -s 100 "$0"' ': >"$0"' 'rm "$0"'; do
        bash -c "$damage" "$index"
        rm -f "$index-wal" "$index-shm"
        run "$stele" -C "$archive" add "$(draft b)"
        [ "$status" -eq 0 ]
    done
    [ "$(sed -n 2p "$archive"/feeds/*/checkpoint)" -eq 8 ]
}

@test "an index that cannot be written is told with its place" {
    make_archive
    rm -rf "$XDG_CACHE_HOME"
    echo words >"$XDG_CACHE_HOME"
    run "$stele" -C "$archive" reindex
    [ "$status" -ne 0 ]
    has "$XDG_CACHE_HOME"
}

@test "what a person typed does not drive the terminal when it comes back in a message" {
    make_archive
    odd=$'no\e[31m\nsuch'
    for arguments in 'show' 'prove' 'preserve' 'add' 'init one' 'verify'; do
        run "$stele" -C "$archive" $arguments "$odd"
        [ "$status" -ne 0 ]
        has 'no\x1b[31m\x0asuch'
        [[ "$output" != *$'\e'* ]]
    done
    for arguments in '' "-C $odd"; do
        run "$stele" ${arguments:+"${arguments%% *}" "${arguments#* }"} "$odd"
        [ "$status" -eq 2 ]
        has 'no\x1b[31m\x0asuch'
        [[ "$output" != *$'\e'* ]]
    done
}

@test "messages name the program, not the folder it lies in" {
    run "$stele" --frobnicate
    has "stele: unrecognized option"
    [[ "$output" != *"/stele"* ]]
    run "$stele"
    has "Usage: stele [OPTION...] COMMAND"
}
