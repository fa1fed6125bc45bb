#!/usr/bin/env bats
# stele consent: what people agreed to, recorded, shown, taken back, kept, printed.

setup() {
    load common
    common_setup
    make_archive
    export STELE_NOW=2024-06-01T10:00:00Z
    witness=$(one entity person --label 'a woman from the village')
    talk=$(one entity interview)
}

one() { "$stele" -C "$archive" add "$@" --json | sed 's/.*"entity":"\([^"]*\)".*/\1/'; }
consent() { "$stele" -C "$archive" consent "$@"; }
ref_of() { sed 's/.*"ref":"\([^"]*\)".*/\1/'; }
explained=(--risks 'that she may be recognised' --alternatives 'to speak unrecorded'
    --withdrawal 'tell the office, at any time' --cannot-undo 'what was handed over' --lang uk)
agree() { # and more options
    consent new "$witness" --purpose documentation --recipient own_team --recipient 'Center X' --use words \
        "${explained[@]}" --form written --on 2024-05-01 "$@"
}

@test "consent is recorded from options and shown in words" {
    run agree --adult --promise '2024-07-01=a copy of what was written' --until 2026 --interview "$talk" \
        --contact 'how=through a neighbour' --contact 'when_safe=in the morning'
    [ "$status" -eq 0 ]
    has "consent	recorded as"
    run consent show "$witness"
    [ "$status" -eq 0 ]
    has "it holds today"
    has "for: documentation by this team"
    has "to: this team only; Center X"
    has "may be used: what the person said"
    has "may not be used: name and what else says who it is; voice; image;"
    has "risks explained: that she may be recognised"
    has "promised: 1. a copy of what was written"
    [[ "$output" != *neighbour* ]]
    run consent show "$witness" --contact
    has "through a neighbour"
    has "in the morning"
    run consent show "$witness" --json
    has '"standing":"current"'
    [[ "$output" != *neighbour* ]]
    run "$stele" -C "$archive" history "$witness"
    [ "$status" -eq 0 ]
    [[ "$output" == *consent* ]]
}

@test "consent is recorded from a file" {
    cat >draft.json <<J
{"person":"$witness","purposes":["statistics"],"recipients":["researcher"],"may_use":["words"],"risks_explained":"r",
 "alternatives_explained":"a","withdrawal_explained":"w","cannot_undo":"u","lang":"en","form":"written","on":"2024-05","adult":true}
J
    run consent new --from draft.json
    [ "$status" -eq 0 ]
    run consent new --from - <draft.json
    [ "$status" -eq 0 ]
    run consent show "$witness"
    has "statistics without persons"
    run consent new --from nowhere.json
    [ "$status" -eq 1 ]
    has "nowhere.json"
    run consent new "$witness" --from draft.json
    [ "$status" -eq 2 ]
}

@test "what is missing is said, one thing at a time, and nothing is recorded" {
    run agree
    [ "$status" -eq 1 ]
    has 'say that the person is of age'
    run agree --child guardian="$witness" --child relation=mother
    [ "$status" -eq 1 ]
    has 'say what the child itself said'
    run consent new "$witness" --purpose documentation
    [ "$status" -eq 1 ]
    has 'say which risks were explained'
    run agree --adult --promise 'a copy'
    [ "$status" -eq 1 ]
    has 'expected DATE=WHAT'
    run agree --adult --form oral_witnessed
    [ "$status" -eq 1 ]
    has 'needs the "witness"'
    run consent show "$witness"
    [ "$status" -eq 1 ]
    has "nothing of what they said may be given to anybody"
    run consent
    [ "$status" -eq 2 ]
    run consent give
    [ "$status" -eq 2 ]
    has "is none of new, show, withdraw"
}

@test "a child's consent names the guardian and the child's own word" {
    mother=$(one entity person --label 'her mother')
    run agree --child guardian="$mother" --child relation=mother --child assent=given
    [ "$status" -eq 0 ]
    run consent show "$witness"
    has "a child; its guardian:"
    has "mother"
    has "the child's own assent: given"
}

@test "a withdrawal ends it, and what it cannot undo is said" {
    ref=$(agree --adult --json | ref_of)
    run consent withdraw "$witness" --words 'I am afraid'
    [ "$status" -eq 0 ]
    has "recorded as"
    has "What this cannot undo. They were told: what was handed over"
    has "The access log knows of no time that it left."
    has "Copies made with stele copy hold it too"
    run consent show "$ref"
    has "it was taken back, all of it"
    has "taken back: 2024-06-01, the person: all of it; “I am afraid”"
    run consent withdraw "$witness"
    [ "$status" -eq 1 ]
    has "nothing is left to take back"
    run consent show "$witness" --json
    has '"standing":"withdrawn"'
}

