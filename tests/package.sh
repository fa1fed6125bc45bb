#!/bin/bash
# the stick folder of this build, and what its starter and the installer answer
# usage: package.sh BUILD-FOLDER. Installing for good, on machines just made: tests/long/package.sh
set -u
cd "$(dirname "$0")/.." || exit 1
build=$(realpath "$1")
# Where files may be executed, which /dev/shm and /tmp do not allow everywhere.
runs_from() { printf '#!/bin/sh\n' >"$1/runs" && chmod +x "$1/runs" && "$1/runs" 2>/dev/null; }
work=$(mktemp -d)
runs_from "$work" || { rm -rf "$work" && work=$(mktemp -d -p "$build"); }
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
export TMPDIR=$work
machines=$work
# shellcheck source=tests/package/machine.sh
. tests/package/machine.sh

if grep -qa __asan_init "$build/src/stele"; then
    echo "1..0 # SKIP sanitizers bring libraries of their own"
    exit 0
fi
unset STELE_STATE XDG_DATA_HOME LANGUAGE
export SOURCE_DATE_EPOCH=0 # where there is no git to say when
export HOME=$work/home XDG_STATE_HOME=$work/home/state XDG_CACHE_HOME=$work/home/cache LC_ALL=C.UTF-8
mkdir -p "$HOME" "$work/Моя флешка"

made() { tools/package stick "$work/made" --from "$build" && mv "$work/made"/stele-* "$work/Моя флешка/"; }
ok "the stick folder is made of this build" made
folder=$(echo "$work/Моя флешка"/stele-*-x86_64)
program=$folder/program
archive=$HOME/archive
card=examples/kharkiv-2022/photographs

runs() {
    says "$folder/stele" init "$archive" "keys and state are kept on this machine, in \"$XDG_STATE_HOME/stele\", and not on the stick" &&
        "$folder/stele" -C "$archive" preserve "$card" && says "$folder/stele" -C "$archive" verify "Everything is whole."
}
silent() { [ -z "$("$folder/stele" --version 2>&1 >/dev/null)" ]; }
ok "it runs from a path with blanks and other letters, and says where keys are kept" runs
ok "... once: when they lie there, nothing more is said" silent

# What is mapped into it and its children, as the kernel saw it.
own_libraries() {
    strace -f -s 4096 -e trace=openat,execve -o "$work/calls" "$folder/stele" -C "$archive" anchor -o "$work/paper.pdf" --quiet >/dev/null || return 1
    [ -s "$work/paper.pdf" ] && grep -q 'libcairo.so' "$work/calls" || return 1
    # strace writes the letters of the path as octal numbers: the folder's own name is left.
    ! sed -n '/ld\.com/,$p' "$work/calls" | grep -E '\.so[".]' | grep -vE ' = -1 |stele-[0-9.]*-x86_64/program/' | grep .
}
if strace -o /dev/null true 2>/dev/null; then
    ok "no library of the machine is loaded, by it or by the child that draws" own_libraries
else
    skip "no library of the machine is loaded" "strace may not look"
fi

works() {
    "$folder/stele" doctor --installed --json >"$work/doctor"
    # A build for tests may have no gazetteer, a machine no browser.
    jq -es 'length > 10 and (map(select(.grade and .grade != "ok") | .check) - ["program.browser", "program.gazetteer"] == [])' "$work/doctor" ||
        { cat "$work/doctor"; return 1; }
}
hostile() { # what the environment says about libraries and settings is not listened to
    LD_PRELOAD=/nowhere.so LD_LIBRARY_PATH=/nowhere OPENSSL_CONF=/nowhere FONTCONFIG_FILE=/nowhere LOCPATH=/nowhere works
}
ukrainian() { says env LC_ALL=uk_UA.UTF-8 "$folder/stele" --help "Використання: stele"; }
linked() { ln -sf "$folder/stele" "$work/link" && ln -sf link "$work/second" && says "$work/second" --version "stele "; }
by_sh() { (cd "$folder" && chmod a-x stele && says sh stele --version "stele ") && chmod a+x "$folder/stele"; }
ok "all that came with it works" works
ok "... whatever the environment says about libraries and settings" hostile
ok "it speaks Ukrainian" ukrainian
ok "a link to it is followed" linked
ok "sh runs it where it is not executable" by_sh

