# Read by tools/package: one build, from which the package and the stick folder are made.
# shellcheck shell=bash

say() { printf '== %s\n' "$*" >&2; }
die() {
    printf 'tools/package: %s\n' "$*" >&2
    exit 1
}

# The time that all files carry: that of the last commit; without git, as whoever builds says.
source_date() {
    if git -C "$source" rev-parse HEAD >/dev/null 2>&1; then
        [ -z "$(git -C "$source" status --porcelain --untracked-files=no)" ] ||
            say "files differ from the last commit: nobody else can build this again"
        git -C "$source" log -1 --format=%ct
    else
        [ -n "${SOURCE_DATE_EPOCH:-}" ] || die "this is no git folder: set SOURCE_DATE_EPOCH, the time that all files are to carry"
        printf '%s\n' "$SOURCE_DATE_EPOCH"
    fi
}

# What is installed, as targets of ninja: the tests are not built.
installed_targets() {
    meson introspect "$build" --installed | python3 -c '
import json, os, sys
build = sys.argv[1] + os.sep
for path in sorted(json.load(sys.stdin)):
    if path.startswith(build):
        print(path[len(build):])' "$build"
}

# build_and_install ROOT: as "meson install" puts it below ROOT, the same bytes each time.
build_and_install() {
    SOURCE_DATE_EPOCH=$(source_date)
    export SOURCE_DATE_EPOCH
    say "building, without debug information and without the name of this folder in it"
    # -ffile-prefix-map would not reach what is built by a compiler started elsewhere: the
    # build folder always lies at the same place below the source.
    local options=(--prefix=/usr --libexecdir=libexec --wrap-mode=nodownload
        -Doptimization=2 -Ddebug=false -Db_ndebug=false -Db_sanitize=none
        "-Dc_args=-ffile-prefix-map=$source=/usr/src/stele")
    if [ -f "$build/build.ninja" ]; then
        meson configure "$build" "${options[@]:3}" >/dev/null
    else
        env -u CFLAGS -u LDFLAGS -u CPPFLAGS CC=gcc meson setup "$build" "${options[@]}" >"$work/setup" 2>&1 ||
            { cat "$work/setup" >&2; die "meson could not set up $build"; }
    fi
    # What is to be built is asked of a folder that knows the meson.build files of today.
    ninja -C "$build" --quiet build.ninja >"$work/setup" 2>&1 || { cat "$work/setup" >&2; die "meson could not set up $build"; }
    # shellcheck disable=SC2046 # one word a target
    ninja -C "$build" --quiet $(installed_targets) >"$work/ninja" 2>&1 ||
        { tail -n 40 "$work/ninja" >&2; die "it does not build"; }
    [ -s "$build/share/stele/gazetteers/geonames-cities500.db" ] ||
        die "the built-in gazetteer is missing: tools/fetch-npm says why"
    install_built "$1" --strip
}

install_built() { # ROOT [OPTION]
    meson install -C "$build" --no-rebuild --quiet --destdir "$1" "${@:2}" >"$work/install" 2>&1 ||
        { cat "$work/install" >&2; die "meson could not install"; }
    version=$(meson introspect "$build" --projectinfo | python3 -c 'import json, sys; print(json.load(sys.stdin)["version"])')
    settle "$1"
}

# install_there ROOT: from a build of another prefix, with its debug information.
install_there() {
    SOURCE_DATE_EPOCH=$(source_date)
    export SOURCE_DATE_EPOCH
    install_built "$work/elsewhere"
    mkdir "$1"
    mv "$work/elsewhere$(meson introspect "$build" --buildoptions |
        python3 -c 'import json, sys; print(next(o["value"] for o in json.load(sys.stdin) if o["name"] == "prefix"))')" "$1/usr"
}

# settle FOLDER: modes and times that do not depend on who built it, or when.
settle() {
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f -perm /111 -exec chmod 755 {} +
    find "$1" -type f ! -perm /111 -exec chmod 644 {} +
    find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# sums FOLDER: SHA256SUMS of all below it, sorted, as "sha256sum -c SHA256SUMS" reads them.
sums() (
    cd "$1"
    find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 sha256sum >SHA256SUMS
)
