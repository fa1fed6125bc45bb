#!/usr/bin/env bats
# stele doctor: what is missing or doubtful on this machine, and nothing is changed.

setup() {
    load common
    common_setup
    export LC_ALL=C.UTF-8
    state=$XDG_STATE_HOME/stele
    shim=$(dirname "$stele")/../tests/filesystem.so
}

teardown() {
    ! mountpoint -q "$BATS_TEST_TMPDIR/small" || umount "$BATS_TEST_TMPDIR/small"
    cd / # not inside what is to be unmounted
    ! mountpoint -q "$BATS_TEST_TMPDIR/vault" || fusermount3 -u "$BATS_TEST_TMPDIR/vault"
}

# found CHECK: its grade, "none" when it says nothing; of $@ after it: how the program is run.
found() {
    local check=$1
    shift
    "${@:-$stele}" -C "$archive" doctor --json 2>/dev/null |
        jq -rs --arg check "$check" '[.[] | select(.check == $check) | .grade][0] // "none"'
}

says() { "$stele" -C "$archive" doctor --json | jq -rs --arg check "$1" '.[] | select(.check == $check) | .what'; }

need_shim() {
    [ -e "$shim" ] || skip "filesystem.so is not built"
    ! grep -qa __asan_init "$stele" || skip "the sanitizer must be loaded first"
}

# pretends VARIABLE=VALUE... CHECK: the grade with disks that look so.
pretends() {
    found "${*: -1}" env LD_PRELOAD="$shim" "${@:1:$#-1}" "$stele"
}

# The folder of all states sees a trial file come and go.
snapshot() { find "$archive" "$state"/* -printf '%p %m %s %T@\n' | sort; }

@test "without an archive the machine alone is looked at, and nothing stays behind" {
    mkdir -p "$state" "$XDG_CACHE_HOME/stele"
    run "$stele" doctor
    [ "$status" -le 1 ]
    has "no archive here: the machine alone is looked at"
    has "ok        keys and state: a trial write was on the disk after"
    has "Stele "
    [[ "$output" != *"archive
"* ]]
    [ -z "$(find "$state" "$XDG_CACHE_HOME" -type f)" ]
}

@test "each finding is one object with --json, and the exit status follows from the last" {
    make_archive
    run bash -c '"$0" -C "$1" doctor --json 2>/dev/null' "$stele" "$archive"
    printf '%s\n' "${lines[@]}" | jq -es '.[:-1] | all(has("check") and has("topic") and has("grade") and has("what"))'
    bad=$(printf '%s\n' "${lines[-1]}" | jq '.doubtful + .missing')
    [ "$status" -eq $((bad > 0)) ]
    [ "$(printf '%s\n' "${lines[@]}" | jq -s '.[:-1] | map(select(.grade != "ok")) | all(has("do"))')" = true ]
    [ "$(printf '%s\n' "${lines[@]}" | jq -s '.[:-1] | length')" = "$(printf '%s\n' "${lines[-1]}" | jq '.ok + .doubtful + .missing')" ]
}

@test "a sound archive has nothing doubtful in its own part, and is not written to" {
    make_archive
    rm -r "$XDG_CACHE_HOME"
    before=$(snapshot)
    run "$stele" -C "$archive" doctor --json
    [ "$before" = "$(snapshot)" ]
    [ "$(printf '%s\n' "${lines[@]}" | jq -s 'map(select(.topic == "archive" and .grade != "ok")) | length')" = 0 ]
    [ "$(found state.head)" = ok ]
    [ "$(found clock.last_statement)" = ok ]
    [ ! -e "$XDG_CACHE_HOME/stele" ]
}

@test "with --quiet only what is doubtful or missing is said" {
    run "$stele" doctor --quiet
    [[ "$output" != *"  ok  "* ]]
    [[ "$output" != *"looked at"* ]]
}

@test "tools that are not there are named, with what they are for" {
    mkdir empty
    run env PATH="$PWD/empty" "$stele" doctor
    [ "$status" -eq 1 ]
    has "missing   exiftool is not there: it is for dates and places inside photographs and videos"
    has "apt-get install libimage-exiftool-perl; the record does without it"
    has "missing   tesseract is not there"
}

@test "tools that are there are asked for their version and languages; one that hangs or fails is no tool" {
    mkdir tools
    printf '#!/bin/sh\necho 99.5\n' >tools/exiftool
    printf '#!/bin/sh\nexit 3\n' >tools/vips
    printf '#!/bin/sh\n[ "$1" = --version ] && echo "tesseract 5.9" && exit\nprintf "List of languages (2):\\neng\\nukr\\n"\n' >tools/tesseract
    printf '#!/bin/sh\nexec sleep 60\n' >tools/age
    chmod +x tools/*
    began=$SECONDS
    run env PATH="$PWD/tools:$PATH" "$stele" doctor --json
    [ $((SECONDS - began)) -lt 30 ]
    has 'exiftool 99.5: for dates'
    has '"check":"tools.vips","topic":"tools","grade":"missing"'
    has '"check":"tools.age","topic":"tools","grade":"missing"'
    has 'tesseract does not read the language \"rus\"'
    [[ "$output" != *'the language \"ukr\"'* ]]
}

@test "a clock before this version, or behind the newest statement, is doubtful" {
    STELE_NOW=2029-05-06T07:08:09Z make_archive
    [ "$(STELE_NOW=2029-05-06T07:08:10Z found clock.last_statement)" = ok ]
    [ "$(STELE_NOW=2029-05-06T07:08:08Z found clock.last_statement)" = doubtful ]
    [ "$(STELE_NOW=2019-05-06T07:08:08Z found clock.year)" = doubtful ]
    [ "$(STELE_NOW=2029-05-06T07:08:08Z found clock.year)" = ok ]
    [ "$(STELE_NOW=2029-05-06T07:08:08Z found clock.by_hand)" = doubtful ]
    [ "$(STELE_NOW=never found clock.year)" = doubtful ]
}

@test "no state, no key and no last note are told apart" {
    make_archive
    key=$(echo "$state"/*/*/key)
    head=$(echo "$state"/*/*/head)
    mv "$key" kept
    [ "$(found feeds.ours)" = missing ]
    mv kept "$key"
    mv "$head" kept
    [ "$(found state.head)" = missing ]
    mv kept "$head"
    mv "$state" elsewhere
    [ "$(found state.exists)" = missing ]
    mv elsewhere "$state"
    [ "$(found state.exists)" = ok ]
    [ "$(found feeds.ours)" = ok ]
}

