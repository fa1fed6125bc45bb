#!/usr/bin/env bats
# stele serve: preserved files in the browser: uploaded, shown, saved, their text with passages
# marked (docs/uploading.md, docs/objects-shown.md).

load common
load serve

setup() {
    common_setup
    make_archive
    hostile=$BATS_TEST_DIRNAME/../hostile
}
teardown() { serve_stop; }

# upload curl options: the plain form; prints the status and where it goes to.
upload() {
    serve_curl -o "$BATS_TEST_TMPDIR/answer" -w '%{http_code} %{redirect_url}' -F "token=$(serve_token /upload)" \
        "$@" "${serve_address%/}/upload" | sed "s|${serve_address%/}||"
}

# object NAME: the reference of the newest file preserved under that name, as pages have it.
object() { "$stele" -C "$archive" show --json "$1" | reference; }
reference() { jq -r 'select(.type == "statement") | .statement' | tail -n 1 | sed 's/^\(......\)[^.]*/\1/'; }

# script PATH curl options: as our script asks.
script() {
    local path=$1
    shift
    serve_get "$path" -H "Stele-Script: upload" -H "Stele-Token: $(serve_token /upload)" "$@"
}

header() { serve_get "$1" -o /dev/null -D - | tr -d '\r' | sed -n "s/^$2: //Ip"; }

@test "files are uploaded by the plain form, byte for byte, with what is said of them" {
    serve_start
    head -c 300000 /dev/urandom >photo.bin
    echo words >note.txt
    run upload -F how=received -F "from=a resident" -F on=2022-09-12 -F "files=@photo.bin;filename=фото \"1\".bin" -F files=@note.txt
    [[ "$output" == "303 /upload?first="*"&count=2" ]]
    run serve_get "${output#303 }"
    has "$(sha256sum photo.bin | cut -d ' ' -f 1)"
    has "$(sha256sum note.txt | cut -d ' ' -f 1)"
    "$stele" -C "$archive" show 'фото "1".bin' >told
    grep -q "a resident" told
    ref=$(object note.txt)
    serve_get "/o/$ref/bytes" | cmp - note.txt
    "$stele" -C "$archive" verify --quiet
    # The same again is another finding, and is said to be known.
    run upload -F files=@note.txt
    run serve_get "${output#303 }"
    has "the same bytes were stored before"
}

@test "an upload without its token, or whose form is wrong, records nothing" {
    serve_start
    echo words >note.txt
    before=$(find "$archive/objects" -type f | wc -l)
    [ "$(serve_status /upload -F files=@note.txt)" = 403 ]
    [ "$(serve_status /upload -F token=wrong -F files=@note.txt)" = 403 ]
    run upload -F on=yesterday -F files=@note.txt
    [ "$output" = "400 " ]
    grep -q "the date on which it was obtained" answer
    run upload -F "files=@/dev/null;filename="
    [ "$output" = "400 " ]
    grep -q "choose at least one file" answer
    run upload -F seal=nowhere -F files=@note.txt
    [ "$output" = "400 " ]
    [ "$(serve_status /upload -H "Content-Type: multipart/form-data" --data-binary @note.txt)" = 400 ]
    printf -- '--X\r\nContent-Disposition: form-data; name="token"\r\n\r\n%s\r\n--X\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\ncut' \
        "$(serve_token /upload)" >cut
    [ "$(serve_status /upload -H "Content-Type: multipart/form-data; boundary=X" --data-binary @cut)" = 400 ]
    [ "$(find "$archive/objects" -type f | wc -l)" -eq "$before" ]
    run upload -F files=@note.txt -F from=late
    [ "$output" = "400 " ]
    run "$stele" -C "$archive" show note.txt
    [ "$status" -ne 0 ]
}

