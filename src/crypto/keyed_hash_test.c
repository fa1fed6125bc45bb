#include "crypto/keyed_hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct passphrase_cost cheap = {1, 1024};

/* RFC 4231, test case 2, its key filled up with zeros, as HMAC does itself. */
static void it_is_hmac_sha256(void **state)
{
    const uint8_t key[KEYED_HASH_KEY_BYTES] = {'J', 'e', 'f', 'e'};
    struct digest digest;

    (void)state;
    keyed_hash(&digest, key, STR("what do ya want for nothing?"));
    assert_string_equal(
        digest_text(&digest).hex,
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void passphrase_salt_and_cost_make_the_key(void **state)
{
    const struct passphrase_cost other = {2, 1024};
    const uint8_t salt[PASSPHRASE_SALT_BYTES] = {1};
    const uint8_t salt2[PASSPHRASE_SALT_BYTES] = {2};
    uint8_t keys[5][KEYED_HASH_KEY_BYTES];
    struct err err = {0};

    (void)state;
    assert_int_equal(keyed_hash_key(keys[0], STR("secret"), salt, &cheap, &err), ERR_OK);
    assert_int_equal(keyed_hash_key(keys[1], STR("secret"), salt, &cheap, &err), ERR_OK);
    assert_int_equal(keyed_hash_key(keys[2], STR("Secret"), salt, &cheap, &err), ERR_OK);
    assert_int_equal(keyed_hash_key(keys[3], STR("secret"), salt2, &cheap, &err), ERR_OK);
    assert_int_equal(keyed_hash_key(keys[4], STR("secret"), salt, &other, &err), ERR_OK);
    assert_memory_equal(keys[0], keys[1], KEYED_HASH_KEY_BYTES);
    for (size_t i = 2; i < 5; i++)
        assert_memory_not_equal(keys[0], keys[i], KEYED_HASH_KEY_BYTES);
}

static void what_costs_nothing_or_too_much_is_refused(void **state)
{
    static const struct passphrase_cost costs[] = {
        {0, 1024}, {65, 1024}, {1, 0}, {1, (1 << 20) + 1}, {UINT64_MAX, 2}};
    const uint8_t salt[PASSPHRASE_SALT_BYTES] = {1};
    uint8_t key[KEYED_HASH_KEY_BYTES];
    struct err err = {0};

    (void)state;
    assert_int_equal(keyed_hash_key(key, STR(""), salt, &cheap, &err), ERR_INVALID);
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++)
        assert_int_equal(keyed_hash_key(key, STR("x"), salt, &costs[i], &err), ERR_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_hmac_sha256),
        cmocka_unit_test(passphrase_salt_and_cost_make_the_key),
        cmocka_unit_test(what_costs_nothing_or_too_much_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
