#!/bin/sh
# Go's own packages for logs and signed notes against ours
# Both ways. TAP on standard output; skips where Go or its packages are missing.
# usage: interop.sh BUILD-FOLDER
set -u
ours=$(realpath "$1")/tests/log_interop
here=$(cd "$(dirname "$0")" && pwd)
gocode=/usr/share/gocode
log_key=archive.invalid/replica/lviv-1+fece5c96+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs
witness_key=archive.invalid/witness/warsaw-1+ca5a6848+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY

if ! command -v go >/dev/null || [ ! -d $gocode/src/golang.org/x/mod/sumdb ] ||
    [ ! -d $gocode/src/golang.org/x/crypto/ed25519 ]; then
    echo "1..0 # SKIP needs golang-go, golang-golang-x-mod-dev and golang-golang-x-crypto-dev"
    exit 0
fi

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
        failed=1
    fi
    head -n 5 "$work/out" | sed 's/^/# /'
}

build() {
    # A module cache of its own: the check leaves nothing behind and asks no network.
    GO111MODULE=off GOPATH=$gocode GOCACHE="$work/cache" GOFLAGS= \
        go build -o "$work/verify" "$here/go/main.go"
}

# Every line of the file holds, none is left out.
all_hold() {
    said=$("$1" check <"$2") && [ "$said" = "$(wc -l <"$2") hold" ] && echo "$said"
}

fails() {
    ! "$@"
}

ok "the Go program builds" build
"$ours" make >"$work/ours.txt"
"$work/verify" make >"$work/theirs.txt"
ok "there are proofs to check on both sides" \
    test "$(wc -l <"$work/ours.txt")" -gt 90000 -a "$(wc -l <"$work/theirs.txt")" -gt 90000
ok "Go accepts every root and proof of ours" all_hold "$work/verify" "$work/ours.txt"
ok "we accept every root and proof of Go's" all_hold "$ours" "$work/theirs.txt"
# The last line has hashes: one changed digit in it must be noticed by either side.
tail -n 1 "$work/ours.txt" | sed 's/0$/1/; t; s/.$/0/' >"$work/wrong.txt"
ok "Go refuses a changed proof" fails "$work/verify" check <"$work/wrong.txt"
ok "we refuse a changed proof" fails "$ours" check <"$work/wrong.txt"

mkdir "$work/log"
ok "the test log is published" "$ours" publish "$work/log"
ok "Go reads checkpoint, tiles and every entry" \
    "$work/verify" tiles "$work/log" $log_key $witness_key
printf 'entry 12345 of the test log' >"$work/entry"
ok "Go verifies the proof file" \
    "$work/verify" proof "$work/log/one.tlog-proof" "$work/entry" $log_key $witness_key
printf 'entry 12346 of the test log' >"$work/entry"
ok "Go refuses the proof file for another entry" \
    fails "$work/verify" proof "$work/log/one.tlog-proof" "$work/entry" $log_key
printf 'x' | dd of="$work/log/tile/entries/100" bs=1 seek=1000 conv=notrunc 2>/dev/null
ok "Go notices a changed entry" fails "$work/verify" tiles "$work/log" $log_key
echo "1..$count"
exit $failed
