# Members: passphrases, sessions, roles, and machines that write for them.

load common

setup() {
    common_setup
    make_archive
    echo "correct horse battery" >pw
    echo 482913 >pin
}

teardown() {
    "$stele" -C "$archive" lock >/dev/null 2>&1 || true
}

# The kernel keeps keys for us, or the tests of sessions cannot be run.
need_key_ring() {
    "$stele" -C "$archive" unlock -p pw >unlocked 2>&1 ||
        skip "no session here: $(cat unlocked)"
}

with_passphrase() { "$stele" -C "$archive" member passphrase --new-passphrase-file pw "$@"; }

founder() { "$stele" -C "$archive" member list --json | jq -r 'select(.founder).member'; }

# there COMMAND...: on another machine, with a state and a cache of its own.
there() {
    XDG_STATE_HOME=$BATS_TEST_TMPDIR/there/state XDG_CACHE_HOME=$BATS_TEST_TMPDIR/there/cache \
        "$stele" "$@"
}

@test "without a passphrase everything goes as before" {
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 0 ]
    run "$stele" -C "$archive" unlock -p pw
    [ "$status" -eq 1 ]
    has "no member has a passphrase on this machine"
    run "$stele" -C "$archive" lock
    [ "$status" -eq 0 ]
    has "Nobody was signed in."
}

@test "the first passphrase seals the key that signs, and removes the clear one" {
    clear=$(find state -name key)
    key=$(cat "$clear")
    with_passphrase
    [ ! -e "$clear" ]
    [ -e "$clear.age" ]
    run grep -rF "${key#*+*+*+*+}" state "$archive"
    [ "$status" -eq 1 ]
    [ "$(stat -c %a state/stele/*/members)" = 700 ]
    [ "$(stat -c %a state/stele/*/members/*)" = 600 ]
}

@test "whoever writes signs in first, and signs out" {
    with_passphrase
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "nobody is signed in on this machine: stele unlock"
    run "$stele" -C "$archive" find one
    [ "$status" -eq 1 ]
    need_key_ring
    "$stele" -C "$archive" add "$(draft one)"
    run "$stele" -C "$archive" find one
    has "one"
    run "$stele" -C "$archive" member list
    has "is signed in"
    run "$stele" -C "$archive" lock
    has "1 session has ended."
    run "$stele" -C "$archive" add "$(draft two)"
    [ "$status" -eq 3 ]
}

@test "a session that nobody uses ends by itself" {
    with_passphrase
    need_key_ring
    "$stele" -C "$archive" unlock -p pw --for 1s
    for _ in $(seq 40); do
        "$stele" -C "$archive" member list --json | jq -e 'select(.signed_in)' >/dev/null || break
        sleep 1.2
    done
    run "$stele" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "stele unlock"
}

@test "where the kernel keeps no keys the passphrase comes with each command" {
    with_passphrase
    run "$stele" --passphrase-file pw -C "$archive" add "$(draft one)"
    [ "$status" -eq 0 ]
    STELE_PASSPHRASE_FILE=pw "$stele" -C "$archive" add "$(draft two)"
    "$stele" --passphrase-file - -C "$archive" add "$(draft three)" <pw
    echo "another passphrase" >other
    run "$stele" --passphrase-file other -C "$archive" add "$(draft four)"
    [ "$status" -eq 3 ]
    has "this is not the passphrase of member"
    run "$stele" --passphrase-file missing -C "$archive" add "$(draft four)"
    [ "$status" -eq 3 ]
    has "missing"
    run "$stele" -C "$archive" find four
    [ "$status" -eq 1 ]
}

@test "a passphrase is changed by its member only, and the old one opens nothing" {
    with_passphrase
    echo "quite another one" >new
    run "$stele" -C "$archive" member passphrase --new-passphrase-file new
    [ "$status" -eq 3 ]
    has "sign in with stele unlock first"
    "$stele" --passphrase-file pw -C "$archive" member passphrase --new-passphrase-file new
    run "$stele" --passphrase-file pw -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    "$stele" --passphrase-file new -C "$archive" add "$(draft one)"
}

@test "short passphrases, and PINs that are none, are refused" {
    echo short >new
    run "$stele" -C "$archive" member passphrase --new-passphrase-file new
    [ "$status" -eq 1 ]
    has "at least 8 bytes"
    run "$stele" -C "$archive" member passphrase --pin --new-passphrase-file new
    [ "$status" -eq 1 ]
    has "digits only"
    echo 12345 >new
    run "$stele" -C "$archive" member passphrase --pin --new-passphrase-file new
    [ "$status" -eq 1 ]
    has "at least 6 digits"
    [ -e "$(find state -name key)" ]
    "$stele" -C "$archive" add "$(draft one)"
}

