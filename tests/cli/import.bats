#!/usr/bin/env bats
# stele import: from somebody's table to statements, and what is said of its oddities.

setup() {
    load common
    common_setup
    project=$BATS_TEST_DIRNAME/../..
    "$stele" init --synthetic --name test archive >/dev/null
    cat >towns.map <<'MAP'
list    "Towns" class incident_list
format  csv
key     id
source  link
entity town place
  key   town
  label "{town}"
  name  town as name lang uk
entity hit event class incident label "{id}: {town}"
  when         date as date "DD.MM.YYYY"
  happened_at  the town
  killed       dead unit person
MAP
    printf 'id,town,date,dead,link\n1,Місто,24.02.2022,2,https://a.example\n2,Місто,25.02.2022,,https://b.example\n3,Село,26.02.2022,1-3,https://c.example\n' >towns.csv
}

import() { "$stele" -C archive import "$@"; }
size() { "$stele" -C archive verify --json | sed -n 's/.*"statements":\([0-9]*\).*/\1/p' | head -n 1; }
# The statements as they stand in the tail: for looking at what was written.
statements() { LC_ALL=C grep -ahoE '\{"[^[:cntrl:]]*\}' archive/feeds/*/tail-*; }

@test "rows become entities and claims that cite their rows" {
    run import towns.csv --map towns.map
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" == *'imported "towns.csv" into the list "Towns"'* ]]
    [[ "$output" == *'3 rows: 3 taken'* ]]
    [[ "$output" == *'5 entities, 10 claims'* ]]
    [ "$(statements | grep -c '"property":"name"')" -eq 2 ]
    statements | grep -q '"property":"killed","row":3,"value":{"lower":1,"unit":"person","upper":3,"words":"1-3"}'
    statements | grep -q '"property":"when","row":1,"value":{"edtf":"2022-02-24","words":"24.02.2022"}'
    statements | grep -q '"label":"2: Місто","list":"[0-9a-z]*","row":"2"}'
    statements | grep -q '"accepted":3,.*"kind":"import".*"rejected":0,"rows":3'
}

@test "the file and its mapping are preserved as they are" {
    import towns.csv --map towns.map
    for file in towns.csv towns.map; do
        sum=$(sha256sum <"$file" | cut -c1-64)
        cmp "$file" "archive/objects/${sum:0:2}/${sum:2}"
    done
}

@test "the same file again adds nothing" {
    import towns.csv --map towns.map
    before=$(find archive -type f | sort | xargs sha256sum)
    run import towns.csv --map towns.map
    [ "$status" -eq 0 ]
    [[ "$output" == *'was imported with this mapping before, all 3 rows of it: nothing to add'* ]]
    [ "$before" = "$(find archive -type f | sort | xargs sha256sum)" ]
    "$stele" -C archive verify
}

@test "a dry run says all and writes nothing" {
    before=$(find archive -type f | sort | xargs sha256sum)
    run import --dry-run towns.csv --map towns.map
    [ "$status" -eq 0 ]
    [[ "$output" == *'dry run: nothing was written'* ]]
    [[ "$output" == *'3 rows: 3 could be taken'* ]]
    [ "$before" = "$(find archive -type f | sort | xargs sha256sum)" ]
}

@test "a rejected row is handed back, corrected and taken" {
    sed -i 's/25.02.2022/25 лютого/; s/,1-3,/,кілька,/' towns.csv
    run import towns.csv --map towns.map
    echo "$output"
    [ "$status" -eq 1 ]
    [[ "$output" == *'3 rows: 1 taken, 2 handed back in "towns.csv.rejected.csv"'* ]]
    [[ "$output" == *'column "date": "25 лютого" is not a date as the mapping writes dates: row 2'* ]]
    [[ "$output" == *'column "dead": "кілька" is not a number: row 3'* ]]
    [ "$(wc -l <towns.csv.rejected.csv)" -eq 3 ]
    sed -i 's/25 лютого/25.02.2022/2; s/25 лютого,/25.02.2022,/; s/,кілька,/,3,/' towns.csv.rejected.csv
    run import towns.csv.rejected.csv --map towns.map
    echo "$output"
    [ "$status" -eq 0 ]
    echo "$output"
    [[ "$output" == *'2 rows: 2 taken'* ]]
    [ "$(statements | grep -c '"property":"when"')" -eq 3 ]
}

@test "rows handed back are never written over" {
    sed -i 's/25.02.2022/x/' towns.csv
    import towns.csv --map towns.map || true
    echo corrections >>towns.csv.rejected.csv
    cp towns.csv.rejected.csv kept
    echo '# another' >>towns.map
    run import towns.csv --map towns.map
    [[ "$output" == *'in "towns.csv.rejected-2.csv"'* ]]
    cmp kept towns.csv.rejected.csv
    run import towns.csv --map towns.map --rejected kept
    [ "$status" -eq 3 ]
    cmp kept towns.csv.rejected.csv
}

@test "oddities are named and no row is lost" {
    printf 'id,town,date,dead,link\n1,A,24.02.2022,2,https://a.example\n,B,25.02.2022,1,\n1,C,26.02.2022,1,https://c.example\n,B,25.02.2022,1,\n4,D\n5,E,24.02.2022,1,https://e.example,more\n' >odd.csv
    run import odd.csv --map towns.map
    echo "$output"
    [ "$status" -eq 1 ]
    [[ "$output" == *'6 rows: 4 taken, 2 handed back'* ]]
    [[ "$output" == *'2 rows without "id", known by what they say: rows 2, 4'* ]]
    [[ "$output" == *'1 row with the id "1" of row 1, kept beside it: row 3'* ]]
    [[ "$output" == *'2 rows without a source ("link"): rows 2, 4'* ]]
    [[ "$output" == *'the row has fewer cells than there are columns: row 5'* ]]
    [[ "$output" == *'the row has more cells than there are columns: row 6'* ]]
}

@test "oddities go to machines one a line" {
    printf 'id,town,date,dead,link\n,A,24.02.2022,2,\n' >odd.csv
    run import --json odd.csv --map towns.map
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = '{"oddity":"no_key","row":1,"column":"id"}' ]
    [ "${lines[1]}" = '{"oddity":"no_source","row":1,"column":"link"}' ]
    [[ "${lines[2]}" == '{"outcome":"imported",'*'"rows":1,"accepted":1,"unchanged":0,"rejected":0,"entities":2,"claims":4,'* ]]
}

@test "semicolons, tabs, Windows-1251, byte order marks and quoted line breaks are read" {
    tr , ';' <towns.csv | iconv -t windows-1251 >a.csv
    tr , '\t' <towns.csv | iconv -t utf-16 >b.csv
    printf '\xef\xbb\xbfid,town,date,dead,link\r\n9,"Міс\nто",24.02.2022,1,https://a.example\r\n' >c.csv
    for file in a b c; do
        "$stele" init --synthetic --name "$file" "$file" >/dev/null
        run "$stele" -C "$file" import $file.csv --map towns.map
        echo "$output"
        [ "$status" -eq 0 ]
    done
    grep -aq '"written":"Міс\\nто"' c/feeds/*/tail-*
    grep -aq '"written":"Місто"' a/feeds/*/tail-*
    grep -aq '"written":"Місто"' b/feeds/*/tail-*
}