@test "a head ahead of, behind or beside the folder is named" {
    make_archive
    cp -r "$archive" early
    cp -r "$state" early-state
    "$stele" -C "$archive" add entity place --label x
    cp -r "$archive" late
    rm -r "$archive"
    mv early "$archive"
    [ "$(found state.head)" = doubtful ]
    [[ "$(says state.head)" == "this machine signed more than the folder shows"* ]]
    rm -r "$archive" "$state"
    mv late "$archive"
    cp -r early-state "$state"
    [[ "$(says state.head)" == "this machine remembers less than the folder shows"* ]]
    head=$(echo "$state"/*/*/head)
    cp "$archive"/feeds/*/checkpoint "$head"
    [ "$(found state.head)" = ok ]
    sed -i '3s/.*/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=/' "$head"
    [[ "$(says state.head)" == "two histories of one length were signed"* ]]
}

@test "state and keys that others may read are named, with the command that mends it" {
    make_archive
    chmod 755 "$state"/*
    chmod 644 "$state"/*/*/key
    [ "$(found state.private)" = doubtful ]
    [ "$(found state.key.private)" = doubtful ]
    run "$stele" -C "$archive" doctor
    has "chmod 700 \"$(echo "$state"/*)\""
    has "chmod 600 \"$(echo "$state"/*/*/key)\""
    chmod 700 "$state"/*
    chmod 600 "$state"/*/*/key
    [ "$(found state.private)" = none ]
    [ "$(found state.key.private)" = none ]
}

