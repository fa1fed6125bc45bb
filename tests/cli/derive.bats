#!/usr/bin/env bats
# stele derive: the text of a preserved file, as a tool or a person made it, page by page.
bats_require_minimum_version 1.5.0

setup() {
    load common
    common_setup
    make_archive
    printf 'a scan \001\002\003' >scan.tif
    "$stele" -C "$archive" preserve scan.tif >/dev/null
    second=000g40r40m30e209j # another member, for what takes two
}

on() { "$stele" -C "$archive" "$@"; }
ocr() { on derive scan.tif - --how ocr --tool tesseract --tool-version 5.3.0 "$@"; }
ref_of() { jq -r .statement; }
# line TYPE FILTER: the first line of that type holds it.
line() { jq -se "[.[] | select(.type == \"$1\")][0] | $2" >/dev/null; }
whole() { on verify | grep -q '^Everything is whole'; }
objects() { find "$archive/objects" -type f | wc -l; }
nowhere() { ! grep -rqaF -e "$1" "$archive" "$XDG_STATE_HOME" "$XDG_CACHE_HOME"; }

@test "what a machine read is recorded, told as such, and shown page by page" {
    printf 'Наказ № 7\n\fдруга сторінка\n\f' | ocr --lang uk --parameters '{"lang":"ukr+rus","psm":6}' >out
    run cat out
    has "text of 2 pages recorded: "
    run -0 on show scan.tif
    has "TEXTS MADE OF IT, newest first"
    has "text recognised, made by a machine (tesseract 5.3.0), not checked by anybody"
    has "language: uk"
    has "searched: pages 1 to 2"
    run -0 on show scan.tif --page 2
    has "made by a machine (tesseract 5.3.0), not checked by anybody:"
    [ "${lines[-1]}" = "друга сторінка" ]
    run -1 on show scan.tif --page 3
    has "no page 3 of this text"
    on show scan.tif --json | line text '.machine and .tool == "tesseract 5.3.0" and
        .lang == "uk" and .pages == 2 and .state == "searched" and (has("reviewer") | not)'
    on show scan.tif --page 1 --json | line page '.text == "Наказ № 7\n" and .page == 1'
    whole
}

