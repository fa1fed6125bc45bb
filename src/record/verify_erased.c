#include <inttypes.h>

#include "base/message.h"
#include "record/verify_inside.h"
#include "store/store.h"
#include "store/store_feed.h"

/* What was destroyed, and whether two members asked for it (format.md 4.2, 4.9). */

void verify_note_erased(struct verification *v, const struct feed_statement *statement)
{
    if (v->erased_count == v->erased_cap) {
        size_t cap = v->erased_cap > 0 ? 2 * v->erased_cap : 16;
        struct erased *bigger = ARENA_ARRAY(v->arena, struct erased, cap);

        if (v->erased_count > 0)
            memcpy(bigger, v->erased, v->erased_count * sizeof *bigger);
        v->erased = bigger;
        v->erased_cap = cap;
    }
    v->erased[v->erased_count++] =
        (struct erased){v->feed, statement->index, statement->commitment};
}

static void judge(struct verification *v)
{
    struct erasure_word *words =
        ARENA_ARRAY(v->arena, struct erasure_word, v->reason_count + 1);
    struct erasure_court court = erasure_court_of(&v->roles);
    size_t count = 0;

    for (size_t i = 0; i < v->reason_count; i++)
        if (admission_counts(&v->result.feeds[v->reasons[i].feed].admission,
                             v->reasons[i].word.index)) {
            words[count] = v->reasons[i].word;
            words[count++].feed = (uint32_t)v->reasons[i].feed;
        }
    erasures_judge(&v->erasures, v->arena, words, count, &court);
}

static void report(struct verification *v, struct str feed, uint64_t index,
                   enum audit_grade grade, struct str what)
{
    struct audit_finding finding = {
        .grade = grade, .what = what, .first = index, .end = index + 1};

    finding.file = arena_printf(&v->scratch, "feeds/" STR_FMT, STR_ARG(feed));
    verify_report(v, &finding);
}

/* Somebody has written since: the statements that say why may stand behind what was read.
 */
static bool has_moved(struct verification *v)
{
    for (size_t i = 0; i < v->result.feed_count; i++) {
        struct feed *feed = NULL;
        struct err ignored = {0};
        bool moved = false;

        if (!v->result.feeds[i].is_audited)
            continue;
        if (feed_open(&feed, v->store, v->result.feeds[i].id, &ignored) == ERR_OK)
            moved = feed_position(feed).size > v->result.feeds[i].result.position.size;
        feed_close(feed);
        if (moved)
            return true;
    }
    return false;
}

static void check_erased(struct verification *v, const struct erased *erased)
{
    const struct erasure *e = erasures_of_statement(&v->erasures, &erased->commitment);

    arena_reset(&v->scratch);
    if (e) {
        v->result.erased_statements++;
        v->result.resealed += e->is_reseal;
    } else if (has_moved(v)) {
        report(v, erased->feed, erased->index, AUDIT_UNFINISHED,
               arena_printf(&v->scratch,
                            _("statement %" PRIu64 ": its content was destroyed while it "
                              "was verified: verify again"),
                            erased->index));
    } else {
        /* A newer version may know other lawful grounds. */
        report(v, erased->feed, erased->index,
               store_is_newer(v->store) ? AUDIT_UNKNOWN : AUDIT_DAMAGED,
               arena_printf(&v->scratch,
                            _("statement %" PRIu64
                              ": its content was destroyed, and no two members, one of "
                              "them an admin or its author, asked for that"),
                            erased->index));
    }
}

/* Where a statement stands; false when its feed is not here. */
static bool place_of(uint64_t *index, struct str *feed, const struct verification *v,
                     struct str ref)
{
    *feed = str_cut(&ref, '.');
    if (!str_to_u64(index, ref))
        return false;
    for (size_t i = 0; i < v->result.feed_count; i++)
        if (str_equal(v->result.feeds[i].id, *feed) && v->result.feeds[i].is_audited)
            return *index < v->result.feeds[i].result.position.size;
    return false;
}

/* Its frame still holds it. Damage was reported by the audit. */
static enum err_code check_gone(struct verification *v, const struct erasure *e,
                                struct err *err)
{
    struct feed_statement statement = {0};
    struct feed *feed = NULL;
    struct str id;
    uint64_t index = 0;
    enum err_code code;

    if (!place_of(&index, &id, v, e->target.ref))
        return ERR_OK;
    arena_reset(&v->scratch);
    code = feed_open(&feed, v->store, id, err);
    if (code == ERR_OK)
        code = feed_read(&statement, &v->scratch, feed, index, err);
    feed_close(feed);
    if (code != ERR_OK)
        return code == ERR_IO ? code : ERR_OK;
    if (statement.form != FRAME_ERASED && statement.form != FRAME_UNKNOWN &&
        digest_equal(&statement.commitment, &e->target.what))
        report(v, id, index, AUDIT_UNFINISHED,
               arena_printf(
                   &v->scratch,
                   e->is_reseal
                       ? _("statement %" PRIu64 " was sealed anew, and its old bytes are "
                           "still here: the next command that writes removes them")
                       : _("two members have erased statement %" PRIu64
                           ", and its content is still here: the next command that "
                           "writes destroys it"),
                   index));
    return ERR_OK;
}

enum err_code verify_erased(struct verification *v, struct err *err)
{
    judge(v);
    for (size_t i = 0; i < v->erased_count; i++)
        check_erased(v, &v->erased[i]);
    for (size_t i = 0; i < v->erasures.count; i++)
        if (v->erasures.items[i].is_effective &&
            v->erasures.items[i].target.kind == ERASURE_STATEMENT &&
            check_gone(v, &v->erasures.items[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

bool verify_is_object_erased(struct verification *v, const struct digest *name)
{
    return erasures_of_object(&v->erasures, name) != NULL ||
           erasures_is_outdated(&v->erasures, name);
}