@test "a JSON array is a table, and a list in a row gives one claim each" {
    cat >posts.map <<'MAP'
list "Posts"
format json
key id
entity post source class web_page
  address_url link
MAP
    cat >hits.map <<'MAP'
list "Hits"
format json
key id
entity hit event class incident
  when date as date
  reported_in row of "Posts" by posts
MAP
    echo '{"p1":{"id":"p1","link":"https://a.example"},"p2":{"id":"p2","link":"https://b.example"}}' >posts.json
    echo '[{"id":1,"date":"2022-03","posts":["p1","p2"]},{"id":2,"posts":[]},{"id":3,"posts":["p9"]},7]' >hits.json
    run import hits.json --map hits.map
    [ "$status" -eq 1 ]
    [[ "$output" == *'the mapping points to the list "Posts", which is not in the archive: import that list first'* ]]
    import posts.json --map posts.map
    run import hits.json --map hits.map
    echo "$output"
    [ "$status" -eq 1 ]
    [[ "$output" == *'4 rows: 2 taken, 2 handed back in "hits.json.rejected.json"'* ]]
    [[ "$output" == *'column "posts": "p9" is no row of the list that the mapping names: row 3'* ]]
    [[ "$output" == *'the row is not an object: row 4'* ]]
    [ "$(statements | grep -c '"property":"reported_in"')" -eq 2 ]
    sed -i 's/p9/p1/g; s/"row":7,"id":null/"id":4/' hits.json.rejected.json
    run import hits.json.rejected.json --map hits.map
    echo "$output"
    [[ "$output" == *'2 rows: 2 taken'* ]]
}

