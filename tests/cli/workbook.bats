#!/usr/bin/env bats
# stele import of XLSX and ODS: cells as typed, dates as the sheet means them, what sheets
# have and CSV has not, and files that mean harm.

setup_file() {
    make=$BATS_TEST_DIRNAME/../workbooks/make.py
    export files=$BATS_FILE_TMPDIR
    for kind in same features hostile; do
        /usr/bin/python3 "$make" $kind "$files" || return 1
    done
}

setup() {
    load common
    common_setup
    project=$BATS_TEST_DIRNAME/../..
    make_archive
    cat >same.map <<'MAP'
list "Dead" class incident_list
key id
source link
ignore note
entity town place
  key town
  label "{town}"
  name town as name
entity hit event class incident label "{id}: {town}"
  when date as date
  happened_at the town
  killed dead unit person
  description share
MAP
    cat >features.map <<'MAP'
list "Dead" class incident_list
format xlsx sheet "Dead" header 3 to 4
key id
entity area place
  key oblast
  name oblast as name
entity hit event class incident
  when date as date "DD.MM.YYYY"
  happened_at the area
  killed "killed / children" unit person
  description "killed / adults"
MAP
}

import() { "$stele" -C archive import "$@"; }
statements() { LC_ALL=C grep -ahoE '\{"[^[:cntrl:]]*\}' "${1:-archive}"/feeds/*/tail-*; }

# What an archive says, without what is its own: ids, times, keys, the file itself.
said() {
    statements "$1" | python3 -c '
import json, re, sys
ids = {}
for line in sys.stdin:
    s = json.loads(line)
    if s["kind"] not in ("entity", "claim", "import"):
        continue
    for own in ("feed", "at", "by", "index", "source", "sheet", "encoding", "mapping", "import", "of"):
        s.pop(own, None)
    text = json.dumps(s, ensure_ascii=False, sort_keys=True)
    for name in re.findall(r"\"([0-9a-z]{17})\"", text):
        text = text.replace(name, ids.setdefault(name, "id%d" % len(ids)))
    print(text)'
}

@test "one table as CSV, XLSX and ODS says the same" {
    for kind in csv xlsx ods; do
        "$stele" init --synthetic --name "$kind" "$kind" >/dev/null
        run "$stele" -C "$kind" import "$files/same.$kind" --map same.map
        echo "$output"
        [ "$status" -eq 0 ]
        has '4 rows: 4 taken'
        said "$kind" >"$kind.said"
        [ "$(wc -l <"$kind.said")" -gt 20 ]
    done
    diff csv.said xlsx.said
    diff csv.said ods.said
    grep -q '"row": "0012"' xlsx.said
    grep -q '"edtf": "2022-02-24"' xlsx.said
    grep -q '49.2234567' xlsx.said
    grep -q 'قرية أولى' ods.said
    "$stele" -C xlsx verify
}

@test "the workbook is preserved as it is, and its sheet is named" {
    import "$files/same.xlsx" --map same.map
    sum=$(sha256sum <"$files/same.xlsx" | cut -c1-64)
    cmp "$files/same.xlsx" "archive/objects/${sum:0:2}/${sum:2}"
    statements | grep -q '"kind":"object","name":"same.xlsx".*"type":"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"'
    statements | grep -q '"kind":"import".*"sheet":"Dead"'
    run import "$files/same.xlsx" --map same.map
    [ "$status" -eq 0 ]
    has 'was imported with this mapping before, all 4 rows of it: nothing to add'
}

features_are_read() {
    run import "$1" --map features.map
    echo "$output"
    [ "$status" -eq 0 ]
    has '6 rows: 6 taken'
    has '4 rows where "oblast" lies in a merged area: its value was taken: rows 2, 3, 4, 6 (rows 6, 7, 8, 10 of the sheet "Dead")'
    has '1 row hidden by the sheet, taken like the others: row 3 (row 7 of the sheet "Dead")'
    has 'the sheet hides the column "entered": it was read'
    has 'the sheet "Sources" was not read'
    has 'the sheet "Old" was not read'
    [ "$(statements | grep -c '"property":"happened_at"')" -eq 6 ]
    [ "$(statements | grep -c '"entity":"place"')" -eq 2 ]
    statements | grep -q '"property":"killed","row":6,"value":{"exact":6,"unit":"person"}'
}

@test "merged names, merged areas, hidden parts and several sheets of XLSX" {
    features_are_read "$files/features.xlsx"
    has '1 row where "date" is shown without its year: the year stored with it was taken: row 3 (row 7 of the sheet "Dead")'
    statements | grep -q '"property":"when","row":1,"value":{"edtf":"2022-03-01"}'
    statements | grep -q '"property":"when","row":2,"value":{"edtf":"2022-03"}'
    statements | grep -q '"property":"when","row":3,"value":{"edtf":"2022-03-03"}'
}

@test "the same of ODS, with the same mapping" {
    features_are_read "$files/features.ods"
    statements | grep -q '"property":"when","row":2,"value":{"edtf":"2022-03"}'
}

@test "the same of a workbook that counts its days from 1904" {
    features_are_read "$files/features-1904.xlsx"
    statements | grep -q '"property":"when","row":1,"value":{"edtf":"2022-03-01"}'
    statements | grep -q '"property":"when","row":2,"value":{"edtf":"2022-03"}'
}

@test "the same of what LibreOffice writes" {
    features_are_read "$BATS_TEST_DIRNAME/../workbooks/libreoffice.ods"
    statements | grep -q '"property":"when","row":1,"value":{"edtf":"2022-03-01"}'
    statements | grep -q '"property":"when","row":2,"value":{"edtf":"2022-03"}'
    rm -rf archive
    make_archive
    features_are_read "$BATS_TEST_DIRNAME/../workbooks/libreoffice.xlsx"
    statements | grep -q '"property":"when","row":1,"value":{"edtf":"2022-03-01T00:00:00"}'
}

@test "oddities of a workbook go to machines with the sheet's rows" {
    run import --json "$files/features.xlsx" --map features.map
    [ "$status" -eq 0 ]
    has '{"oddity":"merged","row":2,"sheet_row":6,"column":"oblast"}'
    has '{"oddity":"row_hidden","row":3,"sheet_row":7}'
    has '{"oddity":"year_not_shown","row":3,"sheet_row":7,"column":"date"}'
    has '{"oddity":"sheet_not_read","text":"Sources"}'
    has '{"oddity":"column_hidden","column":"entered"}'
    [[ "${lines[-1]}" == *'"sheet":"Dead"'*'"merged":4'* ]]
}

@test "rows handed back are CSV that the same mapping takes" {
    sed 's/killed "killed .*/killed "killed \/ adults" unit person if "killed \/ adults" is not "4"\n  killed oblast unit person if "killed \/ adults" is "4"/' features.map >strict.map
    run import "$files/features.xlsx" --map strict.map
    echo "$output"
    [ "$status" -eq 1 ]
    has 'handed back in "features.xlsx.rejected.csv"'
    has 'column "oblast": "Перша" is not a number: row 2 (row 6 of the sheet "Dead")'
    head -n 1 features.xlsx.rejected.csv | grep -q 'rejected from a sheet because,id,oblast,killed / children,killed / adults,date,entered'
    grep -q 'row 6 of the sheet ""Dead"": column ""oblast""' features.xlsx.rejected.csv
    grep -q ',2,Перша,2,4,2022-03,' features.xlsx.rejected.csv
    sed -i 's/,2,4,2022-03,/,2,5,2022-03,/' features.xlsx.rejected.csv
    run import features.xlsx.rejected.csv --map strict.map
    echo "$output"
    [ "$status" -eq 0 ]
    has '1 row: 1 taken'
    statements | grep -q '"property":"when","row":1,"value":{"edtf":"2022-03"}'
}

