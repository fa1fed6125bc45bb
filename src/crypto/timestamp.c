#include "crypto/timestamp.h"

#include <openssl/err.h>

#include "base/message.h"
#include "crypto/random.h"
#include "crypto/timestamp_inside.h"

enum { NONCE_BYTES = 8 };

/* --- requests --- */

static bool set_imprint(TS_REQ *request, const struct digest *imprint)
{
    struct digest copy = *imprint; /* OpenSSL's argument is not const */
    X509_ALGOR *algorithm = X509_ALGOR_new();
    TS_MSG_IMPRINT *message = TS_MSG_IMPRINT_new();
    bool is_set =
        algorithm && message &&
        X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) &&
        TS_MSG_IMPRINT_set_algo(message, algorithm) &&
        TS_MSG_IMPRINT_set_msg(message, copy.bytes, sizeof copy.bytes) &&
        TS_REQ_set_msg_imprint(request, message);

    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(message);
    return is_set;
}

/* Positive and of full length, so that every nonce looks alike. */
static bool set_nonce(TS_REQ *request)
{
    uint8_t random[NONCE_BYTES];
    BIGNUM *number;
    ASN1_INTEGER *nonce;
    bool is_set;

    random_fill(random, sizeof random);
    random[0] = (uint8_t)((random[0] & 0x7fU) | 0x40U);
    number = BN_bin2bn(random, sizeof random, NULL);
    nonce = number ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
    is_set = nonce && TS_REQ_set_nonce(request, nonce);
    ASN1_INTEGER_free(nonce);
    BN_free(number);
    return is_set;
}

enum err_code timestamp_request_make(struct buf *out, const struct digest *imprint,
                                     struct err *err)
{
    TS_REQ *request = TS_REQ_new();
    unsigned char *der = NULL;
    int len = -1;

    if (request && TS_REQ_set_version(request, 1) && set_imprint(request, imprint) &&
        set_nonce(request) && TS_REQ_set_cert_req(request, 1))
        len = i2d_TS_REQ(request, &der);
    if (len > 0)
        buf_bytes(out, der, (size_t)len);
    OPENSSL_free(der);
    TS_REQ_free(request);
    return len > 0 ? ERR_OK
                   : err_set(err, ERR_LIMIT, "could not make a timestamp request");
}

/* The bytes of a SHA-256 imprint; false for another algorithm or length. */
static bool read_imprint(struct digest *out, TS_MSG_IMPRINT *message)
{
    const ASN1_OBJECT *algorithm = NULL;
    const ASN1_OCTET_STRING *bytes = message ? TS_MSG_IMPRINT_get_msg(message) : NULL;

    if (!bytes)
        return false;
    X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(message));
    if (OBJ_obj2nid(algorithm) != NID_sha256 ||
        ASN1_STRING_length(bytes) != (int)sizeof out->bytes)
        return false;
    memcpy(out->bytes, ASN1_STRING_get0_data(bytes), sizeof out->bytes);
    return true;
}

/* In lower-case hex; a minus sign stands before a negative one. */
static struct str integer_text(struct arena *arena, const ASN1_INTEGER *integer)
{
    BIGNUM *number = integer ? ASN1_INTEGER_to_BN(integer, NULL) : NULL;
    char *hex = number ? BN_bn2hex(number) : NULL;
    struct str text = STR("");

    for (char *c = hex; c && *c; c++)
        if (*c >= 'A' && *c <= 'F')
            *c = (char)(*c - 'A' + 'a');
    if (hex)
        text = arena_str(arena, str_from_c(hex));
    OPENSSL_free(hex);
    BN_free(number);
    return text;
}

enum err_code timestamp_request_read(struct timestamp_request *out, struct arena *arena,
                                     struct str der, struct err *err)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    TS_REQ *request = der.len > 0 && der.len <= TIMESTAMP_MAX_BYTES
                          ? d2i_TS_REQ(NULL, &at, (long)der.len)
                          : NULL;
    struct timestamp_request read = {0};
    bool is_right = request && at == (const unsigned char *)der.ptr + der.len &&
                    read_imprint(&read.imprint, TS_REQ_get_msg_imprint(request));

    if (is_right) {
        read.nonce = integer_text(arena, TS_REQ_get_nonce(request));
        *out = read;
    }
    TS_REQ_free(request);
    ERR_clear_error();
    return is_right
               ? ERR_OK
               : err_set(err, ERR_INVALID,
                         "it is no timestamp request (RFC 3161) for a SHA-256 digest");
}

/* --- replies --- */

struct str timestamp_name_text(struct arena *arena, const X509_NAME *name)
{
    BIO *memory = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    long len = 0;
    struct str text = STR("");

    if (memory && name &&
        X509_NAME_print_ex(memory, name, 0,
                           XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0)
        len = BIO_get_mem_data(memory, &bytes);
    if (len > 0)
        text = arena_str(arena, (struct str){bytes, (size_t)len});
    BIO_free(memory);
    return text;
}

bool timestamp_time_s(int64_t *out, const ASN1_TIME *time)
{
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    int days = 0;
    int seconds = 0;
    bool is_read = epoch && time && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;

    ASN1_TIME_free(epoch);
    if (is_read)
        *out = (int64_t)days * 86400 + seconds;
    return is_read;
}

/* The authority's own words, then what its failure bits mean. */
static enum err_code refused(TS_STATUS_INFO *info, long status, struct err *err)
{
    static const struct {
        int bit;
        const char *meaning;
    } failures[] = {
        {TS_INFO_BAD_ALG, N_("it does not take this kind of hash")},
        {TS_INFO_BAD_REQUEST, N_("it does not allow this request")},
        {TS_INFO_BAD_DATA_FORMAT, N_("it could not read the request")},
        {TS_INFO_TIME_NOT_AVAILABLE, N_("its clock is not available")},
        {TS_INFO_UNACCEPTED_POLICY, N_("it does not stamp under that policy")},
        {TS_INFO_UNACCEPTED_EXTENSION, N_("it does not take that extension")},
        {TS_INFO_ADD_INFO_NOT_AVAILABLE, N_("it cannot give what was asked for")},
        {TS_INFO_SYSTEM_FAILURE, N_("it failed")},
    };
    const ASN1_BIT_STRING *bits = TS_STATUS_INFO_get0_failure_info(info);
    const STACK_OF(ASN1_UTF8STRING) *words = TS_STATUS_INFO_get0_text(info);
    const char *meaning = _("it does not say why");
    const ASN1_UTF8STRING *first =
        sk_ASN1_UTF8STRING_num(words) > 0 ? sk_ASN1_UTF8STRING_value(words, 0) : NULL;

