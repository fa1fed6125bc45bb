#!/bin/sh
# every call to the disk fails, kills, or is the last before a power cut
exec python3 "$(dirname "$0")/../faults/sweep.py" "$1" every