@test "a later release adds only what is new" {
    import towns.csv --map towns.map --release May
    sed -i 's/1-3/4/' towns.csv
    echo '4,Місто,27.02.2022,,https://d.example' >>towns.csv
    run import towns.csv --map towns.map --release June
    echo "$output"
    [[ "$output" == *'4 rows: 4 taken (2 of them add nothing)'* ]]
    [[ "$output" == *'1 entity, 3 claims'* ]]
}

@test "an import cut off goes on and says every row once" {
    python3 "$project/bench/make-rows.py" 12000 rows.csv
    for wait in 0.3 0.5 0.7; do
        timeout -s KILL $wait "$stele" -C archive import rows.csv --map "$project/bench/rows.map" || true
    done
    run import rows.csv --map "$project/bench/rows.map" --json
    [ "$status" -eq 0 ]
    [[ "$output" == *'"rows":12000,"accepted":12000'* ]] || [[ "$output" == *'"outcome":"nothing_new"'* ]]
    "$stele" -C archive verify
    interrupted=$(size)
    "$stele" init --synthetic --name whole whole >/dev/null
    "$stele" -C whole import rows.csv --map "$project/bench/rows.map"
    [ "$interrupted" = "$("$stele" -C whole verify --json | sed -n 's/.*"statements":\([0-9]*\).*/\1/p' | head -n 1)" ]
}

@test "what is wrong with the file is said" {
    run import none.csv --map towns.map
    [ "$status" -ne 0 ]
    [[ "$output" == *'none.csv'* ]]
    : >empty.csv
    run import empty.csv --map towns.map
    [ "$status" -eq 1 ]
    [ "$output" = 'stele import: "empty.csv": it is empty: there is no row of column names' ]
    printf '1,2,3\n' >bare.csv
    run import bare.csv --map towns.map
    [[ "$output" == *'"towns.map": line 3, column 9: the file has no column "id"; it has: 1, 2, 3 (if a release may lack it, write the line  optional "id"  in the mapping)' ]]
    printf 'id,town,date,dead,link\n1,"A,2,3,4\n' >open.csv
    run import open.csv --map towns.map
    [ "$status" -eq 1 ]
    [[ "$output" == *'"open.csv": '*'line 2'* ]]
    printf '\xef\xbb\xbfid,town\n1,\xff\xfe\n' >broken.csv
    run import broken.csv --map towns.map
    [ "$status" -eq 1 ]
    [[ "$output" == *'"broken.csv": '*'line 2'* ]]
    mkdir folder
    run import folder --map towns.map
    [ "$status" -ne 0 ]
}

@test "a file that may not be read is named" {
    chmod 000 towns.csv
    chmod a+w . # where rejected rows would go
    run as_nobody "$stele" -C archive import towns.csv --map towns.map
    [ "$status" -eq 3 ]
    [[ "$output" == *'"towns.csv": '*'Permission denied'* ]]
}

@test "a mistake in the mapping is named with line and column" {
    sed -i 's/when  /whne  /' towns.map
    run import towns.csv --map towns.map
    [ "$status" -eq 1 ]
    [[ "$output" == *'"towns.map": line 10, column 3: the schema has no property "whne" of kind event'* ]]
    run import towns.csv --map no-such
    [ "$status" -eq 1 ]
    [[ "$output" == *'there is no mapping "no-such"'* ]]
    run import towns.csv
    [ "$status" -eq 2 ]
    [[ "$output" == *'say with which mapping: --map MAP'* ]]
    run import --map towns.map
    [ "$status" -eq 2 ]
    [[ "$output" == *'say which file to import'* ]]
}

