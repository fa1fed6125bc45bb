#include "record/genesis.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "format/canon.h"
#include "log/commitment.h"
#include "log/signed_note.h"
#include "record/id.h"

static void ok(enum err_code code, const struct err *err)
{
    if (code != ERR_OK)
        fail_msg("%s", err->message);
}

static struct str feed_of(const struct genesis *g)
{
    return (struct str){g->feed, FEED_ID_LEN};
}

/* The bytes of format.md 4.1, put together from the parts it names. */
static void the_three_statements_are_exactly_these(void **state)
{
    struct genesis g = {0};
    struct arena arena = {0};
    struct err err = {0};
    struct value first = {0};
    struct sha256 *h = sha256_new();
    struct note_key key;
    struct buf vkey = {0};
    struct str origin;
    struct str member;
    struct str at;
    struct id id;

    (void)state;
    ok(genesis_make(&g, STR("Харків"), false, &err), &err);
    ok(canon_parse(&first, &arena, buf_str(&g.statement[0]), &err), &err);
    member = value_get_string(&first, STR("member"));
    at = value_get_string(&first, STR("at"));
    ok(id_parse(&id, member, &err), &err);
    assert_int_equal(at.len, 20);
    origin = arena_printf(&arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed_of(&g)));
    key = signed_note_key(h, origin, NOTE_ED25519, g.key.public);
    note_key_append(&vkey, &key);
    assert_true(str_equal(buf_str(&g.statement[0]),
                          arena_printf(&arena,
                                       "{\"at\":\"" STR_FMT "\",\"by\":\"" STR_FMT
                                       "\",\"feed\":\"" STR_FMT
                                       "\",\"format\":1,\"index\":0,\"key\":\"" STR_FMT
                                       "\",\"kind\":\"archive\",\"member\":\"" STR_FMT
                                       "\",\"name\":\"Харків\"}",
                                       STR_ARG(at), STR_ARG(member), STR_ARG(feed_of(&g)),
                                       STR_ARG(buf_str(&vkey)), STR_ARG(member))));
    assert_true(str_equal(
        buf_str(&g.statement[1]),
        arena_printf(&arena,
                     "{\"at\":\"" STR_FMT "\",\"by\":\"" STR_FMT "\",\"feed\":\"" STR_FMT
                     "\",\"id\":\"" STR_FMT
                     "\",\"index\":1,\"kind\":\"member\",\"roles\":[\"admin\"]}",
                     STR_ARG(at), STR_ARG(member), STR_ARG(feed_of(&g)),
                     STR_ARG(member))));
    assert_true(str_equal(
        buf_str(&g.statement[2]),
        arena_printf(&arena,
                     "{\"at\":\"" STR_FMT "\",\"by\":\"" STR_FMT "\",\"feed\":\"" STR_FMT
                     "\",\"from\":0,\"index\":2,\"key\":\"" STR_FMT
                     "\",\"kind\":\"device\",\"members\":[\"" STR_FMT
                     "\"],\"of\":\"" STR_FMT "\"}",
                     STR_ARG(at), STR_ARG(member), STR_ARG(feed_of(&g)),
                     STR_ARG(buf_str(&vkey)), STR_ARG(member), STR_ARG(feed_of(&g)))));
    buf_release(&vkey);
    genesis_release(&g);
    sha256_free(h);
    arena_free(&arena);
}

static void the_ids_follow_from_key_and_commitment(void **state)
{
    struct genesis g = {0};
    struct err err = {0};
    struct sha256 *h = sha256_new();
    struct digest commitment;
    char id[FEED_ID_LEN];

    (void)state;
    ok(genesis_make(&g, STR("x"), true, &err), &err);
    feed_id_of(id, g.key.public);
    assert_memory_equal(id, g.feed, FEED_ID_LEN);
    commitment = commitment_of(h, g.salt, buf_str(&g.statement[0]));
    archive_id_of(id, &commitment);
    assert_memory_equal(id, g.archive, FEED_ID_LEN);
    assert_true(str_find_str(buf_str(&g.statement[0]), STR("\"synthetic\":true")) <
                g.statement[0].len);
    genesis_release(&g);
    sha256_free(h);
}

static void two_archives_share_nothing(void **state)
{
    struct genesis a = {0};
    struct genesis b = {0};
    struct err err = {0};

    (void)state;
    ok(genesis_make(&a, STR("x"), false, &err), &err);
    ok(genesis_make(&b, STR("x"), false, &err), &err);
    assert_memory_not_equal(a.feed, b.feed, FEED_ID_LEN);
    assert_memory_not_equal(a.archive, b.archive, FEED_ID_LEN);
    assert_memory_not_equal(a.salt, b.salt, sizeof a.salt);
    genesis_release(&a);
    genesis_release(&b);
}

static void a_name_is_short_clean_text(void **state)
{
    static char longest[ARCHIVE_NAME_MAX + 1];
    static const struct {
        struct str name;
        const char *says;
    } bad[] = {
        {STR_INIT(""), "an archive's name has 1 to 200 bytes"},
        {{longest, ARCHIVE_NAME_MAX + 1}, "an archive's name has 1 to 200 bytes"},
        {STR_INIT("a\nb"), "an archive's name cannot hold control characters"},
        {STR_INIT("a\x7f"), "an archive's name cannot hold control characters"},
        {STR_INIT("a\xff"), "an archive's name must be valid UTF-8"},
        {STR_INIT("\xed\xa0\x80"), "an archive's name must be valid UTF-8"},
    };
    struct genesis g = {0};
    struct err err = {0};

    (void)state;
    memset(longest, 'x', sizeof longest);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(genesis_make(&g, bad[i].name, false, &err), ERR_INVALID);
        assert_string_equal(err.message, bad[i].says);
    }
    ok(genesis_make(&g, (struct str){longest, ARCHIVE_NAME_MAX}, false, &err), &err);
    genesis_release(&g);
}

static void the_public_facts_are_one_line(void **state)
{
    struct buf facts = {0};

    (void)state;
    genesis_public_facts(&facts, STR("a1"), STR("f1"), STR("say \"x\""));
    assert_true(
        str_equal(buf_str(&facts), STR("{\"archive\":\"a1\",\"feed\":\"f1\",\"format\":1,"
                                       "\"name\":\"say \\\"x\\\"\"}\n")));
    buf_release(&facts);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"the three statements are exactly those of the format",
         the_three_statements_are_exactly_these, 0, 0, 0},
        {"the ids follow from the key and the first commitment",
         the_ids_follow_from_key_and_commitment, 0, 0, 0},
        {"two archives of one name share nothing", two_archives_share_nothing, 0, 0, 0},
        {"a name is short, clean text", a_name_is_short_clean_text, 0, 0, 0},
        {"the public facts are one canonical line", the_public_facts_are_one_line, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
