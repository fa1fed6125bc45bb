# What every bats file here begins with: the program, and a home of its own for each test.

common_setup() {
    export LC_ALL=C.UTF-8 # sentences are compared in English, whatever the developer speaks
    unset LANGUAGE
    stele=${STELE:-$BATS_TEST_DIRNAME/../../build/src/stele}
    stele=$(realpath "$stele")
    export HOME=$BATS_TEST_TMPDIR/home
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache
    export XDG_DATA_HOME=$BATS_TEST_TMPDIR/data # gazetteers of this machine
    unset STELE_STATE STELE_NOW STELE_MEMBER STELE_PASSPHRASE_FILE
    export STELE_PASSPHRASE_COST=least # tests set many passphrases
    mkdir -p "$HOME"
    archive=$BATS_TEST_TMPDIR/archive
    cd "$BATS_TEST_TMPDIR" || return 1
}

make_archive() { "$stele" init --synthetic --name test "$archive" >/dev/null; }

# draft WORD: a file with one statement to add.
draft() {
    printf '[{"kind":"entity","id":"%s","entity":"source","class":"web_page","label":"%s"}]' \
        "$1" "$1" >"$BATS_TEST_TMPDIR/$1.json"
    echo "$BATS_TEST_TMPDIR/$1.json"
}

# What somebody without rights sees: the superuser may do anything, so we become nobody.
as_nobody() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
        return
    fi
    chmod a+x "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/test" "$BATS_TEST_TMPDIR"
    setpriv --reuid=nobody --clear-groups test -x "$stele" ||
        skip "nobody cannot reach the program"
    setpriv --reuid=nobody --clear-groups "$@"
}

give_to_nobody() {
    [ "$(id -u)" -ne 0 ] || chown -R nobody "$@"
}

has() { [[ "$output" == *"$1"* ]] || { printf 'does not say: %s\nbut: %s\n' "$1" "$output"; return 1; }; }
