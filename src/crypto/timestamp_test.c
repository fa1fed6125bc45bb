#include "crypto/timestamp.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "crypto/sha256.h"

/* What was stamped in fuzz/corpus/timestamp: made by `openssl ts -reply` with
 * certificates like those of tests/cli/authority.bash; two of them lie in
 * tests/authority. */
static const char *const stamped = "stele.invalid/feed/psqz2nfrr54h0sv8qh42ysypj9\n1\n"
                                   "XXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A=\n";

static struct arena arena;

static struct str read_source(const char *folder, const char *name)
{
    const char *source = getenv("STELE_SOURCE"); /* NOLINT(concurrency-mt-unsafe) */
    struct str path =
        arena_printf(&arena, "%s/%s/%s", source ? source : ".", folder, name);
    struct str bytes = {0};
    struct err err = {0};

    if (file_read(&bytes, &arena, AT_FDCWD, path.ptr, TIMESTAMP_MAX_BYTES, &err) !=
        ERR_OK)
        fail_msg("%s", err.message);
    return bytes;
}

static struct str sample(const char *name)
{
    return read_source("fuzz/corpus/timestamp", name);
}

static struct timestamp_trust *trust_in(const char *name)
{
    struct str certificate = read_source("tests/authority", name);
    struct timestamp_trust *trust = NULL;
    struct err err = {0};

    assert_int_equal(timestamp_trust_open(&trust, &certificate, 1, false, &err), ERR_OK);
    return trust;
}

static struct digest imprint_of(const char *text)
{
    struct sha256 *h = sha256_new();
    struct digest digest = sha256_of(h, str_from_c(text));

    sha256_free(h);
    return digest;
}

static struct timestamp_verdict judge(struct str reply, struct timestamp_trust *trust)
{
    const struct timestamp_evidence nothing = {0};
    struct timestamp_verdict verdict = {0};
    struct err err = {0};

    if (timestamp_check(&verdict, &arena, reply, &nothing, trust, &err) != ERR_OK)
        verdict.wrong = arena_str(&arena, str_from_c(err.message));
    return verdict;
}

static void a_request_is_read_as_it_was_made(void **state)
{
    struct digest imprint = imprint_of(stamped);
    struct timestamp_request one = {0};
    struct timestamp_request two = {0};
    struct buf first = {0};
    struct buf second = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(timestamp_request_make(&first, &imprint, &err), ERR_OK);
    assert_int_equal(timestamp_request_make(&second, &imprint, &err), ERR_OK);
    assert_int_equal(timestamp_request_read(&one, &arena, buf_str(&first), &err), ERR_OK);
    assert_int_equal(timestamp_request_read(&two, &arena, buf_str(&second), &err),
                     ERR_OK);
    assert_true(digest_equal(&one.imprint, &imprint));
    assert_int_equal(one.nonce.len, 16);
    assert_false(str_equal(one.nonce, two.nonce));
    buf_release(&first);
    buf_release(&second);
}

static void what_is_no_request_is_refused(void **state)
{
    struct str request = sample("request");
    struct timestamp_request read = {0};
    struct buf bytes = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(timestamp_request_read(&read, &arena, request, &err), ERR_OK);
    for (size_t len = 0; len < request.len; len++)
        assert_int_equal(
            timestamp_request_read(&read, &arena, str_prefix(request, len), &err),
            ERR_INVALID);
    buf_append(&bytes, request);
    buf_char(&bytes, '\0');
    assert_int_equal(timestamp_request_read(&read, &arena, buf_str(&bytes), &err),
                     ERR_INVALID);
    assert_string_equal(err.message,
                        "it is no timestamp request (RFC 3161) for a SHA-256 digest");
    buf_release(&bytes);
}

static void a_reply_says_what_it_stamps_and_for_whom(void **state)
{
    struct digest imprint = imprint_of(stamped);
    struct timestamp_request request = {0};
    struct timestamp stamp = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(timestamp_read(&stamp, &arena, sample("granted"), &err), ERR_OK);
    assert_int_equal(timestamp_request_read(&request, &arena, sample("request"), &err),
                     ERR_OK);
    assert_true(stamp.is_sha256);
    assert_true(digest_equal(&stamp.imprint, &imprint));
    assert_true(str_equal(stamp.nonce, request.nonce));
    assert_true(str_equal(stamp.policy, STR("1.2.3.4.1")));
    assert_true(str_equal(stamp.signer, STR("CN=Test authority")));
    assert_true(str_starts_with(str_from_c(stamp.at.text), STR("2026-")));
    assert_int_equal(stamp.accuracy_s, 1);
    assert_true(stamp.serial.len > 0);
}

