#!/usr/bin/env bats
# stele clock, and what is asked before the first writing of a day.

setup() {
    load common
    common_setup
    export STELE_NOW=2026-11-25T10:00:00Z
    make_archive
}

# at_terminal ANSWERS COMMAND...: somebody who types these lines.
at_terminal() {
    local answers=$1
    shift
    run bash -c "printf '$answers' | script -qec '$*' /dev/null"
    output=$(printf '%s' "$output" | tr -d '\r')
}

add() { echo "$stele -C $archive add $(draft "$1")"; }

statements() { "$stele" -C "$archive" verify --json | tail -n 1 | jq .statements; }

# said N: statement N as it is recorded.
said() { "$stele" -C "$archive" show --raw "$(ls "$archive/feeds").$1" | tail -n 1; }

@test "the device's clock is compared with another, and the difference is told" {
    run "$stele" -C "$archive" clock --reads 2026-11-25T10:00:30Z --against satellite --uncertainty 2 --who "handheld receiver"
    [ "$status" -eq 0 ]
    has "this device's clock was 30 seconds behind another one (satellite receiver, handheld receiver) that showed 2026-11-25T10:00:30Z, give or take 2 seconds"
    run "$stele" -C "$archive" clock --reads 2026-11-25T09:59:59Z --against phone --json
    [ "$(echo "$output" | jq -c '[.kind,.offset_s]')" = '["clock",1]' ]
    ref=$(echo "$output" | jq -r .ref)
    run "$stele" -C "$archive" show "$ref"
    [ "$status" -eq 0 ]
    has "this device's clock was 1 second ahead of another one (phone)"
    run "$stele" -C "$archive" history "$ref"
    has "this device's clock was 1 second ahead of another one (phone)"
}

@test "what is missing or malformed is told" {
    run "$stele" -C "$archive" clock
    [ "$status" -eq 2 ]
    has "say with --reads what the other clock shows"
    run "$stele" -C "$archive" clock --reads 10:00 --against phone
    [ "$status" -eq 2 ]
    has "\"10:00\" is no time in UTC like 2026-11-25T10:00:30Z"
    run "$stele" -C "$archive" clock --reads 2026-11-25T10:00:30Z
    [ "$status" -eq 2 ]
    has "say with --against what the other clock is"
    run "$stele" -C "$archive" clock --reads 2026-11-25T10:00:30Z --against sundial
    [ "$status" -eq 1 ]
    has "\"sundial\" is not a term of \"clock_method\""
    run "$stele" -C "$archive" clock --reads 2026-11-25T10:00:30Z --against phone --uncertainty much
    [ "$status" -eq 1 ]
    has "uncertainty_s"
}

