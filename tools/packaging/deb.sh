# Read by tools/package: the package for Debian 12, and the folder that installs it offline.
# shellcheck shell=bash

architecture=amd64
# What the program does without, and whoever checks its proofs does not (proof/verify.sh).
recommends='openssl'
suggests='age, gocryptfs, python3, libimage-exiftool-perl, poppler-utils, tesseract-ocr, tesseract-ocr-ukr, tesseract-ocr-rus, ffmpeg, libvips-tools, chromium | firefox-esr'
# Papers are drawn with it, whatever the machine's own fonts know.
needs='fonts-dejavu-core'

# The libraries that the programs below $1 are linked with, and from which version on.
shared_libraries() (
    mkdir -p "$work/shlibs/debian"
    cd "$work/shlibs"
    printf 'Source: stele\n\nPackage: stele\nArchitecture: any\n' >debian/control
    find "$1/usr/bin" "$1/usr/libexec" -type f | sort | xargs dpkg-shlibdeps -O 2>"$work/shlibdeps" |
        sed -n 's/^shlibs:Depends=//p'
)

make_deb() {
    local root=$1 tree=$work/deb doc libraries
    say "making the package"
    rm -rf "$tree"
    cp -a "$root" "$tree"
    doc=$tree/usr/share/doc/stele
    libraries=$(shared_libraries "$tree")
    [ -n "$libraries" ] || { cat "$work/shlibdeps" >&2; die "the libraries could not be named"; }
    cp "$parts/copyright" "$doc/copyright"
    gzip -9n <"$source/CHANGES.md" >"$doc/changelog.gz"
    find "$tree/usr/share/man" -type f -name '*.1' -exec gzip -9n {} +
    mkdir -p "$tree/DEBIAN"
    settle "$tree"
    (cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    cat >"$tree/DEBIAN/control" <<END
Package: stele
Version: $version
Architecture: $architecture
Maintainer: The authors of Stele <stele@stele.invalid>
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f 1)
Depends: $libraries, $needs
Recommends: $recommends
Suggests: $suggests
Section: misc
Priority: optional
Description: the record for people who document atrocities
 Stele takes in what they gather (photographs, documents, tables of what is
 known), keeps every original untouched, records who did what to whom with a
 source behind every claim, lets contradictions stand, and hands a stranger
 what is needed to check it with public tools. It runs on one laptop without
 a network.
 .
 The package starts no service and has no configuration. Archives, keys and
 state lie where people keep them; upgrading, removing and purging it touch
 none of them.
END
    settle "$tree"
    # One thread: with several, where xz cuts its blocks would depend on the machine.
    dpkg-deb --root-owner-group --threads-max=1 -Zxz -z6 --build "$tree" "$work/stele.deb" >/dev/null
    settle "$work/stele.deb"
    mv "$work/stele.deb" "$out/stele_${version}_$architecture.deb" # whole, or not there
    say "$out/stele_${version}_$architecture.deb: $(du -h "$out/stele_${version}_$architecture.deb" | cut -f 1)"
}

# apt, as this machine has it set up, but for a machine on which only what $work/status names
# is installed.
apt_elsewhere() {
    mkdir -p "$work/apt/archives/partial"
    apt-get -o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/apt/archives" \
        -o Debug::NoLocking=true -o APT::Sandbox::User=root -o APT::Install-Recommends=false \
        -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" \
        -o DPkg::Pre-Install-Pkgs::= -qq -y "$@"
}

# What "debootstrap --variant=minbase" installs: what is essential or required, apt, and what they need.
name_least_debian() {
    : >"$work/status"
    apt-cache dumpavail >"$work/avail"
    awk -v RS= '/\nEssential: yes/ || /\nPriority: required/ { sub(/^Package: /, ""); sub(/\n.*/, ""); print }' \
        "$work/avail" | sort -u >"$work/required"
    [ -s "$work/required" ] || die "apt knows no packages: apt-get update"
    # shellcheck disable=SC2046 # one word a package
    apt_elsewhere --simulate install apt $(cat "$work/required") |
        sed -n 's/^Inst \([^ ]*\) .*/\1/p' | sort -u >"$work/least"
    awk -v RS= -v ORS='\n\n' -v list="$work/least" '
        BEGIN { RS = "\n"; while ((getline line <list) > 0) least[line] = 1; RS = "" }
        { name = $0; sub(/^Package: /, "", name); sub(/\n.*/, "", name) }
        name in least && !(name in seen) { seen[name] = 1; sub(/\n/, "\nStatus: install ok installed\n"); print }' \
        "$work/avail" >"$work/status"
}

# Of the packages in $1 whose dependency names one version alone of a package that every Debian has:
# that one too, because the machine's own may be of an earlier point release.
add_partners() {
    local file partner
    for file in "$1"/*.deb; do
        dpkg-deb -f "$file" Pre-Depends Depends
    done | tr ',|' '\n\n' | sed -n 's/^.*[: ]\([a-z0-9.+-]*\) (= .*/\1/p' | sort -u |
        while read -r partner; do
            ! grep -qxF "$partner" "$work/least" || (cd "$1" && apt-get -qq download "$partner")
        done
}

make_offline() {
    local folder=$out/offline
    say "fetching, by apt, what a Debian 12 with nothing installed lacks"
    name_least_debian
    # shellcheck disable=SC2086 # one word a package
    apt_elsewhere --download-only install "$out/stele_${version}_$architecture.deb" ${recommends//,/ } >"$work/apt.log" 2>&1 ||
        { cat "$work/apt.log" >&2; die "apt could not fetch what is needed"; }
    rm -rf "$folder"
    mkdir "$folder"
    mv "$work/apt/archives"/*.deb "$folder/"
    add_partners "$folder"
    cp "$out/stele_${version}_$architecture.deb" "$folder/"
    cp "$parts/install" "$folder/install"
    settle "$folder"
    chmod 755 "$folder/install"
    sums "$folder"
    settle "$folder"
    say "$folder: $(find "$folder" -name '*.deb' | wc -l) packages, $(du -sh "$folder" | cut -f 1)"
}
