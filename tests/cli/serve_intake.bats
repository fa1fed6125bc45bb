# Pages of the inbox, of texts that say nearly the same, and of the import wizard.

bats_require_minimum_version 1.5.0

load common
load serve

report='Two bodies were found in a shallow grave beside the sawmill of Verkhnia Rudka on 14 September, the regional prosecutor said on Friday. Both men had their hands tied behind their backs with electric cable. A resident told investigators that soldiers had taken the two brothers from a cellar in Shkilna Street in the middle of March.'

setup() {
    common_setup
    make_archive
    mkdir files
    echo "$report" >files/report.txt
    echo "Fresh news. $report And more was said later." >files/second.txt
    echo "<script>alert(1)</script>" >'files/odd <b>&".txt'
    "$stele" -C "$archive" preserve -q files
}
teardown() { serve_stop; }

ref_of() { "$stele" -C "$archive" inbox --json | jq -r --arg n "$1" 'select(.name==$n) | .ref'; }
state_of() { "$stele" -C "$archive" inbox --json | jq -r --arg n "$1" 'select(.name==$n) | .state'; }

@test "the inbox shows the files, and no name becomes markup" {
    serve_start
    run -0 serve_get /inbox
    has "report.txt"
    has "odd &lt;b&gt;&amp;&quot;.txt"
    [[ "$output" != *"<b>&"* ]]
    has "Take the next and open it"
    run -0 serve_get "/inbox?state=done"
    has "There is no such file."
    [ "$(serve_status "/inbox?after=nonsense")" -ge 400 ]
    [ "$(serve_status /inbox/nonsense)" -ge 400 ]
}

@test "the next file is taken and shown with one form; two who ask get two files" {
    serve_start
    first=$(serve_post_status /inbox do=next)
    second=$(serve_post_status /inbox do=next)
    [[ "$first" == "303 /o/"* && "$second" == "303 /o/"* && "$first" != "$second" ]]
    run -0 serve_get "${first#303 }"
    has "taken by member"
    run -0 serve_get "/inbox/${first#303 /o/}"
    has "Enter a passage of it"
}

@test "the page for a passage names texts in which its words stand already" {
    serve_start
    run -0 serve_post /enter/passage do=check "p1.words=soldiers had taken the two brothers from a cellar in Shkilna Street"
    has "Texts that say nearly the same are preserved already"
    has "report.txt"
}

@test "files are read, skipped with a reason, and given a second reader" {
    serve_start
    r=$(ref_of report.txt) s=$(ref_of second.txt)
    [ "$(serve_post_status "/inbox/$r" file="$r" do=done-second)" = "303 /inbox/$r" ]
    [ "$(state_of report.txt)" = second ]
    run -0 serve_post /inbox file="$s" do=skip
    has "Say why it is skipped."
    [ "$(state_of second.txt)" = unread ]
    run -0 serve_post /inbox do=take
    has "Mark the files that are meant."
    serve_post_status /inbox file="$s" do=skip because=duplicate note="as the report"
    [ "$(state_of second.txt)" = skipped ]
    [ "$(serve_post_status /inbox file="$s" do=eat)" = "400 " ]
    serve_stop
    "$stele" -C "$archive" verify -q
}

@test "without the token nothing is recorded" {
    serve_start
    r=$(ref_of report.txt)
    serve_curl -o /dev/null -H "Origin: ${serve_address%/}" -d "file=$r&do=done" "${serve_address%/}/inbox"
    [ "$(state_of report.txt)" = unread ]
}

@test "a file's page names texts that say nearly the same, side by side; a person says what it is" {
    cat >s.json <<'END'
[{"kind":"entity","id":"a","entity":"source","class":"web_page","label":"the report"},
 {"kind":"entity","id":"b","entity":"source","class":"web_page","label":"the paper"},
 {"kind":"claim","about":"a","property":"preserved_as","value":{"file":"report.txt"},"basis":"inferred","premises":[{"file":"report.txt"}]},
 {"kind":"claim","about":"b","property":"preserved_as","value":{"file":"second.txt"},"basis":"inferred","premises":[{"file":"second.txt"}]}]
END
    "$stele" -C "$archive" add -q s.json
    r=$(ref_of report.txt) s=$(ref_of second.txt)
    serve_start
    run -0 serve_get "/inbox/$r"
    has "Texts that say nearly the same are preserved already"
    has "machine-made, not part of the record"
    has "100 % of this text stands in that one"
    run -0 serve_get "/near/$r?with=$s"
    has "Stretches that both texts have"
    has "“the paper”"
    run -0 serve_post "/near/$r?with=$s" relation=nonsense
    has "Say what the one source is to the other."
    [[ "$(serve_post_status "/near/$r?with=$s" "relation=that rewrites")" == "303 /near/"* ]]
    run -0 serve_get "/near/$r?with=$s"
    has "Recorded:"
    run -0 "$stele" -C "$archive" near report.txt
    has "“the paper”"
    has "rewrites “the report”"
}

