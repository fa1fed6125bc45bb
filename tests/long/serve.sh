#!/bin/sh
# fifty readers and ten writers for ten minutes
# usage: serve.sh BUILD-FOLDER; STELE_LOAD_SECONDS tells for how long
exec python3 "$(dirname "$0")/../serve_load.py" "$1/src/stele" "${STELE_LOAD_SECONDS:-600}"
