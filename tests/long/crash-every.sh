#!/bin/sh
# killed at every step of the way to the disk
exec python3 "$(dirname "$0")/../crash.py" "$1" every
