#ifndef CRYPTO_TIMESTAMP_INSIDE_H
#define CRYPTO_TIMESTAMP_INSIDE_H

/* For the timestamp*.c files of crypto/ only. */

#include <openssl/ocsp.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "crypto/timestamp.h"

/* The system's certificates are read when the first timestamp is judged: it takes 30 ms,
 * and most archives have none. */
struct timestamp_trust {
    X509_STORE *store;
    bool wants_system;
};

/* Text of a name, of a number, of a time; in arena. */
struct str timestamp_name_text(struct arena *arena, const X509_NAME *name);
bool timestamp_time_s(int64_t *out, const ASN1_TIME *time);

/* A reply that was granted. Free with TS_RESP_free(). */
MUST_USE enum err_code timestamp_reply_open(TS_RESP **out, struct str der,
                                            struct err *err);

/* Add every certificate, or list, of PEM or DER bytes; false when there is none. */
bool timestamp_add_certificates(STACK_OF(X509) * into, struct str bytes);
bool timestamp_add_crls(STACK_OF(X509_CRL) * into, struct str bytes);
OCSP_RESPONSE *timestamp_ocsp_parse(struct str bytes);

struct revocation {
    struct str wrong; /* the signer's certificate must not be relied on */
    bool is_known;
    struct str says;
};

/* What lists and answers say of a certificate that its issuer gave, as of at_s. */
void timestamp_revocation(struct revocation *out, struct arena *arena, X509 *certificate,
                          X509 *issuer, STACK_OF(X509) * known, int64_t at_s,
                          STACK_OF(X509_CRL) * crls,
                          const struct timestamp_evidence *evidence);

#endif
