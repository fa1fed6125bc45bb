#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

#include "base/message.h"
#include "crypto/timestamp_inside.h"

enum { CHAIN_MAX = 10 };

/* One reply being judged. */
struct check {
    struct arena *arena;
    PKCS7 *token;
    STACK_OF(X509) * known; /* every certificate at hand, owned */
    STACK_OF(X509_CRL) * crls;
    STACK_OF(X509) * chain; /* signer first; borrowed from known and found */
    STACK_OF(X509) * found; /* in the checker's store, owned */
    struct timestamp_trust *trust;
    const struct timestamp_evidence *evidence;
    int64_t at_s;
    struct timestamp_verdict verdict;
};

/* --- what the checker trusts --- */

enum err_code timestamp_trust_open(struct timestamp_trust **out,
                                   const struct str *certificates, size_t count,
                                   bool with_system, struct err *err)
{
    struct timestamp_trust *trust = calloc(1, sizeof *trust);
    STACK_OF(X509) *given = sk_X509_new_null();
    size_t unreadable = count;

    if (!trust || !given || !(trust->store = X509_STORE_new()))
        abort();
    trust->wants_system = with_system;
    for (size_t i = 0; i < count && unreadable == count; i++)
        if (!timestamp_add_certificates(given, certificates[i]))
            unreadable = i;
    for (int i = 0; i < sk_X509_num(given); i++)
        (void)X509_STORE_add_cert(trust->store, sk_X509_value(given, i));
    sk_X509_pop_free(given, X509_free);
    ERR_clear_error();
    if (unreadable < count) {
        timestamp_trust_close(trust);
        return err_set(err, ERR_INVALID,
                       "file %zu of the trusted certificates holds none (PEM or DER)",
                       unreadable + 1);
    }
    *out = trust;
    return ERR_OK;
}

void timestamp_trust_close(struct timestamp_trust *trust)
{
    if (!trust)
        return;
    X509_STORE_free(trust->store);
    free(trust);
}

/* --- the chain --- */

static bool is_issuer(X509 *issuer, X509 *certificate)
{
    return X509_check_issued(issuer, certificate) == X509_V_OK &&
           X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
}

/* Not is_issuer(): the key of an authority need not be one that may sign certificates. */
static bool is_self_signed(X509 *certificate)
{
    return X509_NAME_cmp(X509_get_subject_name(certificate),
                         X509_get_issuer_name(certificate)) == 0 &&
           X509_verify(certificate, X509_get0_pubkey(certificate)) == 1;
}

static X509 *find_issuer(struct check *c, X509 *certificate)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509 *issuer = NULL;

    for (int i = 0; i < sk_X509_num(c->known); i++)
        if (is_issuer(sk_X509_value(c->known, i), certificate)) {
            X509_STORE_CTX_free(context);
            return sk_X509_value(c->known, i);
        }
    if (context && c->trust &&
        X509_STORE_CTX_init(context, c->trust->store, NULL, NULL) == 1 &&
        X509_STORE_CTX_get1_issuer(&issuer, context, certificate) == 1 &&
        !is_issuer(issuer, certificate)) {
        X509_free(issuer);
        issuer = NULL;
    }
    if (issuer)
        (void)sk_X509_push(c->found, issuer);
    X509_STORE_CTX_free(context);
    return issuer;
}

/* As far up as the certificates at hand go; true when that is a root. */
static bool build_chain(struct check *c, X509 *signer)
{
    X509 *last = signer;

    (void)sk_X509_push(c->chain, signer);
    while (last && sk_X509_num(c->chain) < CHAIN_MAX) {
        if (is_self_signed(last))
            return true;
        last = find_issuer(c, last);
        if (last)
            (void)sk_X509_push(c->chain, last);
    }
    return false;
}

static X509 *top_of(const struct check *c)
{
    return sk_X509_value(c->chain, sk_X509_num(c->chain) - 1);
}

/* A store that trusts the top of the chain: to check everything below it. */
static X509_STORE *store_of_top(const struct check *c, unsigned long flags)
{
    X509_STORE *store = X509_STORE_new();

    if (!store)
        abort();
    (void)X509_STORE_add_cert(store, top_of(c));
    (void)X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN | flags);
    return store;
}

