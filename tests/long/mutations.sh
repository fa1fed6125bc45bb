#!/bin/sh
# the way to the disk, changed for the worse: a test catches each change
exec python3 "$(dirname "$0")/../faults/mutations.py"
