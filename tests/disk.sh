#!/bin/sh
# the whole disk: no name stands on it after field work, a search, a crash and a lock
exec python3 "$(dirname "$0")/disk/whole_disk.py" "$1"
