#!/bin/bash
# every parser, fed by a fuzzer
# usage: fuzz.sh BUILD-FOLDER; STELE_FUZZ_SECONDS tells how long each is fed (default 60)
set -u
cd "$(dirname "$0")/../.." || exit 1
build=build-fuzz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
failed=0

[ -f $build/build.ninja ] ||
    CC=clang meson setup $build -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
ninja -C $build >"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; exit 1; }
for target in $build/src/*_fuzz; do
    name=$(basename "$target" _fuzz)
    count=$((count + 1))
    mkdir "$work/$name"
    # What it finds is kept beside the build, not in the corpus: a person looks first.
    if UBSAN_OPTIONS=halt_on_error=1 "$target" -max_total_time="${STELE_FUZZ_SECONDS:-60}" -timeout=20 \
        -rss_limit_mb=2048 -artifact_prefix="$build/found-$name-" -print_final_stats=1 \
        "$work/$name" "fuzz/corpus/${name#*_}" >"$work/log" 2>&1; then
        echo "ok $count - $name ($(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log") runs)"
    else
        echo "not ok $count - $name"
        tail -n 30 "$work/log" | sed 's/^/# /'
        failed=1
    fi
done
echo "1..$count"
exit $failed
