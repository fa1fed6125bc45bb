# Who reads which file: stele inbox.

bats_require_minimum_version 1.5.0

load common
setup() {
    common_setup
    make_archive
    mkdir -p files/sub
    echo one >files/a.txt
    echo two >files/sub/b.txt
    printf '\x89PNG\r\n\x1a\n' >files/c.png
    "$stele" -C "$archive" preserve -q files
    cd "$archive" || return 1
}

state() { "$stele" inbox --json | jq -r --arg n "$1" 'select(.name==$n) | .state'; }

@test "a file is taken, given back, read; next takes the oldest that nobody has" {
    run -0 "$stele" inbox next
    has "a.txt"
    has "taken by member"
    [ "$(state a.txt)" = taken ]
    "$stele" inbox back a.txt
    [ "$(state a.txt)" = unread ]
    "$stele" inbox done a.txt
    [ "$(state a.txt)" = done ]
    run -0 "$stele" inbox next
    [[ "$output" != *"a.txt"* ]]
    "$stele" inbox next
    run -1 "$stele" inbox next
    has "no such file that nobody has taken"
    run -0 "$stele" verify
}

@test "skipping says why, and of which file one is the duplicate" {
    run -2 "$stele" inbox skip a.txt
    has "say why it is skipped"
    run -2 "$stele" inbox skip a.txt --because private --duplicate-of c.png
    has "--duplicate-of goes with --because duplicate"
    run -1 "$stele" inbox skip a.txt --because dull
    has "is not a term of \"skip_reason\""
    "$stele" inbox skip a.txt b.txt --because duplicate --duplicate-of c.png --note "seen"
    [ "$(state a.txt)" = skipped ]
    [ "$(state b.txt)" = skipped ]
    run -0 "$stele" inbox --state skipped
    has "duplicate of another file"
    has "skipped: 2"
}

@test "a second reader is wanted until somebody else has read it" {
    "$stele" inbox "done" a.txt --second
    [ "$(state a.txt)" = second ]
    "$stele" inbox "done" a.txt
    [ "$(state a.txt)" = second ]
}

@test "files are asked for by state, type, folder and who said something" {
    "$stele" inbox take c.png
    [ "$("$stele" inbox --json --mine | jq -r .name)" = c.png ]
    [ "$("$stele" inbox --json --nobodys | wc -l)" -eq 2 ]
    [ "$("$stele" inbox --json --type image/ | jq -r .name)" = c.png ]
    [ "$("$stele" inbox --json --folder sub/ | jq -r .name)" = b.txt ]
    run -0 "$stele" inbox --limit 1
    has "there are more: --after"
    run -2 "$stele" inbox --state eaten
    has "none of unread, taken, second, done, skipped"
    run -2 "$stele" inbox eat a.txt
}

@test "the state survives reindex, and an earlier state is as it was" {
    frontier=$("$stele" show a.txt | sed -n 's/^as of frontier \([a-z0-9]*\).*/\1/p')
    "$stele" inbox "done" a.txt
    before=$("$stele" inbox --json)
    "$stele" reindex
    [ "$("$stele" inbox --json)" = "$before" ]
    [ "$("$stele" inbox --json --as-of "$frontier" | jq -r 'select(.name=="a.txt").state')" = unread ]
}

@test "what is no file cannot be read" {
    id=$("$stele" add -q --json "$(draft s)" | jq -r 'select(.entity).entity')
    run -1 "$stele" inbox take "$id"
    has "is no preserved file"
}
