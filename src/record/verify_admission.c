#include "base/message.h"
#include "format/canon.h"
#include "log/feed.h"
#include "record/roles.h"
#include "record/verify_inside.h"

/* Which feeds count: decided once all are read, from the few statements that say so. */

static void *room(void *items, size_t count, size_t *cap, struct arena *arena,
                  size_t size)
{
    char *bigger;

    if (count < *cap)
        return items;
    *cap = *cap > 0 ? 2 * *cap : 8;
    bigger = arena_alloc(arena, *cap, size);
    if (count > 0)
        memcpy(bigger, items, count * size);
    return bigger;
}

/* The statement at hand lives as long as its reading; this copy as long as the result. */
static bool keep(struct value *out, struct verification *v, struct str bytes)
{
    struct err ignored = {0};

    return canon_parse(out, v->arena, arena_str(v->arena, bytes), &ignored) == ERR_OK;
}

void verify_note_word(struct verification *v, const struct feed_statement *said,
                      struct str kind)
{
    size_t feed = v->result.feed_count - 1;
    struct verified_feed *f = &v->feeds[feed];
    struct value statement = {0};
    bool is_reason = str_equal(kind, STR("erase")) || str_equal(kind, STR("reseal"));

    if ((!is_reason && !str_equal(kind, STR("device")) &&
         !str_equal(kind, STR("member"))) ||
        !keep(&statement, v, said->bytes))
        return;
    if (is_reason) {
        v->reasons = room(v->reasons, v->reason_count, &v->reason_cap, v->arena,
                          sizeof *v->reasons);
        v->reasons[v->reason_count++] =
            (struct reason){feed, {0, said->index, said->commitment, statement}};
        return;
    }
    f->words = room(f->words, f->word_count, &f->word_cap, v->arena, sizeof *f->words);
    f->words[f->word_count++] =
        (struct admission_word){.index = said->index, .statement = statement};
}

/* Whoever ended the feed signed its root there: other statements are another history. */
static enum err_code check_end(struct verification *v, const struct verify_feed *f,
                               struct err *err)
{
    struct feed *feed = NULL;
    struct digest root;
    enum err_code code = feed_open(&feed, v->store, f->id, err);

    if (code == ERR_OK && f->admission.until <= feed_position(feed).size)
        code = feed_root(&root, feed, f->admission.until, err);
    else
        root = f->admission.end_root;
    feed_close(feed);
    if (code == ERR_OK && !digest_equal(&root, &f->admission.end_root))
        verify_find(
            v, AUDIT_DAMAGED, arena_printf(v->arena, "feeds/" STR_FMT, STR_ARG(f->id)),
            arena_printf(v->arena,
                         _("it was ended at %llu statements, and whoever ended it "
                           "signed other ones than these: the key has signed two "
                           "histories"),
                         (unsigned long long)f->admission.until));
    /* What is damaged or missing was named by the audit. */
    return code == ERR_CORRUPT || code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code check_ends(struct verification *v, struct err *err)
{
    for (size_t i = 0; i < v->result.feed_count; i++) {
        const struct verify_feed *f = &v->result.feeds[i];

        if (f->is_audited && f->admission.ground != ADMISSION_NONE &&
            f->admission.until != UINT64_MAX && check_end(v, f, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

enum err_code verify_admission(struct verification *v, struct err *err)
{
    size_t count = v->result.feed_count;
    struct admission_feed *feeds = ARENA_ARRAY(v->arena, struct admission_feed, count);
    struct admission *out = ARENA_ARRAY(v->arena, struct admission, count);

    for (size_t i = 0; i < count; i++) {
        feeds[i] = (struct admission_feed){.id = v->result.feeds[i].id,
                                           .is_founding = v->result.feeds[i].is_founding,
                                           .has_public = v->result.feeds[i].is_audited,
                                           .first = v->feeds[i].first,
                                           .words = v->feeds[i].words,
                                           .word_count = v->feeds[i].word_count};
        memcpy(feeds[i].public, v->feeds[i].public, sizeof feeds[i].public);
    }
    admission_decide(out, feeds, count, v->result.archive,
                     value_get_string(&v->zero, STR("member")));
    for (size_t i = 0; i < count; i++)
        v->result.feeds[i].admission = out[i];
    v->roles =
        (struct roles_view){feeds, out, count, value_get_string(&v->zero, STR("member"))};
    return check_ends(v, err);
}