static void a_refusal_is_told_in_the_authority_s_words(void **state)
{
    struct timestamp stamp = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(timestamp_read(&stamp, &arena, sample("refused"), &err), ERR_DENIED);
    assert_string_equal(err.message,
                        "the authority did not stamp (status 2): it does not take this "
                        "kind of hash (\"Message digest algorithm is not supported.\")");
    assert_int_equal(timestamp_read(&stamp, &arena, STR("no reply"), &err), ERR_INVALID);
    assert_string_equal(err.message,
                        "it is no reply of a timestamp authority (RFC 3161, DER)");
}

static void a_chain_is_worth_what_its_root_is_worth_here(void **state)
{
    struct timestamp_trust *root = trust_in("root.pem");
    struct timestamp_trust *middle = trust_in("middle.pem");
    struct timestamp_trust *own = trust_in("own.pem");
    const struct {
        const char *reply;
        struct timestamp_trust *trust;
        enum timestamp_chain chain;
        const char *top;
    } cases[] = {
        {"granted", NULL, TIMESTAMP_UNTRUSTED, "CN=Test root"},
        {"granted", own, TIMESTAMP_UNTRUSTED, "CN=Test root"},
        {"granted", root, TIMESTAMP_TRUSTED, "CN=Test root"},
        {"granted", middle, TIMESTAMP_TRUSTED, "CN=Test root"},
        {"no_chain", NULL, TIMESTAMP_INCOMPLETE, "CN=Test authority"},
        {"no_chain", root, TIMESTAMP_INCOMPLETE, "CN=Test authority"},
        {"no_chain", middle, TIMESTAMP_TRUSTED, "CN=Test intermediate"},
        {"self_signed", NULL, TIMESTAMP_SELF_SIGNED, "CN=Own authority"},
        {"self_signed", root, TIMESTAMP_SELF_SIGNED, "CN=Own authority"},
        {"self_signed", own, TIMESTAMP_TRUSTED, "CN=Own authority"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct timestamp_verdict v = judge(sample(cases[i].reply), cases[i].trust);

        if (v.wrong.len > 0)
            fail_msg("case %zu: %s", i, v.wrong.ptr);
        assert_int_equal(v.chain, cases[i].chain);
        assert_string_equal(v.top.ptr, cases[i].top);
        assert_int_equal(v.is_self_signed, strcmp(cases[i].reply, "self_signed") == 0);
        assert_true(str_starts_with(v.pem, STR("-----BEGIN CERTIFICATE-----")));
        assert_false(v.is_revocation_known);
    }
    timestamp_trust_close(root);
    timestamp_trust_close(middle);
    timestamp_trust_close(own);
}

static void what_is_wrong_is_said(void **state)
{
    static const struct {
        const char *reply;
        const char *why;
    } cases[] = {
        {"wrong_purpose", "the certificate that signed is not one for timestamps"},
        {"expired", "the certificate of \"CN=Expired authority\" was valid from "
                    "2020-01-01T00:00:00Z to 2021-01-01T00:00:00Z"},
        {"refused", "the authority did not stamp"},
        {"request", "it is no reply of a timestamp authority"},
    };
    struct timestamp_trust *root = trust_in("root.pem");

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct timestamp_verdict v = judge(sample(cases[i].reply), root);

        if (!str_starts_with(v.wrong, str_from_c(cases[i].why)))
            fail_msg("%s: %s", cases[i].reply, v.wrong.ptr ? v.wrong.ptr : "nothing");
    }
    timestamp_trust_close(root);
}

static bool says_the_same(const struct timestamp *a, const struct timestamp *b)
{
    return a->is_sha256 && digest_equal(&a->imprint, &b->imprint) &&
           strcmp(a->at.text, b->at.text) == 0 && str_equal(a->policy, b->policy) &&
           str_equal(a->serial, b->serial) && str_equal(a->nonce, b->nonce) &&
           str_equal(a->signer, b->signer) && a->accuracy_s == b->accuracy_s;
}

