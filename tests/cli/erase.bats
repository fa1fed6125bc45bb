# What two members erase is nowhere any more, and everything else is as it was.

load common

second=000g40r40m30e209j # the other member, who works at another machine

setup() {
    common_setup
    make_archive
    founding=$(jq -r .feed "$archive/stele.json")
    there=$BATS_TEST_TMPDIR/elsewhere # the other machine's state
    export secret="a sentence that somebody said and wants to be forgotten"
}

# add JSON: record an array of drafts.
add() {
    printf '%s' "$1" >draft.json
    "$stele" -C "$archive" add draft.json --json
}

# A second member, his machine, and its admission by the founder.
admit() {
    say=$(dirname "$stele")/../tests/say
    "$say" "$archive" "{\"kind\":\"member\",\"id\":\"$second\",\"roles\":[\"${1:-reviewer}\"]}" >/dev/null
    made=$(XDG_STATE_HOME=$there XDG_CACHE_HOME=$there/cache "$stele" -C "$archive" device new --member $second --json)
    "$say" "$archive" "{\"kind\":\"device\",\"of\":\"$(jq -r .feed <<<"$made")\",\"key\":\"$(jq -r .key <<<"$made")\",\"members\":[\"$second\"],\"from\":0}" >/dev/null
}

elsewhere() { XDG_STATE_HOME=$there XDG_CACHE_HOME=$there/cache "$stele" -C "$archive" "$@"; }

# A source and a passage of it with the secret; a claim that rests on it.
witness() {
    add '[{"kind":"entity","entity":"source","class":"web_page","id":"page","label":"a page"},
          {"kind":"entity","entity":"person","class":"public_official","id":"mayor","label":"a mayor"},
          {"kind":"passage","source":"page","words":"'"$secret"'","lang":"en","locator":{"page":1},
           "chain":[{"who":"not_stated","knows":"observed","link":"stated"}],"id":"p"},
          {"kind":"claim","about":"mayor","property":"name","value":{"written":"Mayor Of Nowhere"},
           "passage":"p","mode":"asserted"}]' >out.json || return 1
    passage=$(jq -r 'select(.kind == "passage") | .ref' out.json)
    claim=$(jq -r 'select(.kind == "claim") | .ref' out.json)
}

# No file of archive, state and cache, here and there, has these words.
gone() {
    ! grep -rqaF -e "$1" "$archive" state cache elsewhere || {
        grep -rlaF -e "$1" "$archive" state cache elsewhere
        return 1
    }
}

ask() { "$stele" -C "$archive" erase "$@" --ground "asked by the witness" --json | jq -r 'select(.asked) | .asked'; }

@test "what is asked for is told first with all that speaks of it, and one member alone destroys nothing" {
    witness
    run "$stele" -C "$archive" erase "$passage" --ground "asked by the witness"
    [ "$status" -eq 2 ]
    has "1 other statement speaks of it:"
    has "rests on it"
    has "say --with-dependents"
    run "$stele" -C "$archive" erase "$passage" --alone --ground "asked by the witness"
    [ "$status" -eq 0 ]
    has "nothing is destroyed yet"
    request=$(grep -o 'confirm [0-9a-z.]*' <<<"$output" | cut -d' ' -f2)
    run "$stele" -C "$archive" erase --confirm "$request" --alone
    [ "$status" -eq 3 ]
    has "erasing takes two"
    run "$stele" -C "$archive" erase "$passage" --alone --ground "once more"
    [ "$status" -eq 3 ]
    has "was asked for already"
    run "$stele" -C "$archive" show "$passage"
    has "$secret"
    run "$stele" -C "$archive" erase --list
    has "asked for, not confirmed: statement $passage"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "two members erase a passage and what rests on it: no trace is left, and every proof holds" {
    witness
    admit
    "$stele" -C "$archive" prove "$passage" -o proof >/dev/null
    "$stele" -C "$archive" anchor --text --json | jq -r .code >code
    "$stele" -C "$archive" copy copied >/dev/null
    elsewhere find "somebody said" | grep -q "forgotten" # its own index knows it now
    requests=$(ask "$passage" --with-dependents)
    cp -a "$archive" stale
    [ "$(wc -l <<<"$requests")" -eq 2 ]
    first=$(head -n 1 <<<"$requests")
    run elsewhere erase --confirm "$first"
    [ "$status" -eq 2 ]
    has "say --with-dependents"
    run elsewhere erase --confirm "$first" --with-dependents
    [ "$status" -eq 0 ]
    has "(2 requests)"
    has "backups of this folder"
    has "feed $founding"
    # Not back again from a folder that does not know of it yet, and has gone on.
    mkdir stale-cache
    XDG_CACHE_HOME=$PWD/stale-cache "$stele" -C stale add "$(draft more)" >/dev/null
    run "$stele" -C stale copy "$archive"
    [ "$status" -eq 1 ] || { echo "$status: $output"; false; }
    has "they are not brought back"
    ! grep -rqaF "$secret" "$archive"
    # The founder's machine has an index of its own until it is used the next time.
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "erased by two members: statements 2, objects 0"
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 0 ]
    gone "$secret"
    gone "Mayor Of Nowhere"
    run "$stele" -C "$archive" show "$passage"
    [ "$status" -eq 0 ]
    has "ERASED: what it said was destroyed"
    has "asked for in"
    has "confirmed in"
    has "asked by the witness"
    run "$stele" -C "$archive" show "$passage" --json
    jq -se 'map(select(.type == "statement" and .erased and (.erasure | length == 2))) | length == 1' <<<"$output"
    run "$stele" -C "$archive" erase --list --json
    [ "$(jq -r .erasure <<<"$output" | sort -u)" = erased ]
    # Checked by other programs, and the older proof and paper too.
    run "$stele" prove --check proof
    [ "$status" -eq 0 ]
    run "$stele" -C "$archive" verify --anchor "$(head -n 1 code)"
    [ "$status" -eq 0 ]
    run python3 "$BATS_TEST_DIRNAME/../../tools/read-archive.py" --no-claims "$archive"
    [ "$status" -eq 0 ]
    # An existing copy follows, and says so.
    grep -rqaF "$secret" copied
    run "$stele" -C "$archive" copy copied
    [ "$status" -eq 0 ]
    has "erased"
    ! grep -rqaF "$secret" copied
    run "$stele" -C copied verify
    [ "$status" -eq 0 ]
    has "erased by two members: statements 2"
}

