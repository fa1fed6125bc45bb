# Read by tools/package: the folder that runs from a stick. It brings every byte that is mapped
# into its programs: their libraries, the C library and its loader, locale, fonts.
# shellcheck shell=bash

# The files of this machine that go onto the stick, and where: "FROM<tab>TO" lines, gathered
# here for the licences.
bring() { # FROM TO
    mkdir -p "$(dirname "$2")"
    cp --dereference "$1" "$2"
    printf '%s\t%s\n' "$1" "${2#"$folder"/}" >>"$work/brought"
}

# The libraries that programs below $1 load, and those that these load: "soname path".
libraries_of() {
    find "$1/bin" "$1/libexec" -type f | sort | xargs -n 1 ldd |
        sed -nE 's/^\t(lib[^ ]*) => (\/[^ ]*) \(0x.*/\1 \2/p' | sort -u
}

bring_libraries() {
    local soname path
    libraries_of "$folder/program" >"$work/libraries"
    [ -s "$work/libraries" ] || die "ldd named no libraries"
    while read -r soname path; do
        bring "$path" "$folder/program/lib/$soname"
    done <"$work/libraries"
    # The C library opens it by itself when a thread ends early.
    bring /lib/x86_64-linux-gnu/libgcc_s.so.1 "$folder/program/lib/libgcc_s.so.1"
    # On FAT, Linux often lets only names such as *.com be executed (mount option showexec, which
    # desktops set); all else is read by this loader and need not be executable.
    bring /lib64/ld-linux-x86-64.so.2 "$folder/program/lib/ld.com"
    chmod 755 "$folder/program/lib/ld.com"
    # Some libraries name the loader as a library too.
    bring /lib64/ld-linux-x86-64.so.2 "$folder/program/lib/ld-linux-x86-64.so.2"
}

bring_locale() {
    local file
    while read -r file; do
        bring "$file" "$folder/program/lib/locale/C.utf8/${file#/usr/lib/locale/C.utf8/}"
    done < <(find /usr/lib/locale/C.utf8 -type f | sort)
    mkdir -p "$folder/program/lib/gconv"
    printf '# Empty: what is converted here is UTF-8, which the C library knows by itself.\n' >"$folder/program/lib/gconv/gconv-modules"
    printf '# Empty: no setting of the machine is read.\n' >"$folder/program/lib/openssl.cnf"
}

bring_fonts() {
    local file
    for file in /usr/share/fonts/truetype/dejavu/DejaVuSans{,-Bold,Mono,Mono-Bold}.ttf; do
        bring "$file" "$folder/program/fonts/${file##*/}"
    done
    cp "$parts/fonts.conf" "$folder/program/fonts/fonts.conf"
}

# name_origins: for each file that was brought, "PACKAGE<tab>TO". dpkg knows a file by the path in its
# package, which says /lib where a merged /usr says /usr/lib: it is asked for both, for all files at once.
name_origins() {
    local from to real
    while IFS=$'\t' read -r from to; do
        real=$(realpath "$from")
        printf '%s\t%s\n%s\t%s\n' "$real" "$to" "${real#/usr}" "$to"
    done <"$work/brought" >"$work/asked"
    cut -f 1 "$work/asked" | sort -u | xargs -d '\n' dpkg-query -S >"$work/owned" 2>/dev/null || true
    awk -F '\t' 'NR == FNR { split($0, part, ": "); sub(/:.*/, "", part[1]); sub(/,.*/, "", part[1]); owner[part[2]] = part[1]; next }
        $1 in owner { print owner[$1] "\t" $2 }' "$work/owned" "$work/asked" | sort -u >"$work/origins"
    while IFS=$'\t' read -r from to; do
        cut -f 2 "$work/origins" | grep -qxF "$to" || die "no package of Debian has \"$from\": whose it is cannot be said"
    done <"$work/brought"
}

# Licences of all that was brought, each as Debian states it, and which file is from where.
write_licences() {
    local from package notice=$folder/licences/NOTICE.txt
    mkdir -p "$folder/licences"
    name_origins
    {
        cat "$source/NOTICE"
        cat <<'END'

From Debian 12, unchanged. The licence of each package lies beside this file, under its name; its
source is Debian's source package of that version (apt-get source PACKAGE=VERSION). Any of these
libraries can be replaced by another build: put it in its place in program/lib.

END
        cut -f 1 "$work/origins" | uniq | while read -r package; do
            printf '%s %s\n' "$package" "$(dpkg-query -W -f '${Version} (source: ${source:Package} ${source:Version})' "$package")"
            awk -F '\t' -v package="$package" '$1 == package { print "    " $2 }' "$work/origins"
        done
    } >"$notice"
    cp "$source/LICENSE" "$folder/licences/stele.txt"
    cut -f 1 "$work/origins" | uniq | while read -r package; do
        cp --dereference "/usr/share/doc/$package/copyright" "$folder/licences/$package.txt"
    done
    # What the texts point to instead of repeating it.
    mkdir -p "$folder/licences/common"
    grep -rhoE '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' "$folder/licences" | sort -u | while read -r from; do
        [ ! -f "$from" ] || cp --dereference "$from" "$folder/licences/common/${from##*/}"
    done
}

# FAT tells no case and forbids some characters; a link cannot lie on it.
check_names() {
    local bad
    bad=$(cd "$folder" && find . -printf '%P\n' | tr '[:upper:]' '[:lower:]' | sort | uniq -d)
    [ -z "$bad" ] || die "on FAT these names would be one: $bad"
    bad=$(cd "$folder" && find . -mindepth 1 \( -name '*[<>:"|?*\\]*' -o ! -type f ! -type d \))
    [ -z "$bad" ] || die "these cannot lie on FAT: $bad"
}

make_stick() {
    folder=$out/stele-$version-x86_64
    say "making the stick folder"
    [ ! -e "$folder/state" ] || die "\"$folder\" has been used, and its keys lie in it: name another folder"
    rm -rf "$folder"
    mkdir -p "$folder/program/bin" "$folder/program/share" "$folder/help"
    : >"$work/brought"
    cp -R "$1/usr/bin/." "$folder/program/bin/"
    cp -R "$1/usr/libexec" "$folder/program/libexec"
    cp -R "$1/usr/share/stele" "$1/usr/share/locale" "$folder/program/share/"
    cp -R "$1/usr/share/doc/stele/docs/." "$folder/help/"
    cp -R "$1/usr/share/doc/stele/examples" "$folder/examples"
    cp "$source/tools/read-archive.py" "$folder/read-archive.py"
    bring_libraries
    bring_locale
    bring_fonts
    write_licences
    cp "$parts/stele" "$folder/stele"
    cp "$parts/READ-ME.txt" "$folder/READ-ME.txt"
    settle "$folder"
    chmod 755 "$folder/stele"
    check_names
    sums "$folder"
    settle "$folder"
    say "$folder: $(du -sh --apparent-size "$folder" | cut -f 1)"
}
