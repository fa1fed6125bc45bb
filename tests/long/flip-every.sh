#!/bin/sh
# every bit of an archive flipped: verify finds it
# Two processes, each with every other bit.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for part in 1 2; do
    STELE_SWEEP=$part/2 CMOCKA_MESSAGE_OUTPUT=TAP "$1/src/record_verify_test" >"$work/$part" 2>&1 &
done
wait
cat "$work"/*
! grep -q '^not ok' "$work"/*
