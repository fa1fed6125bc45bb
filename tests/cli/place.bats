#!/usr/bin/env bats
# stele place: which places may be meant. What the gazetteer of the program has beside these
# tables must not matter, so that the likeliest candidates are looked at.

bats_require_minimum_version 1.5.0

setup() {
    load common
    common_setup
    export XDG_DATA_HOME=$BATS_TEST_TMPDIR/data
    {
        printf 'pcode\tname_en\tname_uk\tlat\tlon\tkatottg\n'
        printf 'UA6314015004\tHrakove\tГракове\t49.71818928\t36.81166807\tUA63140150040031976\n'
        printf 'UA6314015020\tZaliznychne\tЗалізничне\t49.7265\t36.8651\tUA63140150200062623\n'
        printf 'UA6308005010\tHrakove\tГракове\t49.86452\t37.97756\tUA63080050100088282\n'
        printf 'UA6304009001\tIzium\tІзюм\t49.2001\t37.2601\tUA63040090010029555\n'
        printf 'UA2310007002\tZaliznychne\tЗалізничне\t47.6516\t36.1664\tUA23100070020021796\n'
    } >pcodes.tsv
    {
        echo 'Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;Категорія об’єкта;Назва об’єкта'
        echo 'UA63000000000041885;;;;;O;Харківська'
        echo 'UA63000000000041885;UA63140000000096278;;;;P;Чугуївський'
        echo 'UA63000000000041885;UA63140000000096278;UA63140150000093944;;;H;Чкаловська'
        echo 'UA63000000000041885;UA63140000000096278;UA63140150000093944;UA63140150040031976;;C;Гракове'
        echo 'UA63000000000041885;UA63140000000096278;UA63140150000093944;UA63140150200062623;;C;Залізничне'
        echo 'UA63000000000041885;UA63080000000061606;;;;P;Куп’янський'
        echo 'UA63000000000041885;UA63080000000061606;UA63080050000091538;;;H;Дворічанська'
        echo 'UA63000000000041885;UA63080000000061606;UA63080050000091538;UA63080050100088282;;C;Гракове'
        echo 'UA63000000000041885;UA63040000000033861;;;;P;Ізюмський'
        echo 'UA63000000000041885;UA63040000000033861;UA63040090000092718;;;H;Ізюмська'
        echo 'UA63000000000041885;UA63040000000033861;UA63040090000092718;UA63040090010029555;;M;Ізюм'
    } >codes.csv
    "$stele" gazetteer import pcodes.tsv -q >/dev/null
    "$stele" gazetteer import codes.csv -q >/dev/null
}

# ids COUNT ARGUMENT...: of the likeliest, separated by blanks.
ids() {
    "$stele" place --json "${@:2}" 2>/dev/null | jq -r "[.candidates[:$1][].id] | join(\" \")"
}

# with_archive: an archive, in which we are, with a passage; sets $passage.
with_archive() {
    make_archive
    cd "$archive"
    echo '[{"kind":"entity","id":"s","entity":"source","class":"web_page","label":"report"},
           {"kind":"passage","id":"q","source":"s","locator":{"paragraph":3},
            "words":"in the village of Hrakove","lang":"en"}]' >../drafts.json
    passage=$("$stele" add ../drafts.json --json | jq -r 'select(.ref | endswith(".4")).ref')
}

@test "candidates are shown with what they lie in, where, how sure, and why" {
    run "$stele" place "с. Гракове, Чугуївський р-н"
    [ "$status" -eq 0 ]
    has "as written: с. Гракове, Чугуївський р-н"
    has "1. Гракове / Hrakove, settlement"
    has "in: Chkalovska, community (hromada)"
    has "in: Chuhuivskyi, district (raion)"
    has "in: Kharkivska, region (oblast)"
    has "at 49.71819 36.81167, within about 3.0 km"
    has "ua-pcode:UA6314015004, katottg:UA63140150040031976"
    has "why: spelt so: Гракове; lies in Чугуївський, as is said; of the kind that is said: с. Гракове"
    has "does NOT lie in Чугуївський"
    has "there is no archive here: only the gazetteers are asked"
}

