#!/bin/bash
# installing: on machines that were just made, without a network, by somebody without rights
# usage: package.sh BUILD-FOLDER
# STELE_MACHINES: a folder to keep the machines in, which take minutes to fetch; STELE_PACKAGES: a folder that
# tools/package made, to try instead of making two.
set -u
cd "$(dirname "$0")/../.." || exit 1
source=$PWD
work=$(mktemp -d)
machines=${STELE_MACHINES:-$work/machines}
mkdir -p "$machines"
trap 'rm -rf "$work" "$machines/now"' EXIT
# shellcheck source=tests/package/machine.sh
. tests/package/machine.sh

[ "$(id -u)" -eq 0 ] && unshare --net --mount --pid --fork true 2>/dev/null || {
    echo "1..0 # SKIP only root can make machines to install on"
    exit 0
}
if ! least_debian bookworm >/dev/null; then
    cat "$work/debootstrap" >&2
    echo "1..0 # SKIP debootstrap could not fetch a Debian 12"
    exit 0
fi

# --- made twice, in folders of another name and depth, without what was compiled before ---

# clone FOLDER: this commit, with what npm fetched for it.
clone() {
    git clone --quiet --no-hardlinks . "$1" &&
        cp -R third_party/npm/node_modules "$1/third_party/npm/"
}

make_in() { # FOLDER
    mkdir -p "$1" && clone "$1/source" || return 1
    CCACHE_DISABLE=1 "$1/source/tools/package" all "$1/out" || return 1
    rm -rf "$1/source"
}

listed() { (cd "$1" && find . -printf '%P %y %m %T@ %s\n' | sort); }

same_bytes() {
    diff <(listed "$one/out" | sed "/^ d /d") <(listed "$two/out" | sed "/^ d /d") && diff -r "$one/out" "$two/out"
}

says_no_folder() { # the folder it was built in
    ! grep -rlaF "$work" "$one/out"/stele-*/program
}

one=$work/one
two=$work/another/folder/of/a/longer-name
export TMPDIR=$work
if [ "${STELE_PACKAGES:-}" ]; then
    out=$STELE_PACKAGES
    skip "made twice, they are the same bytes, modes and times" "those in $out are tried"
else
    out=$one/out
    ok "the package, the offline folder and the stick are made by one command" make_in "$one"
    ok "... made again elsewhere, with nothing compiled before" make_in "$two"
    ok "... they are the same bytes, modes and times" same_bytes
    ok "... and no program tells where it was built" says_no_folder
fi
deb=$(echo "$out"/stele_*_amd64.deb)

nothing_in_etc() {
    ! dpkg-deb -c "$deb" | awk '{ print $6 }' | grep -vE '^\./(usr/(bin|libexec|share)?|usr/(bin|libexec|share)/.*|usr)?/?$' &&
        [ "$(dpkg-deb --ctrl-tarfile "$deb" | tar t | sort | tr '\n' ' ')" = "./ ./control ./md5sums " ]
}
ok "the package has no settings, no service and no script that runs" nothing_in_etc

# --- Debian 12, offline ---

stele() { inside volunteer stele "$@"; }

