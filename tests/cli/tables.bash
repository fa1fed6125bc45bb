# A small archive for the tests of tables: everything in it is synthetic. Loaded after
# common.bash.

make_tables() {
    cat >"$BATS_TEST_TMPDIR/tables.json" <<'J'
[
{"kind":"entity","id":"s","entity":"source","class":"web_page","label":"a page"},
{"kind":"entity","id":"oblast","entity":"place","class":"settlement","label":"Вигадана область"},
{"kind":"entity","id":"town","entity":"place","class":"settlement","label":"Вигадане"},
{"kind":"entity","id":"w","entity":"person","class":"private_person","label":"somebody"},
{"kind":"passage","id":"q","source":"s","words":"three were hit","lang":"en","locator":{"paragraph":1},
 "chain":[{"who":"not_stated","knows":"not_stated","link":"stated"}]},
{"kind":"claim","about":"town","property":"located_in","value":"oblast","passage":"q"},
{"kind":"claim","about":"town","property":"coordinates","value":{"lat":"49.2","lon":"37.25","precision_m":500},"passage":"q"},
{"kind":"claim","about":"town","property":"name","value":{"written":"Vyhadane","script":"Latn","lang":"en"},"passage":"q"},
{"kind":"entity","id":"e1","entity":"event","class":"incident","label":"=1+1"},
{"kind":"entity","id":"e2","entity":"event","class":"incident","label":"the second"},
{"kind":"entity","id":"e3","entity":"event","class":"incident","label":"the third"},
{"kind":"claim","id":"c1","about":"e1","property":"happened_at","value":{"relation":"near","anchor":"town"},"passage":"q"},
{"kind":"claim","about":"e1","property":"when","value":{"edtf":"2022-03"},"passage":"q"},
{"kind":"claim","id":"c2","about":"e2","property":"killed","value":{"exact":3,"unit":"person"},"passage":"q"}
]
J
    "$stele" -C "$archive" add "$BATS_TEST_TMPDIR/tables.json" >"$BATS_TEST_TMPDIR/added"
}

# entity LOCAL-ID: its id.
entity() { awk -F '\t' -v id="$1" '$1 == id { sub(/^entity /, "", $2); gsub(/-/, "", $2); print $2 }' "$BATS_TEST_TMPDIR/added"; }
ref() { awk -F '\t' -v id="$1" '$1 == id { sub(/.* /, "", $3); print $3 }' "$BATS_TEST_TMPDIR/added"; }
