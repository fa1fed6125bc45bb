#!/usr/bin/env bats
# stele init: an archive where there was none.

setup() {
    load common
    common_setup
}

@test "an archive is made, with an id to write down" {
    run "$stele" init "$archive"
    [ "$status" -eq 0 ]
    has "made in \"$archive\""
    has "Write this id down, on paper"
    [ -f "$archive/stele.json" ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "the id is the one in stele.json, and no key lies in the folder" {
    run "$stele" init --json --name kharkiv "$archive"
    [ "$status" -eq 0 ]
    has '"name":"kharkiv"'
    id=$(printf '%s' "$output" | sed 's/.*"archive":"\([^"]*\)".*/\1/')
    [ ${#id} -eq 26 ]
    grep -q "\"archive\":\"$id\"" "$archive/stele.json"
    [ -d "$XDG_STATE_HOME/stele/$id" ]
    ! grep -r "PRIVATE+KEY" "$archive"
    grep -rq "PRIVATE+KEY" "$XDG_STATE_HOME"
    [ "$(stat -c %a "$XDG_STATE_HOME/stele/$id")" = 700 ]
}

@test "the name is the folder's unless one is given" {
    "$stele" init cases/kharkiv/
    grep -q '"name":"kharkiv"' cases/kharkiv/stele.json
}

@test "an empty folder may be used" {
    mkdir "$archive"
    run "$stele" init "$archive"
    [ "$status" -eq 0 ]
}

@test "a folder that holds something is refused and left alone" {
    mkdir "$archive"
    echo words >"$archive/a"
    run "$stele" init "$archive"
    [ "$status" -eq 3 ]
    has "cannot make an archive in \"$archive\": the folder is not empty"
    [ "$(ls -A "$archive")" = a ]
}

@test "an archive is not made twice" {
    make_archive
    before=$(cat "$archive/stele.json")
    run "$stele" init "$archive"
    [ "$status" -eq 3 ]
    [ "$before" = "$(cat "$archive/stele.json")" ]
}

@test "a file in the way is refused" {
    echo words >"$archive"
    run "$stele" init "$archive"
    [ "$status" -ne 0 ]
    [ "$(cat "$archive")" = words ]
}

@test "names in Ukrainian and Arabic are kept" {
    for name in 'Ізюм, сосновий ліс' 'مقبرة خاركيف'; do
        rm -rf "$archive"
        run "$stele" init --name "$name" "$archive"
        [ "$status" -eq 0 ]
        grep -qF "\"name\":\"$name\"" "$archive/stele.json"
        run "$stele" -C "$archive" verify
        [ "$status" -eq 0 ]
        has "$name"
    done
}

@test "a folder may have a Ukrainian name" {
    run "$stele" init 'Харків'
    [ "$status" -eq 0 ]
    grep -qF '"name":"Харків"' Харків/stele.json
}

@test "a name that is no UTF-8 is refused" {
    run "$stele" init --name "$(printf 'bad\xff')" "$archive"
    [ "$status" -eq 1 ]
    has "an archive's name must be valid UTF-8"
    [ ! -e "$archive" ]
}

@test "a name with control characters, an empty one and a long one are refused" {
    run "$stele" init --name "$(printf 'a\nb')" "$archive"
    [ "$status" -eq 1 ]
    has "cannot hold control characters"
    run "$stele" init --name "" "$archive"
    [ "$status" -eq 1 ]
    has "an archive's name has 1 to 200 bytes"
    run "$stele" init --name "$(printf 'x%.0s' $(seq 201))" "$archive"
    [ "$status" -eq 1 ]
    [ ! -e "$archive" ]
    run "$stele" init --name "$(printf 'x%.0s' $(seq 200))" "$archive"
    [ "$status" -eq 0 ]
}

@test "no folder, and two, are mistakes in use" {
    run "$stele" init
    [ "$status" -eq 2 ]
    has "say in which folder the archive is to be"
    run "$stele" init a b
    [ "$status" -eq 2 ]
    has '"b" is the second'
    [ ! -e a ]
}

@test "where nothing may be written, the folder is named" {
    mkdir closed
    chmod 555 closed
    mkdir -p "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    give_to_nobody "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$HOME"
    run as_nobody "$stele" init closed/archive
    [ "$status" -eq 3 ]
    has "closed/archive"
    has "Permission denied"
    [ -z "$(ls -A closed)" ]
}

@test "without a place for the key nothing is made" {
    unset XDG_STATE_HOME XDG_CACHE_HOME
    run env -u HOME "$stele" init "$archive"
    [ "$status" -ne 0 ]
    has "set HOME or STELE_STATE"
    [ ! -e "$archive" ]
    [ -z "$(find . -name 'archive*')" ]
}

@test "a synthetic archive says so" {
    run "$stele" init --synthetic "$archive"
    has "SYNTHETIC archive"
    run "$stele" -C "$archive" verify
    has "(SYNTHETIC)"
}

@test "a file is not made into an archive, and nothing is left beside it" {
    echo words >file
    ln -s nowhere link
    for name in file link; do
        run "$stele" init "$name"
        [ "$status" -eq 3 ]
        has "cannot make an archive in \"$name\": it is not a folder"
    done
    [ "$(ls | grep -c unfinished)" -eq 0 ]
}

@test "the clock is set by hand for synthetic archives only" {
    STELE_NOW=2022-09-20T10:00:00Z run "$stele" init real
    [ "$status" -eq 3 ]
    has "STELE_NOW sets the clock, and only a synthetic archive may be written so: unset it"
    [ ! -e real ]
    "$stele" init real
    STELE_NOW=2022-09-20T10:00:00Z run "$stele" -C real add "$(draft a)"
    [ "$status" -eq 3 ]
    has "STELE_NOW sets the clock"
    STELE_NOW=2022-09-20T10:00:00Z "$stele" init --synthetic other
}
