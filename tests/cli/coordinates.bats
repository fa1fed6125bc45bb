#!/usr/bin/env bats
# Coordinates as people write them, boundaries out of GeoJSON, places as a source describes
# them: what is taken, what is recorded, what the sheet says.

setup() {
    load common
    common_setup
    make_archive
    cat >first.json <<'J'
[{"kind":"entity","id":"s1","entity":"source","class":"newspaper","label":"a paper"},
 {"kind":"entity","id":"town","entity":"place","class":"settlement","label":"a town"},
 {"kind":"entity","id":"station","entity":"place","class":"building","label":"the station"},
 {"kind":"passage","id":"q1","source":"s1","locator":{"paragraph":3},"lang":"en","words":"in an asphalt plant opposite the local train station"}]
J
    "$stele" -C "$archive" add first.json >first.out
    town=$(id town) station=$(id station) passage=$(ref q1)
}

id() { awk -F'\t' -v k="$1" '$1 == k { sub(/entity /, "", $2); print $2 }' first.out; }
ref() { awk -F'\t' -v k="$1" '$1 == k { sub(/.* as /, "", $3); print $3 }' first.out; }
add() { run "$stele" -C "$archive" add "$@" --passage "$passage"; }
# The value of the last claim of a property, as it is recorded.
value() {
    local feed size
    feed=$(ls "$archive/feeds")
    size=$(sed -n 2p "$archive/feeds/$feed/checkpoint")
    while ((size-- > 0)); do
        "$stele" -C "$archive" show --raw "$feed.$size" 2>/dev/null | tail -n 1 |
            jq -ceS --arg p "$1" 'select(.property == $p) | .value' && return
    done
}
entity_of() { printf '%s\n' "$output" | grep '^{' | jq -r 'select(.kind == "entity") | .entity'; }
flat() { tr -s ' \n' ' '; }

@test "every notation becomes decimal degrees, with the words as written" {
    while IFS='|' read -r written lat lon metres; do
        add claim "$town" coordinates "$written"
        [ "$status" -eq 0 ]
        output=$(value coordinates)
        [ "$output" = "$(jq -ncS --arg w "$written" --arg lat "$lat" --arg lon "$lon" --argjson m "$metres" \
            '{lat: $lat, lon: $lon, precision_m: $m, from_digits: true, words: $w}')" ]
    done <<'END'
49.1937, 37.2762|49.1937|37.2762|12
49,1937; 37,2762|49.1937|37.2762|12
49°11′37″ пн.ш. 37°16′34″ сх.д.|49.19361|37.27611|31
37U 374351 5450123|49.1910259|37.2754926|1
37U CQ 7440 5041|49.193662|37.276142|10
https://www.openstreetmap.org/?mlat=49.1937&mlon=37.2762#map=15/49.2/37.3|49.1937|37.2762|12
END
}

@test "what was read is told where the text does not say it, and what is odd" {
    add claim "$town" coordinates "37U CQ 7440 5041"
    has "read as 49.193662, 37.276142"
    add claim "$town" coordinates "151.21, 33.86"
    has "151.21 cannot be a latitude: taken as the longitude"
    add claim "$town" coordinates "https://www.google.com/maps/@49.1,37.2,15z"
    has "the link marks no place: the middle of the map that it shows was taken"
}

@test "a stated precision is one, and decides how many digits are shown" {
    add claim "$town" coordinates "49.1937125, 37.2762125" --precision 0.2km
    [ "$status" -eq 0 ]
    [ "$(value coordinates | jq -c '[.precision_m, .from_digits]')" = "[200,null]" ]
    run "$stele" -C "$archive" show "$town"
    output=$(printf '%s' "$output" | flat)
    has "49.194, 37.276, to within 200 metres; 49°11′37″ N, 37°16′34″ E; MGRS 37U CQ 744 504"
    has "(“49.1937125, 37.2762125”)"
}