# --- tables ---

preserve_table() {
    mkdir -p tables
    cat >"tables/$1"
    "$stele" -C "$archive" preserve -q "tables/$1" >/dev/null
}

incidents() {
    preserve_table incidents.csv <<'END'
No;Date;Place;Killed;Description;Source;Colour
1;14.09.2022;Rudka;3;Shelling of the market;https://example.org/1;red
2;15.09.2022;Lypove;several;<b>A house</b> burnt down;https://example.org/2;red
3;16.13.2022;Rudka;1;A mine;https://example.org/3;red
END
    ref_of incidents.csv
}

mapping='list "Incidents" class incident_list
key No
ignore Colour
constant Colour
entity place place
  key Place
  label "{Place}"
entity record event
  when Date as date "DD.MM.YYYY"
  description Description lang en
  happened_at the place'

@test "a mapping is proposed from the headings, tried, and imported" {
    r=$(incidents)
    serve_start
    run -0 serve_get /import
    has "incidents.csv"
    run -0 serve_get "/import/$r"
    has "Every row says the same: did nobody fill it in?"
    has "14.09.2022"
    [[ "$(serve_post_status "/import/$r" do=guess)" == "303 /import/"* ]]
    run -0 serve_get "/import/$r"
    has "A machine proposes this from the headings."
    has 'when  column &quot;Date&quot; as date'
    run -0 serve_get "/import/$r?preview=1"
    has "number killed: 3 persons"
    has "&lt;b&gt;A house&lt;/b&gt; burnt down"
    [[ "$output" != *"<b>A house"* ]]
    has "the mapping does not speak of the column"
    [ "$("$stele" -C "$archive" lists --json | wc -l)" -eq 0 ] # nothing is written yet
    [[ "$(serve_post_status "/import/$r" do=import "map=$mapping")" == "303 /import/"*"#done" ]]
    run -0 serve_get "/import/$r"
    has "2 rows taken, 1 handed back"
    run -0 "$stele" -C "$archive" lists
    has "Incidents"
    [ "$(state_of incidents.csv)" = done ] # nobody needs to read a table that was imported
    serve_stop
    "$stele" -C "$archive" verify -q
}

notes() { find "$XDG_STATE_HOME" -path "*/notes/import-*" | sort; }