@test "other places of the record say which one: a name, a code, coordinates" {
    [ "$(ids 2 Hrakove --near Zaliznychne)" = "ua-pcode:UA6314015004 ua-pcode:UA6308005010" ]
    [ "$(ids 1 Zaliznychne --near Hrakove)" = ua-pcode:UA6314015020 ]
    [ "$(ids 1 Hrakove --near UA6308005010)" = ua-pcode:UA6308005010 ]
    [ "$(ids 1 Hrakove --near "49°51'52\"N 37°58'39\"E")" = ua-pcode:UA6308005010 ]
    run "$stele" place Hrakove --near Zaliznychne
    has "its distance from Zaliznychne: 4.0 km"
}

@test "only what lies in an area, when that is asked" {
    [ "$(ids 3 Hrakove --in "Kupiansk raion")" = ua-pcode:UA6308005010 ]
    [ "$(ids 3 Hrakove --in UA63140000000096278)" = ua-pcode:UA6314015004 ]
    run "$stele" place Hrakove --in Nowhereland
    [ "$status" -eq 1 ]
    has 'no gazetteer has an area "Nowhereland": write it in full'
}

@test "what is only beside or around the place is said to be no more" {
    run "$stele" place 5 km south of Izium
    [ "$status" -eq 0 ]
    has "as written: 5 km south of Izium"
    has 'not the place itself, which lies "5 km south of" it'
    has "at 49.15"
    run "$stele" place "asphalt plant, Izium"
    has "not the place itself, which no gazetteer has"
}

@test "nothing found is said with what was tried, and is status 1" {
    run "$stele" place Qwrtplkjhgfdszxcvbnm
    [ "$status" -eq 1 ]
    has "No candidate. Tried: the spelling, its other scripts and romanisations, with one or two letters changed, and what sounds alike."
    has "Looked in: ua-pcode"
    run "$stele" place "( , )"
    [ "$status" -eq 1 ]
    has "there is no name in it that could be looked for"
}

@test "many texts, one a line, with the other places of each line" {
    printf 'Hrakove\tKupiansk raion\n\nHrakove\tZaliznychne\tKharkiv oblast\nQwrtplkjhgfdszxcvbnm\n' >texts
    run --separate-stderr "$stele" place --file texts -n 1
    [ "$status" -eq 1 ]
    [ "$(head -1 <<<"$output" | cut -f1-4)" = "$(printf 'line\ttext\trank\tname_uk')" ]
    [ "$(cut -f1,3,16 <<<"$output" | sed -n 2,4p)" = "$(printf '1\t1\tua-pcode:UA6308005010\n3\t1\tua-pcode:UA6314015004\n4\t0\t')" ]
    has "lies in Куп’янський, as is said"
    [ "$(awk -F'\t' '{ print NF }' <<<"$output" | sort -u)" = 19 ]
    run --separate-stderr "$stele" place --file - --json <texts
    [ "$(jq -r '.line' <<<"$output" | tr '\n' ' ')" = "1 3 4 " ]
    [ "$(jq -r 'select(.line == 4).candidates | length' <<<"$output")" = 0 ]
    printf 'Hrakove\n\xff\n' >bad
    run "$stele" place --file bad
    [ "$status" -eq 1 ]
    has "bad: line 2: not UTF-8"
}

