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
    [[ "$first" == "303 /inbox/"* && "$second" == "303 /inbox/"* && "$first" != "$second" ]]
    run -0 serve_get "${first#303 }"
    has "taken by member"
    has "Enter a passage of it"
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
