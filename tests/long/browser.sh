#!/bin/sh
# the pages in a browser, each in each language and light, and each hostile text by itself
exec "$(dirname "$0")/../browser/run" "${1:-build}" --long
