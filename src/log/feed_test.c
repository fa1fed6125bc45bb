#include "log/feed_fixture.h"

#include "base/text.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "log/merkle.h"

/* What a scan has seen so far: every statement in order, as it was written. */
struct seen {
    struct place *place;
    uint64_t next;
    struct merkle_edge edge;
    struct sha256 *h;
};

static enum err_code see(void *context, const struct feed_statement *statement,
                         struct err *err)
{
    struct seen *seen = context;
    struct buf text = {0};
    struct entry entry = {statement->commitment, statement->commitment};
    struct digest leaf = entry_leaf(seen->h, &entry);

    (void)err;
    assert_int_equal(statement->index, seen->next);
    if (statement->index > 0)
        assert_true(str_equal(statement->bytes, fixture_statement(&text, seen->place->id,
                                                                  statement->index)));
    merkle_edge_add(&seen->edge, seen->h, &leaf);
    seen->next++;
    buf_release(&text);
    return ERR_OK;
}

/* Every statement is there, and together they have the signed root. */
static void check_whole(struct place *p, uint64_t size)
{
    struct seen seen = {.place = p, .h = sha256_new()};
    struct feed_position position = feed_position(p->feed);
    struct merkle_head head;
    struct err err = {0};

    assert_int_equal(position.size, size);
    fixture_ok(feed_scan(p->feed, 0, size, see, &seen, &err), &err);
    assert_int_equal(seen.next, size);
    head = merkle_edge_head(&seen.edge, seen.h);
    assert_true(digest_equal(&head.root, &position.root));
    sha256_free(seen.h);
}

static void makes_ids(void **state)
{
    uint8_t seed[32];
    struct ed25519_key key;
    char id[FEED_ID_LEN + 1] = {0};

    (void)state;
    memset(seed, 7, sizeof seed);
    ed25519_from_seed(&key, seed);
    feed_id_of(id, key.public);
    assert_string_equal(id, "psqz2nfrr54h0sv8qh42ysypj9");
}

static void appends_and_reads(void **state)
{
    static const uint64_t sizes[] = {2,   3,   255,   256,   257,   511,  512,
                                     513, 514, 65535, 65536, 65537, 65793};
    struct place p;

    (void)state;
    fixture_create(&p, 7);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        fixture_append(&p, sizes[i] - feed_position(p.feed).size);
        if (i % 2 == 0)
            fixture_reopen(&p);
        check_whole(&p, sizes[i]);
    }
    fixture_destroy(&p);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a feed's id follows from its key", makes_ids, 0, 0, 0},
        {"what was appended is read back, and has the signed root", appends_and_reads, 0,
         0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
