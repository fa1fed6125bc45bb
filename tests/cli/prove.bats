#!/usr/bin/env bats
# stele prove: what a stranger is given, checked the way a stranger checks it.

setup() {
    load common
    common_setup
    id=$("$stele" init --synthetic --json --name test archive | sed 's/.*"archive":"\([^"]*\)".*/\1/')
    feed=$(sed 's/.*"feed":"\([^"]*\)".*/\1/' archive/stele.json)
    place=$(add entity place --label 'a village' | sed 's/.*"entity":"\([^"]*\)".*/\1/')
}

add() { "$stele" -C archive add "$@" --json; }
prove() { "$stele" -C archive prove "$@"; }

# Change one bit in the middle of a file.
flip() {
    local at=$(($(stat -c %s "$1") / 2)) byte
    byte=$(od -An -tu1 -j "$at" -N 1 "$1")
    printf "$(printf '\\%03o' $((byte ^ 1)))" | dd of="$1" bs=1 seek="$at" conv=notrunc status=none
}

# As somebody would who means to deceive.
sum_again() { (cd "$1" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs -d '\n' sha256sum >SHA256SUMS); }

@test "a stranger checks a statement with openssl and coreutils alone" {
    run prove "$feed.3" -o proof
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "SYNTHETIC archive: test data, nobody and nothing real" ]
    [[ "$output" == *"1 statement in \"proof\"; anybody can check with: sh verify.sh $id"* ]]
    # Only what the script says it needs is to be found.
    mkdir bin
    for tool in sh openssl sha256sum od awk sed cut tr cat cmp head tail wc mktemp rm dirname grep; do
        ln -s "$(command -v $tool)" bin/
    done
    run env -i PATH="$PWD/bin" sh proof/verify.sh "$id"
    echo "$output"
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "SYNTHETIC archive: test data, nobody and nothing real" ]
    [[ "$output" == *"all 9 steps OK: recorded in archive $id, log size 4"* ]]
    [ "$(head -n 1 proof/VERIFY.txt)" = "SYNTHETIC archive: test data, nobody and nothing real" ]
}

@test "other shells and another awk agree" {
    prove "$feed.3" -o proof
    for shell in bash dash 'busybox sh'; do
        command -v ${shell% *} >/dev/null || continue
        $shell proof/verify.sh "$id"
    done
}

@test "the commands of VERIFY.txt do what it says" {
    prove "$feed.3" -o proof
    cd proof
    commitment=$(cat ./salt.bin ./statement.json | sha256sum | cut -c1-64)
    leaf=$( (printf '\000'; printf 'ev1 %s %s\n' "$commitment" "$commitment") | sha256sum | cut -c1-64)
    # The Python of step 3, taken out of the text.
    sed -n '/^     import base64/,/^     print/p' VERIFY.txt | sed "s/^     //; s/LEAF/$leaf/" >climb.py
    [ "$(wc -l <climb.py)" -gt 8 ]
    [ "$(python3 climb.py)" = True ]
    sed -n '/^     head -n 3/,/^     openssl pkeyutl/p' VERIFY.txt | sh -e
    [ "$(openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | xxd -p -c 32)" = \
      "$(cut -d + -f 3- key.vkey | base64 -d | tail -c 32 | xxd -p -c 32)" ]
}

@test "a changed bit in any file is found, and which" {
    printf 'photo' >photo.jpg
    "$stele" -C archive preserve photo.jpg
    prove photo.jpg --with-object -o proof
    sh proof/verify.sh "$id"
    [ "$(find proof -type f | wc -l)" -eq 14 ]
    find proof -type f -printf '%P\n' | while read -r file; do
        rm -rf changed
        cp -r proof changed
        flip "changed/$file"
        run sh changed/verify.sh "$id"
        [ "$status" -ne 0 ] || { echo "$file: nothing noticed"; exit 1; }
        [ "$file" = verify.sh ] || [[ "$output" == *"FAILED  no file was changed"* ]]
        [ "$file" = SHA256SUMS ] || [ "$file" = verify.sh ] || [[ "$output" == *"$file: FAILED"* ]]
        run "$stele" prove --check changed --archive-id "$id"
        [ "$status" -eq 1 ]
        [ "$file" = SHA256SUMS ] || [[ "$output" == *"\"$file\" was changed"* ]]
    done
}

