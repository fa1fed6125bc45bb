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
