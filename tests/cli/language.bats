# The language of what people read. The machine of the tests need not have been given the
# locale uk_UA.UTF-8: a minimal Debian was not.

load common
bats_require_minimum_version 1.5.0

setup() {
    common_setup
    unset LC_ALL LANGUAGE LC_MESSAGES
    export LANG=C.UTF-8
}

ukrainian() { LANG=uk_UA.UTF-8 run "$@"; }

@test "LANG=uk_UA.UTF-8 speaks Ukrainian, whether or not the machine has that locale" {
    ukrainian "$stele" --help
    [ "$status" -eq 0 ]
    has "Створити новий архів"
    has "Показати цю довідку"
    ukrainian "$stele" init "$archive"
    [ "$status" -eq 0 ]
    has "архів "
    has "створено в \"$archive\""
}

@test "LC_ALL, LC_MESSAGES, LANG: the first that is set decides" {
    LC_ALL=C LANG=uk_UA.UTF-8 run "$stele" find x
    has "no archive in"
    LC_MESSAGES=uk_UA.UTF-8 LANG=de_DE.UTF-8 run "$stele" find x
    has "архіву немає"
    LC_ALL=uk_UA.UTF-8 LANG=C run "$stele" find x
    has "архіву немає"
    LC_ALL=C LANGUAGE=uk run "$stele" find x
    has "no archive in"
    LANG=C.UTF-8 LANGUAGE=uk run "$stele" find x
    has "архіву немає"
}

@test "a language nobody has translated to is English" {
    LANG=eo.UTF-8 run "$stele" find x
    has "no archive in"
    LANG=nonsense run "$stele" --help
    [ "$status" -eq 0 ]
    has "Make a new archive"
}

@test "under --json everything is English, errors too" {
    make_archive
    LANG=uk_UA.UTF-8 run --separate-stderr "$stele" -C "$archive" find nowhere --json
    [ -z "$output" ]
    [ "$stderr" = "nothing found" ]
    ukrainian "$stele" -C "$archive" show nowhere -qj
    has "nothing here is named"
    ukrainian "$stele" -C "$BATS_TEST_TMPDIR" verify --json
    has "no archive in"
    "$stele" -C "$archive" add "$(draft one)" >/dev/null
    id=$("$stele" -C "$archive" find one --json | jq -r 'select(.id) | .id')
    LANG=uk_UA.UTF-8 "$stele" -C "$archive" show "$id" --json >uk.json
    LC_ALL=C "$stele" -C "$archive" show "$id" --json >en.json
    cmp uk.json en.json
}

@test "one, two, five, twenty-one: the plurals of Ukrainian" {
    make_archive
    mkdir files
    printf '0' >files/0
    ukrainian "$stele" -C "$archive" preserve files
    has "збережено 1 файл "
    for n in 1 2; do printf '%s' "$n" >"files/$n"; done
    ukrainian "$stele" -C "$archive" preserve files
    has "збережено 2 файли "
    for n in 3 4 5 6 7; do printf '%s' "$n" >"files/$n"; done
    ukrainian "$stele" -C "$archive" preserve files
    has "збережено 5 файлів "
    for n in $(seq 8 28); do printf '%s' "$n" >"files/$n"; done
    ukrainian "$stele" -C "$archive" preserve files
    has "збережено 21 файл "
    has "8 уже в архіві без змін"
}

@test "a sheet: labels, units, dates and states in Ukrainian, the source's words as written" {
    make_archive
    cat >drafts.json <<'JSON'
[{"kind":"entity","id":"s","entity":"source","class":"web_page","label":"a report"},
 {"kind":"entity","id":"p","entity":"people","label":"some people"},
 {"kind":"passage","id":"q","source":"s","words":"at least 21 people","lang":"en",
  "locator":{"paragraph":3},"chain":[{"who":"not_stated","knows":"published","link":"stated"}]},
 {"kind":"claim","about":"p","property":"number","passage":"q",
  "value":{"lower":21,"unit":"person","words":"at least 21 people","lang":"en"}},
 {"kind":"claim","about":"p","property":"number","passage":"q",
  "value":{"lower":2,"upper":5,"unit":"person"}},
 {"kind":"claim","about":"p","property":"number","passage":"q",
  "value":{"exact":1,"unit":"body"}}]
JSON
    "$stele" -C "$archive" add drafts.json >added
    id=$(awk -F '\t' '$1 == "p" { sub(/^entity /, "", $2); print $2 }' added)
    ukrainian "$stele" -C "$archive" show "$id"
    [ "$status" -eq 0 ]
    has "СИНТЕТИЧНИЙ архів"
    has "люди: “some people”"
    has "ЩО СКАЗАНО"
    has "щонайменше 21 особа (“at least 21 people”)"
    has "від 2 до 5 осіб"
    has "1 тіло"
    has "“at least 21 people” (англійська)"
    has "абзац 3, джерело: “a report”"
    has "не зазначено хто – опублікували (зазначено)"
}

@test "errors say in Ukrainian where and what to do" {
    make_archive
    printf '[{"kind":"claim","about":"x"}]' >bad.json
    ukrainian "$stele" -C "$archive" add bad.json
    [ "$status" -eq 1 ]
    has "бракує поля \"property\""
    ukrainian "$stele" -C "$archive" find --limit x y
    [ "$status" -eq 2 ]
    has "--limit приймає число від 1 до 100000"
    ukrainian "$stele" nonsense
    has "команди \"nonsense\" немає"
}

@test "help in Ukrainian fits 80 columns" {
    for command in init add import show find prove preserve; do
        ukrainian "$stele" "$command" --help
        while IFS= read -r line; do
            case $line in *Використання:*) continue ;; esac
            [ "${#line}" -le 80 ] || { echo "${#line}: $line"; return 1; }
        done <<<"$output"
    done
}

@test "what is recorded and what strangers get is the same in every language" {
    make_archive
    "$stele" -C "$archive" add "$(draft one)" >/dev/null
    id=$("$stele" -C "$archive" find one --json | jq -r 'select(.id) | .id')
    LANG=uk_UA.UTF-8 "$stele" -C "$archive" prove "$id" -o uk >/dev/null
    LC_ALL=C "$stele" -C "$archive" prove "$id" -o en >/dev/null
    diff -r uk en
    LANG=uk_UA.UTF-8 "$stele" -C "$archive" publish log-uk >/dev/null
    LC_ALL=C "$stele" -C "$archive" publish log-en >/dev/null
    diff -r log-uk log-en
}

@test "an installation can be moved: the catalogue is looked for beside the program" {
    mkdir -p moved/bin moved/share
    cp "$stele" moved/bin/
    cp -r "$(dirname "$stele")/../po" moved/share/locale
    ukrainian moved/bin/stele find x
    has "архіву немає"
}
