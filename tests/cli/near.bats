# Texts that say nearly the same: stele near.

bats_require_minimum_version 1.5.0

load common

# A report, invented, and what others might make of it.
report='Two bodies were found in a shallow grave beside the sawmill of Verkhnia Rudka on 14 September, the regional prosecutor said on Friday. Both men had their hands tied behind their backs with electric cable. A resident told investigators that soldiers had taken the two brothers from a cellar in Shkilna Street in the middle of March and that nobody had seen them since.'

setup() {
    common_setup
    make_archive
    mkdir files
    echo "$report" >files/report.txt
    echo "${report^^}" >files/capitals.txt
    cat >files/rewritten.txt <<'END'
Investigators have found two bodies in a shallow grave beside the sawmill at Verkhnya Rudka, a regional prosecutor says. The hands of both men had been tied behind their backs with electric cables. According to a resident, soldiers had taken the two brothers from a cellar in Shkilna Street in mid-March; nobody has seen them since.
END
    cat >files/other.txt <<'END'
The prosecutor of the region said on Friday that the bodies of three men, hands tied with rope, had been taken from a well near the village of Lypove. Reporters who went to the village were shown the cellar in which soldiers had kept residents in March.
END
    "$stele" -C "$archive" preserve -q files
    cd "$archive" || return 1
}

near() { "$stele" near --json "$@"; }

@test "the same words are told from a rewriting, and that from another report" {
    near report.txt >out
    [ "$(jq -r .name out | xargs)" = "capitals.txt rewritten.txt" ]
    [ "$(jq -r 'select(.name=="capitals.txt").same' out)" = true ]
    [ "$(jq -r 'select(.name=="rewritten.txt").same' out)" = false ]
    jq -e 'select(.name=="rewritten.txt") | .common * 100 / .of_this > 20' out
    run -0 "$stele" near report.txt
    has "the same text, word for word"
    has "A machine proposes this"
    has "finds no translations"
}

@test "two files are shown side by side, however little they share" {
    run -0 "$stele" near report.txt rewritten.txt
    has "> “in a shallow grave beside the sawmill at Verkhnya Rudka”"
    run -0 "$stele" near report.txt other.txt
    has "% of this text stands in that one"
}

@test "words that somebody is about to enter are looked for" {
    near --words "soldiers had taken the two brothers from a cellar in Shkilna Street" >out
    [ "$(jq -r .name out | sort | xargs)" = "capitals.txt report.txt rewritten.txt" ]
    run -0 "$stele" near --words "nothing of the kind stands anywhere in this archive"
    has "no preserved text shares much with it"
    run -1 "$stele" near --words "too few"
    has "too few words to compare"
}

@test "what is known of the two sources stands with it" {
    cat >s.json <<'END'
[{"kind":"entity","id":"a","entity":"source","class":"web_page","label":"the report"},
 {"kind":"entity","id":"b","entity":"source","class":"web_page","label":"the paper"},
 {"kind":"claim","about":"a","property":"preserved_as","value":{"file":"report.txt"},"basis":"inferred","premises":[{"file":"report.txt"}]},
 {"kind":"claim","about":"b","property":"preserved_as","value":{"file":"rewritten.txt"},"basis":"inferred","premises":[{"file":"rewritten.txt"}]},
 {"kind":"claim","about":"b","property":"rewrites","value":"a","basis":"inferred","premises":[{"file":"rewritten.txt"}]}]
END
    "$stele" add -q s.json
    run -0 "$stele" near report.txt
    has "preserved as the source “the paper”"
    has "rewrites “the report”"
}

@test "a text made of a scan counts as the scan's; a withdrawn one does not count" {
    printf '\x89PNG\r\n\x1a\n' >"$BATS_TEST_TMPDIR/scan.png"
    "$stele" preserve -q "$BATS_TEST_TMPDIR/scan.png"
    echo "$report" >scan.txt
    ref=$("$stele" derive scan.png scan.txt --how ocr --tool t --tool-version 1 --json | jq -r .statement)
    near report.txt >out
    grep -q '"name":"scan.png"' out
    "$stele" withdraw "$ref" --reason misread_source
    near report.txt >out
    ! grep -q '"name":"scan.png"' out
}

@test "an index made anew gives the same answer" {
    near report.txt >before
    "$stele" reindex
    near report.txt >after
    cmp before after
}

@test "a file without a text, and what is no file" {
    printf '\x89PNG\r\n\x1a\n' >"$BATS_TEST_TMPDIR/x.png"
    "$stele" preserve -q "$BATS_TEST_TMPDIR/x.png"
    run -1 "$stele" near x.png
    has "there is no text of it to compare"
    run -1 "$stele" near nothing.txt
}
