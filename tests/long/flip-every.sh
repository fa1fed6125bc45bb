#!/bin/sh
# every byte of an archive changed: verify finds it
STELE_SWEEP=every CMOCKA_MESSAGE_OUTPUT=TAP exec "$1/src/record_verify_test"
