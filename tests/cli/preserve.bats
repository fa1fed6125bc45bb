#!/usr/bin/env bats
# stele preserve: from a folder that is not ours into the archive, and the question
# afterwards whether all of it is there.

setup() {
    load common
    common_setup
    card=$BATS_TEST_TMPDIR/card
    mkdir "$card"
    "$stele" init --synthetic --name test "$archive" >/dev/null
}

preserve() { "$stele" -C "$archive" preserve "$@"; }

# The sum of a file is the name of its object.
stored() {
    local sum
    sum=$(sha256sum <"$1" | cut -c1-64)
    cmp "$1" "$archive/objects/${sum:0:2}/${sum:2}"
}

@test "a folder is preserved byte for byte" {
    mkdir "$card/DCIM"
    head -c 300000 /dev/urandom >"$card/DCIM/photo.jpg"
    printf 'words' >"$card/note.txt"
    run preserve "$card"
    [ "$status" -eq 0 ]
    [[ "$output" == *"2 files preserved (300 kB)"* ]]
    stored "$card/DCIM/photo.jpg"
    stored "$card/note.txt"
}

@test "the source is not touched" {
    printf 'words' >"$card/note.txt"
    touch -a -d 2020-01-01 "$card/note.txt"
    before=$(stat -c '%x %y %z' "$card/note.txt" "$card")
    preserve "$card"
    [ "$before" = "$(stat -c '%x %y %z' "$card/note.txt" "$card")" ]
}

@test "names in Ukrainian and Arabic, with line breaks and broken bytes, are kept" {
    mkdir "$card/Ізюм"
    printf 1 >"$card/Ізюм/фото.txt"
    printf 2 >"$card/مقبرة.txt"
    printf 3 >"$card/line
break"
    printf 4 >"$card/$(printf 'bad\xff')"
    run preserve --json "$card"
    [ "$status" -eq 0 ]
    [[ "$output" == *'"path":"Ізюм/фото.txt"'* ]]
    [[ "$output" == *'"path":"مقبرة.txt"'* ]]
    [[ "$output" == *'"path_hex":"6c696e650a627265616b"'* ]]
    [[ "$output" == *'"path_hex":"626164ff"'* ]]
    [ "$(printf '%s\n' "$output" | grep -c '"outcome":"preserved"')" -eq 4 ]
}

@test "a missing path is named and nothing is begun" {
    run preserve "$card" "$card/none"
    [ "$status" -eq 1 ]
    [[ "$output" == *"\"$card/none\": no such file or folder"* ]]
}

@test "no path at all is a mistake in use" {
    run preserve
    [ "$status" -eq 2 ]
    [[ "$output" == *"say which files or folders to preserve"* ]]
}

@test "a date that is none is refused before anything is read" {
    printf 1 >"$card/a"
    run preserve --on yesterday "$card"
    [ "$status" -eq 1 ]
    [[ "$output" == *"the date on which it was obtained: "* ]]
}

@test "what is no file is refused with a word, and the rest preserved" {
    printf 1 >"$card/a"
    ln -s a "$card/link"
    mkfifo "$card/pipe"
    run preserve "$card"
    [ "$status" -eq 1 ]
    [[ "$output" == *"\"link\" in \"$card\": is a symbolic link"* ]]
    [[ "$output" == *"\"pipe\" in \"$card\": is a named pipe"* ]]
    [[ "$output" == *"1 file preserved (1 B), 2 refused"* ]]
    stored "$card/a"
}

@test "what cannot be read is named, and the rest preserved" {
    printf 1 >"$card/a"
    printf 2 >"$card/closed"
    mkdir "$card/shut"
    printf 3 >"$card/shut/in"
    chmod 000 "$card/closed" "$card/shut"
    if [ "$(id -u)" -eq 0 ]; then
        chmod a+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test" "$BATS_TEST_TMPDIR"
        chmod -R a+rwX "$archive" "$XDG_STATE_HOME" && chmod 755 "$card"
        chown -R nobody "$archive" "$XDG_STATE_HOME" && mkdir -p "$XDG_CACHE_HOME"
        chown -R nobody "$XDG_CACHE_HOME"
        setpriv --reuid=nobody --clear-groups test -x "$stele" -a -r "$card/a" ||
            skip "nobody cannot reach the test folder"
        run setpriv --reuid=nobody --clear-groups "$stele" -C "$archive" preserve "$card"
    else
        run preserve "$card"
    fi
    [ "$status" -eq 1 ]
    [[ "$output" == *"\"closed\" in \"$card\": could not open this file: Permission denied"* ]]
    [[ "$output" == *"\"shut\" in \"$card\": could not open this folder: Permission denied"* ]]
    [[ "$output" == *"1 file preserved (1 B), 2 refused"* ]]
    chmod 755 "$card/shut"
}

