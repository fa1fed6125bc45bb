#!/bin/sh
# every bit of an archive flipped: verify finds it
# Two processes, each with every other bit.
# Memory that is given back to the kernel after each verification costs a third of the time.
GLIBC_TUNABLES=glibc.malloc.mmap_threshold=67108864:glibc.malloc.trim_threshold=268435456:glibc.malloc.top_pad=16777216
export GLIBC_TUNABLES
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for part in 1 2; do
    STELE_SWEEP=$part/2 CMOCKA_MESSAGE_OUTPUT=TAP "$1/src/record_verify_test" >"$work/$part" 2>&1 &
done
wait
cat "$work"/*
! grep -q '^not ok' "$work"/*
