#include "crypto/sha256.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/buf.h"

static void check(struct sha256 *h, struct str message, const char *hex)
{
    struct digest got = sha256_of(h, message);

    assert_string_equal(digest_text(&got).hex, hex);
}

/* The examples of FIPS 180-4 (NIST, "Example Algorithms", SHA256.pdf) and the empty
 * message. */
static void gives_the_digests_of_the_standard(void **state)
{
    struct sha256 *h = sha256_new();
    struct buf million = {0};

    (void)state;
    check(h, STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check(h, STR("abc"),
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(h, STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    memset(buf_reserve(&million, 1000000), 'a', 1000000);
    million.len = 1000000;
    check(h, buf_str(&million),
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    buf_release(&million);
    sha256_free(h);
}

static void parts_give_the_digest_of_the_whole(void **state)
{
    struct str whole =
        STR("The device is a claim, the digest is not; 64 bytes are one block.");
    struct sha256 *h = sha256_new();
    struct digest want = sha256_of(h, whole);

    (void)state;
    for (size_t cut = 0; cut <= whole.len; cut++) {
        struct digest got;

        sha256_start(h);
        sha256_add(h, whole.ptr, cut);
        sha256_add(h, whole.ptr + cut, whole.len - cut);
        got = sha256_finish(h);
        assert_true(digest_equal(&got, &want));
    }
    sha256_free(h);
}

static void a_start_forgets_an_unfinished_message(void **state)
{
    struct sha256 *h = sha256_new();

    (void)state;
    sha256_start(h);
    sha256_add(h, "left over", 9);
    check(h, STR("abc"),
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_free(h);
    sha256_free(NULL);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the digests of the standard come out", gives_the_digests_of_the_standard, 0, 0,
         0},
        {"parts give the digest of the whole", parts_give_the_digest_of_the_whole, 0, 0,
         0},
        {"a start forgets an unfinished message", a_start_forgets_an_unfinished_message,
         0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
