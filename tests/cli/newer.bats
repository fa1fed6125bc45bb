#!/usr/bin/env bats
# Archives that a newer version of Stele wrote (tests/newer.py): read as far as possible, counted, not written to.

setup() {
    load common
    common_setup
    export STELE_NOW=2031-02-03T04:05:06Z
    person=0000-0000-0000-00000
}

# newer WHAT: the archive, with its writer's state, in $made.
newer() {
    made=$BATS_TEST_TMPDIR/$1
    feed=$(python3 "$BATS_TEST_DIRNAME/../newer.py" "$1" "$made")
    archive=$made/archive
    export STELE_STATE=$made/state
}

snapshot() { find "$made/archive" "$made/state" -printf '%p %s %T@ %C@\n' | sort; }

# summary KEY: of the last line of verify --json.
summary() { "$stele" -C "$archive" verify --json | tail -n 1 | jq -r ".$1"; }

# Everything that would write, each refused with the same sentence and nothing changed.
refuses_to_write() {
    before=$(snapshot)
    mkdir -p card
    echo bytes >card/file.txt
    printf 'name,count\nx,1\n' >t.csv
    for command in "add entity place --label x" "preserve card" "withdraw $feed.6 --reason typing_error" "add $(draft s1)" \
        "assess $feed.6 --status accepted --reason x"; do
        # shellcheck disable=SC2086 # one word an argument
        run "$stele" -C "$archive" $command
        [ "$status" -eq 3 ] || { echo "$command: $status: $output"; return 1; }
        has "has format 2, of a newer version of Stele, and this version writes format 1 only: nothing was changed"
    done
    [ "$before" = "$(snapshot)" ]
}

@test "kinds, members, properties and values of a newer version: counted, shown raw, and the archive is written on" {
    newer kinds
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has '2 statements are of kinds that this version does not know ("sighting", "tally")'
    has '2 statements have members that this version does not know ("certainty", "orbit")'
    has '1 claim is of a property that this version does not know ("posture")'
    has "unknown: replica/checkpoint: this version does not read it"
    has "What this version can check is whole."
    [ "$(summary unknown_kinds)" = 2 ]
    [ "$(summary wrong)" = 0 ]
    run "$stele" -C "$archive" show "$feed.7"
    [ "$status" -eq 0 ]
    has 'where: {"cell":[1,2],"of":"grid"}'
    has "this version does not know statements of this kind"
    run "$stele" -C "$archive" show "$feed.10" "$feed.11"
    [ "$status" -eq 0 ]
    has 'number: {"between":[4,5],"scale":"log"}'
    has 'not known to this version: certainty: "0.4"'
    has 'not known to this version: orbit: {"apogee_km":500}'
    run "$stele" -C "$archive" show "$person"
    [ "$status" -eq 0 ]
    has 'posture'
    has '{"stance":{"angle":"12"}}'
    has "which cannot be read here as a passage"
    run "$stele" -C "$archive" history "$person"
    [ "$status" -eq 0 ]
    has "sighting – they were seen"
    "$stele" -C "$archive" find --json --property posture | grep -q '"type":"hit"'
    "$stele" -C "$archive" find --json --kind satellite | grep -q '"type":"hit"'
    run "$stele" -C "$archive" find --property dragon
    [ "$status" -eq 1 ]
    has '"dragon" is no property'
    run "$stele" -C "$archive" add entity place --label "after the newer version"
    [ "$status" -eq 0 ]
    [ "$(summary statements)" = 16 ]
    [ "$(summary unknown_kinds)" = 2 ]
}

@test "a newer format, every byte of which can still be checked: read, and not written to" {
    newer format
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "This archive has format 2, of a newer version of Stele. This version knows format 1"
    has "2 statements are stored in a form that this version does not know"
    has "unknown: lantern/0001: this version does not read it"
    has "unknown: feeds/$feed/spans/000: this version does not read it"
    has '("quorum", "certainty", "orbit")'
    [ "$(summary format)" = 2 ]
    [ "$(summary unchecked)" = 0 ]
    run "$stele" -C "$archive" show "$feed.15" "$feed.16" "$feed.299"
    [ "$status" -eq 0 ]
    has "stored in a form that this version does not know"
    has "sum: 299"
    "$stele" -C "$archive" find --json made-up | grep -q "made-up people"
    "$stele" -C "$archive" history "$person" | grep -q sighting
    run "$stele" -C "$archive" prove "$feed.15" -o proof
    [ "$status" -eq 3 ]
    has "use a newer version of Stele"
    "$stele" -C "$archive" prove "$feed.6" -o proof
    "$stele" prove --check proof
    refuses_to_write
}

@test "in a newer format a flipped bit is found all the same" {
    newer format
    for file in "feeds/$feed/pack/000" "feeds/$feed/tile/0/000" "feeds/$feed/tail-1" "feeds/$feed/checkpoint"; do
        cp "$archive/$file" kept
        python3 - "$archive/$file" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[1], "wb").write(data)
PY
        run "$stele" -C "$archive" verify
        # A letter or length changed in the tail looks like a form of the newer version: not checked, not whole.
        [ "$status" -eq 1 ] || [[ "$file" == */tail-1 && "$status" -eq 3 ]] || { echo "$file: $status: $output"; return 1; }
        cp kept "$archive/$file"
    done
    # Of a form that is not known, too: its bytes have a hash.
    at=$(LC_ALL=C grep -oba 'z' "$archive/feeds/$feed/pack/000" | tail -n 1 | cut -d: -f1)
    printf 'y' | dd of="$archive/feeds/$feed/pack/000" bs=1 seek=$((at)) conv=notrunc status=none
    run "$stele" -C "$archive" verify
    [ "$status" -ne 0 ]
}