# What a volunteer does first, with the program as it is called in $@. Archive, card and papers
# lie at home.
first_hour() {
    local home=$machines/now/home/volunteer
    mkdir -p "$home/card"
    cp "$source"/examples/kharkiv-2022/photographs/*.jpg "$home/card/"
    chown -R 1000:1000 "$home/card"
    inside volunteer "$@" init /home/volunteer/archive &&
        inside volunteer "$@" -C /home/volunteer/archive preserve /home/volunteer/card
}

install_offline() {
    local began=$SECONDS
    fresh bookworm && cp -R "$out/offline" "$machines/now/media/" &&
        inside root sh /media/offline/install && first_hour stele || return 1
    echo "# $((SECONDS - began)) s from the folder to the first photographs preserved" >&3
    [ $((SECONDS - began)) -le 300 ]
}

verified() { says inside volunteer "$@" -C /home/volunteer/archive verify "Everything is whole."; }

# All works but for a browser, which such a machine has none of.
all_works() {
    inside volunteer "$@" doctor --installed --json >"$work/doctor" 2>/dev/null
    jq -es '(.[-1].missing == 0) and (map(select(.grade and .grade != "ok") | .check) == ["program.browser"])' "$work/doctor" ||
        { cat "$work/doctor"; return 1; }
}

draws() {
    inside volunteer "$@" -C /home/volunteer/archive anchor -o /home/volunteer/paper.pdf --quiet >/dev/null &&
        head -c 5 "$machines/now/home/volunteer/paper.pdf" | grep -q '%PDF-'
}

# The workbooks that tests/cli/workbook.bats reads too.
cat >"$work/same.map" <<'END'
list "Dead" class incident_list
key id
source link
ignore note
entity town place
  key town
  label "{town}"
  name town as name
entity hit event class incident label "{id}: {town}"
  when date as date
  happened_at the town
  killed dead unit person
  description share
END
reads_workbook() {
    local home=$machines/now/home/volunteer
    /usr/bin/python3 tests/workbooks/make.py same "$home" && cp "$work/same.map" "$home/" || return 1
    for kind in xlsx ods; do
        says inside volunteer "$@" -C /home/volunteer/archive import "/home/volunteer/same.$kind" \
            --map /home/volunteer/same.map --rejected "/home/volunteer/refused.$kind" --dry-run "4 rows: 4" || return 1
    done
}

knows_places() { says inside volunteer "$@" place Izium "Ukraine, country"; }
speaks_ukrainian() { LANG_INSIDE=uk_UA.UTF-8 says inside volunteer "$@" --help "Використання: stele"; }

# The pages, as a browser of that machine gets them.
serves() {
    cat >"$work/ask" <<'END'
root=$1
shift
env -i HOME=/home/volunteer PATH=/usr/sbin:/usr/bin:/bin LANG=C.UTF-8 chroot --userspec=volunteer:volunteer "$root" "$@" \
    -C /home/volunteer/archive serve --port 8418 --json >"$work/served" &
for _ in $(seq 100); do
    [ -s "$work/served" ] && break
    sleep 0.1
done
link=$(sed -n 's/.*"sign_in":"\([^"]*\)".*/\1/p' "$work/served")
status=1
curl -sS --max-time 20 -L -c "$work/jar" "$link" >"$work/page" && grep -q '<html lang="en"' "$work/page" &&
    curl -sS --max-time 20 -b "$work/jar" "http://127.0.0.1:8418/language?to=uk&back=%2F" -c "$work/jar" -L >"$work/page" &&
    grep -q '<html lang="uk"' "$work/page" && status=0
kill %1
wait
exit $status
END
    work=$work offline bash "$work/ask" "$machines/now" "$@"
}

all_of_it() { # NAME PROGRAM...: what works, works as NAME says
    local name=$1
    shift
    ok "$name: what was installed works, and says so" all_works "$@"
    ok "$name: the archive is whole" verified "$@"
    ok "$name: a paper is drawn" draws "$@"
    ok "$name: a workbook is read" reads_workbook "$@"
    ok "$name: places are known" knows_places "$@"
    ok "$name: it speaks Ukrainian where the machine has no such locale" speaks_ukrainian "$@"
    ok "$name: pages are served, in English and Ukrainian" serves "$@"
}

manual_is_there() { [ -s "$machines/now/usr/share/man/man1/stele-verify.1.gz" ] && [ -s "$machines/now/usr/share/doc/stele/docs/installing.md" ]; }

exec 3>&1
ok "Debian 12, nothing installed, no network: installed, and the first photographs preserved, within 5 minutes" install_offline
all_of_it "Debian 12" stele
ok "Debian 12: manual pages and help are there" manual_is_there
proves() {
    local ref
    ref=$(stele -C /home/volunteer/archive add entity place --label Izium | sed -n 's/.*recorded as //p')
    stele -C /home/volunteer/archive prove "$ref" -o /home/volunteer/proof && inside volunteer sh /home/volunteer/proof/verify.sh
}
ok "Debian 12: a proof is checked by openssl, which came with it" proves

# earlier: the package as if an earlier version had made it, with a file that is no longer there.
earlier() {
    rm -rf "$work/earlier"
    dpkg-deb -R "$deb" "$work/earlier"
    sed -i 's/^Version: .*/Version: 0.0.1/' "$work/earlier/DEBIAN/control"
    echo "of an earlier version" >"$work/earlier/usr/share/stele/no-longer"
    rm "$work/earlier/usr/share/man/man1/stele-doctor.1.gz"
    dpkg-deb --root-owner-group -Zgzip -z1 -b "$work/earlier" "$machines/now/media/earlier.deb" >/dev/null
}

upgrades() {
    earlier && inside root dpkg -i /media/earlier.deb >/dev/null 2>&1 && [ -e "$machines/now/usr/share/stele/no-longer" ] || return 1
    kept >"$work/before"
    says inside root sh /media/offline/install "Stele 0.0.1 is there, and becomes" && kept | diff "$work/before" - &&
        [ ! -e "$machines/now/usr/share/stele/no-longer" ] && [ -s "$machines/now/usr/share/man/man1/stele-doctor.1.gz" ] &&
        verified stele
}

leaves_all() { # dpkg OPTION: what people made is as it was, what the package brought is gone
    kept >"$work/before"
    inside root dpkg "$1" stele && kept | diff "$work/before" - &&
        ! find "$machines/now/usr" "$machines/now/etc" "$machines/now/var/lib" -name 'stele*' ! -path '*/dpkg/info/*' | grep . &&
        ! inside root dpkg -l stele | grep '^ii'
}