@test "nothing is asked while the clock goes on as it should" {
    for now in 2026-11-25T10:00:00Z 2026-11-25T00:00:00Z 2026-12-02T00:00:00Z; do
        export STELE_NOW=$now
        at_terminal '' "$(add "d${now//:/}")"
        [ "$status" -eq 0 ]
        [[ "$output" != *"[y/N]"* && "$output" != *"Enter"* && "$output" != *"a week"* ]]
    done
}

@test "a day before the last statement is asked about, and the answer is recorded first" {
    export STELE_NOW=2010-01-01T00:00:10Z
    at_terminal 'n\n' "$(add one)"
    [ "$status" -eq 0 ]
    has "This machine's clock says 2010-01-01; the last statement was recorded on 2026-11-25, by the clock of then. Is 2010-01-01 today's date? [y/N]"
    has "every statement says what this clock says"
    [ "$(said 3 | jq -c '[.kind,.day,.last,.at]')" = '["clock","wrong","2026-11-25T10:00:00Z","2010-01-01T00:00:10Z"]' ]
    [ "$(said 4 | jq -c '[.kind,.at]')" = '["entity","2010-01-01T00:00:10Z"]' ]
    # Once a day.
    at_terminal '' "$(add two)"
    [ "$status" -eq 0 ]
    [[ "$output" != *"[y/N]"* ]]
    [ "$(statements)" = 6 ]
    run "$stele" -C "$archive" show "$(ls "$archive/feeds").3"
    has "a person said: the day is wrong"
}

@test "a day that is right is recorded as that, and silence is no" {
    export STELE_NOW=2026-11-20T00:00:10Z
    at_terminal 'y\n' "$(add one)"
    [ "$status" -eq 0 ]
    [ "$(said 3 | jq -r .day)" = right ]
    export STELE_NOW=2026-11-19T00:00:10Z
    at_terminal '\n' "$(add two)"
    [ "$status" -eq 0 ]
    [ "$(said 5 | jq -r .day)" = wrong ]
}

@test "a clock more than a year ahead is asked about; wrong days say nothing of backups" {
    export STELE_NOW=2031-01-01T00:00:10Z
    at_terminal 'n\n' "$(add one)"
    [ "$status" -eq 0 ]
    has "Is 2031-01-01 today's date? [y/N]"
    [[ "$output" != *"put back from a backup"* ]]
    [ "$(said 3 | jq -r .day)" = wrong ]
}

@test "without a terminal it works, says so once a day, and records nothing of its own" {
    export STELE_NOW=2010-01-01T00:00:10Z
    run "$stele" -C "$archive" add "$(draft one)" </dev/null
    [ "$status" -eq 0 ]
    has "this machine's clock says 2010-01-01, and the last statement was recorded on 2026-11-25"
    [ "$(statements)" = 4 ]
    export STELE_NOW=2009-12-31T00:00:10Z
    run "$stele" -C "$archive" add --quiet "$(draft two)" </dev/null
    [ "$status" -eq 0 ]
    [[ "$output" != *"this machine's clock"* ]]
    export STELE_NOW=2009-12-30T00:00:10Z
    run "$stele" -C "$archive" add "$(draft three)" </dev/null
    has "this machine's clock says 2009-12-30"
    run "$stele" -C "$archive" add "$(draft four)" </dev/null
    [[ "$output" != *"this machine's clock"* ]]
    [ "$(statements)" = 7 ]
}

@test "after more than a week the newest anchor's code is asked for, and its size is told" {
    code=$("$stele" -C "$archive" anchor --text --json | jq -r .code)
    export STELE_NOW=2026-12-02T10:00:01Z
    at_terminal "${code:0:4} ${code:4}\n" "$(add one)"
    [ "$status" -eq 0 ]
    has "Type the code of the newest paper or timestamp that you have, or only Enter if you have none:"
    has "The code is that of the first 3 statements of this record."
    [ "$(statements)" = 4 ]
    at_terminal '' "$(add two)"
    [ "$status" -eq 0 ]
    [[ "$output" != *"put back"* ]]
}

@test "silence is no reason to refuse" {
    "$stele" -C "$archive" anchor --text >/dev/null
    export STELE_NOW=2026-12-03T10:00:00Z
    at_terminal '\n' "$(add one)"
    [ "$status" -eq 0 ]
    [ "$(statements)" = 4 ]
}

@test "a disk that was put back cannot be seen from inside, and the paper tells" {
    "$stele" -C "$archive" anchor --text >/dev/null
    cp -r "$archive" backup && cp -r "$XDG_STATE_HOME" backup-state
    "$stele" -C "$archive" add "$(draft lost)" >/dev/null
    newest=$("$stele" -C "$archive" anchor --text --json | jq -r .code)
    rm -rf "$archive" "$XDG_STATE_HOME" && mv backup "$archive" && mv backup-state "$XDG_STATE_HOME"
    export STELE_NOW=2026-12-03T10:00:00Z
    before=$(find "$archive" -type f -exec sha256sum {} + | sort)
    at_terminal "$newest\n$newest\n$newest\n" "$(add one)"
    [ "$status" -eq 3 ]
    has "no checkpoint of this archive has the code"
    has "nothing was written: this record never had the code that you typed"
    has "stele device new"
    [ "$before" = "$(find "$archive" -type f -exec sha256sum {} + | sort)" ]
    # It is asked again, since nothing was settled; a slip of the hand can be mended.
    older=$(cd "$archive/anchors" && ls paper-3-*.json | cut -d- -f3)
    at_terminal "$newest\nABC\n$older\n" "$(add one)"
    [ "$status" -eq 0 ]
    has "it has 3 characters, not 16. Once more, or only Enter:"
    has "The code is that of the first 3 statements"
}

@test "without an anchor or a terminal there is one remark after a week" {
    export STELE_NOW=2026-12-03T10:00:00Z
    at_terminal '' "$(add one)"
    [ "$status" -eq 0 ]
    has "more than a week ago; if this disk was put back from a backup since then, what is written now contradicts what was lost"
    "$stele" -C "$archive" anchor --text >/dev/null
    export STELE_NOW=2026-12-30T10:00:00Z
    run "$stele" -C "$archive" add "$(draft two)" </dev/null
    [ "$status" -eq 0 ]
    has "more than a week ago; if this disk was put back"
}

@test "who cannot write here is asked nothing" {
    rm -rf "$XDG_STATE_HOME"
    export STELE_NOW=2010-01-01T00:00:10Z
    at_terminal 'y\n' "$(add one)"
    [ "$status" -eq 3 ]
    [[ "$output" != *"[y/N]"* ]]
    has "its key is not on this machine"
}
