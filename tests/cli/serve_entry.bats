#!/usr/bin/env bats
# Entering through the pages, without scripts: what is typed becomes statements; what is
# wrong comes back with everything typed.

load common
load serve

setup() {
    common_setup
    make_archive
    cat >"$BATS_TEST_TMPDIR/sources.json" <<'JSON'
[{"kind":"entity","id":"s1","entity":"source","class":"web_page","label":"Example site"},
 {"kind":"entity","id":"s2","entity":"source","class":"newspaper","label":"Example Daily"}]
JSON
    "$stele" -C "$archive" add "$BATS_TEST_TMPDIR/sources.json" >/dev/null
}
teardown() { serve_stop; }

find_json() { "$stele" -C "$archive" find --json "$@"; }

# The reference of the only claim of a property.
claim_of() { find_json "property:$1" | grep '"found":"claim"' | sed -n '1s/.*"statement":"\([^"]*\)".*/\1/p'; }

hrakove() {
    serve_post_status /enter/passage "do=$1" \
        "p1.source=Example site" "p1.where=15" "p1.lang=en" \
        "p1.words=locals led investigators to the graves of two young men" \
        "p1.hands=locals
investigators,to~" "p1.last=rewrote, inferred" \
        "p1.says=2 the two of Hrakove
bu:Russian soldiers
le:locals
bodies
gunshot back of the head, all
no ear all" \
        "p2.source=Example Daily" "p2.where=1" "p2.lang=en" \
        "p2.words=the Russians forced him to bury two men" \
        "p2.hands=a resident,did
police,told" "p2.says=bu:a resident,gunpoint
bodies
no ear, at least one
dec:a resident"
}

@test "a passage and what it says is recorded in one commit" {
    serve_start
    before=$("$stele" -C "$archive" verify --json | tail -n 1)
    run hrakove record
    has "303 /enter/passage?source="
    run find_json property:number
    has '"value":{"exact":2,"unit":"person"}'
    run find_json property:stance
    has '"value":{"term":"declines"}'
    run find_json property:part_absent
    has '"quantifier":"at_least_one"'
    run find_json property:participant
    has '"under":"gunpoint"'
    [ "$(find_json kind:event | grep -c '"found":"entity"')" -eq 2 ] # a burial, a discovery
    "$stele" -C "$archive" verify
}

@test "check records nothing and says what was understood, beside everything typed" {
    serve_start
    size=$(find_json kind:people kind:event | wc -l)
    run serve_post /enter/passage do=check "p1.source=Example site" p1.where=15 \
        "p1.words=two young men" "p1.says=2 the two <b>of</b> Hrakove
when: march to september 2022
bu:soldiers"
    has "number: 2 person"
    has "two young men"
    has "“the two &lt;b&gt;of&lt;/b&gt; Hrakove”"
    has "Line 2: “when” of whom or of what?"
    [ "$(find_json kind:people kind:event | wc -l)" -eq "$size" ]
    run serve_get /enter
    has "two young men" # the draft
}

@test "all that is wrong is said at once, each linked to its field" {
    serve_start
    run serve_post /enter/violation do=record "p1.source=new thing" "p1.says=blah blah" \
        act=torture "when=once upon a time"
    for field in p1.source p1.where p1.words p1.says by.known when; do
        has "href=\"#$field\""
        has "id=\"$field\""
    done
    has 'value="once upon a time"'
    [ -z "$(claim_of victim)" ]
}

@test "a violation: act, victims, findings, by whom, where, when" {
    serve_start
    run serve_post_status /enter/violation do=record "p1.source=Example site" p1.where=39 \
        "p1.words=Up to eight men were held" act=torture "method=electric shock" \
        "victims=several men, men held in the cells" "findings=bruise back some" \
        by.known=described "by=soldiers, direct" "place=police station" place.is=new \
        "when=march to september 2022"
    has "303 /enter/violation?source="
    run find_json property:happened_at
    has '"words":"police station"'
    run find_json property:when
    has '"edtf":"2022-03/2022-09"'
    run find_json property:involvement
    has '"degree":"direct"'
}