/* X509_V_OK, or what is wrong with the chain up to what store trusts. */
static int verify_up_to(struct check *c, X509_STORE *store)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int problem = X509_V_ERR_UNSPECIFIED;

    if (context &&
        X509_STORE_CTX_init(context, store, sk_X509_value(c->chain, 0), c->known) == 1) {
        X509_STORE_CTX_set_time(context, 0, (time_t)c->at_s);
        X509_STORE_CTX_set_flags(context, X509_V_FLAG_PARTIAL_CHAIN);
        (void)X509_STORE_CTX_set_purpose(context, X509_PURPOSE_TIMESTAMP_SIGN);
        problem = X509_verify_cert(context) == 1 ? X509_V_OK
                                                 : X509_STORE_CTX_get_error(context);
    }
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    return problem;
}

/* --- one thing after the other; false where the verdict is given --- */

static bool is_wrong(struct check *c, struct str why)
{
    c->verdict.wrong = why;
    return false;
}

static X509 *find_signer(struct check *c)
{
    STACK_OF(X509) *signers = PKCS7_get0_signers(c->token, c->known, 0);
    X509 *signer =
        signers && sk_X509_num(signers) == 1 ? sk_X509_value(signers, 0) : NULL;

    sk_X509_free(signers);
    ERR_clear_error();
    return signer;
}

static bool check_purpose(struct check *c, X509 *signer)
{
    if (X509_check_purpose(signer, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1)
        return true;
    return is_wrong(
        c, str_from_c(_("the certificate that signed is not one for timestamps (its "
                        "extended key usage must be timeStamping alone, and critical)")));
}

static bool check_signature(struct check *c)
{
    X509_STORE *store = store_of_top(c, X509_V_FLAG_NO_CHECK_TIME);
    bool is_right = TS_RESP_verify_signature(c->token, c->known, store, NULL) == 1;

    X509_STORE_free(store);
    ERR_clear_error();
    return is_right ||
           is_wrong(c, str_from_c(_(
                           "its signature does not fit: the reply was changed, or signed "
                           "with another certificate than it names")));
}

static bool check_validity(struct check *c)
{
    for (int i = 0; i < sk_X509_num(c->chain); i++) {
        const X509 *certificate = sk_X509_value(c->chain, i);
        int64_t from = 0;
        int64_t to = 0;
        struct str name =
            timestamp_name_text(c->arena, X509_get_subject_name(certificate));

        if (timestamp_time_s(&from, X509_get0_notBefore(certificate)) &&
            timestamp_time_s(&to, X509_get0_notAfter(certificate)) && from <= c->at_s &&
            c->at_s <= to)
            continue;
        return is_wrong(c,
                        arena_printf(c->arena,
                                     _("the certificate of \"" STR_FMT
                                       "\" was valid from %s to %s, and the time of the "
                                       "timestamp, %s, is not within"),
                                     STR_ARG(name), clock_write(from).text,
                                     clock_write(to).text, clock_write(c->at_s).text));
    }
    return true;
}

static bool check_chain(struct check *c, bool is_complete)
{
    X509_STORE *store = store_of_top(c, 0);
    int problem = verify_up_to(c, store);

    X509_STORE_free(store);
    if (problem != X509_V_OK)
        return is_wrong(c, arena_printf(c->arena,
                                        _("its chain of certificates does not hold: %s"),
                                        X509_verify_cert_error_string(problem)));
    c->verdict.is_self_signed = is_complete && sk_X509_num(c->chain) == 1;
    if (c->trust && verify_up_to(c, c->trust->store) == X509_V_OK)
        c->verdict.chain = TIMESTAMP_TRUSTED;
    else if (!is_complete)
        c->verdict.chain = TIMESTAMP_INCOMPLETE;
    else
        c->verdict.chain =
            c->verdict.is_self_signed ? TIMESTAMP_SELF_SIGNED : TIMESTAMP_UNTRUSTED;
    c->verdict.top = timestamp_name_text(c->arena, X509_get_subject_name(top_of(c)));
    return true;
}

/* Every link: a revoked intermediate vouches for nobody. */
static bool check_revocation(struct check *c)
{
    int count = sk_X509_num(c->chain);

    c->verdict.revocation =
        str_from_c(_("no revocation list or answer about it was kept"));
    for (int i = 0; i < count; i++) {
        struct revocation r = {0};
        X509 *issuer = sk_X509_value(c->chain, i + 1 < count ? i + 1 : i);

        if (i > 0 && i + 1 == count)
            break; /* nobody above the root could revoke it */
        timestamp_revocation(&r, c->arena, sk_X509_value(c->chain, i), issuer, c->known,
                             c->at_s, c->crls, c->evidence);
        if (r.wrong.len > 0)
            return is_wrong(c, r.wrong);
        if (i == 0 && r.is_known) {
            c->verdict.is_revocation_known = true;
            c->verdict.revocation = r.says;
        }
    }
    return true;
}

static void write_chain(struct check *c)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    long len;

    for (int i = 0; memory && i < sk_X509_num(c->chain); i++)
        (void)PEM_write_bio_X509(memory, sk_X509_value(c->chain, i));
    len = memory ? BIO_get_mem_data(memory, &bytes) : 0;
    if (len > 0)
        c->verdict.pem = arena_str(c->arena, (struct str){bytes, (size_t)len});
    BIO_free(memory);
}

