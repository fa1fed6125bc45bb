# Timestamp authorities of our own, for tests only: they prove nothing to anybody.

# key_and_cert NAME SUBJECT ISSUER EXTENSIONS [START END]: NAME.key and NAME.pem. ISSUER
# "self" makes it self-signed.
certificate() {
    local name=$1 subject=$2 issuer=$3 extensions=$4 start=${5:-20200101000000Z} end=${6:-20491231235959Z}
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$name.key" 2>/dev/null
    openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
    printf '%s\n' "$extensions" >"$name.ext"
    local by=(-cert "$issuer.pem" -keyfile "$issuer.key")
    [ "$issuer" != self ] || by=(-selfsign -keyfile "$name.key")
    openssl ca -batch -config ca.cnf -in "$name.csr" "${by[@]}" -extfile "$name.ext" \
        -startdate "$start" -enddate "$end" -notext -out "$name.pem" 2>"$name.log" ||
        { cat "$name.log"; return 1; }
}

# authorities: a root, an intermediate, and authorities below it, in the folder here.
authorities() {
    local ca='basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash'
    local tsa='basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid'
    cat >ca.cnf <<'END'
[ca]
default_ca = here
[here]
dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
default_md = sha256
default_days = 3650
default_crl_days = 3650
policy = any
unique_subject = no
[any]
commonName = supplied
END
    : >index.txt
    echo 1000 >serial
    echo 01 >crlnumber
    echo 01 >tsaserial
    certificate root "/CN=Test root" self "$ca" &&
        certificate middle "/CN=Test intermediate" root "$ca" &&
        certificate tsa "/CN=Test authority" middle "$tsa" &&
        certificate other "/CN=Other authority" middle "$tsa" &&
        certificate old "/CN=Expired authority" middle "$tsa" 20200101000000Z 20210101000000Z &&
        certificate own "/CN=Own authority" self "${tsa/authorityKeyIdentifier=keyid/}" &&
        certificate web "/CN=Web server" middle "${tsa/critical,timeStamping/serverAuth}"
}

# stamp AUTHORITY REQUEST REPLY [no-chain]: what an authority does.
stamp() {
    cat middle.pem root.pem >chain.pem
    cat >tsa.cnf <<END
[tsa]
default_tsa = here
[here]
serial = tsaserial
signer_cert = $1.pem
${4:-certs = chain.pem}
signer_key = $1.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
END
    sed -i '/^no-chain$/d' tsa.cnf
    [ "$1" != own ] || sed -i '/^certs/d' tsa.cnf
    openssl ts -reply -config tsa.cnf -queryfile "$2" -out "$3" 2>"$3.log" || { cat "$3.log"; return 1; }
}

# resign REPLY SIGNER NEW: the same timestamp, signed by another certificate, even one that
# openssl ts refuses to sign with.
resign() {
    openssl ts -reply -in "$1" -token_out -out token.der 2>/dev/null
    openssl cms -verify -noverify -inform DER -in token.der -out tst.der 2>/dev/null
    openssl cms -sign -cades -md sha256 -binary -nodetach -in tst.der -signer "$2.pem" \
        -inkey "$2.key" -certfile chain.pem -econtent_type 1.2.840.113549.1.9.16.1.4 \
        -outform DER -out token.der
    python3 - "$3" <<'END'
import sys
def der(tag, body):
    n = len(body)
    length = bytes([n]) if n < 128 else bytes([0x80 | ((n.bit_length() + 7) // 8)]) + n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([tag]) + length + body
open(sys.argv[1], "wb").write(der(0x30, der(0x30, der(0x02, b"\0")) + open("token.der", "rb").read()))
END
}
