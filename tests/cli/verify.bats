#!/usr/bin/env bats
# stele verify: what fixes the record, what is damaged, and what follows from it.

setup() {
    load common
    common_setup
    make_archive
}

# flip FILE OFFSET: change one bit.
flip() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    printf "\\$(printf %o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "what fixes the record comes first, and nothing yet is said plainly" {
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == "Fixed by something outside the owner's control: nothing yet."* ]]
    has "it does not show that they are true"
}

@test "neither key nor index is needed, and nothing is written" {
    rm -rf "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    before=$(find "$archive" -printf '%p %T@ %C@\n' | sort)
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    [ "$before" = "$(find "$archive" -printf '%p %T@ %C@\n' | sort)" ]
    [ ! -e "$XDG_STATE_HOME" ]
    [ ! -e "$XDG_CACHE_HOME" ]
}

@test "a changed statement, a lost object and an unexpected file are named, all in one run" {
    mkdir card
    printf 'a photograph' >card/photo.jpg
    "$stele" -C "$archive" preserve card
    object=$(find "$archive/objects" -type f)
    rm "$object"
    tail=$(echo "$archive"/feeds/*/tail-0)
    flip "$tail" "$(grep -boa '"roles"' "$tail" | cut -d: -f1)"
    echo x >"$archive/notes.txt"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "missing: ${object#"$archive/"}: the object is missing; statement 3 records it"
    has "tail-0: the statements do not give the root that was signed"
    has "unexpected: notes.txt: nothing in the record accounts for this file"
    has "things are wrong."
    has "NOT as signed"
}

@test "findings are objects with --json, the summary last" {
    echo x >"$archive/notes.txt"
    run "$stele" -C "$archive" verify --json
    [ "$status" -eq 1 ]
    has '"finding":"unexpected"'
    has '"file":"notes.txt"'
    [[ "${lines[-1]}" == *'"wrong":1'* ]]
    printf '%s\n' "${lines[@]}" | python3 -c 'import json,sys; [json.loads(l) for l in sys.stdin]'
}

@test "names in findings do not drive the terminal" {
    touch "$archive/$(printf 'a\033[2Jb')"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has 'a\u001b[2Jb'
}

@test "a file with a name that is no UTF-8 is found" {
    touch "$archive/$(printf 'bad\xff')"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    run "$stele" -C "$archive" verify --json
    [ "$status" -eq 1 ]
    printf '%s\n' "${lines[@]}" | python3 -c 'import json,sys; [json.loads(l) for l in sys.stdin]'
}

@test "stele.json is held against statement 0" {
    sed -i 's/"name":"test"/"name":"tost"/' "$archive/stele.json"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "stele.json: it does not say what statement 0 of the founding feed says"
}

@test "a stele.json that is none is refused" {
    echo '{}' >"$archive/stele.json"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "stele.json"
}

@test "what a killed writer left is unfinished, not wrong" {
    printf 'half a statement' >>"$archive"/feeds/*/tail-0
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "bytes that no checkpoint covers: the next writer removes them"
    has "1 thing is unfinished; it is nothing that was acknowledged"
    "$stele" -C "$archive" add "$(draft a)"
    run "$stele" -C "$archive" verify
    [[ "$output" != *unfinished* ]]
}

@test "an older copy that was put back is no writer's, and the head is kept as evidence" {
    cp -a "$archive" older
    "$stele" -C "$archive" add "$(draft a)"
    inode=$(stat -c %i "$archive")
    rm -rf "$archive"
    cp -a older "$archive"
    run "$stele" -C "$archive" add "$(draft b)"
    [ "$status" -eq 3 ]
    has "stele device new"
    [ -n "$(ls "$archive/anchors")" ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "a file that cannot be read is damage, and the rest is still checked" {
    chmod 000 "$archive"/feeds/*/checkpoints
    chmod a+rX "$archive" "$archive/feeds" "$archive"/feeds/*
    run as_nobody "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "checkpoints"
    has "Permission denied"
}

@test "an argument is a mistake in use that tells the right way" {
    run "$stele" verify "$archive"
    [ "$status" -eq 2 ]
    has "the archive is named with -C"
}

@test "verify finds nothing wrong while others write" {
    jq -n '[range(37) | {kind: "entity", id: "e\(.)", entity: "source", class: "web_page", label: "x\(.)"}]' >many.json
    (for _ in $(seq 40); do "$stele" -C "$archive" add many.json; done >/dev/null; touch written) 3>&- &
    until [ -e written ]; do
        run "$stele" -C "$archive" verify --json
        [ "$status" -eq 0 ] || { echo "$output"; return 1; }
        # a commit on its way may be seen, and is unfinished
        [ "$(jq -s 'map(select(.finding != null and .finding != "unfinished")) | length' <<<"$output")" -eq 0 ]
    done
    wait
}
