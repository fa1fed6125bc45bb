#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/message.h"
#include "crypto/timestamp_inside.h"

/* Revocation lists (RFC 5280) and answers (OCSP, RFC 6960), and how both kinds of file,
 * and certificates, are read. */

static bool is_pem(struct str bytes)
{
    return str_find_str(bytes, STR("-----BEGIN ")) < bytes.len;
}

static BIO *reader_of(struct str bytes)
{
    BIO *reader = bytes.len > 0 && bytes.len <= TIMESTAMP_MAX_BYTES
                      ? BIO_new_mem_buf(bytes.ptr, (int)bytes.len)
                      : NULL;

    return reader;
}

bool timestamp_add_certificates(STACK_OF(X509) * into, struct str bytes)
{
    BIO *reader = reader_of(bytes);
    int before = sk_X509_num(into);
    X509 *certificate;

    if (!reader)
        return false;
    if (is_pem(bytes))
        while ((certificate = PEM_read_bio_X509(reader, NULL, NULL, NULL)))
            (void)sk_X509_push(into, certificate);
    else if ((certificate = d2i_X509_bio(reader, NULL)))
        (void)sk_X509_push(into, certificate);
    BIO_free(reader);
    ERR_clear_error();
    return sk_X509_num(into) > before;
}

bool timestamp_add_crls(STACK_OF(X509_CRL) * into, struct str bytes)
{
    BIO *reader = reader_of(bytes);
    int before = sk_X509_CRL_num(into);
    X509_CRL *crl;

    if (!reader)
        return false;
    if (is_pem(bytes))
        while ((crl = PEM_read_bio_X509_CRL(reader, NULL, NULL, NULL)))
            (void)sk_X509_CRL_push(into, crl);
    else if ((crl = d2i_X509_CRL_bio(reader, NULL)))
        (void)sk_X509_CRL_push(into, crl);
    BIO_free(reader);
    ERR_clear_error();
    return sk_X509_CRL_num(into) > before;
}

OCSP_RESPONSE *timestamp_ocsp_parse(struct str bytes)
{
    BIO *reader = reader_of(bytes);
    OCSP_RESPONSE *response = reader ? d2i_OCSP_RESPONSE_bio(reader, NULL) : NULL;

    BIO_free(reader);
    ERR_clear_error();
    return response;
}

enum timestamp_file timestamp_file_kind(struct str bytes)
{
    STACK_OF(X509) *certificates = sk_X509_new_null();
    STACK_OF(X509_CRL) *crls = sk_X509_CRL_new_null();
    OCSP_RESPONSE *ocsp = NULL;
    enum timestamp_file kind = TIMESTAMP_NOTHING;

    if (!certificates || !crls)
        abort();
    if (timestamp_add_certificates(certificates, bytes))
        kind = TIMESTAMP_CERTIFICATES;
    else if (timestamp_add_crls(crls, bytes))
        kind = TIMESTAMP_CRL;
    else if ((ocsp = timestamp_ocsp_parse(bytes)))
        kind = TIMESTAMP_OCSP;
    OCSP_RESPONSE_free(ocsp);
    sk_X509_pop_free(certificates, X509_free);
    sk_X509_CRL_pop_free(crls, X509_CRL_free);
    return kind;
}

/*
 * RFC 3161 section 4: what was stamped before a revocation stays good where the key was
 * not compromised, and only the reasons below say so. Without a reason it does not.
 */
static bool is_harmless(int reason)
{
    return reason == CRL_REASON_UNSPECIFIED || reason == CRL_REASON_AFFILIATION_CHANGED ||
           reason == CRL_REASON_SUPERSEDED || reason == CRL_REASON_CESSATION_OF_OPERATION;
}

static void revoked(struct revocation *out, struct arena *arena, struct str name,
                    int64_t revoked_s, int reason, int64_t at_s)
{
    struct clock_text when = clock_write(revoked_s);

    if (revoked_s <= at_s)
        out->wrong = arena_printf(arena,
                                  _("the certificate of \"" STR_FMT
                                    "\" was revoked on %s, before the timestamp"),
                                  STR_ARG(name), when.text);
    else if (!is_harmless(reason))
        out->wrong = arena_printf(
            arena,
            _("the certificate of \"" STR_FMT
              "\" was revoked on %s, after the timestamp, and not for "
              "a reason that leaves earlier timestamps good (%s)"),
            STR_ARG(name), when.text,
            reason < 0 ? _("no reason is given") : OCSP_crl_reason_str(reason));
    else
        out->says = arena_printf(arena, _("revoked on %s, after the timestamp: %s"),
                                 when.text, OCSP_crl_reason_str(reason));
    out->is_known = true;
}

static struct str day_of(struct arena *arena, const ASN1_TIME *time)
{
    int64_t seconds = 0;

    if (!timestamp_time_s(&seconds, time))
        return str_from_c(_("an unknown day"));
    return arena_str(arena, str_prefix(str_from_c(clock_write(seconds).text), 10));
}