@test "an error or a value nobody computed is handed back, unless it means nothing" {
    printf 'list "L"\nkey id\nentity hit event class incident\n  killed dead unit person\n  description town\n' >errors.map
    run import "$files/errors.xlsx" --map errors.map
    echo "$output"
    [ "$status" -eq 1 ]
    has '3 rows: 1 taken, 2 handed back'
    has 'column "dead": the cell has the error #N/A in place of a value: correct it, or say in the mapping that it means nothing: empty "#N/A": row 1 (row 2 of the sheet "Sheet")'
    has 'column "dead": the cell has a formula whose value is not in the file: open and save it in a spreadsheet program: row 2 (row 3 of the sheet "Sheet")'
    echo 'empty "#N/A"' >>errors.map
    run import "$files/errors.xlsx" --map errors.map --rejected again.csv
    has '3 rows: 2 taken (1 of them adds nothing), 1 handed back'
    sed -i 's/killed dead.*/description id/; /^empty/d' errors.map
    run import "$files/errors.xlsx" --map errors.map
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "which sheet is meant must be said where several can be seen" {
    sed -i 's/ sheet "Dead"//' features.map
    run import "$files/features.xlsx" --map features.map
    [ "$status" -eq 1 ]
    has 'it has several sheets: "Dead", "Sources"; say which is meant, with sheet "NAME" in the mapping'"'"'s format line or --sheet NAME'
    run import "$files/features.xlsx" --map features.map --sheet Deda
    [ "$status" -eq 1 ]
    has 'it has no sheet "Deda"; it has: "Dead", "Sources", "Old"'
    run import "$files/features.xlsx" --map features.map --sheet Dead
    [ "$status" -eq 0 ]
    printf 'list "L"\nkey id\nentity hit event class incident\n  description id\n' >id.map
    run import "$files/features.xlsx" --map id.map --sheet Old
    [ "$status" -eq 0 ]
    has 'the sheet "Old" is hidden in the workbook'
    run import "$files/features.xlsx" --map id.map --sheet Sources
    [ "$status" -eq 0 ]
    has 'imported "'
    run import "$files/same.csv" --map id.map --sheet Sources
    [ "$status" -eq 1 ]
    has 'it has no sheets: --sheet is for workbooks'
}

@test "a mapping that says another format, or a wrong header, is answered" {
    printf 'list "L"\nformat csv\nkey id\nentity hit event class incident\n  description id\n' >id.map
    run import "$files/same.xlsx" --map id.map
    [ "$status" -eq 1 ]
    has 'it is a workbook or another zip archive, and the mapping says "format csv": say format xlsx or format ods there, or leave that line out'
    sed -i 's/format csv/format ods header 77/' id.map
    run import "$files/same.xlsx" --map id.map
    [ "$status" -eq 1 ]
    has 'the names of columns should stand in row 77 of the sheet "Dead", and nothing stands there: say in which row, with header ROW'
    sed -i 's/header 77/header 2/' id.map
    run import "$files/same.xlsx" --map id.map
    [ "$status" -eq 1 ]
    has 'the file has no column "id"; it has: 0012, Місто-Перше'
}

# refused FILE SENTENCE [STATUS]: 3 for what is more than we promise to take.
refused() {
    run import "$files/$1" --map same.map
    [ "$status" -eq "${3:-1}" ] || { echo "$1: $status $output"; return 1; }
    has "$2"
    [ -z "$(find archive/objects -type f)" ]
}

@test "what is no workbook, or one that means harm, is refused with the reason" {
    run import "$files/least.xlsx" --map same.map # the base of the others can be read
    has 'the file has no column "link"; it has: id'
    refused twins.xlsx 'its zip archive has two parts named "'
    refused laughs.xlsx 'its part "xl/workbook.xml": it has a DOCTYPE, which no spreadsheet program writes: it is not read'
    refused outside.xlsx 'it has a DOCTYPE'
    refused bomb.xlsx 'it unpacks to more than 200 times its size: it is not read' 3
    refused many.xlsx 'its zip archive has more than 10000 parts' 3
    refused deep.xlsx 'its elements lie more than 64 deep' 3
    refused missing.xlsx 'its part "xl/worksheets/sheet1.xml": it is not in the file'
    refused document.xlsx 'it has no sheet'
    refused plain.zip 'it is a zip archive, but neither an XLSX nor an ODS workbook'
    refused text.ods 'it is an OpenDocument file, but no spreadsheet'
    refused encrypted.ods 'it is encrypted: save it without a password and import that'
    refused encrypted.xlsx 'it is encrypted: save it without a password and import that'
    refused repeated.ods 'its part "content.xml": the sheet has more than ' 3
    refused old.xls 'it is a workbook of the old kind (.xls), which is not read: save it as .xlsx or CSV and import that'
    refused cut.xlsx 'its zip archive is damaged'
    refused damaged.xlsx 'its zip archive is damaged'
    files=$BATS_TEST_DIRNAME/../workbooks
    refused libreoffice.xls 'it is a workbook of the old kind (.xls)'
}

@test "stele itself loads neither libarchive nor expat" {
    run ldd "$stele"
    [[ "$output" != *archive* && "$output" != *expat* ]]
    run ldd "$(dirname "$stele")/stele-workbook"
    [[ "$output" == *archive* && "$output" == *expat* ]]
}

@test "without its reader a workbook is refused, and a reader that dies is noticed" {
    mkdir bin
    cp "$stele" bin/stele
    run bin/stele -C archive import "$files/same.xlsx" --map same.map
    [ "$status" -eq 3 ]
    has 'the program "stele-workbook" is neither in "'
    printf '#!/bin/sh\nkill -SEGV $$\n' >bin/stele-workbook
    chmod +x bin/stele-workbook
    run bin/stele -C archive import "$files/same.xlsx" --map same.map
    [ "$status" -eq 3 ]
    has 'its reader was stopped (signal 11): it is damaged, larger than this machine can take, or made to do harm'
    printf '#!/bin/sh\necho "stele-workbook 1 xlsx"\n' >bin/stele-workbook
    run bin/stele -C archive import "$files/same.xlsx" --map same.map
    [ "$status" -ne 0 ]
    has 'what the reader of workbooks wrote is not as it should be: the sheet chosen'
    [ -z "$(find archive/objects -type f)" ]
}
