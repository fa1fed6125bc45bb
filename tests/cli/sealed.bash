# shellcheck shell=bash
# Archives with sealed statements, written by tests/attacks.py from the description of the format.

sealed_setup() {
    command -v age >/dev/null || skip "age is not installed"
    place=$BATS_TEST_TMPDIR/place
    unset first second person other stolen claimed replayed victim feed STELE_WHY STELE_PASSPHRASE_FILE
}

# attack WHAT: the archive, its writer's state, and the words of its references as variables.
attack() {
    python3 "$BATS_TEST_DIRNAME/../attacks.py" "$1" "$place" >"$BATS_TEST_TMPDIR/told"
    # shellcheck disable=SC1091
    . "$BATS_TEST_TMPDIR/told"
    export STELE_STATE=$place/state
    cd "$place/archive" || return 1
}

# The member signs in here, and holds the compartment's secret.
sign_in() {
    export STELE_PASSPHRASE_FILE=$BATS_TEST_TMPDIR/passphrase
    echo "twelve grey geese over the fen" >"$STELE_PASSPHRASE_FILE"
    key=$("$stele" member passphrase -n "$STELE_PASSPHRASE_FILE" --json | jq -r .key)
    python3 "$BATS_TEST_DIRNAME/../attacks.py" give "$place" "$key"
}

# said_nowhere TEXT: no answer of the last command holds it.
said_nowhere() { [[ "$output" != *"$1"* ]] || { printf 'gives away: %s\nin: %s\n' "$1" "$output"; return 1; }; }
