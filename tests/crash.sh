#!/bin/sh
# killed at random moments
exec python3 "$(dirname "$0")/crash.py" "$1"
