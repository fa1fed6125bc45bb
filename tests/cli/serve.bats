#!/usr/bin/env bats
# stele serve: who comes in, what is refused, what every answer carries.

load common
load serve

setup() {
    common_setup
    make_archive
}
teardown() { serve_stop; }

@test "the printed address signs in once, and the next one is printed" {
    serve_start
    link=$(sed -n '1s/.*"sign_in":"\([^"]*\)".*/\1/p' "$serve_out")
    [ "$(serve_status /)" = 200 ]
    run curl -s -o /dev/null -w '%{http_code}' "$link"
    [ "$output" = 200 ] # the page that says so, and no cookie
    curl -s "$link" | grep -q 'the next one is printed when it was used'
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$serve_address")" = 303 ]
    rm "$serve_jar"
    serve_sign_in_by_key
    [ "$(serve_status /)" = 200 ]
}

@test "signing out ends the session" {
    serve_start
    [ "$(serve_post_status /sign-out)" = "303 /sign-in" ]
    [ "$(serve_status /)" = 303 ]
}

@test "the server ends cleanly" {
    serve_start
    serve_stop
    [ "$serve_status_at_end" -eq 0 ]
    "$stele" -C "$archive" verify
}

with_passphrase() {
    echo "correct horse battery" >pw
    "$stele" -C "$archive" member passphrase --new-passphrase-file pw "$@"
}
founder() { "$stele" -C "$archive" member list --json | jq -r 'select(.founder).member'; }

# sign_in PASSPHRASE [field=value...]: the status, and where it goes to.
sign_in() {
    local words=(--data-urlencode "passphrase=$1")
    shift
    for field in "$@"; do words+=(--data-urlencode "$field"); done
    serve_curl -o /dev/null -w '%{http_code} %{redirect_url}' -H "Origin: ${serve_address%/}" \
        "${words[@]}" "${serve_address}sign-in" | sed "s|${serve_address%/}||"
}

@test "where a member has a passphrase, it is asked for" {
    with_passphrase
    serve_start
    ! grep -q sign_in "$serve_out"
    [ "$(serve_curl -o /dev/null -w '%{redirect_url}' "${serve_address}e/x?a=b")" = "${serve_address}sign-in?back=%2Fe%2Fx%3Fa%3Db" ]
    serve_get /sign-in | grep -q 'name="passphrase"'
    [ "$(sign_in "wrong passphrase")" = "403 " ]
    [ "$(serve_status /)" = 303 ]
    [ "$(sign_in "correct horse battery" back=/find?q=a)" = "303 /find?q=a" ]
    [ "$(serve_status /)" = 200 ]
    [ "$(serve_status /sign-in)" = 200 ]
    ! grep -q "horse" "$serve_err"
}

@test "signing in anew ends the session that the browser had" {
    with_passphrase
    serve_start
    [ "$(sign_in "correct horse battery")" = "303 /" ]
    cp "$serve_jar" old.jar
    [ "$(sign_in "correct horse battery" "token=$(serve_token /sign-in)")" = "303 /" ]
    [ "$(serve_status /)" = 200 ]
    [ "$(curl -s -b old.jar -o /dev/null -w '%{http_code}' "$serve_address")" = 303 ]
}

@test "whoever is sent elsewhere is sent to the start" {
    with_passphrase
    serve_start
    for back in //evil.example /sign-out http://evil.example '/\evil'; do
        rm -f "$serve_jar"
        [ "$(sign_in "correct horse battery" "back=$back")" = "303 /" ]
    done
}

@test "wrong passphrases are counted, and after five nobody may try for a while" {
    with_passphrase
    serve_start
    for _ in 1 2 3 4 5; do [ "$(sign_in "wrong passphrase")" = "403 " ]; done
    [ "$(sign_in "correct horse battery")" = "429 " ]
    grep -q "reason=sign-in-limit" "$serve_err"
}

