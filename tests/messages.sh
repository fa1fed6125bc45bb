#!/bin/bash
# every sentence comes from the catalogue
exec python3 "$(dirname "$0")/messages.py" "${1:-build}"
