#!/usr/bin/env bats
# Copies and restores: whatever is copied or put back, nothing forks, and one sentence says what happened.

setup() {
    load common
    common_setup
    make_archive
    feed=$(basename "$archive"/feeds/*)
    state=$XDG_STATE_HOME/stele
    add a
}

add() { "$stele" -C "$archive" add "$(draft "$1")" >/dev/null; }
size_of() { sed -n 2p "$1/feeds/$feed/checkpoint"; }
whole() { "$stele" -C "$1" verify | grep -q '^Everything is whole'; }

# put_back FROM TO: as from a backup, in the place of what is there.
put_back() {
    rm -rf "$2"
    cp -a "$1" "$2"
}

# refused ARCHIVE: nothing can be added, in one sentence, and what can be done is named.
refused() {
    run "$stele" -C "$1" add "$(draft z)"
    [ "$status" -eq 3 ]
    [ "${#lines[@]}" -eq 1 ]
    has "stele device new"
}

# No size has two roots in these archives' notes: nothing was forked.
one_root_a_size() {
    local folder
    for folder in "$@"; do
        awk 'NR % 5 == 2 { size = $0 } NR % 5 == 3 { print size, $0 }' \
            "$folder/feeds/$feed/checkpoints"
    done | sort -u | cut -d' ' -f1 | sort | uniq -d >twice
    [ ! -s twice ]
}

# --- cp -r at any moment ---

@test "cp -r while statements are added gives copies that are whole to some size, and harms nothing" {
    (for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do add "w$i"; done; touch ended) &
    n=0
    while [ ! -e ended ]; do
        n=$((n + 1))
        # A file that is being replaced may vanish under cp, which then says so.
        cp -r "$archive" "copy$n" 2>cp-said || ! grep -v "checkpoint.new\|head.new\|\.new.*No such file" cp-said
    done
    wait
    [ $n -gt 3 ]
    for ((i = 1; i <= n; i++)); do
        run "$stele" -C "copy$i" find a
        [ "$status" -eq 0 ]
        run "$stele" -C "copy$i" verify
        has "statements ("
        [[ "$output" == *"Everything is whole"* || "$output" == *"whole up to size"* ]]
    done
    whole "$archive"
    [ "$(size_of "$archive")" -eq 19 ]
}

@test "a copy whose checkpoint is newer than its statements is opened as far as it is whole" {
    cp -r "$archive" torn
    add b
    cp "$archive/feeds/$feed/checkpoint" "torn/feeds/$feed/checkpoint"
    run "$stele" -C torn find a
    [ "$status" -eq 0 ]
    run "$stele" -C torn verify
    [ "$status" -eq 1 ]
    has "whole up to size 4; a copy taken while the archive was written looks like this too"
    refused torn
    # A copy of what is whole in it is a whole copy.
    "$stele" -C torn copy mended
    whole mended
    [ "$(size_of mended)" -eq 4 ]
}

@test "stele copy while statements are added gives copies that are whole, every time" {
    (for i in 1 2 3 4 5 6 7 8 9 10; do add "w$i"; done; touch ended) &
    while [ ! -e ended ]; do
        "$stele" -C "$archive" copy out >/dev/null
        whole out
    done
    wait
    "$stele" -C "$archive" copy out >/dev/null
    [ "$(size_of out)" -eq 14 ]
    whole "$archive"
}

# --- another user, another machine ---

@test "under another user the archive is read, and the message says whose it is" {
    [ "$(id -u)" -eq 0 ] || skip "needs to become nobody"
    chmod -R a+rX "$archive"
    mkdir -m 777 theirs
    zero=$(draft z)
    chmod a+r "$zero"
    export HOME=$PWD/theirs XDG_STATE_HOME=$PWD/theirs/state XDG_CACHE_HOME=$PWD/theirs/cache
    run as_nobody "$stele" -C "$archive" find a
    [ "$status" -eq 0 ]
    run as_nobody "$stele" -C "$archive" add "$zero"
    [ "$status" -eq 3 ]
    has "its key belongs to \"$(id -un)\" or to another machine; here the archive can only be read"
    has "stele device new"
}

@test "another machine's archive is read only, and says what to do to write" {
    cp -r "$archive" theirs
    export XDG_STATE_HOME=$PWD/another-machine
    run "$stele" -C theirs find a
    [ "$status" -eq 0 ]
    refused theirs
    has "its key is not on this machine; here the archive can only be read"
    "$stele" -C theirs copy ours
    whole ours
    [ ! -e "$XDG_STATE_HOME" ]
}

# --- the table of format.md 4.4 ---

@test "H = K: a folder that was moved goes on" {
    mv "$archive" elsewhere
    archive=$PWD/elsewhere
    add b
    whole elsewhere
    [ "$(size_of elsewhere)" -eq 5 ]
}

@test "H ahead and the files have it: what was signed is published" {
    cp "$archive/feeds/$feed/checkpoint" before
    add b
    cp before "$archive/feeds/$feed/checkpoint"
    add c
    [ "$(size_of "$archive")" -eq 6 ]
    [ ! -e "$archive/anchors" ]
    whole "$archive"
}

@test "H ahead and the files do not have it: last week's folder put back is not signed over" {
    cp -a "$archive" week
    add b
    add c
    put_back week "$archive"
    refused "$archive"
    has "this machine has signed more than the folder holds (4 statements), so an older copy was put back"
    has "go on with the newest copy"
    # The last note is evidence that there were two statements more.
    grep -qx 6 "$archive"/anchors/"$feed"-6-*.note
    run "$stele" -C "$archive" find a
    [ "$status" -eq 0 ]
    whole "$archive"
}

@test "H behind: last week's state put back takes the folder's word, and says so" {
    cp -a "$state" week
    add b
    put_back week "$state"
    run "$stele" -C "$archive" add "$(draft c)"
    [ "$status" -eq 0 ]
    has "this machine remembered 4 statements of feed $feed, the folder has 5: an older state was put back, and only other replicas can tell whether more was signed"
    [ "$(size_of "$archive")" -eq 6 ]
    run "$stele" -C "$archive" add "$(draft d)"
    [[ "$output" != *remembered* ]]
    whole "$archive"
}

@test "another root of one size: a fork is frozen and both notes are kept" {
    cp -a "$archive" folder
    cp -a "$state" old
    add b
    cp -a "$state" first
    put_back folder "$archive"
    put_back old "$state"
    add c
    put_back first "$state"
    refused "$archive"
    has "this machine and the folder hold two different histories of it; both notes are kept"
    [ "$(ls "$archive/anchors" | wc -l)" -eq 2 ]
    run "$stele" -C "$archive" find c
    [ "$status" -eq 0 ]
}

@test "a longer history that does not begin with ours is a fork too" {
    cp -a "$archive" folder
    cp -a "$state" old
    add b
    cp -a "$state" first
    put_back folder "$archive"
    put_back old "$state"
    add c
    add d
    put_back first "$state"
    refused "$archive"
    has "two different histories"
}

@test "no key or no head here: nothing is written" {
    rm -rf "$state"
    refused "$archive"
    [ "$(size_of "$archive")" -eq 4 ]
}

# --- two copies ---

@test "two copies of one folder: the one written first goes on, the other is refused" {
    cp -a "$archive" second
    add b
    refused second
    has "so an older copy was put back"
    [ "$(size_of second)" -eq 4 ]
    # Brought up to date it may go on, and then the first may not.
    "$stele" -C "$archive" copy second
    "$stele" -C second add "$(draft c)"
    refused "$archive"
    one_root_a_size "$archive" second
}

@test "two copies written at the same moment never sign two roots of one size" {
    cp -a "$archive" second
    for i in 1 2 3 4 5 6; do
        "$stele" -C "$archive" add "$(draft "x$i")" >/dev/null 2>&1 &
        "$stele" -C second add "$(draft "y$i")" >/dev/null 2>&1 &
    done
    wait
    one_root_a_size "$archive" second
    whole "$archive"
    whole second
    [ $(($(size_of "$archive") + $(size_of second))) -gt 8 ] # one of them was written
}

# --- what cannot be noticed from inside ---

@test "last week's folder and state put back go on unnoticed, and a copy made meanwhile tells" {
    cp -a "$archive" folder
    cp -a "$state" old
    add b
    "$stele" -C "$archive" copy out
    put_back folder "$archive"
    put_back old "$state"
    run "$stele" -C "$archive" copy out
    [ "$status" -eq 3 ]
    has '"out" is ahead: it holds 5 statements'
    add c
    run "$stele" -C "$archive" copy out
    [ "$status" -eq 3 ]
    has "\"out\" and this archive hold two different histories of feed $feed: keep both as evidence, and copy into another folder"
    whole out
}

# --- media ---

@test "read-only media are read, verified and copied, and not written" {
    [ "$(id -u)" -eq 0 ] || skip "needs to mount"
    mkdir disc
    on_disc() {
        run unshare -m sh -c "mount --bind '$archive' disc && mount -o remount,bind,ro disc && $1"
        [[ "$output" != *"permission denied"* ]] || skip "cannot mount here"
    }
    on_disc "'$stele' -C disc find a"
    [ "$status" -eq 0 ]
    on_disc "'$stele' -C disc verify"
    [ "$status" -eq 0 ]
    on_disc "'$stele' -C disc copy out"
    [ "$status" -eq 0 ]
    whole out
    on_disc "'$stele' -C disc add '$(draft z)'"
    [ "$status" -eq 3 ]
    has "cannot write in the archive's folder: Read-only file system"
}

@test "a copy on read-only media that is not up to date says why it stays so" {
    [ "$(id -u)" -eq 0 ] || skip "needs to mount"
    mkdir disc
    "$stele" -C "$archive" copy out
    onto_disc() {
        run unshare -m sh -c "mount --bind out disc && mount -o remount,bind,ro disc && '$stele' -C '$archive' copy disc"
        [[ "$output" != *"permission denied"* ]] || skip "cannot mount here"
    }
    onto_disc
    [ "$status" -eq 0 ]
    add b
    onto_disc
    [ "$status" -eq 3 ]
    has '"disc": '
    has "Read-only file system"
    whole out
}

# as_if TYPE FOLDER: from now on the folder seems to lie on such a file system.
as_if() {
    shim=$(dirname "$stele")/../tests/filesystem.so
    [ -e "$shim" ] || skip "needs $shim"
    LD_PRELOAD=$shim "$stele" --version >/dev/null 2>&1 || skip "this build takes no preloaded library"
    FILESYSTEM_FOLDER=$(realpath -m "$2")
    export FILESYSTEM_FOLDER FILESYSTEM_TYPE=$1 LD_PRELOAD=$shim
}

@test "a stick with FAT or exFAT takes copies, which are read and not written" {
    for type in 4d44 2011bab0; do
        rm -rf stick
        as_if $type stick
        "$stele" -C "$archive" copy stick/archive
        whole stick/archive
        run "$stele" -C stick/archive find a
        [ "$status" -eq 0 ]
        run "$stele" -C stick/archive add "$(draft z)"
        [ "$status" -eq 3 ]
        has "FAT and exFAT cannot replace a file at one stroke; copy the archive to another file system with \"stele copy\""
        unset LD_PRELOAD
    done
    run "$stele" init --synthetic --name x stick/new
    [ "$status" -eq 0 ] # it only seemed to be one
}

@test "a new archive is not made on a stick with FAT" {
    as_if 4d44 stick
    run "$stele" init --synthetic --name x stick/new
    [ "$status" -eq 3 ]
    has "FAT and exFAT cannot replace a file at one stroke"
    [ ! -e stick/new ]
}

@test "where files cannot be replaced at one stroke a stopped copying is no archive" {
    fault=$(dirname "$stele")/../tests/fault.so
    [ -e "$fault" ] || skip "needs $fault"
    as_if 4d44 stick
    "$stele" -C "$archive" copy stick/archive
    cp -a stick stick-before
    add b
    for at in 2 4 6 8 10 12 14 16 18 20 22 24; do
        put_back stick-before stick
        LD_PRELOAD="$fault $shim" FAULT_ROOT=$PWD FAULT=KILL FAULT_AT=$at "$stele" -C "$archive" copy stick/archive || true
        if [ -e stick/archive/stele.json ]; then
            whole stick/archive
        else
            run "$stele" -C stick/archive find a
            [ "$status" -eq 1 ]
            has 'is an unfinished copy of an archive: run "stele copy" into it again'
            missed=yes
        fi
        "$stele" -C "$archive" copy stick/archive
        whole stick/archive
    done
    [ "$missed" = yes ]
}

@test "on a network file system an archive is read and copied to, and not written" {
    for type in 6969 fe534d42 ff534d42; do
        rm -rf net
        as_if $type net
        "$stele" -C "$archive" copy net/archive
        whole net/archive
        run "$stele" -C net/archive find a
        [ "$status" -eq 0 ]
        run "$stele" -C net/archive add "$(draft z)"
        [ "$status" -eq 3 ]
        has "it lies on a network file system, whose locks cannot be relied on; write on this machine's own disk and copy it there with \"stele copy\""
        unset LD_PRELOAD
    done
}

@test "the index is not kept on a network file system" {
    as_if 6969 "$XDG_CACHE_HOME"
    rm -rf "$XDG_CACHE_HOME"
    run "$stele" -C "$archive" find a
    [ "$status" -eq 3 ]
    has "cannot keep the index on a network file system (NFS); set XDG_CACHE_HOME to a folder on this machine's own disk"
}
