#!/bin/sh
# Sealed files of 5 GB: age's and ours
# usage: age.sh BUILD-FOLDER
exec "$(dirname "$0")/../age.sh" "$1" --large
