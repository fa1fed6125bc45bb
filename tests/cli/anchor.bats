#!/usr/bin/env bats
# stele anchor: papers, timestamps, and what stele verify makes of them.

setup_file() {
    # Keys and certificates are made once; each test has a copy.
    export AUTHORITIES=$BATS_FILE_TMPDIR/authorities
    mkdir -p "$AUTHORITIES"
    cd "$AUTHORITIES" || return 1
    . "$BATS_TEST_DIRNAME/authority.bash"
    authorities
}

setup() {
    load common
    load authority
    common_setup
    # What this system trusts is none of these tests' affair.
    export SSL_CERT_FILE=/dev/null SSL_CERT_DIR=/nonexistent
    make_archive
    cp -r "$AUTHORITIES"/. .
}

code() { "$stele" -C "$archive" anchor --text --json | jq -r .code; }

# request: a request in the folder request/, and where it is.
request() {
    rm -rf request
    "$stele" -C "$archive" anchor request -o request "$@" >/dev/null
    tsq=$(echo request/request-*.tsq)
    txt=$(echo request/checkpoint-*.txt)
}

# flip FILE OFFSET: change one bit.
flip() {
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    printf "\\$(printf %o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

first_line_says() { [[ "${lines[0]}" == *"$1"* ]] || { printf 'the first line does not say: %s\nbut: %s\n' "$1" "${lines[0]}"; return 1; }; }

@test "a paper's code fixes what was recorded when it was printed, and names that size" {
    code=$(code)
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    run "$stele" -C "$archive" verify --anchor "$code"
    [ "$status" -eq 0 ]
    first_line_says "Fixed by something outside the owner's control: the first 3 statements, by the paper with the code"
    has "4 statements (4 open"
}

@test "a printed paper alone is no anchor" {
    code >/dev/null
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    first_line_says "Fixed by something outside the owner's control: nothing yet."
    has "1 paper was printed: it counts when somebody who keeps it gives its code"
}

@test "a code is read as people write it, and several may be given" {
    first=$(code)
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    second=$(code)
    spoken=$(echo "$second" | sed 's/\(....\)/\1 /g; y/01/ol/' | tr a-z A-Z)
    run "$stele" -C "$archive" verify --anchor "$first" --anchor "$spoken"
    [ "$status" -eq 0 ]
    first_line_says "the first 4 statements, by the paper"
    has "fixes the first 3 statements of feed"
}

@test "a code is looked for in the files, not in the list of notes" {
    code=$(code)
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    : >"$(echo "$archive"/feeds/*/checkpoints)"
    run "$stele" -C "$archive" verify --anchor "$code"
    has "fixes the first 3 statements of feed"
    # And a list that was written to please the paper does not help.
    cp -r "$archive" other && sed -i 's/synthetic/sinthetic/' other/feeds/*/tail-0
    run "$stele" -C other verify --anchor "$code"
    [ "$status" -eq 1 ]
    has "this archive never signed a root that begins with this code"
}

@test "a code that the archive does not have is told what it may mean, and exits 1" {
    run "$stele" -C "$archive" verify --anchor 0123-4567-89AB-CDEF
    [ "$status" -eq 1 ]
    has "0123-4567-89AB-CDEF: this archive never signed a root that begins with this code: it is another archive, an older copy than the paper, or the record was changed"
    has "1 thing is wrong."
    run "$stele" -C "$archive" verify --json --anchor 0123-4567-89AB-CDEF
    [ "$status" -eq 1 ]
    [ "$(echo "${lines[0]}" | jq -c '[.code,.found]')" = '["0123456789abcdef",false]' ]
    [ "$(echo "${lines[-1]}" | jq -c '[.fixed_by,.wrong]')" = '[null,1]' ]
}

@test "an older copy does not have the newer paper's code" {
    cp -r "$archive" older
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    code=$(code)
    run "$stele" -C older verify --anchor "$code"
    [ "$status" -eq 1 ]
    has "an older copy than the paper"
}

@test "what is no code is a mistake in use" {
    run "$stele" -C "$archive" verify --anchor 0123-4567
    [ "$status" -eq 2 ]
    has "it has 8 characters, not 16"
}

@test "papers are listed with the size they are about" {
    code=$(code)
    run "$stele" -C "$archive" anchor list
    [ "$status" -eq 0 ]
    has "3 statements"
    has "a paper printed on"
    run "$stele" -C "$archive" anchor list --json
    [ "$(echo "${lines[0]}" | jq -c '[.kind,.size,.code,.counts,.wrong]')" = "[\"paper\",3,\"$code\",false,null]" ]
}

@test "who cannot write to the archive can still print a paper" {
    give_to_nobody "$archive"
    chmod -R a-w "$archive"
    [ "$(id -u)" -ne 0 ] || chmod a+x "$BATS_TEST_TMPDIR"
    run as_nobody env HOME=/nonexistent "$stele" -C "$archive" anchor --text
    [ "$status" -eq 0 ]
    has "could not note that the paper was printed"
    has "This paper fixes a record"
}

# The PDF as a picture, for looking at its QR code.
qr_of() { pdftoppm -r 150 -png "$1" picture && zbarimg -q --raw picture-*.png 2>/dev/null; }

@test "the paper is one A5 page with all that the text has, and a QR code of the checkpoint" {
    "$stele" init --synthetic --name "Харків 2022, خاركيف" other >/dev/null
    run "$stele" -C other anchor -o paper.pdf
    [ "$status" -eq 0 ]
    has "Written to \"paper.pdf\". It counts once somebody who does not hold the record keeps the signed paper."
    code=$(echo "$output" | sed -n 's/^    \([0-9A-Z]\{4\}\(-[0-9A-Z]\{4\}\)\{3\}\)$/\1/p')
    [ -n "$code" ]
    [ "$(pdfinfo paper.pdf | sed -n 's/^Pages: *//p')" = 1 ]
    # 148 by 210 mm
    [[ "$(pdfinfo paper.pdf | sed -n 's/^Page size: *//p')" == "419.528 x 595.276 pts"* ]]
    text=$(pdftotext -layout paper.pdf - | tr -s ' \n' ' ')
    id=$(jq -r .archive other/stele.json)
    for words in "$code" "$id" "Харків 2022" "stele.invalid/feed/$(ls other/feeds)" "the first 3 statements" \
        "What it shows: if" "What it does not show: that what was recorded is true" "SYNTHETIC archive" \
        "Date" "Place" "Name (holds the record)" "Name (keeps this paper)"; do
        [[ "$text" == *"$words"* ]] || { echo "the page lacks: $words"; echo "$text"; return 1; }
    done
    [ "$(echo "$text" | grep -o Signature | wc -l)" = 2 ]
    root=$(sed -n 3p other/feeds/*/checkpoint | base64 -d | od -An -tx1 | tr -d ' \n')
    [[ "$(echo "$text" | tr -d ' ')" == *"$root"* ]]
    qr_of paper.pdf | head -n 3 | cmp - <(head -n 3 other/feeds/*/checkpoint)
    # The letters are in the file: it prints the same on another machine.
    pdffonts paper.pdf | tail -n +3 | awk '{ if ($(NF - 4) != "yes") exit 1 }'
}

@test "without -o the paper lies here under its code, and is printed again over itself" {
    run "$stele" -C "$archive" anchor --json
    [ "$status" -eq 0 ]
    code=$(echo "$output" | jq -r .code)
    [ "$(echo "$output" | jq -r .file)" = "anchor-$code.pdf" ]
    [ "$(head -c 5 "anchor-$code.pdf")" = "%PDF-" ]
    run "$stele" -C "$archive" anchor
    [ "$status" -eq 0 ]
}

@test "a paper never replaces a file that was named, nor lies inside the archive" {
    echo mine >paper.pdf
    run "$stele" -C "$archive" anchor -o paper.pdf
    [ "$status" -eq 3 ]
    has "\"paper.pdf\" is there already: name a file that is not"
    [ "$(cat paper.pdf)" = mine ]
    run "$stele" -C "$archive" anchor -o "$archive/paper.pdf"
    [ "$status" -eq 1 ]
    has "lies inside the archive"
    cd "$archive"
    run "$stele" anchor
    [ "$status" -eq 1 ]
    has "lies inside the archive"
    [ ! -e anchors ]
}

@test "an archive's longest name leaves the paper on one page" {
    "$stele" init --synthetic --name "$(printf 'довга назва %.0s' $(seq 9))" long >/dev/null
    "$stele" -C long anchor -o paper.pdf >/dev/null
    [ "$(pdfinfo paper.pdf | sed -n 's/^Pages: *//p')" = 1 ]
}

@test "without the program that draws pages the message says where it is looked for" {
    mkdir -p elsewhere/bin elsewhere/libexec/stele
    cp "$stele" elsewhere/bin/stele
    run elsewhere/bin/stele -C "$archive" anchor
    [ "$status" -eq 3 ]
    has "no PDF could be made; --text prints the paper as text: the program \"stele-sheet\" is neither in"
    run elsewhere/bin/stele -C "$archive" anchor --text
    [ "$status" -eq 0 ]
    cp "$(dirname "$stele")/stele-sheet" elsewhere/libexec/stele/
    run elsewhere/bin/stele -C "$archive" anchor
    [ "$status" -eq 0 ]
}

@test "stele-sheet refuses what it does not understand, and says what it is" {
    run "$(dirname "$stele")/stele-sheet" <<<'{"page":"A5","title":"x","colour":"red"}'
    [ "$status" -eq 1 ]
    has "stele-sheet: line 1: a page has"
    run "$(dirname "$stele")/stele-sheet" --help
    [ "$status" -eq 2 ]
    has "a description comes in on stdin, a PDF or a workbook goes out on stdout"
}

@test "a timestamp whose root the checker trusts fixes the record, and openssl agrees" {
    request
    stamp tsa "$tsq" reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem
    [ "$status" -eq 0 ]
    has "the first 3 statements: a timestamp of \"CN=Test authority\" of"
    has "its chain was checked up to a root that is trusted here"
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    run "$stele" -C "$archive" verify --trust root.pem
    [ "$status" -eq 0 ]
    first_line_says "the first 3 statements, by a timestamp of \"CN=Test authority\" of"
    first_line_says "its chain was checked up to a root that is trusted here"
    # A stranger, with what the archive keeps and without Stele.
    grep -x -B1 -A1 3 "$archive"/feeds/*/checkpoints | head -n 3 >checkpoint.txt
    run openssl ts -verify -in "$archive"/anchors/stamp-3-*.tsr -data checkpoint.txt -CAfile root.pem -untrusted "$archive"/anchors/stamp-3-*.pem
    [ "$status" -eq 0 ]
    has "Verification: OK"
    run openssl ts -verify -in "$archive"/anchors/stamp-3-*.tsr -queryfile "$archive"/anchors/request-3-*.tsq -CAfile root.pem
    [ "$status" -eq 0 ]
    cmp checkpoint.txt "$txt"
}

@test "the request is one that openssl reads: version 1, SHA-256, a nonce, certificates wanted" {
    request
    run openssl ts -query -in "$tsq" -text
    has "Version: 1"
    has "Hash Algorithm: sha256"
    has "Certificate required: yes"
    [[ "$output" =~ Nonce:\ 0x[0-9A-F]{16} ]]
    imprint=$(openssl ts -query -in "$tsq" -text | sed -n 's/^ *00[01]0 - \(.\{47\}\).*/\1/p' | tr -d ' \n-')
    [ "$imprint" = "$(sha256sum <"$txt" | cut -d' ' -f1)" ]
}

@test "without a root that is trusted here the first line says so" {
    request
    stamp tsa "$tsq" reply.tsr
    "$stele" -C "$archive" anchor accept reply.tsr >/dev/null
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    first_line_says "nothing that was checked here"
    first_line_says "its chain was not checked against a trusted root here"
    run "$stele" -C "$archive" verify --json
    [ "$(echo "${lines[-1]}" | jq -c '[.fixed_by,.fixed_size,.unchecked_size]')" = '[null,0,3]' ]
}

@test "what this system trusts is trusted without naming it" {
    request
    stamp tsa "$tsq" reply.tsr
    "$stele" -C "$archive" anchor accept reply.tsr >/dev/null
    SSL_CERT_FILE=$PWD/root.pem run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    first_line_says "the first 3 statements, by a timestamp of \"CN=Test authority\" of"
    SSL_CERT_FILE=$PWD/own.pem run "$stele" -C "$archive" verify
    first_line_says "nothing that was checked here"
}

@test "a chain that lacks its issuers is called incomplete, and completed with --chain" {
    request
    stamp tsa "$tsq" reply.tsr no-chain
    run "$stele" -C "$archive" anchor accept reply.tsr
    [ "$status" -eq 0 ]
    has "its chain of certificates is not complete"
    run "$stele" -C "$archive" anchor accept reply.tsr --chain middle.pem --trust root.pem
    [ "$status" -eq 0 ]
    has "checked up to a root that is trusted here"
    run "$stele" -C "$archive" verify --trust root.pem
    [ "$status" -eq 0 ]
    first_line_says "the first 3 statements, by a timestamp"
}

@test "a self-signed authority is called that, and does not count until it is trusted by name" {
    request
    stamp own "$tsq" reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr
    [ "$status" -eq 0 ]
    has "a self-signed authority: nobody but itself vouches for it"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    first_line_says "Fixed by something outside the owner's control: nothing yet."
    has "1 timestamp is of a self-signed authority and does not count"
    run "$stele" -C "$archive" verify --trust own.pem
    first_line_says "a timestamp of \"CN=Own authority\" of"
    first_line_says "self-signed, and trusted here by name"
    run "$stele" -C "$archive" anchor list --json
    [ "$(echo "$output" | jq -r 'select(.kind=="timestamp") | .chain')" = self-signed ]
}

@test "several authorities may stamp one checkpoint, and the largest size comes first" {
    request
    stamp tsa "$tsq" one.tsr
    stamp other "$tsq" two.tsr
    run "$stele" -C "$archive" anchor accept one.tsr two.tsr --trust root.pem
    [ "$status" -eq 0 ]
    has "Test authority"
    has "Other authority"
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    request
    stamp other "$tsq" three.tsr
    "$stele" -C "$archive" anchor accept three.tsr --trust root.pem >/dev/null
    run "$stele" -C "$archive" verify --trust root.pem
    first_line_says "the first 4 statements, by a timestamp of \"CN=Other authority\""
    [ "$("$stele" -C "$archive" anchor list --json | jq -c 'select(.kind=="timestamp") | .size' | sort | tr -d '\n')" = 334 ]
}

@test "an earlier checkpoint can be stamped later" {
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    request --checkpoint 3
    stamp tsa "$tsq" reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr
    [ "$status" -eq 0 ]
    has "the first 3 statements"
    run "$stele" -C "$archive" anchor request -o elsewhere --checkpoint 2
    [ "$status" -eq 1 ]
    has "has no checkpoint of 2 statements"
}

@test "a stamp of something else is refused" {
    echo "something else" >something
    openssl ts -query -data something -sha256 -cert -out something.tsq 2>/dev/null
    stamp tsa something.tsq reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr
    [ "$status" -eq 1 ]
    has "reply.tsr\": it stamps something else than a checkpoint of this archive"
    [ -z "$(ls "$archive/anchors" 2>/dev/null)" ]
}

@test "a reply to another request is refused until that request is named" {
    request
    openssl ts -query -data "$txt" -sha256 -cert -out mine.tsq 2>/dev/null
    stamp tsa mine.tsq reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr
    [ "$status" -eq 1 ]
    has "it does not answer a request that was made here"
    run "$stele" -C "$archive" anchor accept reply.tsr --request mine.tsq
    [ "$status" -eq 0 ]
}

@test "a reply whose time, imprint or signature was changed is refused" {
    request
    stamp tsa "$tsq" reply.tsr
    size=$(stat -c %s reply.tsr)
    # The signature is at the end, the time within the first 150 bytes. Between them are
    # certificates of others, which it does not sign: each is judged by its own signature.
    for at in 9 60 100 130 160 $((size - 1)) $((size - 40)); do
        cp reply.tsr changed.tsr
        flip changed.tsr "$at"
        run "$stele" -C "$archive" anchor accept changed.tsr
        [ "$status" -ne 0 ] || { echo "byte $at of $size"; return 1; }
    done
    run "$stele" -C "$archive" anchor accept reply.tsr
    [ "$status" -eq 0 ]
}

@test "an expired authority is refused" {
    request
    stamp old "$tsq" reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem
    [ "$status" -eq 1 ]
    has "the certificate of \"CN=Expired authority\" was valid from 2020-01-01T00:00:00Z to 2021-01-01T00:00:00Z"
}

@test "a certificate that is not for timestamps is refused" {
    request
    stamp tsa "$tsq" reply.tsr
    resign reply.tsr tsa right.tsr
    run "$stele" -C "$archive" anchor accept right.tsr --trust root.pem
    [ "$status" -eq 0 ]
    resign reply.tsr web wrong.tsr
    run "$stele" -C "$archive" anchor accept wrong.tsr --trust root.pem
    [ "$status" -eq 1 ]
    has "is not one for timestamps (its extended key usage must be timeStamping alone, and critical)"
}

@test "a refusal of the authority is told in its words" {
    request
    stamp tsa "$tsq" reply.tsr
    sed -i 's/digests = sha256/digests = sha512/' tsa.cnf
    openssl ts -reply -config tsa.cnf -queryfile "$tsq" -out refusal.tsr 2>/dev/null
    run "$stele" -C "$archive" anchor accept refusal.tsr
    [ "$status" -eq 3 ]
    has "the authority did not stamp (status 2): it does not take this kind of hash"
}

@test "a revocation list is kept and believed: not revoked" {
    request
    stamp tsa "$tsq" reply.tsr
    openssl ca -config ca.cnf -gencrl -cert middle.pem -keyfile middle.key -out list.crl 2>/dev/null
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem --crl list.crl
    [ "$status" -eq 0 ]
    has "not revoked in the list of 20"
    ls "$archive"/anchors/stamp-3-*.crl
    run "$stele" -C "$archive" anchor list --trust root.pem
    has "not revoked in the list of 20"
    # The same with openssl.
    openssl ts -reply -in reply.tsr -token_out -out token.der 2>/dev/null
    run openssl verify -CAfile root.pem -untrusted "$archive"/anchors/stamp-3-*.pem -CRLfile "$archive"/anchors/stamp-3-*.crl -crl_check -purpose timestampsign tsa.pem
    [ "$status" -eq 0 ]
}

@test "an authority that was revoked before is refused, and one revoked for a compromise too" {
    request
    stamp tsa "$tsq" reply.tsr
    openssl ca -config ca.cnf -revoke tsa.pem -cert middle.pem -keyfile middle.key -crl_reason keyCompromise 2>/dev/null
    openssl ca -config ca.cnf -gencrl -cert middle.pem -keyfile middle.key -out list.crl 2>/dev/null
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem --crl list.crl
    [ "$status" -eq 1 ]
    has "the certificate of \"CN=Test authority\" was revoked on"
    # Kept before anybody knew; the list comes later and verify believes it.
    "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem >/dev/null
    hash=$(sha256sum list.crl | cut -c 1-16)
    name=$(basename "$archive"/anchors/stamp-3-*.tsr .tsr)
    cp list.crl "$archive/anchors/$name-$hash.crl"
    run "$stele" -C "$archive" verify --trust root.pem
    [ "$status" -eq 1 ]
    first_line_says "nothing yet"
    has "the timestamp is worth nothing: the certificate of \"CN=Test authority\" was revoked on"
}

@test "an authority that stopped later leaves its earlier timestamps good" {
    request
    stamp tsa "$tsq" reply.tsr
    sleep 1.1
    openssl ca -config ca.cnf -revoke tsa.pem -cert middle.pem -keyfile middle.key -crl_reason cessationOfOperation 2>/dev/null
    openssl ca -config ca.cnf -gencrl -cert middle.pem -keyfile middle.key -out list.crl 2>/dev/null
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem --crl list.crl
    [ "$status" -eq 0 ]
    has "after the timestamp: cessationOfOperation"
}

@test "a revocation answer (OCSP) is kept and believed" {
    request
    stamp tsa "$tsq" reply.tsr
    openssl ocsp -issuer middle.pem -cert tsa.pem -reqout ask.der -no_nonce >/dev/null 2>&1
    openssl ocsp -index index.txt -CA middle.pem -rsigner middle.pem -rkey middle.key -reqin ask.der -respout good.der -ndays 30 >/dev/null 2>&1
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem --ocsp good.der
    [ "$status" -eq 0 ]
    has "not revoked in the answer of 20"
    openssl ca -config ca.cnf -revoke tsa.pem -cert middle.pem -keyfile middle.key -crl_reason keyCompromise 2>/dev/null
    openssl ocsp -index index.txt -CA middle.pem -rsigner middle.pem -rkey middle.key -reqin ask.der -respout bad.der -ndays 30 >/dev/null 2>&1
    run "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem --ocsp bad.der
    [ "$status" -eq 1 ]
    has "was revoked on"
}

@test "files of the wrong kind are named" {
    request
    stamp tsa "$tsq" reply.tsr
    run "$stele" -C "$archive" anchor accept reply.tsr --crl root.pem
    [ "$status" -eq 1 ]
    has "\"root.pem\" is no revocation list (PEM or DER)"
    run "$stele" -C "$archive" anchor accept root.pem
    [ "$status" -eq 1 ]
    has "\"root.pem\": it is no reply of a timestamp authority (RFC 3161, DER)"
    run "$stele" -C "$archive" verify --trust reply.tsr
    [ "$status" -eq 1 ]
    has "\"reply.tsr\" is no certificate (PEM or DER)"
}

@test "replies of real authorities to others are read, and are not about this archive" {
    real=${STELE_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/data/timestamps
    [ -d "$real" ] || skip "the shared data is not there"
    for reply in "$real"/*.tsr; do
        run "$stele" -C "$archive" anchor accept "$reply"
        [ "$status" -eq 1 ]
        has "it stamps something else than a checkpoint of this archive"
    done
}

@test "every flipped bit in anchors/ is found" {
    code >/dev/null
    request
    stamp tsa "$tsq" reply.tsr
    openssl ca -config ca.cnf -gencrl -cert middle.pem -keyfile middle.key -out list.crl 2>/dev/null
    "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem --crl list.crl >/dev/null
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    [ "$(find "$archive/anchors" -type f | wc -l)" -eq 5 ]
    for file in "$archive"/anchors/*; do
        size=$(stat -c %s "$file")
        for at in 0 $((size / 3)) $((size - 1)); do
            flip "$file" "$at"
            run "$stele" -C "$archive" verify
            [ "$status" -eq 1 ] || { echo "byte $at of $file"; return 1; }
            has "damaged: anchors/${file##*/}: its bytes are not those that its name was made from"
            flip "$file" "$at"
        done
    done
}

@test "a timestamp that was moved from another archive is no anchor of this one" {
    request
    stamp tsa "$tsq" reply.tsr
    "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem >/dev/null
    "$stele" init --synthetic --name second second >/dev/null
    mkdir -p second/anchors && cp "$archive"/anchors/* second/anchors/
    run "$stele" -C second verify --trust root.pem
    [ "$status" -eq 1 ]
    first_line_says "nothing yet"
    has "the files do not give the root that it names: the record was changed, or it is of another archive"
    # Nor when it is renamed to a code that this one has.
    code=$("$stele" -C second anchor --text --json | jq -r .code)
    rm second/anchors/*
    for file in "$archive"/anchors/stamp*; do
        name=$(basename "$file")
        cp "$file" "second/anchors/stamp-3-$code-${name#stamp-3-*-}"
    done
    run "$stele" -C second verify --trust root.pem
    [ "$status" -eq 1 ]
    has "it stamps something else than the checkpoint that its name tells"
}

@test "an anchor of more statements than the folder holds says that it is an older copy" {
    cp -r "$archive" older
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    request
    stamp tsa "$tsq" reply.tsr
    "$stele" -C "$archive" anchor accept reply.tsr --trust root.pem >/dev/null
    cp -r "$archive/anchors" older/
    run "$stele" -C older verify --trust root.pem
    [ "$status" -eq 1 ]
    has "it is about the first 4 statements, and this folder holds fewer: an older copy"
}

@test "files of unknown kinds are not understood, and no damage; what hides is unexpected" {
    mkdir -p "$archive/anchors"
    echo x >"$archive/anchors/cosigned.txt"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 0 ]
    has "remark: anchors/cosigned.txt: not understood by this version"
    echo x >"$archive/anchors/.hidden"
    run "$stele" -C "$archive" verify
    [ "$status" -eq 1 ]
    has "unexpected: anchors/.hidden"
}

@test "a note that recovery put aside is checked as this feed's signed note" {
    cp -r "$archive" older
    "$stele" -C "$archive" add "$(draft more)" >/dev/null
    run "$stele" -C older add "$(draft again)"
    [ "$status" -eq 3 ]
    note=$(echo older/anchors/*.note)
    run "$stele" -C older verify
    [ "$status" -eq 0 ]
    has "this feed's key signed 4 statements and the folder holds 3: an older copy was put back"
    flip "$note" 60
    run "$stele" -C older verify
    [ "$status" -eq 1 ]
    has "it is not the signed note that its name tells"
}

@test "nothing is written into the archive's folder, and the mistakes in use are told" {
    run "$stele" -C "$archive" anchor request -o "$archive/request"
    [ "$status" -eq 1 ]
    has "lies inside the archive"
    run "$stele" -C "$archive" anchor request
    [ "$status" -eq 2 ]
    has "say with -o DIR where the request is to be written"
    run "$stele" -C "$archive" anchor accept
    [ "$status" -eq 2 ]
    has "say which replies (.tsr) to accept"
    run "$stele" -C "$archive" anchor print
    [ "$status" -eq 2 ]
    has "\"print\" is none of list, request and accept"
    run "$stele" -C "$archive" anchor list
    [ "$status" -eq 0 ]
    has "no anchors yet"
}