@test "two admins erase each other's statements" {
    witness
    admit admin
    theirs=$(elsewhere add "$(draft theirs)" --json | jq -r .ref)
    [ -n "$theirs" ]
    mine=$(ask "$claim" --alone)
    run elsewhere erase --confirm "$mine" --alone
    [ "$status" -eq 0 ]
    other=$(elsewhere erase "$theirs" --alone --ground "typed by mistake" --json | jq -r 'select(.asked) | .asked')
    run elsewhere erase --confirm "$other"
    [ "$status" -eq 3 ]
    run "$stele" -C "$archive" erase --confirm "$mine"
    [ "$status" -eq 3 ]
    has "erased already"
    run "$stele" -C "$archive" erase --confirm "$other"
    [ "$status" -eq 0 ]
    elsewhere reindex
    gone '"label":"theirs"'
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "erased by two members: statements 2"
}

@test "a preserved file is destroyed, in an existing copy too" {
    admit
    echo "$secret" >file.txt
    "$stele" -C "$archive" preserve file.txt >/dev/null
    "$stele" -C "$archive" copy copied >/dev/null
    request=$(ask file.txt --alone)
    run elsewhere erase --confirm "$request" --alone
    [ "$status" -eq 0 ]
    gone "$secret"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "erased by two members: statements 0, objects 1"
    run "$stele" -C "$archive" show file.txt
    [ "$status" -eq 0 ]
    has "ERASED: its bytes were destroyed"
    run "$stele" -C "$archive" copy copied
    [ "$status" -eq 0 ]
    has "erased"
    ! grep -rqaF "$secret" copied
    run "$stele" -C copied verify
    [ "$status" -eq 0 ]
    # It is not taken in again behind their backs.
    cp file.txt again.txt
    run "$stele" -C "$archive" preserve again.txt
    [ "$status" -eq 3 ]
    has "\"again.txt\" were erased by two members"
    gone "$secret"
}

@test "a row of a list goes with what rests on it; the others keep their numbers" {
    admit recorder
    printf 'no,name,age\n1,Anna Example,7\n2,Bohdan Example,8\n3,Vira Example,9\n' >list.csv
    cat >list.map <<'M'
list "a list" class incident_list
format csv
key no
ignore age
entity victim person
  class public_official
  name name lang en
M
    "$stele" -C "$archive" import list.csv --map list.map >/dev/null
    run "$stele" -C "$archive" erase list.csv --rows 2 --ground "withdrawn"
    [ "$status" -eq 2 ]
    has "must go too"
    requests=$(ask list.csv --rows 2 --with-dependents)
    first=$(head -n 1 <<<"$requests")
    run elsewhere erase --confirm "$first" --with-dependents
    [ "$status" -eq 0 ] || { echo "$output"; false; }
    elsewhere reindex
    "$stele" -C "$archive" add "$(draft one)" >/dev/null
    gone "Bohdan Example"
    grep -rqaF "Vira Example" "$archive/objects"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "an erased frame or a removed object that nobody asked for is damage" {
    witness
    echo "$secret" >file.txt
    "$stele" -C "$archive" preserve file.txt >/dev/null
    sha=$(sha256sum file.txt | cut -d' ' -f1)
    rm -f "$archive/objects/${sha:0:2}/${sha:2}"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "the object is missing"
}

@test "erase is used wrongly" {
    run "$stele" -C "$archive" erase
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" erase x
    [ "$status" -eq 2 ]
    has "--ground"
    run "$stele" -C "$archive" erase --list x
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" erase "$founding.0" --ground x
    [ "$status" -eq 1 ]
    has "is of kind archive"
    run "$stele" -C "$archive" erase --confirm "$founding.0"
    [ "$status" -eq 1 ]
    has "asks for no erasure"
    run "$stele" -C "$archive" erase nowhere --ground x
    [ "$status" -eq 1 ]
}