static void judge(struct check *c)
{
    X509 *signer = find_signer(c);
    bool is_complete;

    if (!signer) {
        (void)is_wrong(c,
                       str_from_c(_("the certificate that signed it is not there, so its "
                                    "signature cannot be checked")));
        return;
    }
    is_complete = build_chain(c, signer);
    if (check_purpose(c, signer) && check_signature(c) && check_validity(c) &&
        check_chain(c, is_complete) && check_revocation(c))
        write_chain(c);
}

static void read_system_certificates(struct timestamp_trust *trust)
{
    if (trust && trust->wants_system)
        (void)X509_STORE_set_default_paths(trust->store);
    if (trust)
        trust->wants_system = false;
    ERR_clear_error();
}

static enum err_code gather(struct check *c, struct err *err)
{
    const struct timestamp_evidence *e = c->evidence;
    STACK_OF(X509) *brought = c->token->d.sign->cert;

    for (int i = 0; i < sk_X509_num(brought); i++) {
        X509 *certificate = sk_X509_value(brought, i);

        (void)X509_up_ref(certificate);
        (void)sk_X509_push(c->known, certificate);
    }
    for (size_t i = 0; i < e->certificate_count; i++)
        if (!timestamp_add_certificates(c->known, e->certificates[i]))
            return err_set(err, ERR_INVALID, "file %zu of the chain holds no certificate",
                           i + 1);
    for (size_t i = 0; i < e->crl_count; i++)
        if (!timestamp_add_crls(c->crls, e->crls[i]))
            return err_set(err, ERR_INVALID, "file %zu holds no revocation list", i + 1);
    return ERR_OK;
}

enum err_code timestamp_check(struct timestamp_verdict *out, struct arena *arena,
                              struct str der, const struct timestamp_evidence *evidence,
                              struct timestamp_trust *trust, struct err *err)
{
    struct check c = {.arena = arena, .trust = trust, .evidence = evidence};
    TS_RESP *reply = NULL;
    enum err_code code = timestamp_reply_open(&reply, der, err);

    if (code != ERR_OK)
        return code;
    read_system_certificates(trust);
    c.token = TS_RESP_get_token(reply);
    c.known = sk_X509_new_null();
    c.chain = sk_X509_new_null();
    c.found = sk_X509_new_null();
    c.crls = sk_X509_CRL_new_null();
    if (!c.known || !c.chain || !c.found || !c.crls)
        abort();
    if (!timestamp_time_s(&c.at_s, TS_TST_INFO_get_time(TS_RESP_get_tst_info(reply))))
        code = err_set(err, ERR_INVALID, "the timestamp's time cannot be read");
    if (code == ERR_OK)
        code = gather(&c, err);
    if (code == ERR_OK) {
        judge(&c);
        *out = c.verdict;
    }
    sk_X509_free(c.chain);
    sk_X509_pop_free(c.found, X509_free);
    sk_X509_pop_free(c.known, X509_free);
    sk_X509_CRL_pop_free(c.crls, X509_CRL_free);
    TS_RESP_free(reply);
    ERR_clear_error();
    return code;
}
