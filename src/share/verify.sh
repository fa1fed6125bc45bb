#!/bin/sh
# Check this folder without Stele: needs only sh, openssl (3.0 or later), sha256sum, od, awk and sed.
# usage: sh verify.sh [ARCHIVE-ID]      the id you were told by telephone or on paper
# VERIFY.txt says what each step shows, what it does not show, and how to do it by hand.
set -u
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
steps=0
failed=0
key_prefix=302a300506032b6570032100 # what stands before an Ed25519 key in DER (RFC 8410)
dash=$(printf '\342\200\224')       # the em dash that begins a signature line

# step WHAT COMMAND...: print OK or FAILED, as the command says.
step() {
    what=$1
    shift
    steps=$((steps + 1))
    if "$@" >"$work/said" 2>&1; then
        echo "OK      $what"
    else
        echo "FAILED  $what"
        sed 's/^/        /' "$work/said"
        failed=$((failed + 1))
    fi
}

sum() { sha256sum | cut -c1-64; }

# BusyBox knows neither of the two long options.
sums_fit() {
    if sha256sum --version >/dev/null 2>&1; then
        sha256sum -c --quiet --strict SHA256SUMS
    else
        sha256sum -c SHA256SUMS
    fi
}
hex() { od -An -v -tx1 | tr -d ' \n'; }
hex_of_base64() { printf '%s\n' "$1" | openssl base64 -d -A | hex; }

# The bytes that hex digits stand for.
bytes() {
    printf "$(printf '%s\n' "$1" | awk '{
        digits = "0123456789abcdef"
        for (i = 1; i < length($0); i += 2)
            printf "\\%03o", 16 * (index(digits, substr($0, i, 1)) - 1) + index(digits, substr($0, i + 1, 1)) - 1
    }')"
}

# The first 130 bits of hex digits in Crockford's base32: how feeds and archives are named.
name_of() {
    printf '%s\n' "$1" | awk '{
        for (i = 1; i <= 33; i++) {
            v = index("0123456789abcdef", substr($0, i, 1)) - 1
            bits = bits int(v / 8) % 2 int(v / 4) % 2 int(v / 2) % 2 v % 2
        }
        for (i = 1; i <= 130; i += 5) {
            v = 0
            for (k = 0; k < 5; k++)
                v = 2 * v + substr(bits, i + k, 1)
            name = name substr("0123456789abcdefghjkmnpqrstvwxyz", v + 1, 1)
        }
        print name
    }'
}

is_number() {
    case $1 in
    '' | *[!0-9]* | 0?* | ???????????????????*) return 1 ;;
    esac
}

equal() {
    test -n "$1" && test "$1" = "$2" && return
    echo "here:     $1"
    echo "expected: $2"
    return 1
}

commitment_of() { cat "$1/salt.bin" "$1/statement.json" | sum; }

# From a leaf to the root of the tree (RFC 9162, section 2.1.3.2).
climb() {
    r=$1
    fn=$2
    sn=$(($3 - 1))
    shift 3
    for p in "$@"; do
        test "$sn" -gt 0 || return 1
        if test $((fn % 2)) = 1 || test "$fn" = "$sn"; then
            r=$(bytes "01$p$r" | sum)
            while test $((fn % 2)) = 0 && test "$fn" != 0; do
                fn=$((fn / 2))
                sn=$((sn / 2))
            done
        else
            r=$(bytes "01$r$p" | sum)
        fi
        fn=$((fn / 2))
        sn=$((sn / 2))
    done
    test "$sn" = 0 && echo "$r"
}

key_belongs() {
    equal "$(openssl pkey -pubin -in key.pem -outform DER | hex)" "$key_prefix$public" &&
        equal "$(printf '%s' "$vkey" | sed 's/^[^+]*+\([^+]*\)+.*/\1/')" \
            "$( (printf '%s\n' "$origin" && bytes "01$public") | sum | cut -c1-8)"
}

feed_is_named_by_key() {
    feed=$(name_of "$( (printf 'stele feed v1\n' && bytes "$public") | sum)")
    equal "$origin" "stele.invalid/feed/$feed"
}

