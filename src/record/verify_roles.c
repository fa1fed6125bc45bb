#include <inttypes.h>

#include "base/message.h"
#include "record/id.h"
#include "record/roles.h"
#include "record/verify_inside.h"

/*
 * Whether authors had a role for what they wrote. It is told and is no damage: the bytes
 * are what that key signed, and what to make of them is for people to decide. Authors are
 * counted while the statements go by, and judged once it is known who may do what.
 */

/* Statements of one author in one feed that need the same roles, between two words about
 * members in that feed. */
struct author_key {
    uint32_t feed; /* in result.feeds */
    uint32_t words;
    unsigned wanted;
    char by[ID_LEN];
    char spare[3]; /* no padding in a key that is hashed */
};

struct author {
    struct author_key key;
    uint64_t first;
    uint64_t count;
    UT_hash_handle hh;
};

/* Every feed may say that it begins, and that it ends. */
static unsigned wanted_roles(const struct verification *v, const struct value *statement,
                             struct str kind)
{
    bool is_own =
        str_equal(kind, STR("device")) &&
        value_is_string(value_get(statement, STR("of")), v->feed) &&
        (value_get(statement, STR("until")) || value_get(statement, STR("archive")));

    return is_own ? ROLE_ALL : roles_for(statement);
}

void verify_note_author(struct verification *v, const struct value *statement,
                        uint64_t index, struct str kind)
{
    size_t feed = v->result.feed_count - 1;
    struct str by = value_get_string(statement, STR("by"));
    struct author_key key = {.feed = (uint32_t)feed,
                             .words = (uint32_t)v->feeds[feed].word_count,
                             .wanted = wanted_roles(v, statement, kind)};
    struct author *author = v->last_author;

    if (!id_is_valid(by)) /* damaged, and named as that; or of a newer version */
        return;
    memcpy(key.by, by.ptr, ID_LEN);
    if (!author || memcmp(&author->key, &key, sizeof key) != 0)
        HASH_FIND(hh, v->authors, &key, sizeof key, author);
    if (!author) {
        author = ARENA_NEW(v->arena, struct author);
        author->key = key;
        author->first = index;
        HASH_ADD(hh, v->authors, key, sizeof author->key, author);
    }
    author->count++;
    v->last_author = author;
}

static void tell(struct verification *v, const struct author *author, const char *what)
{
    verify_find(v, AUDIT_REMARK,
                arena_printf(v->arena, "feeds/" STR_FMT,
                             STR_ARG(v->result.feeds[author->key.feed].id)),
                str_from_c(what));
}

static void judge(struct verification *v, const struct roles_view *view,
                  const struct author *author)
{
    const struct admission *a = &view->admissions[author->key.feed];
    struct str by = {author->key.by, ID_LEN};
    struct buf roles = {0};

    if (!admission_counts(a, author->first))
        return;
    roles_append(&roles, author->key.wanted);
    if (!admission_may_write(a, by))
        tell(v, author,
             arena_printf(
                 v->arena,
                 _n(author->count,
                    "%" PRIu64 " statement, from %" PRIu64 " on, is by member " STR_FMT
                    ", who is not one of those for whom this feed was admitted",
                    "%" PRIu64 " statements, from %" PRIu64 " on, are by member " STR_FMT
                    ", who is not one of those for whom this feed was admitted"),
                 author->count, author->first, STR_ARG(by))
                 .ptr);
    else if (!roles_had(view, author->key.feed, author->first, by, author->key.wanted))
        tell(v, author,
             arena_printf(
                 v->arena,
                 _n(author->count,
                    "%" PRIu64 " statement, from %" PRIu64 " on, is by member " STR_FMT
                    ", who had no role for it (needed: " STR_FMT ")",
                    "%" PRIu64 " statements, from %" PRIu64 " on, are by member " STR_FMT
                    ", who had no role for them (needed: " STR_FMT ")"),
                 author->count, author->first, STR_ARG(by), STR_ARG(buf_str(&roles)))
                 .ptr);
    buf_release(&roles);
}

void verify_roles(struct verification *v)
{
    for (const struct author *a = v->authors; a; a = a->hh.next)
        judge(v, &v->roles, a);
}

void verify_forget_authors(struct verification *v)
{
    HASH_CLEAR(hh, v->authors);
}