@test "a mapping is one member's own, sealed where they have a key, and goes with the import" {
    r=$(incidents)
    "$stele" -C "$archive" member passphrase --new-passphrase-file <(echo 'correct horse') >/dev/null
    serve_start
    serve_curl -o /dev/null -H "Origin: ${serve_address%/}" \
        --data-urlencode "passphrase=correct horse" "${serve_address%/}/sign-in"
    serve_post_status "/import/$r" do=blank # of none: no failure
    [[ "$(serve_post_status "/import/$r" do=blank)" == "303 "* ]]
    serve_post_status "/import/$r" do=keep "map=$mapping"
    [ "$(notes | wc -l)" -eq 1 ]
    head -c 22 "$(notes)" | grep -q '^age-encryption.org/v1$'
    run -0 serve_get "/import/$r"
    has "happened_at the place"
    # Of three rows one is handed back: it is written out with the mapping.
    serve_post_status "/import/$r" do=import "map=$mapping"
    [ "$(notes | wc -l)" -eq 1 ]
    export STELE_PASSPHRASE_FILE=$PWD/pass
    echo 'correct horse' >pass
    r=$(preserve_table whole.csv <<<"No;Date;Place;Description;Colour
1;14.09.2022;Rudka;Shelling;red" && ref_of whole.csv)
    serve_post_status "/import/$r" do=keep "map=$mapping"
    [ "$(notes | wc -l)" -eq 2 ]
    [[ "$(serve_post_status "/import/$r" do=import "map=$mapping")" == *"#done" ]]
    [ "$(notes | wc -l)" -eq 1 ]
}

@test "choices become the mapping's text, and the text choices" {
    r=$(incidents)
    serve_start
    run -0 serve_post "/import/$r" do=choose list= kind=event name-1=Date use-1=says property-1=when
    has "give the list a name"
    has 'value="when"' # what was typed is still there
    serve_post_status "/import/$r" do=choose list="My list" kind=event \
        name-0=No key-0=1 name-1=Date use-1=says property-1=when pattern-1=DD.MM.YYYY \
        name-6=Colour use-6=ignore
    run -0 serve_get "/import/$r"
    has 'list  &quot;My list&quot;'
    has 'key    &quot;No&quot;'
    has 'ignore  &quot;Colour&quot;'
    has 'as date &quot;DD.MM.YYYY&quot;'
    has 'value="My list"'
    serve_post_status "/import/$r" do=keep "map=$mapping
  killed Killed unit person if Killed is not \"several\""
    run -0 serve_get "/import/$r"
    has "This mapping says more than can be chosen here"
}

@test "a broken mapping is kept and told with line and column" {
    r=$(incidents)
    serve_start
    run -0 serve_post "/import/$r" do=preview "map=list \"X\"
entity record event
  whem Date"
    has "line 3, column 3:"
    run -0 serve_get "/import/$r"
    has "whem Date" # not lost
    run -0 serve_post "/import/$r" do=keep "map=list \"X\"
entity record event
  when Datum as date"
    has "Datum"
    [[ "$(serve_post_status "/import/$r" do=import "map=nonsense")" == "200 "* ]]
    [ "$("$stele" -C "$archive" lists --json | wc -l)" -eq 0 ]
    serve_post_status "/import/$r" do=blank
    run -0 serve_get "/import/$r"
    [[ "$output" != *"whem Date"* ]]
}

@test "rows that are handed back are saved as a file, with the reasons" {
    r=$(incidents)
    serve_start
    serve_post_status "/import/$r" do=keep "map=$mapping"
    run -0 serve_get "/import/$r?preview=1"
    has "1 would be handed back"
    has "16.13.2022"
    run -0 serve_get "/import/$r/rejected"
    has "rejected because"
    has "16.13.2022"
    [[ "$output" != *"14.09.2022"* ]]
}

@test "Windows-1251, a ready mapping, what is no table" {
    iconv -f utf-8 -t cp1251 <<'END' | preserve_table cyr.csv
Дата події;Населений пункт;Опис
14.09.2022;Рудка;Обстріл
15.09.2022;Липове;Пожежа
END
    r=$(ref_of cyr.csv)
    serve_start
    run -0 serve_get /import
    has "cyr.csv"
    run -0 serve_get "/import/$r"
    has "Рудка"
    has "as found: windows-1251"
    serve_post_status "/import/$r" do=guess
    run -0 serve_get "/import/$r?preview=1"
    has "Обстріл"
    [[ "$(serve_post_status "/import/$r" do=ready ready=cir-events.map)" == "303 "* ]]
    run -0 serve_get "/import/$r"
    has "entry" # a column that this table has not
    run -0 serve_post "/import/$r" do=ready ready=../../../etc/passwd
    has "there is no mapping of that name"
    o=$(ref_of report.txt)
    [ "$(serve_status "/import/$o")" = 200 ]
    [ "$(serve_status /import/nonsense)" -ge 400 ]
}

@test "a workbook with several sheets asks which; hidden ones can be chosen; harm is refused" {
    make=$BATS_TEST_DIRNAME/../workbooks/make.py
    mkdir books
    /usr/bin/python3 "$make" features books
    /usr/bin/python3 "$make" hostile books
    "$stele" -C "$archive" preserve -q books >/dev/null
    serve_start
    r=$(ref_of features.xlsx)
    run -0 serve_get "/import/$r"
    has "sheet"
    for name in $(cd books && ls); do
        [ "$(serve_status "/import/$(ref_of "$name")")" = 200 ]
    done
    run -0 serve_post "/import/$r" do=read-again sheet=Dead header=3 header-last=4
    has "columns"
}
