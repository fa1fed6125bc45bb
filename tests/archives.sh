#!/bin/sh
# archives that earlier versions made
exec python3 "$(dirname "$0")/archives.py" "$1"
