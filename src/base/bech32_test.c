#include "base/bech32.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* BIP 173, "Test vectors", those that hold whole bytes. */
static const struct {
    struct str prefix;
    struct str bytes;
    struct str text;
} vectors[] = {
    {STR_INIT("A"), STR_INIT(""), STR_INIT("A12UEL5L")},
    {STR_INIT("a"), STR_INIT(""), STR_INIT("a12uel5l")},
    /* The values 0 to 31, which are these 20 bytes. */
    {STR_INIT("abcdef"),
     STR_INIT(
         "\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77"
         "\xdf"),
     STR_INIT("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")},
    {STR_INIT("split"),
     STR_INIT(
         "\xc5\xf3\x8b\x70\x30\x5f\x51\x9b\xf6\x6d\x85\xfb\x6c\xf0\x30\x58\xf3\xdd\xe4"
         "\x63\xec\xd7\x91\x8f\x2d\xc7\x43\x91\x8f\x2d"),
     STR_INIT("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w")},
};

static void writes_and_reads_the_vectors_of_the_specification(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        struct str bytes = vectors[i].bytes;
        char text[128];
        uint8_t again[64];

        assert_int_equal(BECH32_LEN(vectors[i].prefix.len, bytes.len),
                         vectors[i].text.len);
        bech32_encode(text, vectors[i].prefix, (const uint8_t *)bytes.ptr, bytes.len);
        assert_memory_equal(text, vectors[i].text.ptr, vectors[i].text.len);
        assert_true(bech32_decode(again, bytes.len, vectors[i].prefix, vectors[i].text));
        assert_memory_equal(again, bytes.ptr, bytes.len);
    }
}

/* Every other character in every place, and every swap of neighbours, is found. */
static void finds_every_wrong_character(void **state)
{
    static const char letters[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7lQb1io ";
    static const uint8_t bytes[5] = {1, 2, 3, 4, 5};
    char text[BECH32_LEN(3, 5)];
    struct str whole = {text, sizeof text};
    uint8_t out[5];

    (void)state;
    bech32_encode(text, STR("age"), bytes, sizeof bytes);
    assert_true(bech32_decode(out, sizeof out, STR("age"), whole));
    for (size_t at = 0; at < sizeof text; at++) {
        char was = text[at];

        for (size_t i = 0; i + 1 < sizeof letters; i++) {
            text[at] = letters[i];
            assert_true(bech32_decode(out, sizeof out, STR("age"), whole) ==
                        (letters[i] == was));
        }
        text[at] = was;
    }
    assert_memory_equal(out, bytes, sizeof bytes);
}

static void refuses_another_prefix_case_or_length(void **state)
{
    static const uint8_t bytes[2] = {0xff, 0xff};
    char text[BECH32_LEN(3, 2)];
    struct str whole = {text, sizeof text};
    uint8_t out[8] = {0};

    (void)state;
    bech32_encode(text, STR("age"), bytes, sizeof bytes);
    assert_true(bech32_decode(out, 2, STR("age"), whole));
    assert_false(bech32_decode(out, 2, STR("AGE"), whole));
    assert_false(bech32_decode(out, 2, STR("agf"), whole));
    assert_false(bech32_decode(out, 2, STR("ag"), whole));
    assert_false(bech32_decode(out, 3, STR("age"), whole));
    assert_false(bech32_decode(out, 2, STR("age"), str_prefix(whole, whole.len - 1)));
    assert_false(bech32_decode(out, 2, STR("age"), STR("")));
    bech32_encode(text, STR("AGE"), bytes, sizeof bytes);
    assert_true(bech32_decode(out, 2, STR("AGE"), whole));
    assert_false(bech32_decode(out, 2, STR("age"), whole));
}

/* 16 bits take four characters, and four bits are left over. With a right checksum,
 * "llll" is still no second text for what "llls" says. */
static void refuses_bits_left_over(void **state)
{
    uint8_t out[2] = {0};

    (void)state;
    assert_true(bech32_decode(out, 2, STR("age"), STR("age1lllsl5899u")));
    assert_memory_equal(out, "\xff\xff", 2);
    assert_false(bech32_decode(out, 2, STR("age"), STR("age1llllqe5e6y")));
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the vectors of BIP 173 come out",
         writes_and_reads_the_vectors_of_the_specification, 0, 0, 0},
        {"every wrong character is found", finds_every_wrong_character, 0, 0, 0},
        {"another prefix, case or length is refused",
         refuses_another_prefix_case_or_length, 0, 0, 0},
        {"bits left over are refused", refuses_bits_left_over, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
