#!/usr/bin/env bats
# stele copy: an archive in another folder, brought up to date, verified, never more than it is.

setup() {
    load common
    common_setup
    make_archive
    mkdir card
    printf 'a photograph' >card/photo.jpg
    printf 'a list' >card/list.txt
    "$stele" -C "$archive" preserve card >/dev/null
    feed=$(basename "$archive"/feeds/*)
}

copy() { "$stele" -C "$archive" copy "$@"; }
object() { (cd "$archive" && find objects -type f -size "$1"c | head -n 1); }
whole() { "$stele" -C "$1" verify | grep -q '^Everything is whole'; }

# flip FILE OFFSET: change one bit.
flip() {
    local byte
    chmod u+w "$1"
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    printf "\\$(printf %o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

@test "a copy is whole, says so, and needs neither key nor index" {
    run copy out
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "SYNTHETIC archive: test data, nobody and nothing real" ]
    has '"out" holds 5 statements and 2 objects: 6 files'
    has "copied and read back"
    rm -rf "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    whole out
    diff -r "$archive" out -x .new
}

@test "copying again copies what is new and nothing else" {
    copy out
    "$stele" -C "$archive" add "$(draft a)" >/dev/null
    run copy out
    [ "$status" -eq 0 ]
    has '"out" holds 6 statements and 2 objects: 3 files'
    has "What was there already was compared by size; --check reads it again."
    run copy out --check
    [ "$status" -eq 0 ]
    has "0 files (0 B) copied"
    whole out
}

@test "the report is one object with --json, after what was found" {
    rm -f "$archive/$(object 12)"
    run copy out --json
    [ "$status" -eq 1 ]
    has '"finding":"missing"'
    [[ "${lines[-1]}" == *'"statements":5,'*'"wrong":1,'*'"synthetic":true'* ]]
    printf '%s\n' "${lines[@]}" | python3 -c 'import json,sys; [json.loads(l) for l in sys.stdin]'
}

@test "a trial says what would be copied and writes nothing" {
    run copy out --dry-run
    [ "$status" -eq 0 ]
    has '"out" would hold 5 statements and 2 objects: 6 files'
    [ ! -e out ]
}

@test "a damaged object is named, not passed off as whole, and the rest is copied" {
    one=$(object 12)
    flip "$archive/$one" 3
    run copy out
    [ "$status" -eq 1 ]
    has "damaged in the archive: $one: the object's bytes do not give its name; it is not copied"
    has "The copy is NOT whole: 1 thing is wrong (named above)."
    [ ! -e "out/$one" ]
    [ -e "out/$(object 6)" ]
}

@test "a damaged copy is repaired and the damage reported" {
    copy out
    one=$(object 12)
    flip "out/$one" 3
    copy out
    run copy out --check
    [ "$status" -eq 1 ]
    has "repaired in the copy: $one"
    has "is right again: look after that disk."
    whole out
}

@test "places that are none for a copy are named" {
    run copy
    [ "$status" -eq 2 ]
    has "say into which folder to copy"
    run copy a b
    [ "$status" -eq 2 ]
    run copy "$archive/backup"
    [ "$status" -eq 1 ]
    has "lies inside the archive: name a folder outside it"
    run copy "$BATS_TEST_TMPDIR"
    [ "$status" -eq 1 ]
    has "holds the archive itself: name a folder beside it"
    mkdir full
    touch full/x
    run copy full
    [ "$status" -eq 3 ]
    has "is not empty and holds no copy of this archive"
    "$stele" init --synthetic --name other other >/dev/null
    run copy other
    [ "$status" -eq 3 ]
    has "holds another archive ("
    run copy card/list.txt
    [ "$status" -eq 1 ]
    has "is not a folder"
}

@test "a folder that is ahead is not overwritten" {
    cp -a "$archive" older
    "$stele" -C "$archive" add "$(draft a)" >/dev/null
    copy out
    run "$stele" -C older copy out
    [ "$status" -eq 3 ]
    has "\"out\" is ahead: it holds 6 statements of feed $feed, this archive 5"
    has "copy from the newest"
}

@test "a stopped copying says what it is, and goes on" {
    shim=$(dirname "$stele")/../tests/fault.so
    [ -e "$shim" ] || skip "needs $shim"
    LD_PRELOAD=$shim "$stele" --version >/dev/null 2>&1 || skip "this build takes no preloaded library"
    copy new
    "$stele" -C "$archive" add "$(draft a)" >/dev/null
    for at in 1 5 9 13 17 21 25 29 33; do
        rm -rf out
        LD_PRELOAD=$shim FAULT_ROOT=$PWD FAULT=KILL FAULT_AT=$at "$stele" -C "$archive" copy out || true
        if [ ! -e out/stele.json ] && [ -e out/feeds ]; then
            run "$stele" -C out find
            [ "$status" -eq 1 ]
            has '"out" is an unfinished copy of an archive: run "stele copy" into it again'
        fi
        copy out
        whole out
        rm -rf out
        cp -a new out
        LD_PRELOAD=$shim FAULT_ROOT=$PWD FAULT=KILL FAULT_AT=$at "$stele" -C "$archive" copy out || true
        whole out
        copy out
        whole out
        [ ! -e out/unfinished-copy ]
    done
}

@test "a disk that is too small is named before anything is written" {
    [ "$(id -u)" -eq 0 ] || skip "needs to mount"
    mkdir small
    head -c 3000000 /dev/zero | tr '\0' x >card/large
    "$stele" -C "$archive" preserve card >/dev/null
    run unshare -m sh -c "mount -t tmpfs -o size=2m none small && '$stele' -C '$archive' copy small/out; s=\$?; ls small; exit \$s"
    [[ "$output" != *"permission denied"* ]] || skip "cannot mount here"
    [ "$status" -eq 3 ]
    has "bytes free and"
    has "make room or name a folder on another disk"
    [[ "$output" != *$'\nout'* ]]
}

@test "a file that is too large for the copy's file system is named" {
    head -c 3000000 /dev/zero | tr '\0' x >card/large
    "$stele" -C "$archive" preserve card >/dev/null
    run bash -c "trap '' XFSZ; ulimit -f 1000; '$stele' -C '$archive' copy out"
    [ "$status" -eq 3 ]
    has 'is too large for the file system of "out" (FAT takes files below 4 GiB): format it as exFAT'
    copy out
    whole out
}

@test "what cannot be written is named" {
    [ "$(id -u)" -eq 0 ] || skip "needs to become nobody"
    mkdir shut
    chmod 555 shut
    chmod -R a+rX "$archive"
    run as_nobody "$stele" -C "$archive" copy shut/out
    [ "$status" -eq 3 ]
    has "shut/out"
    has "Permission denied"
}

@test "an archive of several feeds is copied whole, and the copy brought up to date" {
    cp -a "$archive" week
    "$stele" -C "$archive" add "$(draft lost)" >/dev/null
    rm -rf "$archive"
    mv week "$archive"
    "$stele" -C "$archive" device new >/dev/null
    "$stele" -C "$archive" add "$(draft a)" >/dev/null
    copy out
    whole out
    "$stele" -C "$archive" add "$(draft b)" >/dev/null
    copy out
    whole out
    [ "$(ls out/feeds | wc -l)" -eq 2 ]
    run "$stele" -C out find b
    [ "$status" -eq 0 ]
    diff -r -x .new "$archive" out
}