@test "coordinates that cannot be read, or in two ways, are refused and nothing is recorded" {
    before=$(sed -n 2p "$archive"/feeds/*/checkpoint)
    add claim "$town" coordinates "49.1937"
    [ "$status" -eq 1 ]
    has "a latitude and a longitude are needed; write 49.1937, 37.2762"
    add claim "$town" coordinates "49,11,37,16"
    [ "$status" -eq 1 ]
    has "it cannot be told which comma stands for a point"
    add claim "$town" coordinates "DQ 74351 50123"
    [ "$status" -eq 1 ]
    has "write the zone and band before it"
    add claim "$town" coordinates "49.1, 37.2" --precision near
    [ "$status" -eq 1 ]
    has '"near" is no precision'
    add claim "$town" population 12 --precision 5m
    [ "$status" -eq 1 ]
    has "a precision belongs to coordinates, a position or a boundary"
    [ "$(sed -n 2p "$archive"/feeds/*/checkpoint)" = "$before" ]
}

@test "drafts take coordinates as written" {
    printf '[{"kind":"claim","about":"%s","property":"coordinates","value":"N49,1937 E37,2762","passage":"%s"}]' \
        "$town" "$passage" >d.json
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 0 ]
    [ "$(value coordinates | jq -r .words)" = "N49,1937 E37,2762" ]
    printf '[{"kind":"claim","about":"%s","property":"coordinates","value":"N49,1937","passage":"%s"}]' \
        "$town" "$passage" >d.json
    run "$stele" -C "$archive" add d.json
    [ "$status" -eq 1 ]
    has "a latitude and a longitude are needed"
}

@test "an import takes a column of grid references" {
    printf 'id,grid\n1,37U CQ 7440 5041\n2,"49,1937; 37,2762"\n3,by the well\n' >t.csv
    cat >t.map <<'END'
list "graves"
key id
entity grave place
  class  burial_site
  label  "grave {id}"
  coordinates grid precision 100
END
    run "$stele" -C "$archive" import t.csv --map t.map
    [ "$status" -eq 1 ]
    has '"by the well" is no latitude with its longitude, nor any other notation of coordinates'
    [ "$(value coordinates)" = '{"lat":"49.1937","lon":"37.2762","precision_m":100,"words":"49,1937; 37,2762"}' ]
    run "$stele" -C "$archive" find 7440
    has "49.194, 37.276, to within 100 metres"
}

@test "a boundary comes from a GeoJSON file, and the sheet says how large it is" {
    cat >b.json <<'J'
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":
 [[[37.2,49.2],[37.3,49.2],[37.3,49.3],[37.2,49.3],[37.2,49.2]],[[37.24,49.24],[37.26,49.24],[37.26,49.26],[37.24,49.24]]]}}
J
    add claim "$town" boundary --file b.json
    [ "$status" -eq 0 ]
    [ "$(value boundary | jq -r '.polygons[0][1]')" = "37.24 49.24, 37.26 49.24, 37.26 49.26, 37.24 49.24" ]
    run "$stele" -C "$archive" show "$town"
    output=$(printf '%s' "$output" | flat)
    has "79.4 km², latitude 49.2000 to 49.3000, longitude 37.2000 to 37.3000, 7 points, 1 hole"
    "$stele" -C "$archive" verify >/dev/null
}

@test "the sheet of a place with a boundary says what lies within it, and what perhaps" {
    echo '{"type":"Polygon","coordinates":[[[37.2,49.2],[37.3,49.2],[37.3,49.3],[37.2,49.3],[37.2,49.2]]]}' >b.json
    add claim "$town" boundary --file b.json
    run "$stele" -C "$archive" add place "the grave" --at "49.22, 37.22" --precision 50m --passage "$passage"
    run "$stele" -C "$archive" add place "the well" --at "49.201, 37.25" --precision 200m --passage "$passage"
    run "$stele" -C "$archive" add place "the mill" --at "49.19, 37.25" --precision 200m --passage "$passage"
    run "$stele" -C "$archive" show "$town"
    output=$(printf '%s' "$output" | flat)
    has "WHAT LIES WITHIN ITS BOUNDARY place: “the grave”"
    has "perhaps, since the boundary is nearer than the place is known: place: “the well”"
    [[ "$output" != *mill* ]]
    run "$stele" -C "$archive" show --json "$town"
    [ "$(printf '%s\n' "$output" | grep '^{' | jq -r 'select(.direction? | strings | test("within")) | .direction' | tr '\n' ' ')" = "within perhaps_within " ]
}

