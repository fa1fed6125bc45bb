#!/usr/bin/env bats
# stele table: lists, filters, pages by key, files.

load common
load tables

setup() {
    common_setup
    make_archive
    make_tables
}

table() { "$stele" -C "$archive" table "$@"; }
ids() { jq -r .id; }
give=(--purpose documentation --for own_team)

@test "a list is told with what is said of each" {
    run table events
    [ "$status" -eq 0 ]
    has "SYNTHETIC"
    has "the second"
    has "  When: March 2022"
    has "near Вигадане"
    has "  Victims: 3 persons"
    run table events --json
    [ "$(jq -r 'select(.name[0].text == "the second") | .claims[0]' <<<"$output")" = 1 ]
    run table nothing
    [ "$status" -eq 2 ]
    run table
    [ "$status" -eq 2 ]
}

@test "filters leave what passes all of them" {
    [ "$(table events --json | wc -l)" -eq 3 ]
    [ "$(table events --place Вигадане --json | ids)" = "$(entity e1)" ]
    [ "$(table events --place 'Вигадана область' --json | ids)" = "$(entity e1)" ]
    [ "$(table events --from 2022-03-30 --until 2022-04 --json | ids)" = "$(entity e1)" ]
    [ -z "$(table events --from 2022-04 --json)" ]
    [ "$(table events --property killed --json | ids)" = "$(entity e2)" ]
    [ "$(table events --missing place --json | ids)" = "$(entity e2)
$(entity e3)" ]
    [ "$(table events --text second --json | ids)" = "$(entity e2)" ]
    [ "$(table events --source "$(entity s)" --json | wc -l)" -eq 2 ]
    run table events --place nowhere
    [ "$status" -ne 0 ]
    has 'no place of this archive is called "nowhere"'
    run table events --from sometime
    [ "$status" -ne 0 ]
    run table objects --place Вигадане
    [ "$status" -eq 2 ]
}

@test "an assessment and a withdrawal are seen" {
    "$stele" -C "$archive" assess "$(ref c1)" --status work_needed --reason 'look again' >/dev/null
    [ "$(table events --status work_needed --json | ids)" = "$(entity e1)" ]
    run table events --place Вигадане
    has "  Status: work needed"
    "$stele" -C "$archive" withdraw "$(ref c2)" --reason typing_error >/dev/null
    [ -z "$(table events --property killed --json)" ]
}

@test "a page goes on behind the last line, whatever was added" {
    first=$(table events -n 2 --json 2>err | ids | tail -n 1)
    [ "$first" = "$(entity e2)" ]
    after=$(sed -n 's/.*--after \([^ ]*\).*/\1/p' err)
    [ "$(table events --after "$after" --json | ids)" = "$(entity e3)" ]
    "$stele" -C "$archive" add entity event --label late >/dev/null
    [ "$(table events --after "$after" --json | wc -l)" -eq 2 ]
    [ "$(table events --newest -n 1 --json | jq -r '.name[0].text')" = late ]
}

@test "as of a day nothing of later is there" {
    [ -z "$(table events --as-of 2001-01-01 --json)" ]
}

@test "CSV: formulas are no formulas, and the file says what it is of" {
    table events --format csv --place Вигадане -o events.csv "${give[@]}"
    run head -n 1 events.csv
    has "id,name,class,when,place,victims,said_by,claims,sources,status,archive,as_of,filter,apostrophe_before,synthetic"
    run cat events.csv
    has "'=1+1"
    has "place: Вигадане"
    python3 - <<'P'
import csv
rows = list(csv.DictReader(open("events.csv", encoding="utf-8", newline="")))
assert len(rows) == 1, rows
assert rows[0]["name"] == "'=1+1" and rows[0]["apostrophe_before"] == "name", rows
assert rows[0]["synthetic"] == "yes", rows
P
    run table events --format csv -o events.csv "${give[@]}"
    [ "$status" -eq 3 ] # it is there already
}

@test "JSON lines: first what it is of" {
    table events --format json "${give[@]}" >events.json
    [ "$(head -n 1 events.json | jq -r .table)" = events ]
    [ "$(head -n 1 events.json | jq -r .synthetic)" = true ]
    [ "$(tail -n +2 events.json | wc -l)" -eq 3 ]
    [ "$(tail -n +2 events.json | jq -r '.name[0].text' | head -n 1)" = "=1+1" ]
}

@test "GeoJSON: only what has coordinates, longitude first" {
    table places --format geojson "${give[@]}" >places.geojson
    [ "$(jq '.features | length' places.geojson)" -eq 1 ]
    [ "$(jq -c '.features[0].geometry.coordinates' places.geojson)" = "[37.25,49.2]" ]
    [ "$(jq '.features[0].properties.precision_m' places.geojson)" -eq 500 ]
    [ "$(jq -r .stele.synthetic places.geojson)" = true ]
}

@test "XLSX: strings are strings" {
    /usr/bin/python3 -c 'import openpyxl' 2>/dev/null || skip "python3-openpyxl is not installed"
    table events --format xlsx -o events.xlsx "${give[@]}"
    /usr/bin/python3 - <<'P'
import openpyxl
book = openpyxl.load_workbook("events.xlsx")
sheet = book.worksheets[0]
assert sheet.title == "SYNTHETIC events", sheet.title
rows = list(sheet.iter_rows())
assert [c.value for c in rows[0]][:3] == ["id", "name", "class"]
assert rows[1][1].value == "=1+1" and rows[1][1].data_type == "s", rows[1][1].data_type
assert len(rows) == 4
about = {r[0].value: r[1].value for r in book["About"].iter_rows()}
assert about["synthetic"] == "yes" and about["table"] == "events", about
P
}

@test "consent is asked for all of it before a byte is written" {
    run table persons --format csv -o persons.csv
    [ "$status" -eq 1 ]
    has "not given"
    has "--purpose, --for"
    [ ! -e persons.csv ]
    run table persons
    [ "$status" -eq 0 ]
    run table persons --output x
    [ "$status" -eq 2 ]
}