@test "a forged file is found although its sum was made to fit" {
    printf 'photo' >photo.jpg
    "$stele" -C archive preserve photo.jpg
    prove photo.jpg --with-object -o proof
    find proof -type f ! -name verify.sh ! -name VERIFY.txt ! -name SHA256SUMS -printf '%P\n' | while read -r file; do
        rm -rf changed
        cp -r proof changed
        flip "changed/$file"
        sum_again changed
        run sh changed/verify.sh "$id"
        [ "$status" -eq 1 ] || { echo "$file: nothing noticed"; exit 1; }
        [[ "$output" == *"OK      no file was changed"*FAILED* ]]
        run "$stele" prove --check changed --archive-id "$id"
        [ "$status" -eq 1 ]
        [[ "$output" == *"OK      no file was changed"*FAILED* ]]
    done
}

@test "a proof of another archive is not taken for one of ours" {
    "$stele" init --synthetic other >/dev/null
    "$stele" -C other prove "$(sed 's/.*"feed":"\([^"]*\)".*/\1/' other/stele.json).1" -o proof
    sh proof/verify.sh
    run sh proof/verify.sh "$id"
    [ "$status" -eq 1 ]
    [[ "$output" == *"FAILED  the archive is named by its statement 0"* ]]
    run "$stele" prove --check proof --archive-id "$id"
    [ "$status" -eq 1 ]
    # The statement of one and the checkpoint of the other do not go together.
    prove "$feed.1" -o mine
    cp proof/statement.json proof/salt.bin proof/statement.tlog-proof mine
    sum_again mine
    run sh mine/verify.sh "$id"
    [ "$status" -eq 1 ]
    [[ "$output" == *"FAILED  .: is in the signed log"* ]]
}

@test "the id is taken as people write it" {
    prove "$feed.1" -o proof
    sh proof/verify.sh "$(echo "$id" | tr a-z01 A-ZOI | sed 's/...../&-/g')"
    "$stele" prove --check proof --archive-id "$(echo "$id" | tr a-z01 A-ZOL | sed 's/...../& /g')"
}

@test "machines are told each step and the sum" {
    prove "$feed.1" -o proof
    run "$stele" prove --check proof --json
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 8 ]
    [ "${lines[7]}" = "{\"archive\":\"$id\",\"size\":4,\"statements\":1,\"steps\":7,\"failed\":0,\"synthetic\":true}" ]
    flip proof/salt.bin
    run "$stele" prove --check proof --json
    [ "$status" -eq 1 ]
    [[ "$output" == *'"step":".: is in the signed log","ok":false,"why":"the hashes do not lead'* ]]
}

@test "an entity's proof has one folder a statement" {
    run prove "$place" --json
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"\"statement\":\"$feed.3\",\"kind\":\"entity\",\"folder\":\"proof-$place\""* ]]
    printf 1 >a
    printf 1 >b
    "$stele" -C archive preserve a
    "$stele" -C archive preserve b
    run prove "$(sha256sum <a | cut -c1-64)" -o two
    [ "$status" -eq 0 ]
    run sh two/verify.sh "$id"
    [ "$status" -eq 0 ]
    [ "$(ls -d two/*/ | wc -l)" -ge 2 ]
    [[ "$output" == *"OK      ${feed:0:6}."*": names the object by its hash"* ]]
}

@test "it works without state and key, makes the index it asks, and writes nothing into the archive" {
    rm -rf state cache
    find archive -printf '%P %s %T@\n' | sort >before
    prove "$feed.1" -o proof
    find archive -printf '%P %s %T@\n' | sort | cmp - before
    [ -e cache ]
    sh proof/verify.sh "$id"
}

@test "what is asked wrongly is said plainly" {
    run prove
    [ "$status" -eq 2 ]
    [[ "$output" == *"say what to prove: a statement, an entity or an object"* ]]
    run prove a b
    [ "$status" -eq 2 ]
    run prove --check x y
    [ "$status" -eq 2 ]
    [[ "$output" == *"--check takes no ID and nothing that writes"* ]]
    run prove a --archive-id b
    [ "$status" -eq 2 ]
    [[ "$output" == *"--archive-id goes with --check"* ]]
    run prove "$feed.99"
    [ "$status" -eq 1 ]
    [[ "$output" == *"has no statement 99: its last is 3"* ]]
    run prove zzzzzzzzzzzzzzzzm
    [ "$status" -eq 1 ]
    [[ "$output" == *"nothing that can be read here is called"* ]]
    mkdir full
    touch full/file
    run prove "$feed.1" -o full
    [ "$status" -eq 3 ]
    [[ "$output" == *'"full" is not empty'* ]]
    run prove "$feed.1" -o archive/proof
    [ "$status" -eq 1 ]
    [[ "$output" == *"lies inside the archive"* ]]
    [ ! -e archive/proof ]
    run "$stele" prove --check full
    [ "$status" -eq 1 ]
    [[ "$output" == *'"full" holds no proof'* ]]
    run "$stele" -C full prove x
    [ "$status" -ne 0 ]
}

