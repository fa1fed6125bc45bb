#!/bin/bash
# the hardest paragraph entered by keyboard alone, its keys counted
exec "$(dirname "$0")/browser/hrakove" "${1:-build}"
