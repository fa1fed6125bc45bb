#!/bin/sh
# Sealed files: Debian's age and npm's age-encryption against ours
# Both ways. TAP on standard output; skips what is not there. With --large only 5 GB.
# usage: age.sh BUILD-FOLDER [--large]
set -u
ours=$(realpath "$1")/tests/age_tool
here=$(cd "$(dirname "$0")" && pwd)/age
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
failed=0

# ok NAME COMMAND...: passes when the command does.
ok() {
    name=$1
    shift
    count=$((count + 1))
    if "$@" >"$work/out" 2>&1; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        sed 's/^/# /' "$work/out" | head -n 5
        failed=1
    fi
}

skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

same_as_plain() { cmp - "$work/plain"; }

# OPENER is a function that opens $work/sealed with $work/key.
ours_open() { "$ours" open "$work/key" "$work/sealed"; }
ours_open_whole() { "$ours" open-whole "$work/key" "$work/sealed"; }
age_open() { age -d -i "$work/key" "$work/sealed"; }
npm_open() { node "$work/npm/other.mjs" open "$work/key" <"$work/sealed"; }

opens() { "$1" | same_as_plain; }
refuses() { ! "$1" >/dev/null; }

make_npm() {
    mkdir "$work/npm"
    cp "$here/package.json" "$here/package-lock.json" "$here/other.mjs" "$work/npm"
    (cd "$work/npm" && timeout 120 npm ci --no-audit --no-fund --ignore-scripts) >"$work/npm.log" 2>&1
}

has_age=no
has_npm=no
why_npm="needs node 20.19 or newer, and npm"
command -v age >/dev/null && has_age=yes
if [ "${2:-}" != --large ] && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
    why_npm="age-encryption could not be fetched: no network?"
    make_npm && has_npm=yes
fi

"$ours" new >"$work/key"
recipient=$("$ours" recipient "$work/key")

# 5 GB: more chunks than 16 bits count, more bytes than 32; nothing is kept on the disk but
# the sealed file.
large() {
    bytes=5000000000
    [ "$(df --output=avail -B1 "$work" | tail -n 1)" -gt 12000000000 ] || return 77
    plain() { openssl enc -aes-256-ctr -pass pass:stele -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c $bytes; }
    want=$(plain | openssl dgst -sha256 -r)
    plain | "$ours" seal "$recipient" >"$work/sealed"
    ok "age opens 5 GB of ours" test "$(age_open | openssl dgst -sha256 -r)" = "$want"
    plain | age -r "$recipient" >"$work/sealed"
    ok "we open 5 GB of age's" test "$(ours_open | openssl dgst -sha256 -r)" = "$want"
}
if [ "${2:-}" = --large ]; then
    if [ $has_age = yes ]; then
        large || skip "5 GB" "needs 12 GB of room"
    else
        skip "5 GB" "needs age"
    fi
    echo "1..$count"
    exit $failed
fi

with_age() {
    ok "age prints the same recipient" test "$(age-keygen -y "$work/key")" = "$recipient"
    age-keygen -o "$work/their-key" 2>/dev/null
    grep AGE- "$work/their-key" >"$work/their-line"
    ok "we print the same recipient as age" \
        test "$("$ours" recipient "$work/their-line")" = "$(age-keygen -y "$work/their-key")"
}

# Seal $work/plain to $work/sealed.
seal_by() {
    case $1 in
    age) age -r "$recipient" <"$work/plain" ;;
    npm) node "$work/npm/other.mjs" seal "$recipient" <"$work/plain" ;;
    ours) "$ours" seal "$recipient" <"$work/plain" ;;
    esac >"$work/sealed"
}

# both_ways SIZE OTHER: $work/plain of SIZE bytes.
both_ways() {
    seal_by ours
    ok "$2 opens $1 bytes of ours" opens "$2_open"
    seal_by "$2"
    ok "we open $1 bytes of $2's, in parts" opens ours_open
    ok "we open $1 bytes of $2's, whole" opens ours_open_whole
}

if [ $has_age = yes ]; then with_age; else skip "keys" "needs age"; fi
for size in 0 1 65535 65536 65537 200000; do
    head -c $size /dev/urandom >"$work/plain"
    if [ $has_age = yes ]; then both_ways $size age; else skip "age, $size bytes" "needs age"; fi
    if [ $has_npm = yes ]; then both_ways $size npm; else skip "npm, $size bytes" "$why_npm"; fi
done

if [ $has_age = yes ]; then
    # Others' keys first and last, and a type that we do not know between them.
    age-keygen -o "$work/k1" 2>/dev/null
    age-keygen -o "$work/k2" 2>/dev/null
    age -r "$(age-keygen -y "$work/k1")" -r "$recipient" -r "$(age-keygen -y "$work/k2")" \
        <"$work/plain" >"$work/sealed"
    ok "we open what age sealed to three" opens ours_open
    "$ours" seal "$(age-keygen -y "$work/k1")" "$recipient" <"$work/plain" >"$work/sealed"
    ok "age opens what we sealed to two" opens age_open
    age -r "$(age-keygen -y "$work/k1")" <"$work/plain" >"$work/sealed"
    ok "we do not open what is not for us" refuses ours_open

    # Cuts at chunks' borders and around them; altered bytes everywhere in the header and here
    # and there behind it. What one refuses the other must refuse as well.
    seal_by ours
    cp "$work/sealed" "$work/whole"
    total=$(stat -c %s "$work/whole")
    head_len=$((total - 200000 - 4 * 16))
    refused=0
    tried=0
    for border in 0 65552 131104 196656; do
        for by in -1 0 1 15 16 17; do
            cut=$((head_len + border + by))
            head -c $cut "$work/whole" >"$work/sealed"
            tried=$((tried + 1))
            ! ours_open >/dev/null 2>&1 && ! ours_open_whole >/dev/null 2>&1 &&
                ! age_open >/dev/null 2>&1 && refused=$((refused + 1))
        done
    done
    ok "all of $tried cuts are refused by us and by age" test $refused -eq $tried
    refused=0
    tried=0
    for at in $(seq 0 7 $head_len) $((head_len + 1)) $((head_len + 65551)) $((total - 1)); do
        python3 - "$work/whole" "$work/sealed" "$at" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[int(sys.argv[3])] ^= 1
open(sys.argv[2], "wb").write(data)
PY
        tried=$((tried + 1))
        ! ours_open >/dev/null 2>&1 && ! ours_open_whole >/dev/null 2>&1 &&
            ! age_open >/dev/null 2>&1 && refused=$((refused + 1))
    done
    ok "all of $tried altered bytes are refused by us and by age" test $refused -eq $tried
else
    skip "recipients, cuts and altered bytes" "needs age"
fi

echo "1..$count"
exit $failed
