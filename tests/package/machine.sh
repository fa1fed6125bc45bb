# Read by tests/package.sh and tests/long/package.sh: machines to try installing on.
# shellcheck shell=bash

count=0
failed=0

# ok NAME COMMAND...: passes when the command does.
ok() {
    local name=$1
    shift
    count=$((count + 1))
    if "$@" >"$work/said" 2>&1; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        tail -n 25 "$work/said" | sed 's/^/# /'
        failed=1
    fi
}

skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

says() { # COMMAND... TEXT: it says so, whatever its exit status
    local text=${*: -1}
    "${@:1:$#-1}" >"$work/says" 2>&1
    grep -qF -- "$text" "$work/says" || { cat "$work/says"; printf 'not said: %s\n' "$text"; return 1; }
}

# Where apt, as this machine has it set up, gets Debian from.
mirror() {
    # shellcheck disable=SC2016 # apt expands these
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1
}

# least_debian RELEASE: a folder with it, made once; prints its path. Fails where the mirror
# does not have it.
least_debian() {
    local root=$machines/$1
    if [ ! -e "$root.whole" ]; then
        rm -rf "$root"
        debootstrap --variant=minbase "$1" "$root" "$(mirror)" >"$work/debootstrap" 2>&1 || return 1
        : >"$root.whole"
    fi
    printf '%s\n' "$root"
}

# fresh RELEASE: a new machine of that kind.
fresh() {
    local root
    root=$(least_debian "$1") || return 1
    rm -rf "$machines/now"
    cp -a "$root" "$machines/now"
    people "$machines/now"
}

# bare: a machine with a kernel, a shell and nothing else: no C library, no loader.
bare() {
    local root=$machines/now
    rm -rf "$root"
    mkdir -p "$root"/{bin,proc,dev,tmp,etc}
    cp "$(command -v busybox)" "$root/bin/busybox"
    ln -s busybox "$root/bin/sh"
    for tool in ls cp mkdir chmod dirname readlink cat; do ln -s busybox "$root/bin/$tool"; done
    for device in "null 1 3" "zero 1 5" "urandom 1 9"; do
        # shellcheck disable=SC2086 # name, major, minor
        set -- $device
        mknod -m 666 "$root/dev/$1" c "$2" "$3"
    done
    chmod 1777 "$root/tmp"
    people "$root"
}

# Somebody without rights.
people() {
    printf 'volunteer:x:1000:1000::/home/volunteer:/bin/sh\n' >>"$1/etc/passwd"
    printf 'volunteer:x:1000:\n' >>"$1/etc/group"
    mkdir -p "$1/home/volunteer"
    chown 1000:1000 "$1/home/volunteer"
}

# offline COMMAND...: where the only network is the machine's with itself, and the stick, if one is
# in, is mounted as $stick_options says.
stick_options=ro,nosuid,nodev
offline() {
    # shellcheck disable=SC2016 # the inner shell expands
    unshare --net --mount --pid --fork sh -c '
        ip link set lo up && mount -t proc proc "$1/proc" || exit
        if [ -e "$1/$2" ]; then
            mount --bind "$1/$2" "$1/$2" && mount -o "remount,bind,$3" "$1/$2" || exit
        fi
        shift 3
        exec "$@"' sh "$machines/now" "$stick" "$stick_options" "$@"
}

# Where a stick is found on the machine: with a blank, and letters that are not Latin.
stick='media/Моя флешка'
put_in_stick() { # FOLDER
    rm -rf "${machines:?}/now/$stick"
    mkdir -p "$machines/now/$stick"
    cp -a "$1" "$machines/now/$stick/"
}

# inside USER COMMAND...: on the machine at hand, without a network, with nothing of this one's environment.
inside() {
    local user=$1
    shift
    local home=/home/volunteer
    [ "$user" != root ] || home=/root
    offline env -i HOME="$home" PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG="${LANG_INSIDE:-C.UTF-8}" TERM=dumb \
        chroot --userspec="$user:$user" "$machines/now" "$@"
}

# Every byte, mode and time of what must not change.
kept() { (cd "$machines/now/home/volunteer" && find . \( -type f -o -type d \) -printf '%p %m %U %T@ %s\n' | sort && find . -type f -print0 | sort -z | xargs -0 sha256sum); }
