#!/usr/bin/env bats
# stele recovery: keys in shares on paper. The drills of docs/recovery.md, done from the
# command line, are the tests whose names begin with "drill:".

setup() {
    load common
    common_setup
    make_archive
    echo "eleven sleepy herons walk" >first
    echo "forty quiet bicycles sing" >second
    export STELE_PASSPHRASE_FILE=$PWD/first
}

# with_passphrase: the founder signs in from now on.
with_passphrase() {
    "$stele" -C "$archive" member passphrase --new-passphrase-file first >/dev/null
}

# split NEEDED COUNT [OPTION...]: one file a share, s1 s2 ...
split() {
    local m=$1 n=$2 i
    shift 2
    "$stele" -C "$archive" recovery split -m "$m" -n "$n" --text --json "$@" >shares.json
    for i in $(seq "$n"); do
        jq -r "select(.share == $i) | .lines | to_entries[] | \"\\(.key + 1): \\(.value)\"" shares.json >"s$i"
    done
}

combine() { "$stele" -C "$archive" recovery combine "$@"; }

# at_terminal TEXT COMMAND...: type the text to a command that has a terminal.
at_terminal() {
    TYPED=$1 python3 - "${@:2}" <<'END'
import os, pty, sys, time
typed = os.environ["TYPED"].encode()
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
said = b""
for line in typed.splitlines(keepends=True):
    os.write(fd, line)
try:
    while True:
        chunk = os.read(fd, 4096)
        if not chunk:
            break
        said += chunk
except OSError:
    pass
sys.stdout.write(said.decode().replace("\r\n", "\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
}

@test "any two of three shares give the key that the archive names, one does not" {
    with_passphrase
    split 2 3 --member
    for pair in "s1 s2" "s1 s3" "s3 s2"; do
        # shellcheck disable=SC2086 # two files
        run combine $pair
        [ "$status" -eq 0 ]
        has "The shares give the key of member"
    done
    for one in s1 s2 s3; do
        run combine $one
        [ "$status" -eq 1 ]
        has "1 of the 2 shares that are needed are here"
        run combine $one $one
        [ "$status" -eq 1 ]
        has "\"$one\" is share ${one#s} once more"
    done
}

@test "the sheets are one PDF a keeper, for nobody else to read, and their QR codes give the key" {
    with_passphrase
    "$stele" -C "$archive" recovery split --member -m 2 -n 3 -o sheets
    [ "$(find sheets -name '*.pdf' -perm 600 | wc -l)" -eq 3 ]
    [ "$(stat -c %a sheets)" = 700 ]
    for n in 1 2 3; do
        pdftotext -layout sheets/share-*-$n.pdf text-$n
        grep -q "Share $n of 3 · Частка $n із 3" text-$n
        pdftoppm -r 100 -png -singlefile sheets/share-*-$n.pdf picture-$n
        zbarimg -q --raw picture-$n.png >code-$n 2>/dev/null
        [ "$(grep -c '^STELE-SHARE' code-$n)" -eq 1 ]
    done
    # the archive's name does not stand on them
    [ "$(cat text-? | grep -ciw test)" -eq 3 ] # "SYNTHETIC archive: test data"
    run combine code-1 code-3
    [ "$status" -eq 0 ]
    run bash -c 'cat code-2 code-1 | "$0" -C "$1" recovery combine -' "$stele" "$archive"
    [ "$status" -eq 0 ]
}

@test "whole sheets as text are read, several in one file" {
    with_passphrase
    "$stele" -C "$archive" recovery split --member -m 3 -n 3 --text >sheets
    grep -q "SYNTHETIC archive" sheets
    run combine sheets
    [ "$status" -eq 0 ]
    run bash -c 'head -n 45 sheets | "$0" -C "$1" recovery combine' "$stele" "$archive"
    [ "$status" -eq 1 ]
    has "of the 3 shares that are needed are here"
}

@test "the folder must be new, and outside the archive" {
    with_passphrase
    mkdir full
    touch full/x
    run "$stele" -C "$archive" recovery split --member -m 2 -n 3 -o full
    [ "$status" -eq 3 ]
    run "$stele" -C "$archive" recovery split --member -m 2 -n 3 -o "$archive/sheets"
    [ "$status" -eq 1 ]
    has "lies inside the archive"
    [ ! -e "$archive/sheets" ]
}

@test "on a disk, whoever splits is warned; in memory not" {
    with_passphrase
    findmnt -no FSTYPE -T /dev/shm | grep -qx tmpfs || skip "/dev/shm is not in memory here"
    memory=$(mktemp -d -p /dev/shm)
    run "$stele" -C "$archive" recovery split --member -m 2 -n 3 -o "$memory/sheets"
    rm -r "$memory"
    [ "$status" -eq 0 ]
    [[ "$output" != *"on a disk"* ]]
    findmnt -no FSTYPE -T . | grep -qvx tmpfs || skip "there is no disk to try"
    run "$stele" -C "$archive" recovery split --member -m 2 -n 3 -o sheets
    has "The sheets lie together on a disk now: whoever gets 2 of these files has the key"
}

@test "a typing error is told with its line, a swapped line and another keyboard too" {
    with_passphrase
    split 2 3 --member
    sed '4s/: \(.\)\(.\)/: \2\1/' s1 >swapped
    cmp -s s1 swapped || {
        run combine swapped s2
        [ "$status" -eq 1 ]
        has '"swapped" is no share: line 4 has a wrong character'
    }
    sed '2s/.$//' s1 >short
    run combine short s2
    has '"short" is no share: line 2 has 19 characters, not 20'
    sed '5s/: .../: АВС/' s1 >cyrillic
    run combine cyrillic s2
    has "line 5 has a character that is not a Latin letter or a digit"
    sed '3d' s1 >five
    run combine five s2
    has "line 3 is not there: line 4 follows"
    (sed -n 1,3p s1; sed -n 4,6p s2) >mixed
    run combine mixed s2
    has "the lines are right one by one and not together"
    : >nothing
    run combine nothing
    [ "$status" -eq 1 ]
    has '"nothing" is no share: it is empty'
    run combine not-there
    [ "$status" -eq 1 ]
}

@test "a share of another set is named, and is no harm when there are enough" {
    with_passphrase
    split 2 3 --member
    mv s1 old1
    mv s2 old2
    split 2 3 --member
    run combine s1 old2
    [ "$status" -eq 1 ]
    has '"old2" is share 2 of another set'
    run combine s1 old2 s3
    [ "$status" -eq 0 ]
    has '"old2" is share 2 of another set'
    run combine --json s1 old2 s3
    [ "$(printf '%s\n' "${lines[@]}" | grep '^{' | jq -r '.shares[] | .verdict' | paste -sd,)" = good,other_set,good ]
    # the old sheets still give the key: the page says so
    run combine old1 old2
    [ "$status" -eq 0 ]
}

@test "a forged share is found out, and named when there is one more" {
    with_passphrase
    split 2 4 --member
    python3 - s2 >forged <<'END'
import hashlib, sys
D = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
lines = [line.split(": ")[1].replace(" ", "").strip() for line in open(sys.argv[1])]
bits = "".join("{:05b}".format(D.index(c)) for line in lines for c in line[:-2])
raw = bytearray(int(bits[i:i + 8], 2) for i in range(0, 536, 8))
raw[30] ^= 1
raw[64:] = hashlib.sha256(raw[:64]).digest()[:3]
bits = "".join("{:08b}".format(b) for b in raw) + "0000"
text = "".join(D[int(bits[i:i + 5], 2)] for i in range(0, 540, 5))
double = lambda v: v << 1 ^ (0x25 if v & 16 else 0)
for n in range(6):
    s = t = n + 1
    for c in text[18 * n:18 * n + 18]:
        s, t = double(s ^ D.index(c)), double(double(t ^ D.index(c)))
    print("%d: %s" % (n + 1, text[18 * n:18 * n + 18] + D[s] + D[t]))
END
    run combine s1 forged
    [ "$status" -eq 1 ]
    has "the shares do not fit together: at least one of them is wrong"
    run combine s1 forged s3
    [ "$status" -eq 0 ]
    has '"forged" is wrong: it says that it is share 2, and does not fit the others'
}

@test "typed at a terminal, a wrong line is asked for again at once" {
    with_passphrase
    split 2 3 --member
    bare() { sed 's/^.: //' "$1"; }
    typed=$(bare s3 | head -n 2; echo "ABCD EFGH"; bare s3 | tail -n 4; bare s1 | tr '[:upper:]' '[:lower:]')
    run at_terminal "$typed
" "$stele" -C "$archive" recovery combine
    [ "$status" -eq 0 ]
    has "Share 1, line 3: "
    has "line 3 has 8 characters, not 20"
    has "1 more is needed."
    has "The shares give the key of member"
    # an empty line ends, with what is missing
    run at_terminal "$(bare s3)

" "$stele" -C "$archive" recovery combine
    [ "$status" -eq 1 ]
    has "1 of the 2 shares that are needed are here"
}

@test "the key is written only where it is asked for, for nobody else, and never over a file" {
    with_passphrase
    split 2 3 --member
    run combine s1 s2
    has "Nothing was kept"
    [ "$(grep -rls AGE-SECRET-KEY "$archive" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" | wc -l)" -eq 0 ]
    run combine s1 s2 -o key
    [ "$status" -eq 0 ]
    has '"key" holds the key in the clear'
    [ "$(stat -c %a key)" = 600 ]
    [ "$(head -n 1 key)" = "# public key: $(age-keygen -y key)" ]
    run combine s1 s3 -o key
    [ "$status" -eq 3 ]
    # by other means, from the same papers
    "$BATS_TEST_DIRNAME/../../tools/combine-shares.py" s3 s2 >other 2>/dev/null
    [ "$(cat other)" = "$(tail -n 1 key)" ]
}

@test "where the archive is lost the shares still give a key for age" {
    with_passphrase
    split 2 3 --member
    key=$("$stele" -C "$archive" recovery combine --json s1 s2 | grep '^{' | jq -r .key)
    echo "a package that was disclosed" | age -r "$key" >sealed
    rm -r "$archive"
    run "$stele" recovery combine s1 s2 -o key
    [ "$status" -eq 0 ]
    has "whether it is the archive's key could not be looked at"
    [ "$(age -d -i key sealed)" = "a package that was disclosed" ]
    run "$stele" recovery combine s1 s2
    [ "$status" -eq 1 ]
    has "no archive"
}

@test "shares of one archive do not pass in another" {
    with_passphrase
    split 2 3 --member
    "$stele" init --synthetic --name other other >/dev/null
    run "$stele" -C other recovery combine s1 s2
    [ "$status" -eq 1 ]
    has "these shares are of an archive whose id begins with"
}

@test "used wrongly" {
    for wrong in "" "split" "split -m 3" "split -m 1 -n 3 --text" "split -m 4 -n 3 --text" "split -m 2 -n 17 --text" \
        "split -m 2 -n 3" "split -m two -n 3 --text" "split -m 2 -n 3 --text -o x" "split -m 2 -n 3 --text --member -c x" \
        "split -m 2 -n 3 --text x" "combine a -o x --install" "throw" "drill --install"; do
        # shellcheck disable=SC2086 # words
        run "$stele" -C "$archive" recovery $wrong
        [ "$status" -eq 2 ] || { echo "not refused: $wrong"; return 1; }
    done
    run "$stele" -C "$archive" recovery split -m 2 -n 3 --text
    [ "$status" -eq 1 ]
    has "the archive has no compartment"
    unset STELE_PASSPHRASE_FILE
    run "$stele" -C "$archive" recovery split -m 2 -n 3 --text --member
    [ "$status" -eq 3 ]
    has "nobody is signed in"
}

@test "drill: the passphrase was forgotten, and the member's key was shared out" {
    with_passphrase
    split 3 5 --member
    "$stele" -C "$archive" add "$(draft before)" >/dev/null
    rm first # forgotten
    unset STELE_PASSPHRASE_FILE
    run "$stele" -C "$archive" add "$(draft without)"
    [ "$status" -eq 3 ]
    run combine s1 s4 s5 --install --new-passphrase-file second
    [ "$status" -eq 0 ]
    has "The new passphrase opens it on this machine"
    STELE_PASSPHRASE_FILE=second "$stele" -C "$archive" add "$(draft after)" >/dev/null
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "5 statements"
}

@test "a new passphrase that is too short is refused, and the old one stays" {
    with_passphrase
    split 2 2 --member
    echo short >short
    run combine s1 s2 --install --new-passphrase-file short
    [ "$status" -ne 0 ]
    "$stele" -C "$archive" add "$(draft still)" >/dev/null
}

# --- two machines at one archive, which lies on a stick ---

office() { XDG_STATE_HOME=$BATS_TEST_TMPDIR/office XDG_CACHE_HOME=$BATS_TEST_TMPDIR/office-cache STELE_PASSPHRASE_FILE=$BATS_TEST_TMPDIR/first "$stele" -C "$archive" "$@"; }
on() {
    local machine=$BATS_TEST_TMPDIR/$1
    shift
    XDG_STATE_HOME=$machine XDG_CACHE_HOME=$machine-cache STELE_PASSPHRASE_FILE=${passphrase-$BATS_TEST_TMPDIR/second} "$stele" -C "$archive" "$@"
}

# begin MACHINE MEMBER: its own feed, which the office admits.
begin() {
    key=$(on "$1" device new --member "$2" --json | jq -r .key)
    office device admit "$key" --member "$2" >/dev/null
}

# two_machines: an admin in the office; a recorder with a laptop and a passphrase of her own.
two_machines() {
    mv "$XDG_STATE_HOME" office
    office member passphrase --new-passphrase-file first >/dev/null
    member=$(office member new --role recorder --json | jq -r .member)
    begin laptop "$member"
    on laptop member passphrase --member "$member" --new-passphrase-file second >/dev/null
    on laptop add "$(draft before)" >/dev/null
    feed=$(on laptop device list --json | jq -r 'select(.written_here) | .feed')
}

@test "drill: a device was lost; another one goes on with the member's key from shares" {
    two_machines
    on laptop recovery split --member -m 2 -n 3 --text >sheets
    rm -r laptop laptop-cache
    run on new add "$(draft without)"
    [ "$status" -eq 3 ]
    on new recovery combine sheets --install --new-passphrase-file second
    begin new "$member"
    office device end "$feed" >/dev/null
    on new add "$(draft after)" >/dev/null
    run office verify
    [ "$status" -eq 0 ]
    has "ended at 2 statements"
    for word in before after; do
        run office find "$word"
        has "$word"
    done
}

@test "drill: a device was stolen; what its thief writes counts no longer" {
    two_machines
    cp -r "$archive" booty
    office device end "$feed" >/dev/null
    run on laptop add "$(draft thief)"
    [ "$status" -eq 3 ]
    has "was ended"
    # on his own copy nobody stops him; brought back, it does not count
    home=$archive
    archive=$PWD/booty
    on laptop add "$(draft thief)" >/dev/null
    archive=$home
    cp -r booty/feeds/"$feed"/. "$archive/feeds/$feed/"
    run office verify
    has "ended at 2 statements"
    run office find thief
    [ "$status" -eq 1 ]
    has "nothing found"
    run office find before
    has "before"
}

@test "drill: one share is missing; the others serve, and a new set is made" {
    with_passphrase
    split 2 3 --member
    rm s2
    run "$stele" -C "$archive" recovery drill s1 s3
    [ "$status" -eq 0 ]
    has "The drill is noted, the key forgotten."
    mv s1 old1
    split 2 3 --member
    run combine s1 s2
    [ "$status" -eq 0 ]
    # one of each set is not two
    run combine old1 s3
    [ "$status" -eq 1 ]
    has "of another set"
}

@test "drill: the passphrase was forgotten and all shares are missing; the member begins anew" {
    two_machines
    echo "nobody knows it any more" >second
    run on laptop add "$(draft without)"
    [ "$status" -eq 3 ]
    # the record is sound, and what stands open is read
    passphrase=
    run on laptop verify
    [ "$status" -eq 0 ]
    run on laptop find before
    has "before"
    unset passphrase
    # docs/recovery.md, "The passphrase was forgotten"
    rm -r laptop/stele/"$(jq -r .archive "$archive/stele.json")"
    begin laptop "$member"
    on laptop member passphrase --member "$member" --new-passphrase-file second >/dev/null
    office device end "$feed" >/dev/null
    on laptop add "$(draft after)" >/dev/null
    run office verify
    [ "$status" -eq 0 ]
    run office find after
    has "after"
}

# --- what is sealed to a compartment ---

# sealed: the founder has a passphrase and a compartment, and something is sealed to it.
sealed() {
    "$stele" seal --help >/dev/null 2>&1 || skip "this program has no stele seal"
    with_passphrase
    "$stele" -C "$archive" seal new names >/dev/null
    export STELE_WHY="a drill"
    printf '[{"kind":"entity","entity":"person","label":"Unmistakable"}]' >person.json
    "$stele" -C "$archive" add person.json >/dev/null
    [ "$("$stele" -C "$archive" find Unmistakable | grep -c Unmistakable)" -eq 1 ]
    [ "$(grep -rla Unmistakable "$archive" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" | wc -l)" -eq 0 ]
}

# lose_key: what this machine keeps of the compartment's key, sealed to the member, is gone.
lose_key() {
    find "$XDG_STATE_HOME" -type f \( -name 'key.?????????????????.*' -o -path '*/keys/*' \) -delete
    rm -r "$XDG_CACHE_HOME"
    run "$stele" -C "$archive" find Unmistakable
    [[ "$output" != *“Unmistakable”* ]]
}

@test "drill: a compartment's key was lost, and is put together from any two of three shares" {
    sealed
    split 2 3 --compartment names
    run "$stele" -C "$archive" recovery drill s3 s1
    [ "$status" -eq 0 ]
    has 'The shares give the key of compartment "names", epoch 1.'
    has "It opens what is sealed in this archive."
    lose_key
    run combine s2 s3 --install
    [ "$status" -eq 0 ]
    has "Whoever is signed in can open on this machine what is sealed to it."
    run "$stele" -C "$archive" find Unmistakable
    has Unmistakable
    [ "$(grep -rla AGE-SECRET-KEY "$archive" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" | wc -l)" -eq 0 ]
}

@test "drill: all shares of a compartment's key are missing; the record stays sound, what was sealed is lost" {
    sealed
    lose_key
    run "$stele" -C "$archive" recovery split --compartment names -m 2 -n 3 --text
    [ "$status" -eq 3 ]
    has "does not have the key"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    "$stele" -C "$archive" add "$(draft after)" >/dev/null
}

@test "doctor tells of a compartment whose key nobody shared out, and of the drill" {
    sealed
    says() { "$stele" -C "$archive" doctor --json 2>/dev/null | jq -rs --arg check "$1" '[.[] | select(.check == $check) | .grade][0] // "none"'; }
    [ "$(says keys.recovery)" = doubtful ]
    split 2 3
    [ "$(says keys.recovery)" = none ]
    [ "$(says keys.drill)" = doubtful ]
    "$stele" -C "$archive" recovery drill s1 s2 >/dev/null
    [ "$(says keys.drill)" = ok ]
}