@test "what would have to be sealed is not taken in, nor the file that holds it" {
    cat >people.map <<'MAP'
list "People"
key id
entity person person
  name name as name
MAP
    printf 'id,name\n1,A synthetic name\n' >people.csv
    "$stele" init --name real real >/dev/null
    run "$stele" -C real import people.csv --map people.map
    echo "$output"
    [ "$status" -eq 1 ]
    [[ "$output" == *'nothing was written, not even the file'* ]]
    [ -z "$(find real/objects -type f)" ]
    [ -s people.csv.rejected.csv ]
    run import people.csv --map people.map
    [ "$status" -eq 0 ]
}

@test "shipped mappings are found by name and can be read" {
    mkdir -p usr/bin usr/share/stele
    cp "$stele" usr/bin/
    ln -s "$(realpath "$project")/mappings" usr/share/stele/mappings
    stele=usr/bin/stele
    for map in cir-events timemap-events timemap-sources timemap-associations; do
        run import towns.csv --map $map
        [ "$status" -eq 1 ]
        [[ "$output" != *'there is no mapping'* ]]
        [[ "$output" == *'the file has no column'* ]] || [[ "$output" == *'"towns.csv": line 1'* ]]
    done
}

ukraine() {
    data=${STELE_SHARED:-$project/../shared}/data/ukraine
    [ -d "$data" ] || skip "the real tables are not beside the project"
}

@test "the event table of the Russia-Ukraine Monitor is taken whole" {
    ukraine
    run import "$data"/cir-russia-ukraine-monitor-events.csv --map "$project/mappings/cir-events.map" --json
    [ "$status" -eq 0 ]
    [[ "${lines[-1]}" == *'"rows":6650,"accepted":6650,"unchanged":0,"rejected":0,'* ]]
    [[ "${lines[-1]}" == *'"no_key":4,"key_again":8,"no_source":47,"source_withheld":43,'* ]]
    run import "$data"/cir-russia-ukraine-monitor-events.csv --map "$project/mappings/cir-events.map" --json
    [[ "${lines[-1]}" == *'"outcome":"nothing_new"'* ]]
}

@test "the newest TimeMap export is taken whole" {
    ukraine
    for part in sources associations events; do
        run import "$data"/bellingcat-$part-2023-05-28.json --map "$project/mappings/timemap-$part.map" --json
        [ "$status" -eq 0 ]
    done
    [[ "${lines[-1]}" == *'"rows":1159,"accepted":1159,"unchanged":0,"rejected":0,'* ]]
    [[ "${lines[-1]}" == *'"key_again":1,"no_source":48,"source_withheld":72,"same_in_every_row":1'* ]]
    for part in sources associations events; do
        run import "$data"/bellingcat-$part-2023-05-28.json --map "$project/mappings/timemap-$part.map" --json
        [[ "${lines[-1]}" == *'"outcome":"nothing_new"'* ]]
    done
}

@test "where rejected rows have no place nothing is imported" {
    sed -i 's/,1-3,/,кілька,/' towns.csv
    echo words >there
    run import towns.csv --map towns.map --rejected there
    [ "$status" -eq 3 ]
    [[ "$output" == *'"there" is there already: name a new file for the rows that cannot be taken'* ]]
    [ "$(cat there)" = words ]
    run import towns.csv --map towns.map --rejected none/out.csv
    [ "$status" -eq 1 ]
    [[ "$output" == *'"none/": could not find the folder for the rows that cannot be taken: No such file or directory'* ]]
    [ "$(find archive/objects -type f | wc -l)" -eq 0 ]
    run import towns.csv --map towns.map
    [ "$status" -eq 1 ]
    [[ "$output" == *'handed back in "towns.csv.rejected.csv"'* ]]
    run import towns.csv --map towns.map
    [ "$status" -eq 0 ]
    [[ "$output" == *'imported with this mapping before, 2 of 3 rows; 1 was handed back: correct it in a copy of the file and import that'* ]]
}

@test "rejected rows never come to lie in the archive's folder" {
    sed -i 's/,1-3,/кілька,/; s/,2,https/,багато,https/' towns.csv
    (cd archive && "$stele" import ../towns.csv --map ../towns.map || true)
    [ -f towns.csv.rejected.csv ]
    [ -z "$(find archive -name '*rejected*')" ]
    for out in archive/out.csv archive/objects/out.csv; do
        run import towns.csv --map towns.map --rejected "$out"
        [ "$status" -eq 1 ]
        [[ "$output" == *"\"$out\" lies inside the archive: name a file outside it"* ]]
    done
    "$stele" -C archive verify
}