@test "a PIN opens nothing without the random bytes beside it" {
    "$stele" -C "$archive" member passphrase --pin --new-passphrase-file pin
    "$stele" --passphrase-file pin -C "$archive" add "$(draft one)"
    rm state/stele/*/members/*.device
    run "$stele" --passphrase-file pin -C "$archive" add "$(draft two)"
    [ "$status" -eq 1 ]
    has "the PIN opens nothing without it"
}

@test "a damaged lock is named, and nothing else is harmed" {
    with_passphrase
    lock=$(find state -path '*members*' -type f)
    echo '{}' >"$lock"
    run "$stele" --passphrase-file pw -C "$archive" add "$(draft one)"
    [ "$status" -eq 1 ]
    has "put the lock back from a backup"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "members are made, get other roles, and end" {
    id=$("$stele" -C "$archive" member new --role reviewer --json | jq -r .member)
    run "$stele" -C "$archive" member list --json
    [ "$(jq -rc 'select(.founder|not).roles' <<<"$output")" = '["reviewer"]' ]
    "$stele" -C "$archive" member role "$id" recorder reader
    run "$stele" -C "$archive" member list --json
    [ "$(jq -rc 'select(.founder|not).roles' <<<"$output")" = '["recorder","reader"]' ]
    run "$stele" -C "$archive" member role "$id" king
    [ "$status" -eq 2 ]
    "$stele" -C "$archive" member end "$id"
    run "$stele" -C "$archive" member list
    has "$id: ended"
    run "$stele" -C "$archive" member end "$id"
    [ "$status" -eq 3 ]
    has "ended already"
    run "$stele" -C "$archive" member end 00000000000000000
    [ "$status" -eq 1 ]
    has "the archive has no member"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "the last admin stays" {
    run "$stele" -C "$archive" member end "$(founder)"
    [ "$status" -eq 3 ]
    has "is the only admin"
    id=$("$stele" -C "$archive" member new --role admin --json | jq -r .member)
    "$stele" -C "$archive" member role "$(founder)" reader
    run "$stele" -C "$archive" add "$(draft one)"
    has "needs the role recorder"
    [ -n "$id" ]
}

@test "a member's name is a claim about a person of the same id" {
    id=$("$stele" -C "$archive" member new --name "Alexandra Synthetic" --json | jq -r .member)
    run "$stele" -C "$archive" show "$id"
    [ "$status" -eq 0 ]
    has "Alexandra Synthetic"
}

@test "two members on one machine: each signs in, each may do what its role lets it" {
    with_passphrase
    echo "second passphrase" >pw2
    run "$stele" -C "$archive" member new --here --new-passphrase-file pw2
    [ "$status" -eq 3 ]
    id=$("$stele" --passphrase-file pw -C "$archive" --member "$(founder)" \
        member new --here --role reviewer --new-passphrase-file pw2 --json | jq -r .member)
    run "$stele" --passphrase-file pw2 -C "$archive" add "$(draft one)"
    [ "$status" -eq 1 ]
    has "several members have a passphrase on this machine"
    run "$stele" --passphrase-file pw2 --member "$id" -C "$archive" add "$(draft one)"
    [ "$status" -eq 3 ]
    has "needs the role recorder, and member $id has: reviewer"
    "$stele" --passphrase-file pw --member "$(founder)" -C "$archive" member role "$id" recorder
    "$stele" --passphrase-file pw2 --member "$id" -C "$archive" add "$(draft one)"
    run "$stele" -C "$archive" device list --json
    [ "$(jq '.members | length' <<<"$output")" -eq 2 ]
    run "$stele" -C "$archive" device list
    has "its key vouches for 2 members"
    "$stele" -C "$archive" prove -o proof "$("$stele" -C "$archive" device list --json | jq -r .feed).1"
    grep -F "vouches for 2 members" proof/VERIFY.txt
    run sh proof/verify.sh
    [ "$status" -eq 0 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "before another member writes here, whoever is here has a passphrase" {
    run "$stele" -C "$archive" member new --here --new-passphrase-file pw
    [ "$status" -eq 3 ]
    has "set a passphrase of your own"
    "$stele" -C "$archive" add "$(draft one)"
}

# office and field: a member made in the office, on a machine of its own.
make_field() {
    id=$("$stele" -C "$archive" member new --json | jq -r .member)
    "$stele" -C "$archive" copy stick >/dev/null
    there -C stick member passphrase --member "$id" --pin --new-passphrase-file pin >/dev/null
    key=$(there --passphrase-file pin -C stick device new --json | jq -r .key)
}

@test "without a network: an office, a stick and a laptop in the field" {
    make_field
    [ -z "$(find there -name key)" ]
    there --passphrase-file pin -C stick add "$(draft early)"
    run "$stele" -C "$archive" device admit "$key" --member "$id"
    [ "$status" -eq 0 ]
    has "vouches for 1 member"
    "$stele" -C "$archive" add "$(draft office)"
    run "$stele" -C "$archive" copy stick
    [ "$status" -eq 0 ]
    has "1 feed is longer there, and was left as it is"
    run there -C stick device list
    has "admitted by an admin"
    there --passphrase-file pin -C stick add "$(draft field)"
    run there -C stick find office
    has "office"
    before=$(sha256sum "$archive"/feeds/*/checkpoint)
    run there -C stick copy "$archive"
    [ "$status" -eq 0 ]
    sha256sum -c --quiet <<<"$before"
    for word in early field office; do
        run "$stele" -C "$archive" find "$word"
        has "$word"
    done
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    "$stele" -C "$archive" add "$(draft after)"
    run there -C stick copy "$archive"
    [ "$status" -eq 3 ]
    has "is ahead"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
}

