#include "crypto/ed25519.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/text.h"

/* RFC 8032 section 7.1, tests 1 to 3. */
static const struct {
    struct str seed;
    struct str public;
    struct str message;
    struct str signature;
} vectors[] = {
    {STR_INIT("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
     STR_INIT("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
     STR_INIT(""),
     STR_INIT("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590"
              "a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")},
    {STR_INIT("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
     STR_INIT("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
     STR_INIT("\x72"),
     STR_INIT("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e"
              "15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")},
    {STR_INIT("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
     STR_INIT("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
     STR_INIT("\xaf\x82"),
     STR_INIT("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d"
              "16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")},
};

static void gives_the_signatures_of_the_rfc(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct ed25519_key key = {0};
        uint8_t seed[ED25519_SEED_BYTES];
        uint8_t public[ED25519_PUBLIC_BYTES];
        uint8_t want[ED25519_SIGNATURE_BYTES];
        uint8_t got[ED25519_SIGNATURE_BYTES];

        assert_true(hex_decode(seed, sizeof seed, vectors[i].seed));
        assert_true(hex_decode(public, sizeof public, vectors[i].public));
        assert_true(hex_decode(want, sizeof want, vectors[i].signature));
        ed25519_from_seed(&key, seed);
        assert_memory_equal(key.public, public, sizeof public);
        assert_memory_equal(key.seed, seed, sizeof seed);
        ed25519_sign(got, &key, vectors[i].message);
        assert_memory_equal(got, want, sizeof want);
        assert_true(ed25519_verify(want, public, vectors[i].message));
    }
}

static void any_changed_bit_is_refused(void **state)
{
    struct ed25519_key key = {0};
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    char message[] = "message";
    struct str text = {message, 7};

    (void)state;
    ed25519_new(&key);
    ed25519_sign(signature, &key, text);
    assert_true(ed25519_verify(signature, key.public, text));
    for (size_t bit = 0; bit < 8 * sizeof signature; bit++) {
        signature[bit / 8] = (uint8_t)(signature[bit / 8] ^ 1U << bit % 8);
        assert_false(ed25519_verify(signature, key.public, text));
        signature[bit / 8] = (uint8_t)(signature[bit / 8] ^ 1U << bit % 8);
    }
    message[6] = 'E';
    assert_false(ed25519_verify(signature, key.public, text));
    message[6] = 'e';
    assert_false(ed25519_verify(signature, key.public, str_prefix(text, 6)));
    key.public[0] ^= 1;
    assert_false(ed25519_verify(signature, key.public, text));
}

static void two_new_keys_differ(void **state)
{
    struct ed25519_key a = {0};
    struct ed25519_key b = {0};

    (void)state;
    ed25519_new(&a);
    ed25519_new(&b);
    assert_memory_not_equal(a.seed, b.seed, sizeof a.seed);
    assert_memory_not_equal(a.public, b.public, sizeof a.public);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the signatures of RFC 8032 come out", gives_the_signatures_of_the_rfc, 0, 0, 0},
        {"any changed bit is refused", any_changed_bit_is_refused, 0, 0, 0},
        {"two new keys differ", two_new_keys_differ, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