@test "a part can be taken back" {
    agree --adult
    run consent withdraw "$witness" --purpose documentation --recipient media
    [ "$status" -eq 2 ]
    run consent withdraw "$witness" --recipient 'Center X' --on 2024-05-20 --by representative
    [ "$status" -eq 0 ]
    run consent show "$witness"
    has "it holds today"
    has "taken back: 2024-05-20, a representative: for some recipients: Center X"
    run consent withdraw "$witness" --purpose anything
    [ "$status" -eq 1 ]
    has '"anything" is not a term of "consent_purpose"'
}

@test "a renewal takes the place of the consent it names" {
    ref=$(agree --adult --json | ref_of)
    run agree --adult --supersedes "$ref"
    [ "$status" -eq 0 ]
    run consent show "$ref"
    has "it was renewed"
    STELE_NOW=2026-06-01T10:00:00Z run consent show "$witness"
    has "it holds today"
    agree --adult --until 2024-12
    STELE_NOW=2026-06-01T10:00:00Z run consent show "$witness"
    has "it is past its last day"
}

@test "promises and contacts are told when they are due, until they are kept" {
    ref=$(agree --adult --promise '2024-05-20=a copy' --promise '2024-07=what became of it' \
        --contact how=telephone --contact 'when_safe=Sundays' --contact due=2024-06-15 --json | ref_of)
    run consent due
    [ "$status" -eq 0 ]
    has "overdue since 2024-05-20"
    has "a copy"
    [[ "$output" != *"what became"* ]]
    run consent due --until 2024-07-31 --contact
    has "due on 2024-07-31"
    has "what became of it"
    has "due on 2024-06-15"
    has "to be in touch"
    has "telephone; Sundays"
    run consent keep "$ref" 1 --on 2024-06-01 --words 'sent by post'
    [ "$status" -eq 0 ]
    run consent keep "$ref" 0 --on 2024-06-01
    [ "$status" -eq 0 ]
    run consent due --until 2024-07-31 --json
    [ "${#lines[@]}" -eq 1 ]
    has '"what":"what became of it"'
    has '"promise":2'
    [[ "$output" != *telephone* ]]
    run consent due --until 2024-06-30
    has "nothing is due until 2024-06-30"
    run consent due --until someday
    [ "$status" -eq 1 ]
    has "someday"
    run consent keep "$ref" first --on 2024-06-01
    [ "$status" -eq 1 ]
    has "say which promise"
}

@test "the paper that is taken home says what was agreed in two languages, and no name" {
    ref=$(agree --adult --promise '2024-07-01=a copy' --contact how=telephone --contact when_safe=Sundays \
        --interpreter 'Interpreter Name' --json | ref_of)
    run consent receipt "$ref" --text
    [ "$status" -eq 0 ]
    has "SYNTHETIC archive"
    has "$ref"
    has "documentation by this team / документування цією командою"
    has "May NOT be used / НЕ можна використовувати"
    has "tell the office, at any time"
    has "what was handed over"
    has "a copy"
    [[ "$output" != *"a woman from the village"* ]]
    [[ "$output" != *"$witness"* ]]
    [[ "$output" != *"telephone"* ]]
    [[ "$output" != *"Interpreter Name"* ]]
    code=$(consent receipt "$ref" --text --json | sed 's/.*"code":"\([^"]*\)".*/\1/')
    [[ "$code" =~ ^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$ ]]
    run consent show "${code,,}"
    [ "$status" -eq 0 ]
    has "consent $(cut -c1-6 <<<"$ref")"
    run consent show 0000-0000-0000-0000
    [ "$status" -eq 1 ]
    has "has the code 0000-0000-0000-0000"
    run consent receipt "$witness" -o receipt.pdf
    [ "$status" -eq 0 ]
    has "$code"
    [ "$(head -c 5 receipt.pdf)" = "%PDF-" ]
    [ "$(stat -c %a receipt.pdf)" = 600 ]
    if command -v pdftotext; then
        pdftotext -layout receipt.pdf - >text
        grep -q 'документування' text
        ! grep -q "a woman from the village" text
    fi
    run consent receipt "$ref" -o receipt.pdf
    [ "$status" -eq 3 ]
    has "is there already"
    run consent receipt "$ref" -o "$archive/receipt.pdf"
    [ "$status" -eq 1 ]
    run consent receipt "$ref"
    [ "$status" -eq 2 ]
    agree --adult
    run consent receipt "$witness" --text
    [ "$status" -eq 1 ]
    has "they agreed more than once"
}