whole() { (cd "$folder" && sha256sum -c --quiet --strict SHA256SUMS); }
licences() { # of every library and font
    (cd "$folder" && find program/lib program/fonts -name '*.so*' -o -name '*.ttf') | while read -r file; do
        grep -qF "    $file" "$folder/licences/NOTICE.txt" || { echo "$file is of nobody"; return 1; }
    done && [ -s "$folder/licences/libc6.txt" ] && [ -s "$folder/licences/common/LGPL-2.1" ]
}
ok "its sums are those of its files" whole
ok "every library and font has its licence beside it" licences
# It is copied twice from here on, and the places are most of it.
rm -f "$program/share/stele/gazetteers"/*.db

no_execution() {
    chmod a-x "$program/lib/ld.com"
    says "$folder/stele" --version "nothing may be executed in \"$folder\"" &&
        says sh "$folder/stele" --copy-to "$work/my copy" "copied; run it as" && says "$work/my copy/stele" --version "stele "
    local status=$?
    chmod a+x "$program/lib/ld.com"
    return $status
}
no_writing_over() { says sh "$folder/stele" --copy-to "$work/my copy" "is there already"; }
colon() { mv "$work/my copy" "$work/a:b" && says "$work/a:b/stele" --version "has a colon in it"; }
ok "where nothing may be executed it says how to copy it, and the copy runs" no_execution
ok "... and copies over nothing" no_writing_over
ok "a path that the loader would misread is refused" colon

state_once() {
    says "$folder/stele" --state-on-stick init "$work/here" "whoever has the stick has the keys" && [ -d "$folder/state" ] && [ -d "$folder/cache" ] &&
        ! "$folder/stele" -C "$work/here" add entity place --label x &&
        "$folder/stele" --state-on-stick -C "$work/here" add entity place --label x
}
state_always() { touch "$folder/state-here" && "$folder/stele" -C "$work/here" add entity place --label y; }
not_copied() { sh "$folder/stele" --copy-to "$work/copy" && [ ! -e "$work/copy/state" ] && [ ! -e "$work/copy/state-here" ]; }
ok "--state-on-stick keeps keys, state and index beside it" state_once
ok "the file state-here does so always" state_always
ok "... and copying the folder does not copy keys" not_copied

# --- the installer ---

mkdir "$work/offline" "$work/shims"
cp tools/packaging/install "$work/offline/"
mkdir -p "$work/tree/DEBIAN"
printf 'Package: stele\nVersion: 9.9\nArchitecture: amd64\nMaintainer: x <x@x.invalid>\nDescription: x\n' >"$work/tree/DEBIAN/control"
dpkg-deb --root-owner-group -b "$work/tree" "$work/offline/stele_9.9_amd64.deb" >/dev/null
(cd "$work/offline" && sha256sum ./* >SHA256SUMS)
install_dry() { says sh "$work/offline/install" --dry-run "$1"; }
other_machine() {
    printf '#!/bin/sh\necho arm64\n' >"$work/shims/dpkg"
    chmod +x "$work/shims/dpkg"
    PATH=$work/shims:$PATH install_dry "this machine is arm64"
}
no_debian() { PATH=$work/none says /bin/sh "$work/offline/install" "this machine is no Debian"; }
damaged() { echo x >>"$work/offline/stele_9.9_amd64.deb" && install_dry "the folder is damaged or incomplete"; }
mkdir "$work/none"
for tool in dirname sha256sum grep; do ln -s "$(command -v $tool)" "$work/none/"; done
if grep -q bookworm /etc/os-release; then
    ok "the installer says what it would do, and does not" install_dry "Stele 9.9 will be installed."
    ok "it refuses a damaged folder" damaged
else
    skip "the installer says what it would do" "this is no Debian 12"
    skip "it refuses a damaged folder" "this is no Debian 12"
fi
ok "it refuses another architecture" other_machine
ok "it refuses what is no Debian, and names the other way" no_debian

echo "1..$count"
exit $failed