@test "objects of the field come to the office with its statements" {
    make_field
    "$stele" -C "$archive" device admit "$key" --member "$id" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    echo "a synthetic original" >original.txt
    there --passphrase-file pin -C stick preserve original.txt >/dev/null
    there -C stick copy "$archive" >/dev/null
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "objects: 1 named"
}

@test "a folder that its owner writes meanwhile keeps what was begun there" {
    make_field
    "$stele" -C "$archive" device admit "$key" --member "$id" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    there --passphrase-file pin -C stick add "$(draft field)" >/dev/null
    tail=$(ls "$archive"/feeds/*/tail-0 | head -1)
    printf 'o\0\0\0\5begun' >>"$tail"
    before=$(sha256sum "$tail")
    run there -C stick copy "$archive"
    [ "$status" -eq 0 ]
    sha256sum -c --quiet <<<"$before"
}

@test "verify remarks on what was written without a role, and calls no byte wrong" {
    make_field
    "$stele" -C "$archive" device admit "$key" --member "$id" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    there --passphrase-file pin -C stick add "$(draft field)" >/dev/null
    there -C stick copy "$archive" >/dev/null
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    [[ "$output" != *remark* ]]
    # An office that takes the role away; a laptop that has not heard of it writes on.
    "$stele" -C "$archive" member role "$id" reader
    there --passphrase-file pin -C stick add "$(draft late)" >/dev/null
    there -C stick copy "$archive" >/dev/null 2>&1 || true
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    # Once it has heard, it refuses.
    "$stele" -C "$archive" copy stick >/dev/null
    run there --passphrase-file pin -C stick add "$(draft later)"
    [ "$status" -eq 3 ]
    has "needs the role recorder"
}

@test "a device that was ended writes on: it is kept, and counts nothing" {
    make_field
    "$stele" -C "$archive" device admit "$key" --member "$id" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    there --passphrase-file pin -C stick add "$(draft early)" >/dev/null
    there -C stick copy "$archive" >/dev/null
    feed=$("$stele" -C "$archive" device list --json | jq -r 'select(.admission=="admitted").feed')
    run "$stele" -C "$archive" device end "$feed"
    [ "$status" -eq 0 ]
    has "ends at 2 statements"
    there --passphrase-file pin -C stick add "$(draft late)" >/dev/null
    there -C stick copy "$archive" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    run "$stele" -C "$archive" find early
    has "early"
    run "$stele" -C "$archive" find late
    [ "$status" -eq 1 ]
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "ended at 2 statements: what follows does not count"
    run python3 "$BATS_TEST_DIRNAME/../../tools/read-archive.py" --no-claims "$archive"
    [ "$status" -eq 0 ]
    has "ended at 2: what follows is left out"
    run there --passphrase-file pin -C stick add "$(draft later)"
    [ "$status" -eq 3 ]
    has "it was ended at 2 statements"
    run "$stele" -C "$archive" device admit "$feed" --member "$id"
    [ "$status" -eq 3 ]
    has "what was ended does not come back"
}

@test "a recorder admits nobody and makes nobody an admin" {
    make_field
    "$stele" -C "$archive" device admit "$key" --member "$id" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    run there --passphrase-file pin -C stick member role "$id" admin
    [ "$status" -eq 3 ]
    has "needs the role admin"
    run there --passphrase-file pin -C stick member new
    [ "$status" -eq 3 ]
    run there --passphrase-file pin -C stick device end "$(there -C stick device list --json | jq -r 'select(.admission=="founding").feed')"
    [ "$status" -eq 3 ]
    has "the founding feed"
}

@test "a key of another feed, a stranger, and nonsense are not admitted" {
    make_field
    run "$stele" -C "$archive" device admit "$key"
    [ "$status" -eq 1 ]
    has "say who writes there"
    run "$stele" -C "$archive" device admit "$key" --member 00000000000000000
    [ "$status" -eq 1 ]
    has "the archive has no member"
    run "$stele" -C "$archive" device admit "${key/feed\//feed\/0}" --member "$id"
    [ "$status" -eq 1 ]
    run "$stele" -C "$archive" device admit zzzzzz --member "$id"
    [ "$status" -eq 1 ]
    has "no feed of this archive begins with"
    run "$stele" -C "$archive" device admit
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" device end zzzzzz --at many
    [ "$status" -eq 2 ]
}

# in_field WORDS: the reference of a statement that the field recorded, in the office.
admitted_with() {
    make_field
    "$stele" -C "$archive" device admit "$key" --member "$id" >/dev/null
    "$stele" -C "$archive" copy stick >/dev/null
    there --passphrase-file pin -C stick add "$(draft field)" >/dev/null
    there -C stick copy "$archive" >/dev/null
    feed=$("$stele" -C "$archive" device list --json | jq -r 'select(.admission=="admitted").feed')
    of=$("$stele" -C "$archive" verify --json | jq -r 'select(.archive).archive')
}

@test "a stranger follows an admitted machine's proof to the archive's id" {
    admitted_with
    "$stele" -C "$archive" prove -o proof "$feed.1"
    run sh proof/verify.sh "$of"
    [ "$status" -eq 0 ]
    has "an admin of the archive admitted this log's key"
    run "$stele" prove --check proof --archive-id "$of"
    [ "$status" -eq 0 ]
    grep -F "admission/statement.json" proof/VERIFY.txt
    # Another archive's id, another admission, an altered one.
    run sh proof/verify.sh 00000000000000000000000000
    [ "$status" -eq 1 ]
    cp -a proof altered
    sed -i 's/"from":0/"from":1/' altered/admission/statement.json
    run sh altered/verify.sh "$of"
    [ "$status" -eq 1 ]
    run "$stele" prove --check altered --archive-id "$of"
    [ "$status" -eq 1 ]
    rm -rf proof/admission
    run sh proof/verify.sh "$of"
    [ "$status" -eq 1 ]
    run "$stele" prove --check proof --archive-id "$of"
    [ "$status" -eq 1 ]
}

@test "the admission of one machine does not speak for another" {
    admitted_with
    "$stele" -C "$archive" prove -o proof "$feed.1"
    export XDG_STATE_HOME=$PWD/thief/state
    "$stele" -C stick device new --member "$id" >/dev/null
    "$stele" -C stick add "$(draft forged)" >/dev/null
    mine=$("$stele" -C stick device list --json | jq -r 'select(.written_here).feed')
    run "$stele" -C stick prove -o forged "$mine.1"
    [ "$status" -eq 1 ]
    has "no feed that counts"
}

@test "a proof leads through an admission and a replacement" {
    admitted_with
    cp -a stick older
    there --passphrase-file pin -C stick add "$(draft lost)" >/dev/null
    rm -rf stick && mv older stick
    there --passphrase-file pin -C stick device new >/dev/null
    there --passphrase-file pin -C stick add "$(draft after)" >/dev/null
    there -C stick copy "$archive" >/dev/null
    new=$("$stele" -C "$archive" device list --json | jq -r 'select(.admission=="replacement").feed')
    "$stele" -C "$archive" prove -o proof "$new.1"
    run sh proof/verify.sh "$of"
    [ "$status" -eq 0 ]
    run "$stele" prove --check proof --archive-id "$of"
    [ "$status" -eq 0 ]
    [ -e proof/chain/1.json ] && [ -e proof/admission/statement.json ]
}