back_again() { inside root sh /media/offline/install >/dev/null && verified stele; }

ok "a later version in place of an earlier one touches no archive, no key and no state" upgrades
ok "removing it touches none either, and leaves nothing of its own" leaves_all --remove
ok "installed again, the archive is read and whole" back_again
ok "purging it touches none" leaves_all --purge

by_apt() {
    fresh bookworm && cp -R "$out/offline" "$machines/now/media/" || return 1
    inside root sh -c 'cd /media/offline && apt-get install -y --no-install-recommends ./*.deb' && says inside volunteer stele --version "stele "
}
ok "apt-get installs from the folder too, without a network" by_apt

refuses() { # TEXT: as root, installing says so and changes nothing
    local text=$1
    says inside root sh /media/offline/install "$text" && ! inside root dpkg -s stele >/dev/null 2>&1
}

refuses_others() {
    fresh "$1" && cp -R "$out/offline" "$machines/now/media/" && refuses "these packages are for Debian 12"
}
refuses_damage() {
    fresh bookworm && cp -R "$out/offline" "$machines/now/media/" || return 1
    printf x | dd of="$machines/now/media/offline/$(basename "$deb")" bs=1 seek=5000 conv=notrunc status=none
    refuses "the folder is damaged or incomplete"
}
refuses_without_root() {
    fresh bookworm && cp -R "$out/offline" "$machines/now/media/" || return 1
    says inside volunteer sh /media/offline/install "that takes root"
}
ok "a damaged folder is not installed from" refuses_damage
ok "nobody but root installs, and is told so" refuses_without_root

# --- the stick ---

folder=$(basename "$out"/stele-*-x86_64)
on_stick=/$stick/$folder/stele

stick_in() { # MACHINE...: made, with the stick in it, and the first hour done from it
    "$@" && put_in_stick "$out/$folder" && first_hour "$on_stick"
}

no_traces_on_stick() {
    stick_options=nosuid,nodev # so that it could be written to
    put_in_stick "$out/$folder"
    listed "$machines/now/$stick" >"$work/before"
    inside volunteer "$on_stick" -C /home/volunteer/archive verify >/dev/null && listed "$machines/now/$stick" | diff "$work/before" -
}

# Keys and state beside the program, where the file system of the stick can hold them.
state_here() {
    stick_options=nosuid,nodev
    put_in_stick "$out/$folder"
    chown -R 1000:1000 "$machines/now/$stick"
    rm -rf "$machines/now/home/volunteer"/{.local,.cache,archive}
    touch "$machines/now/$stick/$folder/state-here"
    says inside volunteer "$on_stick" init /home/volunteer/archive "whoever has the stick has the keys" &&
        [ -d "$machines/now/$stick/$folder/state" ] && [ ! -e "$machines/now/home/volunteer/.local" ] &&
        [ ! -e "$machines/now/home/volunteer/.cache" ] && verified "$on_stick"
}

noexec() {
    local stick_options=ro,noexec
    put_in_stick "$out/$folder"
    rm -rf "$machines/now/home/volunteer/my copy"
    says inside volunteer sh "$on_stick" --version "nothing may be executed in \"/$stick/$folder\"" &&
        inside volunteer sh "$on_stick" --copy-to "/home/volunteer/my copy" &&
        says inside volunteer sh "/home/volunteer/my copy/stele" --version "stele "
}

# As a desktop mounts FAT: only names such as *.com may be executed.
fat() {
    put_in_stick "$out/$folder"
    find "$machines/now/$stick" -type f ! -name '*.com' -exec chmod a-x {} +
    all_works sh "$on_stick" && rm -f "$machines/now/home/volunteer/paper.pdf" && draws sh "$on_stick"
}

for release in bullseye bookworm trixie; do
    if least_debian "$release" >/dev/null; then
        [ "$release" = bookworm ] || ok "Debian $release: the packages for Debian 12 are not installed" refuses_others "$release"
        ok "Debian $release, a read-only stick: the first photographs are preserved" stick_in fresh "$release"
        all_of_it "Debian $release, stick" "$on_stick"
    else
        skip "Debian $release, a stick" "the mirror does not have it"
    fi
done
ok "a machine with no C library and no loader, a read-only stick: the first photographs are preserved" stick_in bare
all_of_it "no C library, stick" "$on_stick"
ok "a stick on which nothing may run says how to copy it, and the copy runs" noexec
ok "a stick on which only names like *.com may run" fat
ok "reading and writing an archive leaves nothing on the stick" no_traces_on_stick
ok "with the file state-here, nothing is left on the machine but the archive" state_here

echo "1..$count"
exit $failed