static void ask_crl(struct revocation *out, struct arena *arena, X509 *certificate,
                    X509 *issuer, int64_t at_s, X509_CRL *crl)
{
    X509_REVOKED *entry = NULL;
    ASN1_ENUMERATED *reason;
    int64_t revoked_s = 0;

    if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) != 0 ||
        X509_CRL_verify(crl, X509_get0_pubkey(issuer)) != 1)
        return;
    if (X509_CRL_get0_by_cert(crl, &entry, certificate) != 1) {
        out->is_known = true;
        out->says = arena_printf(arena, _("not revoked in the list of " STR_FMT),
                                 STR_ARG(day_of(arena, X509_CRL_get0_lastUpdate(crl))));
        return;
    }
    reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    if (!timestamp_time_s(&revoked_s, X509_REVOKED_get0_revocationDate(entry)))
        revoked_s = INT64_MIN / 2;
    revoked(out, arena, timestamp_name_text(arena, X509_get_subject_name(certificate)),
            revoked_s, reason ? (int)ASN1_ENUMERATED_get(reason) : -1, at_s);
    ASN1_ENUMERATED_free(reason);
}

/* The answer must be signed by the issuer or by whom the issuer appointed for it. */
static bool is_answer_signed(OCSP_BASICRESP *answer, X509 *issuer, STACK_OF(X509) * known)
{
    X509_STORE *store = X509_STORE_new();
    bool is_signed;

    if (!store)
        abort();
    (void)X509_STORE_add_cert(store, issuer);
    (void)X509_STORE_set_flags(store,
                               X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
    is_signed = OCSP_basic_verify(answer, known, store, 0) == 1;
    X509_STORE_free(store);
    ERR_clear_error();
    return is_signed;
}

static bool find_status(OCSP_BASICRESP *answer, X509 *certificate, X509 *issuer,
                        int *status, int *reason, ASN1_GENERALIZEDTIME **revoked_at,
                        ASN1_GENERALIZEDTIME **this_update)
{
    static const int digests[] = {NID_sha1, NID_sha256};
    ASN1_GENERALIZEDTIME *next = NULL;
    bool is_found = false;

    for (size_t i = 0; i < sizeof digests / sizeof *digests && !is_found; i++) {
        OCSP_CERTID *id =
            OCSP_cert_to_id(EVP_get_digestbynid(digests[i]), certificate, issuer);

        is_found = id && OCSP_resp_find_status(answer, id, status, reason, revoked_at,
                                               this_update, &next) == 1;
        OCSP_CERTID_free(id);
    }
    ERR_clear_error();
    return is_found;
}

static void ask_ocsp(struct revocation *out, struct arena *arena, X509 *certificate,
                     X509 *issuer, STACK_OF(X509) * known, int64_t at_s, struct str bytes)
{
    OCSP_RESPONSE *response = timestamp_ocsp_parse(bytes);
    OCSP_BASICRESP *answer = response ? OCSP_response_get1_basic(response) : NULL;
    ASN1_GENERALIZEDTIME *revoked_at = NULL;
    ASN1_GENERALIZEDTIME *this_update = NULL;
    int status = V_OCSP_CERTSTATUS_UNKNOWN;
    int reason = -1;
    int64_t revoked_s = INT64_MIN / 2;

    if (answer && is_answer_signed(answer, issuer, known) &&
        find_status(answer, certificate, issuer, &status, &reason, &revoked_at,
                    &this_update)) {
        if (status == V_OCSP_CERTSTATUS_GOOD) {
            out->is_known = true;
            out->says = arena_printf(arena, _("not revoked in the answer of " STR_FMT),
                                     STR_ARG(day_of(arena, this_update)));
        } else if (status == V_OCSP_CERTSTATUS_REVOKED) {
            (void)timestamp_time_s(&revoked_s, revoked_at);
            revoked(out, arena,
                    timestamp_name_text(arena, X509_get_subject_name(certificate)),
                    revoked_s, reason, at_s);
        }
    }
    OCSP_BASICRESP_free(answer);
    OCSP_RESPONSE_free(response);
    ERR_clear_error();
}

void timestamp_revocation(struct revocation *out, struct arena *arena, X509 *certificate,
                          X509 *issuer, STACK_OF(X509) * known, int64_t at_s,
                          STACK_OF(X509_CRL) * crls,
                          const struct timestamp_evidence *evidence)
{
    for (int i = 0; i < sk_X509_CRL_num(crls) && out->wrong.len == 0; i++)
        ask_crl(out, arena, certificate, issuer, at_s, sk_X509_CRL_value(crls, i));
    for (size_t i = 0; i < evidence->ocsp_count && out->wrong.len == 0; i++)
        ask_ocsp(out, arena, certificate, issuer, known, at_s, evidence->ocsps[i]);
    ERR_clear_error();
}