@test "an upload in pieces goes on after a cut and after a restart, and its digest is that of the file" {
    serve_start
    part=8388608
    head -c $((2 * part + 12345)) /dev/urandom >film.bin
    size=$(stat -c %s film.bin)
    id=$(script /upload/begin -d "token=$(serve_token /upload)" -d name=film.bin -d size="$size" | jq -r .id)
    [ ${#id} -eq 32 ]
    head -c $part film.bin | script "/upload/chunk?id=$id&at=0" --data-binary @- -H "Content-Type: application/octet-stream" >told
    [ "$(jq .at told)" -eq $part ]
    # A piece that is cut off in the middle, and one that begins elsewhere.
    tail -c +$((part + 1)) film.bin | head -c 1000 | script "/upload/chunk?id=$id&at=$part" --data-binary @- -H "Content-Type: application/octet-stream" >/dev/null
    [ "$(head -c 10 film.bin | script "/upload/chunk?id=$id&at=0" -o /dev/null -w '%{http_code}' --data-binary @-)" = 409 ]
    [ "$(script "/upload/at?id=$id" | jq .at)" -eq $((part + 1000)) ]
    serve_stop
    serve_start
    at=$(script "/upload/at?id=$id" | jq .at)
    [ "$at" -ge 0 ] && [ "$at" -le $part ] # only what was made durable is gone on from
    while [ "$at" -lt "$size" ]; do
        at=$(tail -c +$((at + 1)) film.bin | head -c $part | script "/upload/chunk?id=$id&at=$at" --data-binary @- -H "Content-Type: application/octet-stream" | jq .at)
    done
    [ "$(script /upload/end -o /dev/null -w '%{http_code}' -d "token=$(serve_token /upload)" -d id="$id" -d name=film.bin -d size=1)" = 409 ]
    script /upload/end -d "token=$(serve_token /upload)" -d id="$id" -d name=film.bin -d size="$size" -d from=nobody >told
    [ "$(jq -r .sha256 told)" = "$(sha256sum film.bin | cut -d ' ' -f 1)" ]
    # Whoever lost the answer asks again, and nothing is recorded twice.
    [ "$(script /upload/end -d "token=$(serve_token /upload)" -d id="$id" -d name=film.bin -d size="$size" | jq -r .statement)" = "$(jq -r .statement told)" ]
    [ -z "$(ls "$archive/objects/.new")" ]
    "$stele" -C "$archive" verify --quiet
}

@test "an upload that is given up leaves nothing; one that cannot fit is refused before it begins" {
    serve_start
    id=$(script /upload/begin -d "token=$(serve_token /upload)" -d name=a -d size=3 | jq -r .id)
    [ -n "$(ls "$archive/objects/.new")" ]
    script /upload/drop -d "token=$(serve_token /upload)" -d id="$id" >/dev/null
    [ -z "$(ls "$archive/objects/.new")" ]
    [ "$(script /upload/begin -o told -w '%{http_code}' -d "token=$(serve_token /upload)" -d name=a -d size=900000000000000)" = 507 ]
    grep -q "not enough room" told
    [ "$(script "/upload/chunk?id=00112233445566778899aabbccddeeff&at=0" -o /dev/null -w '%{http_code}' --data-binary x)" = 404 ]
    [ "$(script "/upload/chunk?id=../../x&at=0" -o /dev/null -w '%{http_code}' --data-binary x)" = 404 ]
}

@test "bytes come in ranges, and under a type of our own list" {
    printf '\xff\xd8\xff\xe0 picture' >photo.jpg
    "$stele" -C "$archive" preserve --quiet photo.jpg >/dev/null
    serve_start
    ref=$(object photo.jpg)
    [ "$(serve_status "/o/$ref/bytes" -H "Range: bytes=2-4" -o /dev/null)" = 206 ]
    [ "$(serve_get "/o/$ref/bytes" -H "Range: bytes=5-11")" = "picture" ]
    [ "$(serve_status "/o/$ref/bytes" -H "Range: bytes=99-")" = 416 ]
    [ "$(header "/o/$ref/bytes" Content-Type)" = image/jpeg ]
    [ "$(header "/o/$ref/bytes" X-Content-Type-Options)" = nosniff ]
    [[ "$(header "/o/$ref/bytes" Content-Security-Policy)" == sandbox\;* ]]
    run serve_get "/o/$ref"
    has "<img src=\"/o/$ref/bytes\""
    [[ "$(header "/o/$ref/download" Content-Disposition)" == attachment* ]]
    [ "$(header "/o/$ref/download" Content-Type)" = application/octet-stream ]
    [ "$(serve_status "/o/$ref/nothing")" = 404 ]
    [ "$(serve_status /o/x.1)" = 404 ]
}

@test "hostile files are text or a file to be saved, whatever they are called" {
    "$stele" -C "$archive" preserve --quiet "$hostile" >/dev/null
    serve_start
    for name in page.html named.jpg picture.svg both.gif text.txt; do
        ref=$(object $name)
        [ "$(header "/o/$ref/bytes" Content-Type)" = "text/plain; charset=utf-8" ]
        [[ "$(header "/o/$ref/bytes" Content-Security-Policy)" == sandbox\;* ]]
        run serve_get "/o/$ref/text"
        [[ "$output" != *"<script>document"* ]]
        [[ "$output" == *"document.title="* ]]
        run serve_get "/o/$ref"
        [[ "$output" != *"<iframe"* && "$output" != *"/bytes"* ]]
    done
    ref=$(object script.pdf)
    [ "$(serve_curl -o /dev/null -w '%{http_code} %{redirect_url}' "${serve_address%/}/o/$ref/bytes" | sed "s|${serve_address%/}||")" = "303 /o/$ref/download" ]
    for name in $'a\r\nX-Evil: 1' 'a"b;c' '../../x' 'звіт.pdf' $'p\u202egpj.exe'; do
        upload -F "files=@$hostile/script.pdf;filename=\"${name//\"/%22}\"" >/dev/null || true
    done
    run serve_get "/o/$ref/download" -D - -o /dev/null
    [[ "$output" != *X-Evil* ]]
}

@test "the text of a source: passages marked where they stand, others apart, with their claims" {
    printf 'The mill burned.\nNobody was inside <b>.\n\nThe mill stood by the river. The mill stood by the river.\n' >account.txt
    "$stele" -C "$archive" preserve --quiet account.txt >/dev/null
    "$stele" -C "$archive" add --json - >told <<'END'
[{"kind":"entity","id":"s","entity":"source","class":"web_page","label":"an account"},
 {"kind":"entity","id":"m","entity":"place","class":"building","label":"a mill"},
 {"kind":"passage","id":"q1","source":"s","lang":"en","words":"Nobody was inside","locator":{"file":"account.txt","line":2}},
 {"kind":"passage","id":"q2","source":"s","lang":"en","words":"The mill stood by the river.","locator":{"file":"account.txt"}},
 {"kind":"passage","id":"q3","source":"s","lang":"en","words":"words of another edition","locator":{"page":1}},
 {"kind":"claim","id":"p","about":"s","property":"preserved_as","value":{"file":"account.txt"},"passage":"q1"},
 {"kind":"claim","id":"c","about":"m","property":"name","value":{"written":"the mill"},"passage":"q1"}]
END
    source=$(jq -r 'select(.local == "s") | .entity' told)
    claim=$(jq -r 'select(.local == "c") | .ref' told)
    serve_start
    run serve_get "/e/$source/text"
    has '<mark>Nobody was inside</mark> &lt;b&gt;.'
    has 'id="line-2"'
    has "/s/${claim:0:6}"
    has "more than once"
    has "do not stand in this text"
    has "/enter/passage?source=$source"
    run serve_get "/o/$(object account.txt)/text"
    has '<mark>Nobody was inside</mark>'
    [ "$(serve_status "/e/$source/text?page=9")" = 200 ] # the passages are shown, and why the page is not
    [ "$(serve_status "/e/$(jq -r 'select(.local == "m") | .entity' told)/text")" = 404 ]
}

@test "what shows violence is covered, and showing it is one step" {
    printf '\xff\xd8\xff\xe0 picture' >photo.jpg
    "$stele" -C "$archive" preserve --quiet photo.jpg >/dev/null
    serve_start
    ref=$(object photo.jpg)
    run serve_get "/o/$ref"
    has "<img src="
    [ "$(serve_post_status "/o/$ref/covers" do=cover-all)" = "303 /o/$ref" ]
    run serve_get "/o/$ref"
    has "Covered, as you asked"
    [[ "$output" != *"<img src="* ]]
    serve_post_status "/o/$ref/covers" do=cover-some
    [ "$(serve_post_status "/o/$ref/distressing")" = "303 /o/$ref" ]
    run serve_get "/o/$ref"
    has "the record says that it shows violence"
    [[ "$output" != *"<img src="* ]]
    run serve_get "/o/$ref?show=yes"
    has "<img src="
    has "1 distressing one today"
    "$stele" -C "$archive" verify --quiet
}

# An archive that seals, its one member, and the server with that member signed in.
sealed() {
    echo "twelve grey geese over the fen" >passphrase
    "$stele" -C "$archive" member passphrase -n passphrase >/dev/null
    export STELE_PASSPHRASE_FILE=$PWD/passphrase
    "$stele" -C "$archive" seal new witnesses >/dev/null
    unset STELE_PASSPHRASE_FILE
    serve_start
    serve_curl -o /dev/null --data-urlencode "passphrase=$(cat passphrase)" -H "Origin: ${serve_address%/}" "${serve_address%/}/sign-in"
    [ "$(serve_status /)" = 200 ]
}
as_member() { STELE_PASSPHRASE_FILE=$BATS_TEST_TMPDIR/passphrase STELE_WHY="a test" "$stele" -C "$archive" "$@"; }

@test "where the archive seals, an upload is sealed while it comes, and reading it is logged first" {
    sealed
    head -c 9000000 /dev/zero | tr '\0' 'N' >needle.bin
    cp needle.bin two.txt
    run upload -F files=@two.txt
    [[ "$output" == "303 "* ]]
    ! grep -rlq NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN "$archive" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"
    [ "$(serve_get "/upload" | grep -c '<option value="open"')" -eq 1 ]
    ref=$(as_member show --json two.txt | reference)
    # A reason comes first.
    run serve_curl -o /dev/null -w '%{redirect_url}' "${serve_address%/}/o/$ref/bytes"
    [[ "$output" == */why* ]]
    serve_post /why "why=request of counsel" >/dev/null
    before=$(as_member access --json --item "$ref" | jq -s 'map(select(.type == "access" and .command == "serve")) | length')
    serve_get "/o/$ref/bytes" | cmp - two.txt
    serve_get "/o/$ref/bytes" -H "Range: bytes=1000-2000" >/dev/null
    run as_member access --json --item "$ref"
    [ "$(jq -s 'map(select(.type == "access" and .command == "serve")) | length' <<<"$output")" -eq $((before + 1)) ]
    # The way out asks the gate, and is logged as what it is.
    serve_get "/o/$ref/download" | cmp - two.txt
    run as_member access --json --item "$ref"
    has exported
    rm -f "$serve_jar"
    [ "$(serve_status "/o/$ref/bytes")" = 303 ]
    "$stele" -C "$archive" verify --quiet
}

@test "where the archive seals, an upload in pieces goes on after a cut, and ends with the server" {
    sealed
    printf 'one two three' >note.txt
    token=$(serve_token /upload)
    id=$(script /upload/begin -d token="$token" -d name=note.txt -d size=13 | jq -r .id)
    printf 'one ' | script "/upload/chunk?id=$id&at=0" --data-binary @- >/dev/null
    [ "$(script "/upload/at?id=$id" | jq .at)" -eq 4 ]
    printf 'two three' | script "/upload/chunk?id=$id&at=4" --data-binary @- >/dev/null
    script /upload/end -d token="$token" -d id="$id" -d name=note.txt -d size=13 >told
    [ "$(jq -r .sha256 told)" = "$(sha256sum note.txt | cut -d ' ' -f 1)" ]
    id=$(script /upload/begin -d token="$token" -d name=note.txt -d size=13 | jq -r .id)
    serve_stop
    serve_start
    serve_curl -o /dev/null --data-urlencode "passphrase=$(cat passphrase)" -H "Origin: ${serve_address%/}" "${serve_address%/}/sign-in"
    [ "$(script "/upload/at?id=$id" -o /dev/null -w '%{http_code}')" = 404 ]
}

@test "a disk that fills half way: what came is kept and named, what did not is named, nothing is lost" {
    unshare -rm true 2>/dev/null || skip "may not mount a file system here"
    mkdir small
    cat >script <<'END'
set -u
mount -t tmpfs -o size=160m none small || exit 77
cd small
fail() { echo "FAILED: $*"; kill $pid; exit 1; }
"$1" init --synthetic --name small archive >/dev/null || fail init
echo words >"$HOME/note.txt"
truncate -s 300M "$HOME/film.bin"
"$1" -C archive serve --port 0 --json >"$HOME/out" 2>"$HOME/err" 3>&- & pid=$!
for _ in $(seq 200); do [ -s "$HOME/out" ] && break; sleep 0.05; done
address=$(sed -n '1s/.*"address":"\([^"]*\)".*/\1/p' "$HOME/out")
curl -s -o /dev/null -c "$HOME/jar" "$(sed -n '1s/.*"sign_in":"\([^"]*\)".*/\1/p' "$HOME/out")"
token=$(curl -s -b "$HOME/jar" "${address}upload" | grep -o 'name="token" value="[^"]*"' | head -n 1 | sed 's/.*value="//;s/"//')
# Its length is known before: nothing is taken.
[ "$(curl -s -b "$HOME/jar" -o "$HOME/answer" -w '%{http_code}' -F "token=$token" -F "files=@$HOME/film.bin" "${address}upload")" = 507 ] || fail "known"
[ -z "$(find archive/objects -type f)" ] || fail "it was taken"
# Somebody else fills the disk meanwhile: what came before stays, the rest is thrown away.
truncate -s 60M "$HOME/film.bin"
(sleep 1; cat /dev/zero >ballast) 2>/dev/null &
status=$(curl -s -b "$HOME/jar" -o "$HOME/answer" -w '%{http_code}' --limit-rate 20M -F "token=$token" -F "files=@$HOME/note.txt" \
    -F "files=@$HOME/film.bin" "${address}upload")
[ "$status" = 507 ] || fail "filled: $status"
grep -q "$(sha256sum "$HOME/note.txt" | cut -d ' ' -f 1)" "$HOME/answer" || fail "the note is not named"
grep -q "film.bin" "$HOME/answer" || fail "the film is not named"
[ -z "$(ls archive/objects/.new)" ] || fail "it left a part"
rm ballast
kill $pid
wait $pid
"$1" -C archive show note.txt >/dev/null || fail "the note is lost"
"$1" -C archive verify --quiet || fail verify
END
    run unshare -rm bash script "$stele"
    [ "$status" -ne 77 ] || skip "may not mount a file system here"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "a file that shows somebody who did not agree is not saved, and no reader sees it" {
    printf '\xff\xd8\xff\xe0 her face' >photo.jpg
    printf '\xff\xd8\xff\xe0 a field' >field.jpg
    "$stele" -C "$archive" preserve --quiet photo.jpg >/dev/null
    "$stele" -C "$archive" preserve --quiet field.jpg >/dev/null
    "$stele" -C "$archive" add --json - >told <<END
[{"kind":"entity","id":"w","entity":"person","label":"a woman from the village"},
 {"kind":"entity","id":"paper","entity":"source","class":"newspaper"},
 {"kind":"passage","id":"p","source":"paper","locator":{"page":1},"lang":"en","words":"it burnt"},
 {"kind":"entity","id":"i","entity":"item"},
 {"kind":"claim","about":"i","property":"object_kept","value":"$(sha256sum <photo.jpg | cut -c1-64)","passage":"p"},
 {"kind":"claim","about":"i","property":"depicts","value":"w","passage":"p"}]
END
    photo=$(object photo.jpg)
    field=$(object field.jpg)
    echo "correct horse battery staple one" >admin
    echo "correct horse battery staple two" >reader
    "$stele" -C "$archive" member passphrase -n admin >/dev/null
    founder=$("$stele" -C "$archive" --passphrase-file admin member list --json | jq -r 'select(.founder) | .member')
    member=$("$stele" -C "$archive" --passphrase-file admin member new --role reader --here -n reader --json | jq -r .member)
    serve_start
    serve_curl -o /dev/null --data-urlencode "member=$founder" --data-urlencode "passphrase=$(cat admin)" "${serve_address%/}/sign-in"
    [ "$(serve_status "/o/$photo/bytes")" = 200 ] # an admin works with it
    [ "$(serve_get "/o/$photo/download" -o answer -w '%{http_code}')" = 403 ]
    grep -q "Nothing was given" answer
    ! grep -q "her face" answer
    [ "$(serve_status "/o/$photo/download?purpose=documentation&for=own_team")" = 403 ]
    serve_get "/o/$field/download" | cmp - field.jpg
    rm "$serve_jar"
    serve_curl -o /dev/null --data-urlencode "member=$member" --data-urlencode "passphrase=$(cat reader)" "${serve_address%/}/sign-in"
    [ "$(serve_status "/o/$photo/bytes")" = 403 ]
    [ "$(serve_status "/o/$photo/download")" = 403 ]
    serve_get "/o/$field/bytes" | cmp - field.jpg
    # And none uploads, or says what a picture shows.
    [ "$(serve_status /upload -F "token=$(serve_token)" -F files=@field.jpg)" = 403 ]
    [ "$(serve_post_status "/o/$field/distressing")" = "403 " ]
}

@test "a form may come in chunks; a piece of a file says how long it is, or is told to" {
    head -c 3000000 /dev/urandom >film.bin
    serve_start
    chunked=(-H "Transfer-Encoding: chunked" -H "Origin: ${serve_address%/}")
    [ "$(serve_status /upload "${chunked[@]}" -F "token=$(serve_token)" -F files=@film.bin)" = 303 ]
    serve_get "/o/$(object film.bin)/download" | cmp - film.bin
    run serve_get "/upload/chunk?id=0&at=0" "${chunked[@]}" -H "Stele-Token: $(serve_token)" \
        --data-binary @film.bin -w '%{http_code}'
    [[ "$output" == *"A piece of a file says first how many bytes will come."*411 ]]
}