@test "several members are in at once, each as themselves" {
    with_passphrase
    founder=$(founder)
    echo "another horse battery" >pw2
    reader=$("$stele" -C "$archive" --passphrase-file pw member new --role reader --here \
        --new-passphrase-file pw2 --json | jq -r .member)
    serve_start
    serve_get /sign-in | grep -q "value=\"$reader\""
    [ "$(sign_in "another horse battery" "member=$reader")" = "303 /" ]
    serve_get / | grep -q "member ${reader:0:4}-"
    # Who only reads records nothing.
    run serve_post_status /record 'drafts=[{"kind":"entity","entity":"source","class":"web_page"}]'
    [ "$output" = "403 " ]
    cp "$serve_jar" reader.jar
    rm "$serve_jar"
    [ "$(sign_in "correct horse battery" "member=$founder")" = "303 /" ]
    run serve_post_status /record 'drafts=[{"kind":"entity","entity":"source","class":"web_page"}]'
    [ "$output" = "200 " ]
    [ "$(curl -s -b reader.jar -o /dev/null -w '%{http_code}' "$serve_address")" = 200 ]
    "$stele" -C "$archive" verify
}

@test "a program records by a form, all or nothing" {
    serve_start
    run serve_post /record 'drafts=[{"kind":"entity","id":"s","entity":"source","class":"web_page","label":"one"}]'
    ref=$(jq -r .ref <<<"$output")
    run "$stele" -C "$archive" show "$ref"
    [ "$status" -eq 0 ]
    has "one"
    run serve_post_status /record 'drafts=[{"kind":"entity","entity":"source","class":"web_page","label":"two"},{"kind":"claim"}]'
    [ "$output" = "400 " ]
    run "$stele" -C "$archive" find two
    [ "$status" -eq 1 ]
}

@test "what another process recorded is shown at once" {
    serve_start
    [ "$(serve_status /)" = 200 ]
    before=$(serve_get / | grep -o '[0-9]* statements' | head -n 1)
    "$stele" -C "$archive" add "$(draft one)"
    [ "$(serve_get / | grep -o '[0-9]* statements' | head -n 1)" != "$before" ]
    # Who may write, and what there is, may change with it.
    with_passphrase
    [ "$(serve_status /)" = 200 ]
    "$stele" -C "$archive" reindex
    [ "$(serve_status /)" = 200 ]
}

@test "the pages speak the language that was chosen, or that the browser asks for" {
    serve_start
    serve_get / | grep -q '<html lang="en"'
    serve_get / -H 'Accept-Language: uk-UA,uk;q=0.9' | grep -q '<html lang="uk"'
    serve_status '/language?to=uk&back=/'
    serve_get / | grep -q '<html lang="uk"'
    serve_status '/language?to=en&back=/'
    serve_get / -H 'Accept-Language: uk' | grep -q '<html lang="en"'
}

@test "another address than this machine's own is warned of" {
    serve_start --listen 0.0.0.0
    grep -q "no encryption" "$serve_err"
    [ "$(curl -s -o /dev/null -w '%{http_code}' -H 'Host: evil.example' "$serve_address")" = 421 ]
}

@test "behind a proxy the proxy's name is known, and its https is our origin" {
    serve_start --host archive.example.org
    there=(-H 'Host: archive.example.org' -H "Cookie: $(awk '/stele-/ {print $6 "=" $7}' "$serve_jar")")
    [ "$(curl -s -o /dev/null -w '%{http_code}' "${there[@]}" "$serve_address")" = 200 ]
    run curl -s -o /dev/null -w '%{http_code}' "${there[@]}" -H 'Origin: https://archive.example.org' \
        --data-urlencode "token=$(serve_token)" "${serve_address}sign-out"
    [ "$output" = 303 ]
}

@test "a port that is taken, and words that are none, are said" {
    serve_start
    port=${serve_address##*:}
    run "$stele" -C "$archive" serve --port "${port%/}"
    [ "$status" -eq 3 ]
    has "is in use"
    run "$stele" -C "$archive" serve --port 70000
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" serve --host http://x/
    [ "$status" -eq 2 ]
    run "$stele" -C "$archive" serve --listen 203.0.113.77 --port 0
    [ "$status" -eq 3 ]
    run "$stele" -C "$BATS_TEST_TMPDIR/nothing" serve
    [ "$status" -eq 1 ]
}