@test "killed half way, the same command goes on" {
    for i in $(seq 1 5000); do printf '%d' "$i" >"$card/$i"; done
    preserve --json "$card" >"$BATS_TEST_TMPDIR/lines" &
    pid=$!
    for _ in $(seq 1 500); do
        [ -s "$BATS_TEST_TMPDIR/lines" ] && break
        sleep 0.01
    done
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" || true
    run preserve "$card"
    [ "$status" -eq 0 ]
    run preserve --json "$card"
    [ "$(printf '%s\n' "$output" | grep -c '"outcome":"unchanged"')" -eq 5000 ]
    run preserve --check "$card"
    [ "$status" -eq 0 ]
}

@test "preserving again adds nothing, another origin does" {
    printf 1 >"$card/a"
    preserve "$card"
    run preserve "$card"
    [[ "$output" == *"0 files preserved (0 B), 1 in the archive already, unchanged"* ]]
    run preserve --from "a neighbour" "$card"
    [[ "$output" == *"0 files preserved (0 B), 1 stored before and found again"* ]]
}

@test "--check says in one line that everything is there" {
    printf 12345 >"$card/a"
    printf 123 >"$card/b"
    preserve "$card"
    run preserve --check "$card"
    [ "$status" -eq 0 ]
    [[ "$output" == *"everything is in the archive: 2 files (8 B), source and stored bytes both read now and the same"* ]]
}

@test "--check names what is missing and says to keep the source" {
    printf 1 >"$card/a"
    preserve "$card"
    printf 2 >"$card/later"
    run preserve --check "$card"
    [ "$status" -eq 1 ]
    [[ "$output" == *"\"later\" in \"$card\": is not in the archive"* ]]
    [[ "${lines[-1]}" == "NOT everything is in the archive: 1 of 2 are missing (named above): keep the source" ]]
}

@test "--check notices stored bytes that were damaged" {
    printf 'words' >"$card/a"
    preserve "$card"
    object=$(find "$archive/objects" -type f)
    chmod 644 "$object"
    printf 'wordz' >"$object"
    run preserve --check "$card"
    [ "$status" -eq 1 ]
    [[ "$output" == *"\"a\" in \"$card\": the stored bytes are damaged"* ]]
}

@test "an archive that this machine may not write is left as it is" {
    printf 1 >"$card/a"
    rm -rf "$XDG_STATE_HOME"
    run preserve "$card"
    [ "$status" -eq 3 ]
    [ -z "$(find "$archive/objects" -type f)" ]
}

@test "the archive is not preserved into itself" {
    run preserve "$archive"
    [ "$status" -eq 1 ]
    [[ "$output" == *"lies in the archive itself"* ]]
}

@test "this machine's keys are never preserved, whatever folder is named" {
    for place in "STELE_STATE=$BATS_TEST_TMPDIR/home/keys" "HOME=$BATS_TEST_TMPDIR/home"; do
        rm -rf "$archive" "$BATS_TEST_TMPDIR/home"
        mkdir "$BATS_TEST_TMPDIR/home"
        echo words >"$BATS_TEST_TMPDIR/home/note.txt"
        run env -u XDG_STATE_HOME -u XDG_CACHE_HOME "HOME=$BATS_TEST_TMPDIR/home" "$place" bash -c '
            "$1" init --synthetic "$2" >/dev/null && "$1" -C "$2" preserve "$3"' _ "$stele" "$archive" "$BATS_TEST_TMPDIR/home"
        [ "$status" -eq 1 ]
        [[ "$output" == *"is where this machine keeps its keys and indexes"* ]]
        [ "$(find "$archive/objects" -type f | wc -l)" -eq 1 ]
    done
}
