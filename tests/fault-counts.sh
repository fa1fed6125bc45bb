#!/bin/sh
# the twin of strace counts what strace counts
exec python3 "$(dirname "$0")/faults/counts.py" "$1"