/* A signature covers what is said and by whom; how the reply is packed may differ. */
static void a_changed_bit_is_found_or_changes_nothing_that_is_said(void **state)
{
    struct str reply = sample("self_signed");
    char *bytes = ARENA_ARRAY(&arena, char, reply.len);
    struct timestamp_trust *own = trust_in("own.pem");
    struct timestamp original = {0};
    struct err err = {0};
    size_t found = 0;

    (void)state;
    memcpy(bytes, reply.ptr, reply.len);
    assert_int_equal(timestamp_read(&original, &arena, reply, &err), ERR_OK);
    for (size_t bit = 0; bit < 8 * reply.len; bit += 3) {
        struct str changed = {bytes, reply.len};
        struct timestamp stamp = {0};
        struct timestamp_verdict v;

        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        v = judge(changed, own);
        found += v.wrong.len > 0;
        if (v.wrong.len == 0) {
            assert_int_equal(timestamp_read(&stamp, &arena, changed, &err), ERR_OK);
            assert_true(says_the_same(&stamp, &original));
        }
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
    assert_true(found > 8 * reply.len / 3 * 9 / 10);
    timestamp_trust_close(own);
}

static void replies_of_real_authorities_are_judged(void **state)
{
    const char *shared = getenv("STELE_SHARED"); /* NOLINT(concurrency-mt-unsafe) */
    const char *source = getenv("STELE_SOURCE"); /* NOLINT(concurrency-mt-unsafe) */
    /* One of them brings no certificate but the signer's, which a private root gave. */
    static const struct {
        const char *name;
        const char *at;
        const char *signer;
        enum timestamp_chain chain;
    } cases[] = {
        {"digicert.tsr", "2025-03-24T11:17:47Z", "CN=DigiCert Timestamp 2024",
         TIMESTAMP_INCOMPLETE},
        {"rfc3161-client-issue-104.tsr", "2025-03-11T08:52:08Z",
         "CN=TrustID Timestamp Authority", TIMESTAMP_INCOMPLETE},
        {"self_signed.tsr", "2025-03-24T11:38:16Z", "CN=TSA SINPE v3",
         TIMESTAMP_INCOMPLETE},
        {"valid_timestamp.tsr", "2025-03-11T10:43:58Z", "CN=TrustID Timestamp Authority",
         TIMESTAMP_INCOMPLETE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str path =
            shared ? arena_printf(&arena, "%s/data/timestamps/%s", shared, cases[i].name)
                   : arena_printf(&arena, "%s/../shared/data/timestamps/%s", source,
                                  cases[i].name);
        struct str reply = {0};
        struct timestamp stamp = {0};
        struct timestamp_verdict v;
        struct err err = {0};

        if (file_read(&reply, &arena, AT_FDCWD, path.ptr, TIMESTAMP_MAX_BYTES, &err) !=
            ERR_OK) {
            print_message("# the shared data is not there\n");
            skip();
        }
        assert_int_equal(timestamp_read(&stamp, &arena, reply, &err), ERR_OK);
        v = judge(reply, NULL);
        if (v.wrong.len > 0)
            fail_msg("%s: %s", cases[i].name, v.wrong.ptr);
        assert_int_equal(v.chain, cases[i].chain);
        assert_true(str_starts_with(str_from_c(stamp.at.text), str_from_c(cases[i].at)));
        assert_true(str_starts_with(stamp.signer, str_from_c(cases[i].signer)));
    }
}

static void kinds_of_files_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(timestamp_file_kind(read_source("tests/authority", "root.pem")),
                     TIMESTAMP_CERTIFICATES);
    assert_int_equal(timestamp_file_kind(read_source("tests/authority", "list.crl")),
                     TIMESTAMP_CRL);
    assert_int_equal(timestamp_file_kind(sample("granted")), TIMESTAMP_NOTHING);
    assert_int_equal(timestamp_file_kind(STR("")), TIMESTAMP_NOTHING);
}

static void trust_needs_certificates(void **state)
{
    struct str nothing[] = {read_source("tests/authority", "root.pem"), STR("nothing")};
    struct timestamp_trust *trust = NULL;
    struct err err = {0};

    (void)state;
    assert_int_equal(timestamp_trust_open(&trust, nothing, 2, false, &err), ERR_INVALID);
    assert_string_equal(err.message,
                        "file 2 of the trusted certificates holds none (PEM or DER)");
    assert_null(trust);
}

static int forget(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_read_as_it_was_made),
        cmocka_unit_test(what_is_no_request_is_refused),
        cmocka_unit_test(a_reply_says_what_it_stamps_and_for_whom),
        cmocka_unit_test(a_refusal_is_told_in_the_authority_s_words),
        cmocka_unit_test(a_chain_is_worth_what_its_root_is_worth_here),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(a_changed_bit_is_found_or_changes_nothing_that_is_said),
        cmocka_unit_test(replies_of_real_authorities_are_judged),
        cmocka_unit_test(kinds_of_files_are_told_apart),
        cmocka_unit_test(trust_needs_certificates),
    };

    return cmocka_run_group_tests(tests, NULL, forget);
}
