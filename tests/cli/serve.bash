# A server of the archive for a test, on a free port, and somebody who is signed in. Loaded
# after common.bash. serve_stop belongs into teardown().

# serve_start [OPTION...]: runs `stele serve`; sets serve_address ("http://…/") and signs in
# by the printed key, where there is one.
serve_start() {
    serve_out=$BATS_TEST_TMPDIR/serve.out
    serve_err=$BATS_TEST_TMPDIR/serve.err
    serve_jar=$BATS_TEST_TMPDIR/serve.jar
    "$stele" -C "$archive" serve --port 0 --json "$@" >"$serve_out" 2>"$serve_err" 3>&- &
    serve_pid=$!
    for _ in $(seq 200); do
        [ -s "$serve_out" ] && break
        kill -0 "$serve_pid" 2>/dev/null || { cat "$serve_err"; return 1; }
        sleep 0.05
    done
    serve_address=$(sed -n '1s/.*"address":"\([^"]*\)".*/\1/p' "$serve_out")
    rm -f "$serve_jar"
    serve_sign_in_by_key
}

# By the key that was printed last.
serve_sign_in_by_key() {
    local link
    link=$(sed -n 's/.*"sign_in":"\([^"]*\)".*/\1/p' "$serve_out" | tail -n 1)
    [ -z "$link" ] || curl -s -o /dev/null -c "$serve_jar" "$link"
}

serve_stop() {
    [ -n "${serve_pid:-}" ] || return 0
    kill -TERM "$serve_pid" 2>/dev/null
    wait "$serve_pid"
    serve_status_at_end=$?
    serve_pid=
}

serve_curl() { curl -s -b "$serve_jar" -c "$serve_jar" "$@"; }

# serve_get PATH [curl options]: the page's text.
serve_get() {
    local path=$1
    shift
    serve_curl "$@" "${serve_address%/}$path"
}

# serve_status PATH [curl options]: "200".
serve_status() { serve_get "$@" -o /dev/null -w '%{http_code}'; }

# The token that the forms of this session carry.
serve_token() {
    serve_get "${1:-/}" | grep -o 'name="token" value="[^"]*"' | head -n 1 |
        sed 's/.*value="\([^"]*\)".*/\1/'
}

# serve_post PATH field=value...: sends the form with its token, follows the 303; prints
# the page. serve_post_status prints the status and where it goes to: "303 /e/…".
serve_post() {
    local path=$1 fields=()
    shift
    for field in "$@"; do fields+=(--data-urlencode "$field"); done
    serve_curl -L -H "Origin: ${serve_address%/}" \
        --data-urlencode "token=$(serve_token)" "${fields[@]}" "${serve_address%/}$path"
}
serve_post_status() {
    local path=$1 fields=()
    shift
    for field in "$@"; do fields+=(--data-urlencode "$field"); done
    serve_curl -o /dev/null -w '%{http_code} %{redirect_url}' \
        -H "Origin: ${serve_address%/}" --data-urlencode "token=$(serve_token)" \
        "${fields[@]}" "${serve_address%/}$path" | sed "s|${serve_address%/}||"
}
