#!/bin/sh
# a server under hostile requests, and under fifty readers and ten writers
# usage: serve.sh BUILD-FOLDER
here=$(dirname "$0")
status=0
python3 "$here/serve_hostile.py" "$1/src/stele" || status=1
python3 "$here/serve_load.py" "$1/src/stele" 20 || status=1
exit $status