    for (size_t i = 0; bits && i < sizeof failures / sizeof *failures; i++)
        if (ASN1_BIT_STRING_get_bit(bits, failures[i].bit))
            meaning = _(failures[i].meaning);
    return err_set(
        err, ERR_DENIED, "the authority did not stamp (status %ld): %s%s%.*s%s", status,
        meaning, first ? " (\"" : "", first ? ASN1_STRING_length(first) : 0,
        first ? (const char *)ASN1_STRING_get0_data(first) : "", first ? "\")" : "");
}

enum err_code timestamp_reply_open(TS_RESP **out, struct str der, struct err *err)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    TS_RESP *reply = der.len > 0 && der.len <= TIMESTAMP_MAX_BYTES
                         ? d2i_TS_RESP(NULL, &at, (long)der.len)
                         : NULL;
    TS_STATUS_INFO *info = reply ? TS_RESP_get_status_info(reply) : NULL;
    long status = info ? ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info)) : -1;
    bool is_whole = info && at == (const unsigned char *)der.ptr + der.len;

    ERR_clear_error();
    if (is_whole &&
        (status == TS_STATUS_GRANTED || status == TS_STATUS_GRANTED_WITH_MODS) &&
        TS_RESP_get_token(reply) && TS_RESP_get_tst_info(reply)) {
        *out = reply;
        return ERR_OK;
    }
    if (is_whole && status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS)
        (void)refused(info, status, err);
    else
        (void)err_set(err, ERR_INVALID,
                      "it is no reply of a timestamp authority (RFC 3161, DER)");
    TS_RESP_free(reply);
    return err->code;
}

static uint64_t accuracy_of(TS_TST_INFO *info)
{
    TS_ACCURACY *accuracy = TS_TST_INFO_get_accuracy(info);
    uint64_t seconds = 0;

    if (!accuracy)
        return 0;
    if (TS_ACCURACY_get_seconds(accuracy))
        seconds = (uint64_t)ASN1_INTEGER_get(TS_ACCURACY_get_seconds(accuracy));
    if (TS_ACCURACY_get_millis(accuracy) || TS_ACCURACY_get_micros(accuracy))
        seconds++;
    return seconds;
}

static struct str policy_text(struct arena *arena, TS_TST_INFO *info)
{
    char text[128] = "";

    (void)OBJ_obj2txt(text, sizeof text, TS_TST_INFO_get_policy_id(info), 1);
    return arena_str(arena, str_from_c(text));
}

/* The subject of the certificate that the token names as its signer's, where it brought
 * it; else the issuer's name, which is all that the token says. */
static struct str signer_text(struct arena *arena, PKCS7 *token)
{
    STACK_OF(X509) *signers = PKCS7_get0_signers(token, NULL, 0);
    STACK_OF(PKCS7_SIGNER_INFO) *infos = PKCS7_get_signer_info(token);
    struct str text = STR("");

    if (signers && sk_X509_num(signers) > 0)
        text =
            timestamp_name_text(arena, X509_get_subject_name(sk_X509_value(signers, 0)));
    else if (infos && sk_PKCS7_SIGNER_INFO_num(infos) > 0) {
        struct str issuer = timestamp_name_text(
            arena, sk_PKCS7_SIGNER_INFO_value(infos, 0)->issuer_and_serial->issuer);

        text = arena_printf(arena, _("a holder of a certificate of " STR_FMT),
                            STR_ARG(issuer));
    }
    sk_X509_free(signers);
    ERR_clear_error();
    return text;
}

enum err_code timestamp_read(struct timestamp *out, struct arena *arena, struct str der,
                             struct err *err)
{
    struct timestamp read = {0};
    TS_RESP *reply = NULL;
    TS_TST_INFO *info;
    int64_t at_s = 0;

    if (timestamp_reply_open(&reply, der, err) != ERR_OK)
        return err->code;
    info = TS_RESP_get_tst_info(reply);
    if (!timestamp_time_s(&at_s, TS_TST_INFO_get_time(info))) {
        TS_RESP_free(reply);
        return err_set(err, ERR_INVALID, "the timestamp's time cannot be read");
    }
    read.is_sha256 = read_imprint(&read.imprint, TS_TST_INFO_get_msg_imprint(info));
    read.at = clock_write(at_s);
    read.policy = policy_text(arena, info);
    read.serial = integer_text(arena, TS_TST_INFO_get_serial(info));
    read.nonce = integer_text(arena, TS_TST_INFO_get_nonce(info));
    read.accuracy_s = accuracy_of(info);
    read.signer = signer_text(arena, TS_RESP_get_token(reply));
    TS_RESP_free(reply);
    *out = read;
    return ERR_OK;
}