@test "drafts are kept at every post, listed, taken up again and discarded" {
    serve_start
    run serve_post /enter/passage do=draft "p1.source=Example site" \
        "p1.words=half a sentence"
    id=$(grep -o 'name="draft" value="[^"]*"' <<<"$output" | head -n 1 | sed 's/.*value="\([^"]*\)".*/\1/')
    [ ${#id} -eq 12 ]
    run serve_get "/enter/passage?draft=$id"
    has "half a sentence"
    # killed, and started again: it is still there
    kill -9 "$serve_pid"
    wait "$serve_pid" || true
    rm "$serve_out"
    serve_start
    run serve_get /enter
    has "half a sentence"
    # another window goes on from an older state
    run serve_post /enter/passage do=draft "draft=$id" rev=1 "p1.words=second window, first"
    run serve_post /enter/passage do=draft "draft=$id" rev=1 "p1.words=second window, late"
    has "changed in another window"
    run serve_get /enter
    has "second window, first"
    has "second window, late"
    [ "$(serve_post_status /enter do=discard "draft=$id")" = "303 /enter" ]
    run serve_get /enter
    [[ "$output" != *"second window, first"* ]]
}

@test "ten people of one name are told apart, and none is chosen beforehand" {
    serve_start
    for i in 1 2 3; do
        cat <<JSON
[{"kind":"entity","id":"p","entity":"person"},
 {"kind":"entity","id":"s","entity":"source","class":"report","label":"List $i"},
 {"kind":"passage","id":"q","source":"s","locator":{"row":$i},"words":"row","lang":"uk"},
 {"kind":"claim","about":"p","property":"name","value":{"written":"Прикладенко Олександр Іванович"},"passage":"q"},
 {"kind":"claim","about":"p","property":"birth","value":{"edtf":"196$i"},"passage":"q"}]
JSON
    done | while IFS= read -r line; do printf '%s\n' "$line"; done >"$BATS_TEST_TMPDIR/three"
    csplit -s -z -f "$BATS_TEST_TMPDIR/three-" "$BATS_TEST_TMPDIR/three" '/^\[/' '{*}'
    for file in "$BATS_TEST_TMPDIR"/three-*; do "$stele" -C "$archive" add "$file" >/dev/null; done
    run serve_post /enter/violation do=record "p1.source=Example site" p1.where=1 \
        p1.words=w act=torture by.known=not_known "victims=person prykladenko oleksandr"
    has "choose who is meant"
    has "Прикладенко Олександр Іванович"
    has "1961"
    has "List 2, row 2"
    has "None of these"
    [[ "$output" != *'type="radio" name="w1.is"'*checked* ]]
    id=$(grep -o 'name="w1.is" id="w1.is.0" value="[^"]*"' <<<"$output" | sed 's/.*value="\([^"]*\)".*/\1/')
    run serve_post_status /enter/violation do=record "p1.source=Example site" p1.where=1 \
        p1.words=w act=torture by.known=not_known "victims=person prykladenko oleksandr" \
        "w1.name=prykladenko oleksandr" "w1.is=$id"
    has "303 "
    run find_json property:victim
    has "\"value\":\"$id\""
}

@test "what is like it and here already is shown, and is not in the way" {
    serve_start
    hrakove record
    people=$(find_json kind:people Hrakove | sed -n '1s/.*"id":"\([^"]*\)".*/\1/p')
    for do in record check; do
        run serve_post /enter/violation "do=$do" "p1.source=Example site" p1.where=2 \
            p1.words=w act=torture by.known=not_known "victims=$people"
    done
    has "Something like this may be here already"
    has "Will be recorded"
}

@test "a claim is corrected, assessed, decided about and withdrawn; a decision is undone" {
    serve_start
    hrakove record
    ref=$(claim_of wound)
    run serve_get "/s/$ref/correct"
    has "gunshot"
    run serve_post "/s/$ref/correct" "value=stab"
    has "Choose why it is corrected."
    run serve_post_status "/s/$ref/correct" 'value={"term":"stab","region":"nape"}' reason=misread_source
    has "303 /s/"
    run find_json property:wound
    has '"region":"nape"'

    ref=$(claim_of number)
    run serve_post "/s/$ref/assess" status=conflict
    has "Say what conflicts"
    run serve_post "/s/$ref/assess" standard=reported
    has "Say why."
    has "needs the rule"
    [ "$(serve_post_status "/s/$ref/assess" status=accepted reason=seen)" = "303 /s/$ref" ]
    run "$stele" -C "$archive" show "$ref"
    has "accepted"

    mapfile -t ears < <(find_json property:part_absent | grep '"found":"claim"' | sed 's/.*"statement":"\([^"]*\)".*/\1/')
    run serve_get "/s/${ears[0]}/decide"
    has "${ears[1]}"
    run serve_post "/s/${ears[0]}/decide" rule=nearest_to_speaker
    has "Choose the claim that is preferred."
    run serve_post_status "/s/${ears[0]}/decide" "prefer=${ears[1]}" rule=nearest_to_speaker "reason=the police said so"
    has "303 /s/"
    run "$stele" -C "$archive" show --json "${ears[1]}"
    has '"preferred"'
    decision=$("$stele" -C "$archive" show "${ears[1]}" | grep -o '[a-z0-9]\{6\}\.[0-9]*' | tail -n 1)

    ref=$(claim_of stance)
    run serve_post "/s/$ref/withdraw"
    has "Choose why it is withdrawn."
    run serve_post_status "/s/$ref/withdraw" reason=misread_source "note=not said"
    has "303 /s/$ref"
    "$stele" -C "$archive" verify
}

@test "hostile text in every field stays text" {
    serve_start
    x='"><script>alert(1)</script><img src=x onerror=alert(1)>'
    run serve_post /enter/violation do=check "p1.source=$x" "p1.where=$x" "p1.words=$x" \
        "p1.hands=$x" "p1.says=$x" "p1.lang=$x" "p1.uttered=$x" "p1.translation=$x" \
        "p1.last=$x" "p1.note=$x" "act=$x" "method=$x" "victims=$x" "findings=$x" "by=$x" \
        "events=$x" "place=$x" "place.is=$x" "when=$x" "r1.about=$x" "r1.property=$x" \
        "r1.value=$x" "w1.name=$x" "w1.is=$x" "draft=../../x" "rev=-1"
    [[ "$output" != *"<script>alert"* ]]
    [[ "$output" != *"<img src=x"* ]]
    has "&lt;script&gt;"
    [ "$(serve_status '/enter/passage?draft=../../../etc/passwd')" = 404 ]
    [ "$(serve_status "/enter/passage?source=$(printf '%%3Cscript%%3E')")" = 200 ]
}

@test "a script gets the answers alone" {
    serve_start
    run serve_curl -H "Origin: ${serve_address%/}" -H "Stele-Script: 1" \
        --data-urlencode "token=$(serve_token)" --data-urlencode "do=check" \
        --data-urlencode "p1.source=Example site" --data-urlencode "p1.says=2 people" \
        "${serve_address%/}/enter/passage"
    has 'id="fragment"'
    has 'id="p1.says.echo"'
    [[ "$output" != *"<html"* ]]
}

@test "places: candidates with what they lie in; a gazetteer's place is recorded with it" {
    {
        printf 'pcode\tname_en\tname_uk\tlat\tlon\tkatottg\n'
        printf 'UA6314015004\tHrakove\tГракове\t49.71818928\t36.81166807\tUA63140150040031976\n'
        printf 'UA6308005010\tHrakove\tГракове\t49.86452\t37.97756\tUA63080050100088282\n'
    } >pcodes.tsv
    "$stele" gazetteer import pcodes.tsv -q >/dev/null
    serve_start
    run serve_post /enter/violation do=find-place "p1.source=Example site" act=torture \
        "place=village of Hrakove" "p1.words=w"
    has "Which place is meant?"
    has "Гракове"
    place=$(grep -o 'value="gazetteer:[^"]*UA6314015004"' <<<"$output" | sed 's/value="\([^"]*\)"/\1/')
    [ -n "$place" ]
    [[ "$output" != *'name="place.is"'*' checked'* ]]
    run serve_post_status /enter/violation do=record "p1.source=Example site" p1.where=3 \
        "p1.words=w" act=torture by.known=not_known "place=village of Hrakove" "place.is=$place"
    has "303 /enter/violation"
    run find_json property:happened_at
    has '"words":"village of Hrakove"'
    run find_json property:identifier
    has 'UA6314015004'
}

@test "sealing is said before a name is typed; the draft is sealed to its member's key" {
    printf 'correct horse\n' >pass
    "$stele" -C "$archive" member passphrase --new-passphrase-file pass >/dev/null
    export STELE_PASSPHRASE_FILE=$PWD/pass
    "$stele" -C "$archive" seal new witnesses >/dev/null
    unset STELE_PASSPHRASE_FILE
    serve_start
    [ "$(serve_curl -o /dev/null -w '%{http_code}' -H "Origin: ${serve_address%/}" \
        --data-urlencode "passphrase=correct horse" "${serve_address%/}/sign-in")" = 303 ]
    run serve_get /enter/violation
    has "are sealed to “witnesses” by themselves"
    has 'to “witnesses”</option>'
    serve_post /enter/violation do=draft "p1.source=Example site" \
        "p1.words=Iванна Secret Witness" >/dev/null
    run grep -rl "Secret Witness" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$archive"
    [ "$status" -ne 0 ]
    run serve_get /enter
    has "Secret Witness"
    run serve_post_status /enter/violation do=record "p1.source=Example site" p1.where=3 \
        "p1.words=w" act=torture by.known=not_known "victims=person Example Victim"
    has "303 /enter/violation"
    run grep -rl "Example Victim" "$archive"
    [ "$status" -ne 0 ]
}

@test "an archive that cannot seal says so, and keeps everything typed when it refuses" {
    rm -rf "$archive"
    "$stele" init --name real "$archive" >/dev/null
    "$stele" -C "$archive" add "$BATS_TEST_TMPDIR/sources.json" >/dev/null
    serve_start
    run serve_get /enter/violation
    has "This archive has no compartment yet"
    run serve_post /enter/violation do=record "p1.source=Example site" p1.where=3 \
        "p1.words=w" act=torture by.known=not_known "victims=person Example Victim"
    has "seal"
    has "person Example Victim"
    run serve_post_status /enter/violation do=record "p1.source=Example site" p1.where=3 \
        "p1.words=w" act=torture by.known=not_known "victims=a resident"
    has "303 /enter/violation"
}

@test "what a script was shown already is not looked up and logged at every pause" {
    "$stele" -C "$archive" member passphrase --new-passphrase-file <(echo 'correct horse') >/dev/null
    printf 'correct horse\n' >pass
    STELE_PASSPHRASE_FILE=$PWD/pass "$stele" -C "$archive" seal new witnesses >/dev/null
    serve_start
    serve_curl -o /dev/null -H "Origin: ${serve_address%/}" \
        --data-urlencode "passphrase=correct horse" "${serve_address%/}/sign-in"
    serve_post /why "why=entering" >/dev/null
    serve_post_status /enter/violation do=record "p1.source=Example site" p1.where=3 \
        "p1.words=w" act=torture by.known=not_known "victims=person Example Victim"
    check() {
        serve_curl -H "Origin: ${serve_address%/}" -H "Stele-Script: 1" \
            --data-urlencode "token=$(serve_token)" --data-urlencode "do=check" \
            --data-urlencode "p1.source=Example site" --data-urlencode "p1.where=4" \
            --data-urlencode "victims=person Example Victim" "$@" "${serve_address%/}/enter/violation"
    }
    logged() { STELE_PASSPHRASE_FILE=$PWD/pass "$stele" -C "$archive" verify --json | grep -o '"statements":[0-9]*' | head -n 1; }
    run check
    has "Example Victim"
    has 'name="shown"'
    shown=$(grep -o 'name="shown" value="[^"]*"' <<<"$output" | sed 's/.*value="\([^"]*\)".*/\1/')
    before=$(logged)
    run check --data-urlencode "shown=$shown" --data-urlencode "p1.words=typing on"
    [[ "$output" != *who-is-meant* ]]
    [ "$(logged)" = "$before" ]
    run check # another page
    has who-is-meant
    [ "$(logged)" != "$before" ]
    # Whoever says so without having been shown it is shown it, and that is logged.
    serve_post_status /sign-out
    serve_curl -o /dev/null -H "Origin: ${serve_address%/}" \
        --data-urlencode "passphrase=correct horse" "${serve_address%/}/sign-in"
    serve_post /why "why=entering" >/dev/null
    before=$(logged)
    run check --data-urlencode "shown=$shown"
    has who-is-meant
    [ "$(logged)" != "$before" ]
}