checkpoint_is_signed() {
    equal "$(sed -n 1p checkpoint)" "$origin" && is_number "$size" && equal "$(sed -n 4p checkpoint | wc -c)" 1 || return 1
    head -n 3 checkpoint >"$work/text"
    line=$(awk -v start="$dash $origin " 'NR > 4 && index($0, start) == 1 { print substr($0, length(start) + 1) }' checkpoint)
    blob=$(hex_of_base64 "$line")
    test ${#blob} = 136 || { echo "there is no one signature by this key"; return 1; }
    bytes "$(printf '%s' "$blob" | cut -c9-)" >"$work/signature"
    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in "$work/text" -sigfile "$work/signature"
}

archive_is_named_by_statement_0() {
    if test ! -e chain && test ! -e admission; then
        equal "$(sed -n 2p archive/statement.tlog-proof)" "index 0" &&
            equal "$(key_in archive/statement.json)" "$vkey" || return 1
    fi
    grep -q '"kind":"archive"' archive/statement.json || return 1
    test -z "$told" || equal "$archive" "$told"
}

key_in() { sed -n 's/.*"key":"\([^"]*\)".*/\1/p' "$1"; }
public_of() { hex_of_base64 "$(printf '%s' "$1" | sed 's/^[^+]*+[^+]*+//')" | cut -c3-; }
feed_of() { name_of "$( (printf 'stele feed v1\n' && bytes "$1") | sum)"; }

# An admin's word, in a log nearer to the archive's beginning, which is checked like this one: it names the key.
admission_names_key() {
    sh admission/verify.sh "$archive" >/dev/null 2>"$work/admission" || { cat "$work/admission"; return 1; }
    grep -q '"kind":"device"' admission/statement.json && grep -q '"from":[0-9]' admission/statement.json || return 1
    test -e chain || equal "$(key_in admission/statement.json)" "$vkey"
}

# From the archive's first key, or the one that was admitted, to this log's: each statement in chain/ names the log that it goes on for, and carries
# that one's signature.
chain_leads_to_key() {
    first=archive
    test ! -e admission || first=admission
    public_before=$(public_of "$(key_in $first/statement.json)")
    n=1
    while test -e "chain/$n.json"; do
        said=$(sed -n 's/.*"replaces":{"feed":"\([^"]*\)","root":"\([0-9a-f]*\)","sig":"\([^"]*\)","size":\([0-9]*\)}.*/\1 \2 \3 \4/p' "chain/$n.json")
        key_now=$(key_in "chain/$n.json")
        public_now=$(public_of "$key_now")
        equal "$(printf '%s' "$said" | cut -d ' ' -f 1)" "$(feed_of "$public_before")" &&
            grep -q "\"archive\":\"$archive\"" "chain/$n.json" || return 1
        printf 'stele replaces v1\n%s\n%s\n%s\n%s\n' "$(printf '%s' "$said" | cut -d ' ' -f 1)" \
            "$(feed_of "$public_now")" "$(printf '%s' "$said" | cut -d ' ' -f 4)" \
            "$(printf '%s' "$said" | cut -d ' ' -f 2)" >"$work/text"
        bytes "$(hex_of_base64 "$(printf '%s' "$said" | cut -d ' ' -f 3)")" >"$work/signature"
        bytes "$key_prefix$public_before" >"$work/key.der"
        openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" \
            -sigfile "$work/signature" || return 1
        public_before=$public_now
        n=$((n + 1))
    done
    test "$n" -gt 1 && equal "$key_now" "$vkey"
}

statement_is_whole() {
    equal "$(wc -c <"$1/salt.bin" | tr -d ' ')" 32 && grep -q "\"feed\":\"$feed\"" "$1/statement.json" &&
        grep -q "\"index\":$(sed -n '2s/index //p' "$1/statement.tlog-proof")[,}]" "$1/statement.json"
}

statement_is_in_log() {
    proof=$1/statement.tlog-proof
    equal "$(sed -n 1p "$proof")" c2sp.org/tlog-proof@v1 || return 1
    sed '1,/^$/d' "$proof" | cmp - checkpoint || return 1
    index=$(sed -n '2s/^index //p' "$proof")
    is_number "$index" && test "$index" -lt "$size" || { echo "no such place in the log"; return 1; }
    hashes=
    for line in $(awk 'NR > 2 && $0 == "" { exit } NR > 2' "$proof"); do
        hashes="$hashes $(hex_of_base64 "$line")"
    done
    c=$(commitment_of "$1")
    leaf=$( (bytes 00 && printf 'ev1 %s %s\n' "$c" "$c") | sum)
    equal "$(climb "$leaf" "$index" "$size" $hashes)" "$root"
}

object_is_named() {
    hash=$(cut -c1-64 "$1/object.sha256")
    grep -q '"kind":"object"' "$1/statement.json" && grep -qF "\"sha256\":\"$hash\"" "$1/statement.json" || return 1
    test ! -e "$1/object.bin" || equal "$(sum <"$1/object.bin")" "$hash"
}

check_statement() {
    step "$1: names its feed and its place in it" statement_is_whole "$1"
    step "$1: is in the signed log" statement_is_in_log "$1"
    test ! -e "$1/object.sha256" || step "$1: names the object by its hash" object_is_named "$1"
}

told=$(printf '%s' "${1-}" | tr -d ' -' | tr 'A-Z' 'a-z' | tr oil 011) # as people write it down
vkey=$(cat key.vkey)
origin=${vkey%%+*}
public=$(hex_of_base64 "$(printf '%s' "$vkey" | sed 's/^[^+]*+[^+]*+//')" | cut -c3-)
size=$(sed -n 2p checkpoint)
root=$(hex_of_base64 "$(sed -n 3p checkpoint)")
archive=$(name_of "$(commitment_of archive)")

grep -q '"synthetic":true' archive/statement.json && echo "SYNTHETIC archive: test data, nobody and nothing real"
step "no file was changed by accident (SHA256SUMS)" sums_fit
step "key.vkey and key.pem are one key" key_belongs
step "the feed is named by its key" feed_is_named_by_key
step "the checkpoint is signed by the key (openssl)" checkpoint_is_signed
if test -e chain || test -e admission; then
    step "the archive is named by its statement 0" archive_is_named_by_statement_0
else
    step "the archive is named by its statement 0, which names the key" archive_is_named_by_statement_0
fi
if test -e admission; then
    step "an admin of the archive admitted this log's key (admission/verify.sh)" admission_names_key
fi
if test -e chain; then
    step "signatures lead from the archive's first key to this log's (openssl)" chain_leads_to_key
fi
for folder in . */; do
    # Its hash is the archive's id: that is enough.
    test "$folder" = archive/ && { test -e chain || test -e admission; } && continue
    test "$folder" = admission/ && continue
    test ! -e "$folder/statement.json" || check_statement "${folder%/}"
done

echo
if test "$failed" != 0; then
    echo "FAILED: $failed of $steps steps. This folder does not show what it should."
    exit 1
fi
echo "all $steps steps OK: recorded in archive $archive, log size $size"
test -n "$told" || echo "Compare the archive's id with the one you were told; without that the key could be anybody's."
echo "Not shown: that it is true, nor when it was recorded or anything happened."