@test "a folder that cannot be written is named" {
    open=$(mktemp -d) # bats keeps its own folders from others
    chmod 755 "$open"
    cp -r archive "$open"
    mkdir "$open/shut"
    chmod 555 "$open/shut"
    mkdir -m 777 "$open/cache"
    XDG_CACHE_HOME="$open/cache" run setpriv --reuid=nobody --clear-groups -- "$stele" -C "$open/archive" prove "$feed.1" -o "$open/shut/proof"
    rm -rf "$open"
    [ "$status" -le 3 ] || skip "user nobody cannot run the program"
    [ "$status" -eq 3 ]
    [[ "$output" == *'shut/proof": could not create: Permission denied'* ]]
}

@test "a full disk is said" {
    [ -w /dev/full ] || skip "no /dev/full"
    run bash -c "'$stele' -C archive prove '$feed.1' >/dev/full"
    [ "$status" -eq 3 ]
}

# An older copy is put back, and writing goes on in a new feed.
restore() {
    cp -a archive week
    add entity place --label lost >/dev/null
    rm -rf archive
    cp -a week archive
    "$stele" -C archive device new >/dev/null
    second=$("$stele" -C archive device list --json | jq -r 'select(.admission == "replacement") | .feed')
}

@test "after a restore the old key's signature leads a stranger to the new one" {
    restore
    add entity place --label 'another village' >/dev/null
    prove "$second.1" -o proof
    run sh proof/verify.sh "$id"
    echo "$output"
    [ "$status" -eq 0 ]
    has "signatures lead from the archive's first key to this log's"
    run "$stele" prove --check proof --archive-id "$id"
    [ "$status" -eq 0 ]
    has "signatures lead from the archive's first key to this log's"
    # twice
    cp -a archive week2
    add entity place --label lost >/dev/null
    rm -rf archive
    mv week2 archive
    "$stele" -C archive device new >/dev/null
    third=$("$stele" -C archive device list --json | jq -r 'select(.written_here) | .feed')
    add entity place --label 'a third' >/dev/null
    prove "$third.1" -o proof3
    [ -e proof3/chain/2.json ]
    sh proof3/verify.sh "$id"
    "$stele" prove --check proof3 --archive-id "$id"
}

@test "a chain that was altered, cut, borrowed or left out is noticed by both" {
    restore
    add entity place --label 'another village' >/dev/null
    prove "$second.1" -o good
    for deceit in flip cut empty missing foreign; do
        rm -rf proof
        cp -a good proof
        case $deceit in
        flip) sed -i 's/"size":[0-9]*}/"size":9}/' proof/chain/1.json ;;
        cut) rm proof/chain/1.json ;;
        empty) : >proof/chain/1.json ;;
        missing) rm -r proof/chain ;;
        foreign)
            "$stele" init --synthetic --name other other >/dev/null
            key=$(grep -aoE '"key":"[^"]*"' other/feeds/*/tail-0 | head -n 1 | cut -d '"' -f 4)
            sed -i "s|\"key\":\"[^\"]*\"|\"key\":\"$key\"|" proof/chain/1.json
            ;;
        esac
        sum_again proof
        run sh proof/verify.sh "$id"
        [ "$status" -ne 0 ] || { echo "verify.sh believes $deceit"; return 1; }
        run "$stele" prove --check proof --archive-id "$id"
        [ "$status" -eq 1 ] || { echo "prove --check believes $deceit"; return 1; }
        rm -rf other
    done
}

@test "what was said later of an entity on another machine's feed is proved with it" {
    restore
    "$stele" -C archive withdraw "$feed.3" --reason typing_error >/dev/null
    prove "$place" -o proof
    [ -e "proof/$feed/statement.json" ]
    [ -e "proof/$second/statement.json" ]
    grep -F "sh $second/verify.sh $id" proof/VERIFY.txt
    sh "proof/$feed/verify.sh" "$id"
    sh "proof/$second/verify.sh" "$id"
    run "$stele" prove --check proof
    [ "$status" -eq 1 ]
    has "of several logs, check each of them"
    run prove "$place" --json -o proof2
    [ "$(jq -r .size <<<"$output" | sort -u | wc -l)" -eq 2 ]
}

@test "what does not count is not proved" {
    XDG_STATE_HOME=$PWD/elsewhere "$stele" -C archive device new >/dev/null
    stranger=$(ls archive/feeds | grep -v "$feed")
    run prove "$stranger.0" -o proof
    [ "$status" -eq 1 ]
    has "no feed that counts"
}