@test "two organisations find whom both have spoken with, and exchange no name" {
    paper=$(one entity source --class newspaper)
    q=$("$stele" -C "$archive" add passage "$paper" --at page=1 --words w --lang en --json | ref_of)
    agree --adult
    claim() { "$stele" -C "$1" add claim "$2" "$3" "$4" --passage "$5" >/dev/null; }
    claim "$archive" "$witness" name '{"written":"Прикладенко Юлія Іванівна"}' "$q"
    claim "$archive" "$witness" birth '{"edtf":"1980-05"}' "$q"
    claim "$archive" "$witness" residence 'село Вигадане' "$q"
    "$stele" init --synthetic --name other other
    cat >theirs.json <<'J'
[{"kind":"entity","id":"s","entity":"source","class":"letter"},
 {"kind":"passage","id":"q","source":"s","locator":{"page":1},"lang":"en","words":"w"},
 {"kind":"entity","id":"t","entity":"interview"},{"kind":"entity","id":"p","entity":"person"},{"kind":"entity","id":"o","entity":"person"},
 {"kind":"claim","about":"t","property":"interviewee","value":"p","passage":"q"},
 {"kind":"claim","about":"t","property":"interviewee","value":"o","passage":"q"},
 {"kind":"claim","about":"p","property":"name","value":{"written":"Yuliia PRYKLADENKO"},"passage":"q"},
 {"kind":"claim","about":"p","property":"birth","value":{"edtf":"1981"},"passage":"q"},
 {"kind":"claim","about":"p","property":"residence","value":"Vyhadane village","passage":"q"},
 {"kind":"claim","about":"o","property":"name","value":{"written":"Inshyi Ivan"},"passage":"q"},
 {"kind":"claim","about":"o","property":"birth","value":{"edtf":"1981"},"passage":"q"}]
J
    "$stele" -C other add theirs.json --json >ids
    theirs=$(grep '"local":"p"' ids | sed 's/.*"entity":"\([^"]*\)".*/\1/')
    echo 'six words that nobody else would think of' >secret
    run consent meet --secret secret -o hashes
    [ "$status" -eq 0 ]
    has "keyed hashes of 1 person"
    [ "$(wc -l <hashes)" -eq 68 ]
    [ "$(stat -c %a hashes)" = 600 ]
    run grep -a -i -e приклад -e prykl -e 1980 -e "$witness" hashes
    [ "$status" -eq 1 ]
    run "$stele" -C other consent meet --secret secret --check hashes --json
    [ "$status" -eq 0 ]
    [ "$output" = '{"person":"'"$theirs"'","place":true,"year":true}' ] || [ "$output" = '{"person":"'"$theirs"'","year":true,"place":true}' ]
    run "$stele" -C other consent meet --secret secret --check hashes
    has "name, year of birth and settlement are alike"
    has "A hint, not identity"
    echo 'six words that nobody else would think OF' >wrong
    run "$stele" -C other consent meet --secret wrong --check hashes
    [ "$status" -eq 0 ]
    has "Nobody of ours is among them"
    # Whoever took everything back is not handed out any more.
    consent withdraw "$witness"
    consent meet --secret - -o later <secret
    run "$stele" -C other consent meet --secret secret --check later
    has "Nobody of ours is among them"
}

@test "what is asked wrongly of a meeting is said" {
    agree --adult
    echo short >secret
    run consent meet --secret secret -o hashes
    [ "$status" -eq 1 ]
    has "shorter than 20 characters"
    [ ! -e hashes ]
    run consent meet -o hashes
    [ "$status" -eq 2 ]
    echo 'six words that nobody else would think of' >secret
    run consent meet --secret secret
    [ "$status" -eq 2 ]
    consent meet --secret secret -o hashes
    run consent meet --secret secret -o hashes
    [ "$status" -eq 3 ]
    has "is there already"
    head -n 20 hashes >cut
    run consent meet --secret secret --check cut
    [ "$status" -eq 1 ]
    has '"cut": line 21 is not one of a file of keyed hashes'
}
