#!/bin/sh
# chosen faults: failing calls, kills, power cuts, no memory
exec python3 "$(dirname "$0")/faults/sweep.py" "$1"