@test "what a text was understood as is part of --json" {
    run --separate-stderr "$stele" place "2.5 km north of Hrakove (Kharkiv oblast)" --json
    [ "$(jq -c '.understood | [.relation, .metres, .degrees]' <<<"$output")" = '["away",2500,0]' ]
    [ "$(jq -r '.understood.names[] | .role + " " + .sort + " " + (.text // "-")' <<<"$output")" = "itself any -
anchor any Hrakove
bracket region Kharkiv" ]
    [ "$(jq -r '.candidates[0] | .itself' <<<"$output")" = false ]
    [ "$(jq -r '.candidates[0].near_m // "none"' <<<"$output")" = none ]
}

@test "the chosen place is recorded with what it lies in, each thing said on a passage" {
    with_archive
    run "$stele" place "village of Hrakove" --near Zaliznychne --record 1 --passage "$passage"
    [ "$status" -eq 0 ]
    has "place ua-pcode:UA6314015004"
    has "place katottg:UA63140000000096278"
    entity=$("$stele" place Hrakove --near Zaliznychne --json | jq -r '.candidates[0].entity')
    run "$stele" show "$entity"
    has "place, settlement: “Гракове”"
    has "“in the village of Hrakove”"
    has "P-code: UA6314015004"
    has "KATOTTG: UA63140150040031976"
    has "located in"
    has "“Чкаловська”"
    has "SHA-256"
    has "to within 3,000 metres"
    run "$stele" verify
    [ "$status" -eq 0 ]
}

@test "a place that the archive has is first among equals, and recorded once" {
    with_archive
    "$stele" place Hrakove --record UA6308005010 >/dev/null
    [ "$(ids 1 Hrakove)" = ua-pcode:UA6308005010 ]
    run "$stele" place Hrakove
    has "in this archive: "
    has "this archive has it as Гракове"
    run "$stele" place Hrakove --record 1
    [ "$status" -eq 0 ]
    has "this archive has it already"
    before=$("$stele" find --kind place --json --limit 1000 | wc -l)
    "$stele" place Hrakove --near Zaliznychne --record UA6314015004 >/dev/null
    after=$("$stele" find --kind place --json --limit 1000 | wc -l)
    [ $((after - before)) -eq 3 ] # the oblast and the country are there
    entity=$("$stele" place Hrakove --in "Chuhuiv raion" --json | jq -r '.candidates[0].entity')
    [ "$(ids 1 Zaliznychne --near "$entity")" = ua-pcode:UA6314015020 ]
}

@test "a place of the archive alone is a candidate" {
    with_archive
    echo "[{\"kind\":\"entity\",\"id\":\"p\",\"entity\":\"place\",\"class\":\"building\",\"label\":\"the old mill\"},
           {\"kind\":\"claim\",\"about\":\"p\",\"property\":\"name\",\"value\":{\"written\":\"Стара Мельниця\"},\"passage\":\"$passage\"},
           {\"kind\":\"claim\",\"about\":\"p\",\"property\":\"coordinates\",\"value\":{\"lat\":\"49.72\",\"lon\":\"36.82\",\"precision_m\":20},\"passage\":\"$passage\"}]" >../mill.json
    "$stele" add ../mill.json >/dev/null
    run "$stele" place "Stara Melnytsia"
    [ "$status" -eq 0 ]
    has "1. Стара Мельниця"
    has "in this archive: "
    has "this archive has it as the old mill"
    run "$stele" place "the old mill" --near Hrakove
    has "its distance from Hrakove: "
    has "within about 20 m"
    cd "$BATS_TEST_TMPDIR"
    run "$stele" -C "$archive" place "the old mill" --json
    [ "$(jq -r '.candidates[0].entity != null' <<<"$output")" = true ]
}

@test "what is not the place itself is not recorded for it" {
    with_archive
    run "$stele" place "near Izium" --record 1
    [ "$status" -eq 1 ]
    has "is not the place itself but what lies around or beside it"
    run "$stele" place Izium --record 99
    [ "$status" -eq 1 ]
    has "there is no candidate 99"
    run "$stele" place Izium --record UA999
    [ "$status" -eq 1 ]
    has 'no gazetteer of this machine has a place "UA999"'
    cd "$BATS_TEST_TMPDIR"
    run "$stele" place Izium --record 1
    [ "$status" -eq 1 ]
    has "there is no archive here to record it in"
}

@test "used wrongly" {
    run "$stele" place
    [ "$status" -eq 2 ]
    has "say what was written about the place"
    run "$stele" place --file texts Hrakove
    [ "$status" -eq 2 ]
    run "$stele" place Hrakove --limit 0
    [ "$status" -eq 2 ]
    run "$stele" place Hrakove --passage X
    [ "$status" -eq 2 ]
    run "$stele" place --file texts --record 1
    [ "$status" -eq 2 ]
    run "$stele" -C nowhere place Hrakove
    [ "$status" -ne 0 ]
    run "$stele" place --file nowhere
    [ "$status" -eq 1 ]
}
