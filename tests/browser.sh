#!/bin/bash
# the pages in a browser, with scripts and without, in both languages, and hostile text
exec "$(dirname "$0")/browser/run" "${1:-build}"
