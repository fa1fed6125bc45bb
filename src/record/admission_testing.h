#ifndef RECORD_ADMISSION_TESTING_H
#define RECORD_ADMISSION_TESTING_H

/* For tests only: a world of feeds that speak of one another. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "crypto/ed25519.h"
#include "format/canon.h"
#include "format/foreign.h"
#include "log/feed_replace.h"
#include "record/admission.h"

/* Three feeds, written down as people would; ' stands for ". */

enum { FEEDS = 4, WORDS = 16 };

#define ARCHIVE "0archive0archive0archive00"
#define FOUNDER "founder"
#define ROOT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const char *const ids[FEEDS] = {"f0", "f1", "f2", "f3"};

struct world {
    struct arena arena;
    struct ed25519_key keys[FEEDS];
    struct admission_word words[FEEDS][WORDS];
    struct admission_feed feeds[FEEDS];
    struct admission out[FEEDS];
};

static struct world w;

static inline struct value json(const char *text)
{
    struct buf copy = {0};
    struct value value = {0};
    struct err err = {0};

    for (const char *c = text; *c; c++)
        buf_char(&copy, (char)(*c == '\'' ? '"' : *c));
    assert_int_equal(
        foreign_parse(&value, &w.arena, arena_str(&w.arena, buf_str(&copy)), &err),
        ERR_OK);
    buf_release(&copy);
    return value;
}

/* Feed n says something at an index. */
static inline void say(uint32_t n, uint64_t index, const char *text)
{
    struct admission_feed *feed = &w.feeds[n];

    assert_true(feed->word_count < WORDS);
    w.words[n][feed->word_count++] =
        (struct admission_word){.index = index, .statement = json(text)};
}

static inline void first_of(uint32_t n, const char *text)
{
    w.feeds[n].first = json(text);
}

static inline int set_up(void **state)
{
    (void)state;
    w = (struct world){0};
    for (uint32_t n = 0; n < FEEDS; n++) {
        uint8_t seed[ED25519_SEED_BYTES] = {(uint8_t)(n + 1)};

        ed25519_from_seed(&w.keys[n], seed);
        w.feeds[n] = (struct admission_feed){.id = str_from_c(ids[n]),
                                             .is_founding = n == 0,
                                             .has_public = true,
                                             .words = w.words[n]};
        memcpy(w.feeds[n].public, w.keys[n].public, ED25519_PUBLIC_BYTES);
    }
    say(0, 2,
        "{'kind':'device','of':'f0','by':'founder','members':['founder'],'from':0}");
    first_of(1, "{'kind':'device','archive':'" ARCHIVE "','of':'f1','members':['ann']}");
    first_of(2, "{'kind':'device','archive':'" ARCHIVE "','of':'f2','members':['bo']}");
    first_of(3, "{'kind':'device','archive':'" ARCHIVE "','of':'f3','members':['cy']}");
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    arena_free(&w.arena);
    return 0;
}

static inline void decide(void)
{
    admission_decide(w.out, w.feeds, FEEDS, STR(ARCHIVE), STR(FOUNDER));
}

static inline void admit(uint32_t by, uint64_t index, const char *writer, uint32_t of)
{
    say(by, index,
        arena_printf(&w.arena,
                     "{'kind':'device','by':'%s','of':'%s','members':['%s'],'from':0}%c",
                     writer, ids[of], writer, '\0')
            .ptr);
}

static inline void end_at(uint32_t by, uint64_t index, const char *writer, uint32_t of,
                          int size)
{
    say(by, index,
        arena_printf(&w.arena,
                     "{'kind':'device','by':'%s','of':'%s','until':{'size':%d,'root':"
                     "'" ROOT "'}}%c",
                     writer, ids[of], size, '\0')
            .ptr);
}

/* Statement 0 of one feed, which replaces another at a size, signed by the key of a
 * third.
 */
static inline void replace(uint32_t n, uint32_t old, uint64_t size, uint32_t signer,
                           const char *archive)
{
    struct feed_replacement replacement = {
        str_from_c(ids[old]), str_from_c(ids[n]), {.size = size}};
    struct buf text = {0};
    struct buf sig = {0};
    uint8_t signature[ED25519_SIGNATURE_BYTES];

    assert_true(digest_parse(&replacement.position.root, STR(ROOT)));
    feed_replacement_append(&text, &replacement);
    ed25519_sign(signature, &w.keys[signer], buf_str(&text));
    base64_append(&sig, signature, sizeof signature);
    first_of(n, arena_printf(
                    &w.arena,
                    "{'kind':'device','archive':'%s','of':'%s','members':['founder'"
                    "],'replaces':{'feed':'%s','size':%d,'root':'" ROOT
                    "','sig':'" STR_FMT "'}}%c",
                    archive, ids[n], ids[old], (int)size, STR_ARG(buf_str(&sig)), '\0')
                    .ptr);
    buf_release(&text);
    buf_release(&sig);
}

#endif