@test "what no entry vouches for is named as not checked, and the exit status says so" {
    newer tail
    run "$stele" -C "$archive" verify
    [ "$status" -eq 3 ]
    has "tail-1: it goes on in a form that this version does not know: a newer version of Stele can check it (statements 258 to 261)"
    has "not checked, since a newer version wrote it"
    has "4 of them could not be checked at all"
    [ "$(summary unchecked)" = 4 ]
    [ "$(summary wrong)" = 0 ]
    run "$stele" -C "$archive" show "$feed.257" "$feed.259"
    [ "$status" -eq 0 ]
    has "sum: 257"
    refuses_to_write
    newer lost
    run "$stele" -C "$archive" verify
    [ "$status" -eq 3 ]
    has "(statements 15 to 255)"
    "$stele" -C "$archive" show "$feed.260" | grep -q "sum: 260"
    "$stele" -C "$archive" find --json made-up | grep -q "made-up people"
}

@test "a newer format in which this version finds no way is refused with one sentence" {
    newer strange
    for command in verify "find x" "show x" "add entity place"; do
        # shellcheck disable=SC2086
        run "$stele" -C "$archive" $command
        [ "$status" -eq 3 ]
        has "the archive has format 2, of a newer version of Stele, and this version, which reads format 1, cannot find its way in it: use a newer version"
    done
}

@test "stele.json and statement 0 must name the same format, whichever is the newer" {
    newer format
    sed -i 's/"format":2/"format":1/' "$archive/stele.json"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "stele.json: it does not say what statement 0 of the founding feed says"
    run "$stele" -C "$archive" add entity place --label x
    [ "$status" -ne 0 ]
    newer kinds
    sed -i 's/"format":1/"format":3/' "$archive/stele.json"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "stele.json: it does not say what statement 0 of the founding feed says"
}

@test "what stele.json says in a newer format must agree as far as it is known here" {
    newer format
    sed -i 's/"name":"newer"/"name":"other"/' "$archive/stele.json"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "damaged: stele.json"
}

@test "a signature of an unknown type on the checkpoint is no reason to refuse it" {
    newer kinds
    printf '\xe2\x80\x94 a-witness.invalid %s\n' "$(printf '\x01\x02\x03\x04%0100d' 0 | base64 -w0)" >>"$archive/feeds/$feed/checkpoint"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    unset STELE_STATE
    "$stele" -C "$archive" find --json made-up | grep -q "made-up people"
    python3 "$BATS_TEST_DIRNAME/../../tools/read-archive.py" "$archive"
}

@test "a key, a head and notes of a newer version in the state folder do not stop reading" {
    newer kinds
    state=$(echo "$STELE_STATE"/*)
    mkdir "$state/notes" "$state/epochs"
    echo '{"run":{"version":9}}' >"$state/notes/preserve-9"
    echo x >"$state/epochs/1"
    echo x >"$state/$feed/wrapped"
    "$stele" -C "$archive" add entity place --label "beside files of a newer version"
    printf 'LOCKED+KEY+argon2id+%s\n' AAAA >"$state/$feed/key"
    "$stele" -C "$archive" find --json made-up | grep -q "made-up people"
    "$stele" -C "$archive" verify
    before=$(snapshot)
    run "$stele" -C "$archive" add entity place --label x
    [ "$status" -ne 0 ]
    has "key of feed $feed cannot be used: it is damaged, or written by a newer version of Stele"
    [ "$(snapshot | grep -v head.lock)" = "$(echo "$before" | grep -v head.lock)" ]
}

@test "an index of a newer version is built anew, and said so" {
    newer kinds
    "$stele" -C "$archive" find made-up >/dev/null
    index=$(echo "$XDG_CACHE_HOME"/stele/*/index.db)
    sqlite3 "$index" "UPDATE meta SET text = '99' WHERE name = 'version'; ALTER TABLE claim RENAME TO assertion;"
    run "$stele" -C "$archive" find made-up
    [ "$status" -eq 0 ]
    has "made-up people"
    has "the index was made by another version of Stele: it was built anew from the statements"
    run "$stele" -C "$archive" find made-up
    [[ "$output" != *"built anew"* ]]
    sqlite3 "$index" "UPDATE meta SET text = 'another schema' WHERE name = 'schema'"
    run "$stele" -C "$archive" find --quiet made-up
    [ "$status" -eq 0 ]
    has "made-up people"
    [[ "$output" != *"built anew"* ]]
}

@test "the script that knows nothing of this program reads a newer archive as far as it can" {
    script=$BATS_TEST_DIRNAME/../../tools/read-archive.py
    newer format
    run python3 "$script" "$archive"
    [ "$status" -eq 0 ]
    has "notice: format 2 is newer than this script"
    has "2 of an unknown form"
    for what in tail lost; do
        newer "$what"
        run python3 "$script" "$archive"
        [ "$status" -eq 3 ]
        has "in a form that is not known here"
    done
    newer kinds
    run python3 "$script" "$archive"
    [ "$status" -eq 0 ]
    has '{"between": [4, 5], "scale": "log"}'
}
