#!/usr/bin/env bats
# What is too large, too deep or too much is refused with a sentence, and nothing is written.

load common

setup() {
    common_setup
    make_archive
    cp -r archive/feeds before
}

stele_add() { run "$stele" -C archive add "$1"; }

refused() { # refused STATUS SENTENCE
    [ "$status" -eq "$1" ] || { echo "status $status: $output"; return 1; }
    has "$2"
    diff -r before archive/feeds
    "$stele" -C archive verify >/dev/null
}

@test "a statement of more than 65,536 bytes" {
    python3 -c 'import json; print(json.dumps([{"kind": "entity", "id": "a", "entity": "source", "class": "web_page", "label": "x" * 65537}]))' >large.json
    stele_add large.json
    refused 3 "the text would be larger than 65536 bytes: keep long text in a file"
}

@test "drafts that are nested too deep" {
    python3 -c 'print("[" * 3000 + "]" * 3000)' >deep.json
    stele_add deep.json
    refused 3 '"deep.json": line 1, column 2049: nested deeper than 2048'
}

@test "more drafts than one commit holds" {
    python3 -c 'import json; print(json.dumps([{"kind": "entity", "id": f"a{i}", "entity": "source", "class": "web_page", "label": str(i)} for i in range(60001)]))' >many.json
    stele_add many.json
    refused 3 "60001 drafts at once, 60000 can be"
}

@test "a mapping of more than a mebibyte" {
    head -c 1048577 /dev/zero | tr '\0' '#' >big.map
    printf 'a\n1\n' >table.csv
    run "$stele" -C archive import --map big.map table.csv
    refused 3 '"big.map": larger than 1048576 bytes'
}

@test "a cell of more than 60,000 bytes: its row is rejected" {
    printf 'list "L" class incident_list\nformat csv\nkey a\n\nentity incident event\n  class incident\n  label "{a}"\n' >a.map
    printf 'a\nshort\n%s\n' "$(head -c 60001 /dev/zero | tr '\0' x)" >table.csv
    run "$stele" -C archive import --map a.map table.csv
    [ "$status" -eq 1 ]
    has "2 rows: 1 taken, 1 handed back"
    has "a cell of the row is longer than 60000 bytes: row 2"
}

@test "a note of more than 262,144 bytes is damage, not a reason to stop" {
    head -c 300000 /dev/zero | tr '\0' x >archive/feeds/"$(ls archive/feeds)"/checkpoint
    run "$stele" -C archive verify
    [ "$status" -eq 1 ]
    has "checkpoint: note is longer than 262144 bytes"
}

@test "too few files may be open" {
    draft one
    refusals=0
    for most in $(seq 4 14); do
        rm -rf again && cp -r archive again
        run bash -c "exec 3>&-; ulimit -n $most; '$stele' -C again add one.json"
        # 127: the program itself could not be loaded
        [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || [ "$status" -eq 127 ]
        [ "$status" -eq 3 ] && has "stele add: " && refusals=$((refusals + 1))
        "$stele" -C again verify >/dev/null
    done
    [ "$refusals" -gt 2 ]
}

@test "no file may grow" {
    draft one
    # A signal that nobody handles would be no answer.
    run bash -c "trap '' XFSZ; ulimit -f 0; '$stele' -C archive add one.json"
    refused 3 'index.db": could not open: disk I/O error'
}