@test "the statement says how and of what; the file is as it was" {
    before=$(sha256sum "$archive"/objects/*/*)
    ref=$(printf 'words' | ocr --parameters '{"psm":6}' --page 3 --note "read twice" --json | ref_of)
    on show "$ref" --raw | tail -n 1 >raw
    jq -e '.kind == "derived" and .how == "ocr" and .tool == "tesseract" and .version == "5.3.0" and .page == 3 and
        .parameters == {"psm":6} and .type == "text/plain" and .note == "read twice" and .size == 5 and .sha256 == .stored' raw
    [ "$(jq -r .of raw)" = "$(on show scan.tif --json | jq -r 'select(.type == "statement") | .statement')" ]
    sha256sum --quiet -c <<<"$before"
    run -0 on show "$ref" --page 3
    [ "${lines[-1]}" = words ]
    run -1 on show "$ref" --page 1
}

@test "pages are cut where pdftotext and tesseract cut them; none at all is a finding too" {
    pages() { printf "$1" | on derive scan.tif - --how text --tool t --tool-version "$2" --json | jq .pages; }
    [ "$(pages '' 1)" = 0 ]
    [ "$(pages 'one\f' 2)" = 1 ]
    [ "$(pages 'one\n\ftwo\n\f' 3)" = 2 ]
    [ "$(pages 'one\ftwo' 4)" = 2 ]
    [ "$(pages '\f\f\f' 5)" = 3 ]
    run -0 on show scan.tif
    has "no page: nothing was found to read"
    has "searched: page 1"
    whole
    on reindex
    run -0 on show scan.tif --page 2
}

@test "Arabic, a mark at the beginning and long pages come back as they are" {
    printf '\xef\xbb\xbfأعلنت وزارة الصحة\fمحمد عبد الرحمن' >arabic
    on derive scan.tif arabic --how transcript --by "A. Translator" --as "sworn translator" --lang ar --reviewer "B. Reader"
    run -0 on show scan.tif --page 1
    has "made by A. Translator, checked by B. Reader:"
    [ "${lines[-1]}" = "أعلنت وزارة الصحة" ]
    on show scan.tif --page 2 --json | line page '.text == "محمد عبد الرحمن" and .machine == false'
    awk 'BEGIN {for (p = 1; p <= 3000; p++) {for (i = 0; i < 300; i++) printf "слово%d ", p; printf "\f"}}' >long
    run -0 on derive scan.tif long --how text --tool pdftotext --tool-version 22.12.0
    has "text of 3,000 pages recorded"
    on show scan.tif --page 2999 --json | jq -r 'select(.type == "page") | .text' | grep -q "^слово2999 слово2999 "
}

@test "what is no text is refused with its place, and nothing stays behind" {
    before=$(objects)
    printf 'first\n\xcf\xf0\xe8\xe2\xb3\xf2' >cp1251
    run -1 on derive scan.tif cp1251 --how text --tool t --tool-version 1
    has "line 2: byte 7 is not UTF-8"
    has "iconv"
    printf 'a\0b' >nul
    run -1 on derive scan.tif nul --how text --tool t --tool-version 1
    has "a NUL byte (byte 2)"
    truncate -s $((64 * 1024 * 1024 + 1)) large
    run -3 on derive scan.tif large --how text --tool t --tool-version 1
    has "larger than 67108864 bytes"
    head -c 100001 /dev/zero | tr '\0' '\f' >many
    run -3 on derive scan.tif many --how text --tool t --tool-version 1
    has "more than 100000 pages"
    printf 'x' >x
    run -1 on derive "" x --how text --tool t --tool-version 1
    run -1 on derive nothing.tif x --how text --tool t --tool-version 1
    run -1 on derive scan.tif missing --how text --tool t --tool-version 1
    run -1 on derive scan.tif x --how text --tool t --tool-version 1 --lang "not a tag"
    run -1 on derive scan.tif x --how text --tool t --tool-version 1 --parameters '{broken'
    has "--parameters: "
    printf '[{"kind":"entity","id":"e","entity":"source","class":"web_page"}]' >e.json
    on add e.json --json >added
    entity=$(jq -r .entity added)
    run -1 on derive "$entity" x --how text --tool t --tool-version 1
    has "is no preserved file"
    run -1 on derive "$(jq -r .ref added)" x --how text --tool t --tool-version 1
    has "a text is made of a preserved file"
    [ "$(objects)" = "$before" ]
    run -0 on show scan.tif
    [[ $output != *"TEXTS MADE"* ]]
    whole
}

@test "who made it must be said, and only that" {
    printf 'x' >x
    run -2 on derive scan.tif x --how ocr
    has "say who made the text"
    run -2 on derive scan.tif x --how ocr --tool t --tool-version 1 --by me --as typist
    run -2 on derive scan.tif x --how ocr --tool t
    has "go together"
    run -2 on derive scan.tif x --how transcript --by me
    run -2 on derive scan.tif x --how magic --tool t --tool-version 1
    has "text, ocr, transcript or translation"
    run -2 on derive scan.tif x --how thumbnail --tool t --tool-version 1
    run -2 on derive scan.tif x --tool t --tool-version 1
    run -2 on derive scan.tif --how ocr --tool t --tool-version 1
    run -2 on derive scan.tif x --how ocr --tool t --tool-version 1 --page 0
    run -2 on derive scan.tif x --how transcript --by me --as typist --parameters '{}'
    run -2 on show scan.tif --page none
}

@test "the same text is not recorded twice; a better one stands beside it, newest first" {
    first=$(printf 'mlsread words' | ocr --json | ref_of)
    printf 'mlsread words' | ocr --json | jq -e '.outcome == "unchanged" and .statement == "'"$first"'"'
    printf 'mlsread words' | ocr --parameters '{"psm":1}' --json | jq -e '.outcome == "derived"'
    better=$(printf 'misread words' | ocr --reviewer "B. Reader" --json | ref_of)
    [ "$(on show scan.tif --json | jq -r 'select(.type == "text") | .statement' | head -n 1)" = "$better" ]
    run -0 on show scan.tif --page 1
    has "checked by B. Reader"
    on withdraw "$better" --reason misread_source
    run -0 on show scan.tif
    has WITHDRAWN
    on show "$better" --page 1 --json | line page '.withdrawn'
    run -0 on show scan.tif --page 1
    [ "${lines[-1]}" = "mlsread words" ]
    # What was withdrawn can be said again.
    printf 'misread words' | ocr --reviewer "B. Reader" --json | jq -e '.outcome == "derived"'
}

@test "preserved plain text has pages of its own; other encodings and tables have none" {
    printf 'перша\fдруга' >note.txt
    printf 'Привіт, світе\n' | iconv -f UTF-8 -t UTF-16 >utf16.txt
    printf 'a,b\n1,2\n3,4\n5,6\n' >table.csv
    on preserve note.txt utf16.txt table.csv
    run -0 on show note.txt --page 2
    has "preserved as it is: whoever wrote it is not known:"
    [ "${lines[-1]}" = "друга" ]
    run -0 on show utf16.txt
    has "not searched: it is not UTF-8"
    run -1 on show table.csv --page 1
    iconv -f UTF-16 -t UTF-8 utf16.txt | on derive utf16.txt - --how text --tool iconv --tool-version 2.36
    run -1 on show utf16.txt --page 1
    run -0 on show "$(on show utf16.txt --json | jq -r 'select(.type == "text" and .of) | .statement')" --page 1
    [ "${lines[-1]}" = "Привіт, світе" ]
}

@test "bytes that are missing are waited for; damaged ones are never shown" {
    ref=$(printf 'words of the scan' | ocr --json | ref_of)
    file=$(grep -rlF 'words of the scan' "$archive/objects")
    mv "$file" aside
    on reindex
    run -0 on show "$ref"
    has "not searched: its bytes are not here"
    run -1 on show "$ref" --page 1
    run -1 on find words scan
    on add "$(draft other)" >/dev/null
    mv aside "$file"
    on add "$(draft another)" >/dev/null
    run -0 on find words scan
    run -0 on show "$ref" --page 1
    [ "${lines[-1]}" = "words of the scan" ]
    chmod u+w "$file"
    printf 'W' | dd of="$file" bs=1 conv=notrunc status=none
    run -1 on show "$ref" --page 1
    has "is not what was indexed"
    run -1 on verify
    on reindex
    run -0 on show "$ref"
    has "not what was recorded"
}

@test "copies carry it" {
    ref=$(printf 'words of the scan' | ocr --json | ref_of)
    on copy out
    rm -rf "$XDG_CACHE_HOME"
    run -0 "$stele" -C out find words scan
    has "page 1 of scan.tif"
    run -0 "$stele" -C out show "$ref" --page 1
    [ "${lines[-1]}" = "words of the scan" ]
    "$stele" -C out verify | grep -q '^Everything is whole'
}

@test "erasing a file takes what was made of it along" {
    ref=$(printf 'words that must go' | ocr --json | ref_of)
    say=$(dirname "$stele")/../tests/say
    "$say" "$archive" "{\"kind\":\"member\",\"id\":\"$second\",\"roles\":[\"reviewer\"]}" >/dev/null
    elsewhere() { XDG_STATE_HOME=$PWD/elsewhere XDG_CACHE_HOME=$PWD/elsewhere/cache "$stele" -C "$archive" "$@"; }
    made=$(elsewhere device new --member $second --json)
    "$say" "$archive" "{\"kind\":\"device\",\"of\":\"$(jq -r .feed <<<"$made")\",\"key\":\"$(jq -r .key <<<"$made")\",\"members\":[\"$second\"],\"from\":0}" >/dev/null
    mapfile -t asked < <(on erase scan.tif --with-dependents --ground "asked by the family" --json | jq -r 'select(.asked) | .asked')
    [ ${#asked[@]} -ge 3 ] # the bytes of both, and the statement about the text
    run -0 on find "must go"
    elsewhere erase --confirm "${asked[@]}" --alone
    nowhere "words that must go"
    run -1 elsewhere find "must go"
    # What this machine has in its cache goes when it writes next.
    run on find "must go"
    [[ $output != *"words that"* ]]
    on add "$(draft other)" >/dev/null
    run -1 on find "must go"
    run on show "$ref" --page 1
    [ "$status" -eq 1 ]
    whole
    on reindex
    run on show "$ref" --page 1
    [ "$status" -eq 1 ]
}

# --- sealed ---

seal_setup() {
    compartment=$(dirname "$stele")/../tests/compartment
    command -v age >/dev/null || skip "needs age"
    [ -x "$compartment" ] || skip "tests/compartment is not built"
    echo "a passphrase for the test" >pass
    export STELE_PASSPHRASE_FILE=$PWD/pass STELE_WHY="a test"
    said=$(on member passphrase --new-passphrase-file pass --json)
    member=$(jq -r .member <<<"$said")
    age-keygen 2>/dev/null | grep AGE- >key
    "$compartment" "$archive" witnesses key "$member" "$(jq -r .key <<<"$said")" >id
    printf 'a photograph of a letter \001\002' >letter.jpg
    on preserve --seal letter.jpg >/dev/null
}
signed_out() { env -u STELE_PASSPHRASE_FILE "$stele" -C "$archive" "$@"; }

@test "the text of a sealed file is sealed before it touches the disk" {
    seal_setup
    ref=$(printf 'Needle of the letter\fsecond page' | on derive letter.jpg - --how ocr --tool tesseract --tool-version 5.3.0 --json | ref_of)
    nowhere "Needle of the letter"
    nowhere "tesseract"
    run -0 on show letter.jpg --page 1
    [ "${lines[-1]}" = "Needle of the letter" ]
    [ "$(on unseal --statement "$ref" -o - | jq -r .compartment)" = "$(cat id)" ]
    on unseal "$ref" -o - | grep -q "Needle of the letter"
    nowhere "Needle of the letter"
    run -0 on find Needle letter
    has "page 1 of letter.jpg"
    run -1 signed_out find Needle letter
    [[ $output != *Needle* ]]
    run -0 signed_out show "$ref"
    [[ $output != *tesseract* ]]
    run -1 signed_out show "$ref" --page 1
    on reindex
    run -0 on show "$ref" --page 2
    [ "${lines[-1]}" = "second page" ]
    nowhere "Needle of the letter"
    whole
}

@test "who cannot read the file's statement takes in no text of it" {
    seal_setup
    ref=$(on show letter.jpg --json | jq -r 'select(.type == "statement") | .statement')
    before=$(objects)
    printf 'Needle' >text
    run -3 signed_out derive "$ref" text --how ocr --tool t --tool-version 1
    [ "$(objects)" = "$before" ]
    nowhere Needle
}

@test "the text of a file that stands open can be sealed" {
    seal_setup
    printf 'Needle Person said so' >transcript
    on derive scan.tif transcript --how transcript --by "Needle Typist" --as typist --seal=witnesses >out
    run cat out
    has ", sealed: "
    nowhere Needle
    run -1 on derive scan.tif transcript --how transcript --by a --as typist --seal=nobody
    has 'no compartment "nobody"'
}

@test "without a compartment nothing can be sealed" {
    printf 'Needle' >text
    run -3 on derive scan.tif text --how transcript --by a --as typist --seal
    has "stele seal new"
    nowhere Needle
}

@test "a quoted passage is held against the page it is from" {
    printf 'перша\fбуло вбито\n  двох людей\f' | ocr --lang uk >/dev/null
    sha=$(sha256sum scan.tif | cut -d' ' -f1)
    on add "$(draft paper)" --json >added
    source=$(jq -r .entity added)
    run -0 on add passage "$source" --words "Було вбито двох людей" --lang uk --at page=2 --at object="$sha"
    has "these words stand on page 2 of the text"
    has "made by a machine (tesseract 5.3.0), not checked by anybody"
    has "recorded as"
    run -0 on add passage "$source" --words "вбито трьох" --lang uk --at page=2 --at object="$sha"
    has "these words do NOT stand on page 2 of the text"
    has "recorded as"
    run -0 on add passage "$source" --words "вбито трьох" --lang uk --at page=9 --at object="$sha"
    [[ $output != *"these words"* ]]
}

@test "pages are found: what a machine made says so, beside nothing that people said" {
    printf 'Наказ про евакуацію лікарні\f\fКіровська вулиця' | ocr --lang uk >/dev/null
    printf 'Евакуація лікарні тривала' >note.txt
    on preserve note.txt >/dev/null
    run -0 on find лікарня
    has "page 1 of scan.tif"
    has "(machine-made: tesseract 5.3.0, not checked)"
    [[ $(grep note.txt <<<"$output") != *machine-made* ]]
    run -0 on find machine:no лікарня
    [[ $output != *scan.tif* ]]
    has "page 1 of note.txt"
    run -0 on find Кировская
    has "page 3 of scan.tif"
    on find вулиця --json | jq -se '.[0] | .found == "page" and .page == 3 and .machine and .file == "scan.tif" and
        .tool == "tesseract 5.3.0"'
    on withdraw "$(on find вулиця --json | jq -r .statement)" --reason misread_source >/dev/null
    run -0 on find вулиця
    has "(withdrawn since)"
    # As it was known before.
    run -1 on find Кировская --as-of 2001-01-01
}

@test "form feeds alone and a text without a word disturb nothing" {
    printf '\f\f\f' | ocr >/dev/null
    printf '\f!?\n \f' | ocr --page 2 >/dev/null
    run -1 on find words
    whole
    on reindex
}