@test "another user's archive and state are named" {
    [ "$(id -u)" -eq 0 ] || skip "only the superuser can give a folder away"
    make_archive
    chown -R nobody "$archive"
    [ "$(found archive.owner)" = doubtful ]
    [[ "$(says archive.owner)" == *"nobody"* ]]
    chown -R nobody "$state"
    [ "$(found state.exists)" = doubtful ]
}

@test "a folder that this user may not write is doubtful, and doctor still looks at it" {
    make_archive
    chmod -R a+rX "$archive"
    chmod 555 "$archive"
    run as_nobody env HOME="$HOME" "$stele" -C "$archive" doctor --json
    chmod 755 "$archive"
    [ "$status" -eq 1 ]
    has '"check":"archive.writable","topic":"archive","grade":"doubtful"'
    has '"check":"state.exists"'
}

@test "a dead writer, an unfinished run of preserve and an unfinished import are named" {
    make_archive
    mkdir -p "$(echo "$state"/*)/notes"
    printf '999999999 2026-01-01T00:00:00Z stele preserve\n' >"$(echo "$state"/*/*/head.lock)"
    printf 'run 00000000000000000\npath /media/card\n' >"$(echo "$state"/*)/notes/preserve-0011223344556677"
    [ "$(found state.lock)" = doubtful ]
    [ "$(found state.preserve)" = doubtful ]
    [[ "$(says state.preserve)" == 'preserving "/media/card" was begun'* ]]
    printf '%s 2026-01-01T00:00:00Z stele preserve\n' $$ >"$(echo "$state"/*/*/head.lock)"
    printf 'ended 00000000000000000\npath /media/card\n' >"$(echo "$state"/*)/notes/preserve-0011223344556677"
    [ "$(found state.lock)" = ok ]
    [ "$(found state.preserve)" = none ]
    [ "$(found archive.imports)" = none ]
    printf 'name\nx\n' >t.csv
    mkdir card
    echo a >card/a
    "$stele" -C "$archive" preserve t.csv card
    feed=$(basename "$archive"/feeds/*)
    printf '[{"kind":"import","source":"%s.3","mapping":"%s.4"}]' "$feed" "$feed" >import.json
    "$stele" -C "$archive" add import.json
    [ "$(found archive.imports)" = doubtful ]
}

@test "a full disk is doubtful before it hurts" {
    need_shim
    make_archive
    [ "$(pretends FILESYSTEM_FREE=1000000 disk.archive.space)" = doubtful ]
    [ "$(pretends FILESYSTEM_FREE=1000000 disk.cache.space)" = doubtful ]
    [ "$(pretends FILESYSTEM_FREE=9000000000 disk.archive.space)" = ok ]
}

@test "a small disk, really mounted" {
    mkdir small
    mount -t tmpfs -o size=1m none small 2>/dev/null || skip "nothing can be mounted here"
    make_archive
    [ "$(TMPDIR=$PWD/small found disk.temporary.space)" = doubtful ]
    [ "$(XDG_CACHE_HOME=$PWD/small found disk.cache.space)" = doubtful ]
}

@test "file systems that cannot keep an archive or an index are named" {
    need_shim
    make_archive
    [ "$(pretends FILESYSTEM_TYPE=2011bab0 disk.archive.kind)" = doubtful ] # exFAT
    [ "$(pretends FILESYSTEM_TYPE=4d44 disk.archive.kind)" = doubtful ]     # FAT
    [ "$(pretends FILESYSTEM_TYPE=6969 disk.archive.kind)" = doubtful ]     # NFS
    [ "$(pretends FILESYSTEM_TYPE=6969 disk.cache.kind)" = doubtful ]
    [ "$(pretends FILESYSTEM_TYPE=ff534d42 disk.state.kind)" = doubtful ] # SMB
    [ "$(pretends FILESYSTEM_TYPE=1021994 disk.archive.kind)" = doubtful ] # tmpfs
    [ "$(pretends FILESYSTEM_TYPE=1021994 disk.temporary.kind)" = ok ]
    [ "$(pretends FILESYSTEM_TYPE=794c7630 disk.state.kind)" = doubtful ] # overlay
    [ "$(pretends FILESYSTEM_TYPE=ef53 disk.archive.kind)" = ok ]
    [ "$(pretends FILESYSTEM_TYPE=f15f disk.state.encrypted)" = ok ] # eCryptfs
    [ "$(pretends FILESYSTEM_TYPE=6969 FILESYSTEM_FOLDER="$archive" disk.cache.kind)" = ok ]
    [ "$(pretends FILESYSTEM_TYPE=2011bab0 archive.writable)" = doubtful ]
}

@test "a damaged or newer archive is a finding, not the end" {
    make_archive
    echo '{}' >"$archive/stele.json"
    [ "$(found archive.opens)" = doubtful ]
    rm -r "$archive"
    python3 "$BATS_TEST_DIRNAME/../newer.py" format newer
    archive=$PWD/newer/archive
    [ "$(found archive.format)" = doubtful ]
    [ "$(found archive.writable)" = doubtful ]
}

@test "limits that would stop a long work are named" {
    make_archive
    [ "$(ulimit -n 64 && found system.open_files)" = doubtful ]
    [ "$(ulimit -f 100000 && found system.file_size)" = doubtful ]
}

# A folder of programs as they were installed, without those named.
program_without() {
    mkdir -p alone/bin alone/libexec/stele
    cp "$stele" alone/bin/stele
    for name in stele-sheet stele-workbook stele-serve; do
        cp "$(dirname "$stele")/$name" alone/libexec/stele/
    done
    for name in "$@"; do rm "alone/libexec/stele/$name"; done
}

@test "what was installed is tried out, and nothing else is looked at" {
    run "$stele" doctor --installed --json
    for check in program.version tools.stele_sheet tools.stele_workbook tools.stele_serve languages.ukrainian program.loopback \
        languages.font.cyrillic languages.font.arabic program.state disk.state.durable clock.year; do
        grade=$(printf '%s\n' "${lines[@]}" | jq -r --arg check "$check" 'select(.check == $check) | .grade')
        [ "$grade" = ok ] || { echo "$check: $grade"; false; }
    done
    [[ "$output" != *'"topic":"disks"'* && "$output" != *'"topic":"tools"'* ]]
    bad=$(printf '%s\n' "${lines[-1]}" | jq '.doubtful + .missing')
    [ "$status" -eq $((bad > 0)) ]
}

@test "a part of the program that is missing or does not run is named" {
    program_without stele-sheet
    printf '#!/bin/sh\nexit 127\n' >alone/libexec/stele/stele-workbook
    run alone/bin/stele doctor --installed
    [ "$status" -eq 1 ]
    has "missing   stele-sheet is not there: it draws papers to print and sign"
    has "missing   stele-workbook does not run: it reads workbooks (XLSX, ODS)"
    has "missing   the messages are not there in Ukrainian"
    has "missing   the gazetteer that comes with the program is not there"
    mkdir -p alone/share/locale/uk/LC_MESSAGES
    echo "no catalogue" >alone/share/locale/uk/LC_MESSAGES/stele.mo
    run alone/bin/stele doctor --installed
    has "missing   the messages are not there in Ukrainian"
}

@test "papers: fonts are asked for where they are drawn" {
    printf '<fontconfig><dir>%s/none</dir><cachedir>%s/fonts</cachedir></fontconfig>\n' "$PWD" "$PWD" >no-fonts.conf
    FONTCONFIG_FILE=$PWD/no-fonts.conf run "$stele" doctor --installed
    has "doubtful  papers: there is no font for the Cyrillic script"
    has "apt-get install fonts-dejavu-core"
}

@test "a folder of state that others may look into is named" {
    mkdir -p "$state"
    chmod 755 "$state"
    run "$stele" doctor --installed
    has "doubtful  keys and state lie in $state, which others may look into"
    has "chmod 700 \"$state\""
    chmod 700 "$state"
    run "$stele" doctor --installed
    has "ok        keys and state lie in $state, for you alone"
    rmdir "$state"
    run "$stele" doctor --installed
    has "ok        keys and state will lie in $state"
}

@test "where the machine cannot talk to itself, pages are missing" {
    unshare -n true 2>/dev/null || skip "no namespace of its own may be made"
    run unshare -n "$stele" doctor --installed
    [ "$status" -eq 1 ]
    has "missing   pages: the machine cannot talk to itself (127.0.0.1), so that no page can be shown"
    has "as root: ip link set lo up"
}

@test "started through a loader, the program finds what belongs to it" {
    loader=/lib64/ld-linux-x86-64.so.2
    [ -x "$loader" ] || skip "there is no such loader"
    ! grep -qa __asan_init "$stele" || skip "the sanitizer must be loaded first"
    run env LANG=uk_UA.UTF-8 LC_ALL=uk_UA.UTF-8 "$loader" "$stele" --help
    has "Використання: stele"
    run "$loader" "$stele" doctor --installed
    has "with a C library of its own, in $(dirname "$(realpath "$stele")")/"
    has "ok        stele-sheet runs"
    has "ok        stele-workbook runs"
}

@test "used wrongly" {
    run "$stele" doctor "$archive"
    [ "$status" -eq 2 ]
    has "the archive is named with -C"
}

@test "a vault of gocryptfs as docs/stolen-laptop.md sets it up: all of it is encrypted, and looks so" {
    command -v gocryptfs >/dev/null || skip "gocryptfs is not installed"
    mkdir cipher vault
    echo "nine tall windows" >password
    gocryptfs -q -init -scryptn 10 -passfile password cipher
    gocryptfs -q -passfile password cipher vault 2>/dev/null || skip "FUSE cannot be used here"
    export XDG_STATE_HOME=$PWD/vault/state XDG_CACHE_HOME=$PWD/vault/cache TMPDIR=$PWD/vault/tmp
    mkdir vault/tmp
    archive=$PWD/vault/archive
    make_archive
    "$stele" -C "$archive" add entity place --label Unmistakable >/dev/null
    state=$XDG_STATE_HOME/stele
    for place in archive state cache temporary; do
        [ "$(found "disk.$place.encrypted")" = ok ]
        [[ "$(says "disk.$place.encrypted")" == *"encrypted below the file system" ]]
    done
    [[ "$(says disk.archive.kind)" == *"fuse.gocryptfs" ]]
    run "$stele" -C "$archive" find Unmistakable
    has Unmistakable
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    fusermount3 -u vault || fusermount -u vault
    # what a thief of the machine that is switched off finds
    [ "$(find cipher -type f | wc -l)" -gt 10 ]
    run grep -rqa Unmistakable cipher
    [ "$status" -eq 1 ]
    [ "$(find cipher -name stele.json -o -name index.db | wc -l)" -eq 0 ]
}

@test "memory that cannot be locked, keys never shared out and drills long ago are named" {
    make_archive
    if [ "$(id -u)" -ne 0 ]; then
        [ "$(ulimit -l 8 && found keys.memory)" = doubtful ]
    fi
    notes=$(echo "$state"/*)/notes
    mkdir -p "$notes"
    compartment=000g40r40m30e209j
    [ "$(found keys.recovery)" = none ]
    touch "$notes/key.$compartment.1.$compartment" "$notes/key.$compartment.2.$compartment"
    [ "$(found keys.recovery)" = doubtful ]
    [[ "$(says keys.recovery)" == *"epoch 2: its key was not shared out"* ]]
    note() { printf 'of compartment %s %s\nneeded 3\ncount 5\nmade 2029-01-01T00:00:00Z\n%b' "$compartment" "$1" "$2" >"$notes/recovery.$3"; }
    note 1 '' 00000001 # another epoch's shares are of no use
    [ "$(found keys.recovery)" = doubtful ]
    note 2 '' 00000002
    [ "$(found keys.recovery)" = none ]
    [ "$(found keys.drill)" = doubtful ]
    [[ "$(says keys.drill)" == *"never tried"* ]]
    note 2 'drilled 2029-02-01T00:00:00Z\n' 00000003
    [ "$(STELE_NOW=2029-02-03T00:00:00Z found keys.drill)" = ok ]
    [[ "$(STELE_NOW=2029-02-03T00:00:00Z says keys.drill)" == *"tried 2 days ago" ]]
    [ "$(STELE_NOW=2030-03-01T00:00:00Z found keys.drill)" = doubtful ]
}
