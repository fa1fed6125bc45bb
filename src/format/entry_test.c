#include "format/entry.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define CC "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define D0 "0000000000000000000000000000000000000000000000000000000000000000"
#define ROOT "XXaZ2HUM/wdOgkBm3ZiE7dhrzvkmM3cm11wiDafCy7A="
#define SIGNATURE                                                                        \
    "/s5clsGB8vUK1TjV4/7zzqsDXQ6EkG9L+NeRyhwFLbmzQIcxpxtlEgEbjIwayxHnCCLG/"              \
    "Dcqxf0gG7UeuzJ"                                                                     \
    "AVxGgDwE="
#define REPLICA "ck1 archive.invalid/replica/lviv-1 70000 " ROOT " " SIGNATURE "\n"

static void an_entry_is_134_bytes(void **state)
{
    struct entry entry = {0};
    struct entry again = {0};
    struct err err = {0};
    char text[ENTRY_BYTES];

    (void)state;
    memset(entry.commitment.bytes, 0xcc, sizeof entry.commitment.bytes);
    entry_write(text, &entry);
    assert_memory_equal(text, "ev1 " CC " " D0 "\n", ENTRY_BYTES);
    assert_int_equal(entry_parse(&again, (struct str){text, sizeof text}, &err), ERR_OK);
    assert_memory_equal(&again, &entry, sizeof entry);
}

static void other_entries_are_refused(void **state)
{
    static const struct {
        struct str text;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "entry is not \"ev1\", two hashes and a newline"},
        {STR_INIT("ev1 " CC " " D0), "entry is not \"ev1\", two hashes and a newline"},
        {STR_INIT("ev2 " CC " " D0 "\n"),
         "entry is not \"ev1\", two hashes and a newline"},
        {STR_INIT("ev1 " CC "\t" D0 "\n"),
         "entry is not \"ev1\", two hashes and a newline"},
        {STR_INIT("ev1 " CC " " D0 "\n\n"),
         "entry is not \"ev1\", two hashes and a newline"},
        {STR_INIT("ev1 C" CC " " D0), "entry is not \"ev1\", two hashes and a newline"},
        {STR_INIT("ev1 "
                  "Cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
                  " " D0 "\n"),
         "hash of an entry is not 64 lower-case hex digits"},
        {STR_INIT("ev1 " CC " "
                  "000000000000000000000000000000000000000000000000000000000000000g"
                  "\n"),
         "hash of an entry is not 64 lower-case hex digits"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct entry entry = {0};
        struct err err = {0};

        assert_int_equal(entry_parse(&entry, bad[i].text, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
        assert_int_equal(entry.commitment.bytes[0], 0);
    }
}

static void a_replica_entry_is_read_as_written(void **state)
{
    struct replica_entry entry = {0};
    struct buf again = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(replica_entry_parse(&entry, STR(REPLICA), &err), ERR_OK);
    assert_true(
        str_equal(entry.checkpoint.origin, STR("archive.invalid/replica/lviv-1")));
    assert_true(entry.checkpoint.size == 70000);
    assert_int_equal(entry.signature[0], 0xfe); /* the key's id comes first */
    replica_entry_append(&again, &entry);
    assert_true(str_equal(buf_str(&again), STR(REPLICA)));
    buf_release(&again);
}

static void other_replica_entries_are_refused(void **state)
{
    static const struct {
        struct str text;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "entry is not \"ck1\", a checkpoint, a signature and a newline"},
        {STR_INIT("ck1 a 1 " ROOT " " SIGNATURE),
         "entry is not \"ck1\", a checkpoint, a signature and a newline"},
        {STR_INIT("ck2 a 1 " ROOT " " SIGNATURE "\n"),
         "entry is not \"ck1\", a checkpoint, a signature and a newline"},
        {STR_INIT("ck1  1 " ROOT " " SIGNATURE "\n"),
         "origin is empty or not plain text"},
        {STR_INIT("ck1 a 01 " ROOT " " SIGNATURE "\n"),
         "tree size \"01\" is not a number"},
        {STR_INIT("ck1 a 1 AAAA " SIGNATURE "\n"), "root is not the base64 of 32 bytes"},
        {STR_INIT("ck1 a 1 " ROOT " AAAA\n"), "signature is not the base64 of 68 bytes"},
        {STR_INIT("ck1 a 1 " ROOT " " SIGNATURE " \n"),
         "signature is not the base64 of 68 bytes"},
        {STR_INIT("ck1 a 1 " ROOT "\n"),
         "entry is not \"ck1\", a checkpoint, a signature and a newline"},
    };
    static char long_text[ENTRY_MAX_BYTES + 1];
    struct replica_entry entry = {0};
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(replica_entry_parse(&entry, bad[i].text, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
        assert_true(entry.checkpoint.origin.ptr == NULL);
    }
    assert_int_equal(
        replica_entry_parse(&entry, (struct str){long_text, sizeof long_text}, &err),
        ERR_INVALID);
    assert_string_equal(err.message, "entry is longer than 65535 bytes");
}

static void a_bundle_gives_its_entries_back(void **state)
{
    static char longest[ENTRY_MAX_BYTES];
    struct str entry = {0};
    struct buf out = {0};
    struct err err = {0};
    struct str rest;

    (void)state;
    bundle_append(&out, STR("one"));
    bundle_append(&out, STR(""));
    bundle_append(&out, (struct str){longest, sizeof longest});
    assert_memory_equal(out.ptr, "\0\3one\0\0\xff\xff", 9);
    rest = buf_str(&out);
    assert_int_equal(bundle_read(&entry, &rest, &err), ERR_OK);
    assert_true(str_equal(entry, STR("one")));
    assert_int_equal(bundle_read(&entry, &rest, &err), ERR_OK);
    assert_int_equal(entry.len, 0);
    assert_int_equal(bundle_read(&entry, &rest, &err), ERR_OK);
    assert_int_equal(entry.len, ENTRY_MAX_BYTES);
    assert_int_equal(rest.len, 0);
    rest = STR("\0");
    assert_int_equal(bundle_read(&entry, &rest, &err), ERR_CORRUPT);
    assert_string_equal(err.message, "entry bundle is cut short");
    rest = STR("\0\2x");
    assert_int_equal(bundle_read(&entry, &rest, &err), ERR_CORRUPT);
    assert_string_equal(err.message, "entry bundle is cut short");
    assert_int_equal(rest.len, 3);
    buf_release(&out);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"an entry is 134 bytes", an_entry_is_134_bytes, 0, 0, 0},
        {"other entries are refused", other_entries_are_refused, 0, 0, 0},
        {"a replica entry is read as written", a_replica_entry_is_read_as_written, 0, 0,
         0},
        {"other replica entries are refused", other_replica_entries_are_refused, 0, 0, 0},
        {"a bundle gives its entries back", a_bundle_gives_its_entries_back, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
