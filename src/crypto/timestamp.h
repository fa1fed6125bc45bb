#ifndef CRYPTO_TIMESTAMP_H
#define CRYPTO_TIMESTAMP_H

/*
 * Timestamps (RFC 3161) through OpenSSL: a request to be carried to any authority, and
 * what its reply is worth. Two steps that do not mix: timestamp_read() tells what a reply
 * says, timestamp_check() whether its signer said it and who vouches for the signer.
 *
 * A chain of certificates shows who vouches for whom. Whether the last of them deserves
 * trust is the checker's own decision: it must be among the certificates in
 * struct timestamp_trust. Everything is judged as of the time in the timestamp.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum { TIMESTAMP_MAX_BYTES = 1 << 20 };

/* Append a request (DER) for a SHA-256 digest: version 1, a fresh nonce, certReq. */
MUST_USE enum err_code
timestamp_request_make(struct buf *out, const struct digest *imprint, struct err *err);

struct timestamp_request {
    struct digest imprint;
    struct str nonce; /* hex; empty: none */
};

/* ERR_INVALID when it is no request for a SHA-256 digest. */
MUST_USE enum err_code timestamp_request_read(struct timestamp_request *out,
                                              struct arena *arena, struct str der,
                                              struct err *err);

struct timestamp {
    struct digest imprint;
    bool is_sha256;       /* false: imprint is of another kind, and not set */
    struct clock_text at; /* its time, in whole seconds */
    struct str policy;    /* under which it was given: an OID */
    struct str serial;    /* hex */
    struct str nonce;     /* hex; empty: none */
    struct str signer;    /* the subject of the certificate that signed, as text */
    uint64_t accuracy_s;  /* how far its time may be off, rounded up; 0: not said */
};

/*
 * What a reply says; nothing is checked. ERR_INVALID when it is no reply, ERR_DENIED
 * with the authority's words when it refuses to stamp.
 */
MUST_USE enum err_code timestamp_read(struct timestamp *out, struct arena *arena,
                                      struct str der, struct err *err);

struct timestamp_trust;

/*
 * Certificates (PEM or DER) that the checker trusts, beside those of this system where
 * with_system. ERR_INVALID names the number of what is no certificate.
 */
MUST_USE enum err_code timestamp_trust_open(struct timestamp_trust **out,
                                            const struct str *certificates, size_t count,
                                            bool with_system, struct err *err);
void timestamp_trust_close(struct timestamp_trust *trust);

/* What came with a timestamp or was gathered later; each in PEM or DER. */
struct timestamp_evidence {
    const struct str *certificates;
    size_t certificate_count;
    const struct str *crls;
    size_t crl_count;
    const struct str *ocsps;
    size_t ocsp_count;
};

enum timestamp_chain {
    TIMESTAMP_TRUSTED,    /* complete, up to a certificate that the checker trusts */
    TIMESTAMP_UNTRUSTED,  /* complete, up to a root that the checker does not know */
    TIMESTAMP_INCOMPLETE, /* an issuer's certificate is not there */
    TIMESTAMP_SELF_SIGNED /* the authority vouches for itself, and nobody else does */
};

struct timestamp_verdict {
    struct str wrong;           /* why it is worth nothing; empty: it is in order */
    enum timestamp_chain chain; /* meaningful when nothing is wrong */
    bool is_self_signed;        /* also where the checker trusts it */
    struct str top;             /* the last certificate of the chain: its subject */
    bool is_revocation_known;   /* a list or answer about the signer was there and fits */
    struct str revocation;      /* what it says, a phrase */
    struct str pem;             /* the chain, signer first */
};

/*
 * Judge a reply. ERR_OK also when much is wrong: see wrong. Fails only when the reply or
 * the evidence cannot be read. Results live in arena. trust NULL: nobody is trusted.
 */
MUST_USE enum err_code timestamp_check(struct timestamp_verdict *out, struct arena *arena,
                                       struct str der,
                                       const struct timestamp_evidence *evidence,
                                       struct timestamp_trust *trust, struct err *err);

/* Which of the three some bytes are, to keep them under the right name. */
enum timestamp_file {
    TIMESTAMP_NOTHING,
    TIMESTAMP_CERTIFICATES,
    TIMESTAMP_CRL,
    TIMESTAMP_OCSP
};
enum timestamp_file timestamp_file_kind(struct str bytes);

#endif