@test "what is no boundary is refused" {
    echo '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}' >b.json
    add claim "$town" boundary --file b.json
    [ "$status" -eq 1 ]
    has "polygon 1, ring 1 crosses itself: the edges behind points 1 and 3"
    add claim "$town" boundary --file nowhere.json
    [ "$status" -ne 0 ]
    has "nowhere.json"
    add claim "$town" boundary "north of the river"
    [ "$status" -eq 1 ]
    has '"boundary" takes an area {polygons}, or GeoJSON'
    add claim "$town" boundary x --file b.json
    [ "$status" -eq 1 ]
    has "give the value or --file, not both"
}

@test "a place as a source describes it is entered in one go" {
    before=$(sed -n 2p "$archive"/feeds/*/checkpoint)
    run "$stele" -C "$archive" add place "asphalt plant opposite the station" --in "$town" \
        --class building --position "opposite:$station" --at "37U CQ 74351 50123" \
        --precision 200m --lang en --name "АБЗ-2" --passage "$passage" --json
    [ "$status" -eq 0 ]
    [ "$(sed -n 2p "$archive"/feeds/*/checkpoint)" -eq $((before + 5)) ]
    place=$(entity_of)
    [ "$(value position | jq -r .relation)" = opposite ]
    [ "$(value position | jq -r .words)" = "asphalt plant opposite the station" ]
    [ "$(value coordinates | jq -r .precision_m)" = 200 ]
    [ "$(value position | jq -r .precision_m)" = null ]
    run "$stele" -C "$archive" show "$place"
    output=$(printf '%s' "$output" | flat)
    has "place, building: “asphalt plant opposite the station”"
    has "opposite “the station”"
    has "located in “a town”"
    has "49.191, 37.275, to within 200 metres"
    has "АБЗ-2"
}

@test "a described place without coordinates has its precision with the position" {
    run "$stele" -C "$archive" add place "behind her house" --in "$town" --class yard \
        --precision 1km --passage "$passage" --json
    [ "$status" -eq 0 ]
    place=$(entity_of)
    [ "$(value position | jq -cS '[.relation, .precision_m, .words]')" = '["in",1000,"behind her house"]' ]
}

@test "a described place needs what it rests on, and is recorded whole or not at all" {
    before=$(sed -n 2p "$archive"/feeds/*/checkpoint)
    run "$stele" -C "$archive" add place "the plant" --in "$town"
    [ "$status" -eq 1 ]
    has "say on which passage this rests (--passage)"
    run "$stele" -C "$archive" add place "the plant" --position "atop:$town" --passage "$passage"
    [ "$status" -eq 1 ]
    has "is no position: write RELATION:ENTITY"
    run "$stele" -C "$archive" add place "the plant" --at "Izium" --passage "$passage"
    [ "$status" -eq 1 ]
    has '"Izium" belongs to no notation of coordinates'
    run "$stele" -C "$archive" add place "the plant" --in "$town" --class castle --passage "$passage"
    [ "$status" -eq 1 ]
    has "castle"
    run "$stele" -C "$archive" add place
    [ "$status" -eq 2 ]
    has "say how the source describes the place"
    run "$stele" -C "$archive" add place "the plant" --precision 5m
    [ "$status" -eq 1 ]
    has "a precision belongs to coordinates or a position"
    [ "$(sed -n 2p "$archive"/feeds/*/checkpoint)" = "$before" ]
    # Words alone are an entity.
    run "$stele" -C "$archive" add place "the plant"
    [ "$status" -eq 0 ]
}
