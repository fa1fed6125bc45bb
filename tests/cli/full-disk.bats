#!/usr/bin/env bats
# A file system that is really full: three mebibytes of memory, mounted for the test alone.

load common

setup() { common_setup; }

# small SCRIPT: run it where $small is a file system of its own. Nothing of it is left.
small() {
    mkdir -p "$BATS_TEST_TMPDIR/small"
    unshare -rm true 2>/dev/null || skip "may not mount a file system here"
    printf '%s\n' 'set -u' 'small=$1 stele=$2' 'mount -t tmpfs -o size=3m none "$small" || exit 77' \
        'cd "$small"' 'fail() { echo "FAILED: $*"; exit 1; }' "$1" >script
    run unshare -rm bash script "$BATS_TEST_TMPDIR/small" "$stele"
    [ "$status" -ne 77 ] || skip "may not mount a file system here"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

drafts='drafts() { printf "["; for i in $(seq 400); do printf "%s{\"kind\":\"entity\",\"id\":\"a%s\",\"entity\":\"source\",\"class\":\"web_page\",\"label\":\"%0500d\"}" "${comma-}" "$i" "$i"; comma=,; done; printf "]"; }; drafts >"$HOME/many.json"'

@test "adding until the disk is full loses nothing, and goes on when there is room" {
    small "$drafts"'
        head -c 600000 /dev/zero >ballast
        "$stele" init --synthetic --name small archive >/dev/null || fail init
        count=0
        while "$stele" -C archive add "$HOME/many.json" >"$HOME/out" 2>&1 || { status=$?; false; }; do
            count=$((count + 1))
        done
        [ "$status" -eq 3 ] || fail "status $status"
        grep -Eq "bytes free, and [0-9]+ are needed|No space left" "$HOME/out" || fail "$(cat "$HOME/out")"
        [ $count -gt 2 ] || fail "only $count"
        "$stele" -C archive verify --json >"$HOME/out" || fail "$(cat "$HOME/out")"
        grep -q "\"statements\":$((3 + 400 * count))" "$HOME/out" || fail "$count times 400: $(cat "$HOME/out")"
        rm ballast
        "$stele" -C archive add "$HOME/many.json" >/dev/null || fail "does not go on"
        "$stele" -C archive verify --json | grep -q "\"statements\":$((403 + 400 * count)),.*\"unfinished\":0" || fail after'
}

@test "preserve asks for room before it begins" {
    small '
        head -c 4000000 /dev/urandom >"$HOME/photo"
        "$stele" init --synthetic --name small archive >/dev/null || fail init
        "$stele" -C archive preserve "$HOME/photo" >"$HOME/out" 2>&1
        [ $? -eq 3 ] || fail status
        grep -Eq "free" "$HOME/out" || fail "$(cat "$HOME/out")"
        [ -z "$(ls -A archive/objects)" ] || fail "it began"'
}

@test "no room for this machine's state: init says so and leaves no archive" {
    small '
        export XDG_STATE_HOME=$small/state
        head -c 3145728 /dev/zero >ballast 2>/dev/null
        "$stele" init --synthetic --name full "$HOME/archive" >"$HOME/out" 2>&1
        [ $? -eq 3 ] || fail "$(cat "$HOME/out")"
        grep -q "No space left" "$HOME/out" || fail "$(cat "$HOME/out")"
        [ ! -e "$HOME/archive/stele.json" ] || fail "an archive without a key"
        rm ballast
        "$stele" init --synthetic --name full "$HOME/archive" >/dev/null || fail "does not go on"'
}

@test "no room for the index: what was committed is acknowledged, and indexed later" {
    small "$drafts"'
        export XDG_CACHE_HOME=$small/cache
        "$stele" init --synthetic --name full "$HOME/archive" >/dev/null || fail init
        head -c 2700000 /dev/zero >ballast 2>/dev/null
        for i in 1 2 3 4 5 6; do
            "$stele" -C "$HOME/archive" add "$HOME/many.json" >"$HOME/out" 2>&1 || break
        done
        head -c 3145728 /dev/zero >ballast2 2>/dev/null
        "$stele" -C "$HOME/archive" add "$HOME/many.json" >"$HOME/out" 2>&1
        before=$("$stele" -C "$HOME/archive" verify --json) || fail "$before"
        rm ballast ballast2
        "$stele" -C "$HOME/archive" add "$HOME/many.json" >/dev/null || fail "does not go on"
        "$stele" -C "$HOME/archive" find a400 >/dev/null 2>&1
        "$stele" -C "$HOME/archive" verify --json | grep -q "\"wrong\":0" || fail after'
}
