#include <stdlib.h>

#include "base/message.h"
#include "record/admission_read.h"
#include "record/archive_inside.h"
#include "record/query.h"
#include "store/store.h"
#include "store/store_feed.h"

/*
 * The feeds of an archive: which are there, which count, which is this machine's own.
 * Most archives have one, and then nothing of this costs anything.
 */

static enum err_code open_others(struct archive *archive, struct err *err)
{
    struct str *ids = NULL;
    size_t count = 0;
    struct archive_feed founding = archive->feeds[0];
    enum err_code code =
        store_feed_list(&ids, &count, &archive->arena, archive->store, err);

    archive->feeds_there = count;
    if (code != ERR_OK || count < 2)
        return code;
    archive->feeds = ARENA_ARRAY(&archive->arena, struct archive_feed, count);
    archive->feeds[0] = founding;
    for (size_t i = 0; i < count; i++) {
        struct feed **out = &archive->feeds[archive->feed_count].feed;
        struct err why = {0};

        if (str_equal(ids[i], feed_id(founding.feed)))
            continue;
        if (feed_open(out, archive->store, ids[i], &why) == ERR_OK)
            archive->feed_count++;
        else if (why.code == ERR_CORRUPT) /* the rest of the record can still be read */
            archive->remark = arena_printf(
                &archive->arena,
                _("feed " STR_FMT " is left out: %s; stele verify tells more"),
                STR_ARG(ids[i]), why.message);
        else
            return err_set(err, why.code, "%s", why.message);
    }
    return ERR_OK;
}

/* --- what the feeds say of one another --- */

/* How much of a feed the index can be asked about: nothing, if it knows another one. */
static enum err_code trusted_size(uint64_t *out, struct archive *archive,
                                  struct feed *feed, struct err *err)
{
    struct feed_position now = feed_position(feed);
    struct digest root = {0};
    enum err_code code;

    *out = 0;
    if (!archive->index)
        return ERR_OK;
    code = index_feed_position(out, &root, archive->index, feed_id(feed), err);
    if (code != ERR_OK)
        return code;
    if (*out > now.size || (*out == now.size && !digest_equal(&root, &now.root)))
        *out = 0;
    return ERR_OK;
}

/* The words of one kind that the index knows of feed number n (in the index). */
static enum err_code ask_index(struct admission_words *words, struct archive *archive,
                               struct feed *feed, uint32_t n, uint64_t size,
                               struct str kind, struct err *err)
{
    uint64_t *sizes = ARENA_ARRAY(words->arena, uint64_t, n + 1U);
    struct statement_list list = {0};
    struct ref after = {0};
    enum err_code code = ERR_OK;

    sizes[n] = size;
    do {
        code = query_statements(&list, words->arena, archive->index,
                                (struct view){sizes, n + 1U}, kind, after, 0, err);
        for (size_t i = 0; code == ERR_OK && i < list.count; i++) {
            struct feed_statement statement = {0};

            after = list.items[i].ref;
            code = feed_read(&statement, words->arena, feed, ref_index(after), err);
            if (code == ERR_OK)
                code = admission_words_look(words, &statement, err);
        }
    } while (code == ERR_OK && list.has_more);
    return code;
}

static bool index_number(uint32_t *out, const struct archive *archive, struct str feed)
{
    for (uint32_t i = 0; archive->index && i < index_feed_count(archive->index); i++)
        if (str_equal(index_feed_id(archive->index, i), feed)) {
            *out = i;
            return true;
        }
    return false;
}

static enum err_code gather_words(struct admission_words *words, struct archive *archive,
                                  struct feed *feed, struct err *err)
{
    static const struct str kinds[] = {STR_INIT("device"), STR_INIT("member")};
    uint64_t known = 0;
    uint32_t n = 0;
    enum err_code code = ERR_OK;

    if (index_number(&n, archive, feed_id(feed)))
        code = trusted_size(&known, archive, feed, err);
    for (size_t i = 0; code == ERR_OK && known > 0 && i < 2; i++)
        code = ask_index(words, archive, feed, n, known, kinds[i], err);
    if (code == ERR_OK)
        code = admission_words_scan(words, feed, known, err);
    admission_words_sort(words);
    return code;
}

static enum err_code describe(struct admission_feed *out, struct archive *archive,
                              struct archive_feed *feed, struct err *err)
{
    struct admission_words words = {.arena = &archive->arena};

    feed->is_ours = feed_is_ours(feed->feed);
    if (admission_describe(out, &archive->arena, feed->feed, feed == archive->feeds,
                           err) != ERR_OK ||
        gather_words(&words, archive, feed->feed, err) != ERR_OK)
        return err->code;
    out->words = words.items;
    out->word_count = words.count;
    return ERR_OK;
}

/* --- their order, and our own --- */

static int in_order(const void *a, const void *b)
{
    const struct archive_feed *x = a;
    const struct archive_feed *y = b;
    bool x_counts = x->admission.ground != ADMISSION_NONE;
    bool y_counts = y->admission.ground != ADMISSION_NONE;

    if (x_counts != y_counts)
        return x_counts ? -1 : 1;
    if (x_counts && x->admission.depth != y->admission.depth)
        return x->admission.depth < y->admission.depth ? -1 : 1;
    return str_compare(feed_id(x->feed), feed_id(y->feed));
}

static bool is_replaced_by_us(const struct archive *archive, uint32_t n)
{
    for (uint32_t i = 0; i < archive->feed_count; i++)
        if (archive->feeds[i].is_ours && feed_position(archive->feeds[i].feed).size > 0 &&
            str_equal(archive->feeds[i].admission.replaces,
                      feed_id(archive->feeds[n].feed)))
            return true;
    return false;
}

/* Whoever writes there: of the founding feed the founder. */
static void find_member(struct archive *archive)
{
    const struct value *members = archive->feeds[archive->own].admission.members;
    struct str member = members && members->type == VALUE_ARRAY && members->count > 0 &&
                                members->items[0].type == VALUE_STRING
                            ? members->items[0].string
                            : STR("");

    if (archive->own > 0 && member.len > 0)
        archive->member = member;
}

/* Of the feeds whose key is here, the one that no other of them replaces; of several the
 * first, so one that counts goes before one that does not. */
static void find_own(struct archive *archive)
{
    for (uint32_t i = 0; i < archive->feed_count; i++)
        if (archive->feeds[i].is_ours && feed_position(archive->feeds[i].feed).size > 0 &&
            !is_replaced_by_us(archive, i)) {
            archive->own = i;
            break;
        }
    archive->feed = archive->feeds[archive->own].feed;
    find_member(archive);
}

/* `by` and `ended_by` are numbers of feeds, and the feeds were put in order. */
static void renumber(struct archive *archive, const struct admission_feed *before)
{
    struct admission_feed *after =
        ARENA_ARRAY(&archive->arena, struct admission_feed, archive->feed_count);

    for (uint32_t i = 0; i < archive->feed_count; i++)
        for (uint32_t k = 0; k < archive->feed_count; k++)
            if (str_equal(feed_id(archive->feeds[k].feed), before[i].id))
                after[k] = before[i];
    archive->described = after;
    for (uint32_t i = 0; i < archive->feed_count; i++) {
        struct admission *a = &archive->feeds[i].admission;
        struct str by = before[a->by].id;
        struct str ended_by = before[a->ended_by].id;

        for (uint32_t k = 0; k < archive->feed_count; k++) {
            if (str_equal(feed_id(archive->feeds[k].feed), by))
                a->by = k;
            if (str_equal(feed_id(archive->feeds[k].feed), ended_by))
                a->ended_by = k;
        }
    }
}

static void decide(struct archive *archive, struct admission_feed *described)
{
    uint32_t count = archive->feed_count;
    struct admission *admissions = ARENA_ARRAY(&archive->arena, struct admission, count);

    admission_decide(admissions, described, count, archive->id, archive->founder);
    for (uint32_t i = 0; i < count; i++)
        archive->feeds[i].admission = admissions[i];
    qsort(archive->feeds, count, sizeof *archive->feeds, in_order);
    renumber(archive, described);
    find_own(archive);
}

/* Whoever ended a feed signed its root there: other statements are another history. */
static enum err_code check_ends(struct archive *archive, struct err *err)
{
    for (uint32_t i = 0; i < archive->feed_count; i++) {
        const struct archive_feed *f = &archive->feeds[i];
        struct digest root;

        if (f->admission.ground == ADMISSION_NONE ||
            f->admission.until > feed_position(f->feed).size)
            continue;
        if (feed_root(&root, f->feed, f->admission.until, err) != ERR_OK)
            return err->code;
        if (!digest_equal(&root, &f->admission.end_root))
            archive->remark = arena_printf(
                &archive->arena,
                _("feed " STR_FMT " was ended at %llu statements, and whoever ended it "
                  "signed other ones than these: its key has signed two histories; do "
                  "not "
                  "rely on it, and compare with other copies"),
                STR_ARG(str_prefix(feed_id(f->feed), 6)),
                (unsigned long long)f->admission.until);
    }
    return ERR_OK;
}

static void tell_of_own(struct archive *archive)
{
    const struct archive_feed *own = &archive->feeds[archive->own];

    if (own->admission.ground == ADMISSION_NONE && archive->remark.len == 0)
        archive->remark =
            arena_printf(&archive->arena,
                         _("this machine's feed " STR_FMT
                           " is not admitted: what it says is shown here, "
                           "and decides and counts nothing (stele device list)"),
                         STR_ARG(str_prefix(feed_id(own->feed), 6)));
}

enum err_code archive_read_feeds(struct archive *archive, struct err *err)
{
    struct admission_feed *described =
        ARENA_ARRAY(&archive->arena, struct admission_feed, archive->feed_count);

    for (uint32_t i = 0; i < archive->feed_count; i++)
        if (describe(&described[i], archive, &archive->feeds[i], err) != ERR_OK)
            return err_context(err, "feed " STR_FMT ": ",
                               STR_ARG(feed_id(archive->feeds[i].feed)));
    decide(archive, described);
    return ERR_OK;
}

enum err_code archive_open_feeds(struct archive *archive, struct err *err)
{
    bool is_usable = false;
    bool is_other = false;

    if (open_others(archive, err) != ERR_OK)
        return err->code;
    if (archive->feed_count == 1)
        return ERR_OK;
    if (index_open(&archive->index, &is_usable, &is_other, archive->store, true, err) !=
            ERR_OK &&
        err->code != ERR_CORRUPT)
        return err->code;
    archive->had_other_index = is_other;
    if (archive_read_feeds(archive, err) != ERR_OK)
        return err->code;
    tell_of_own(archive);
    return check_ends(archive, err);
}

enum err_code archive_missing_feed(struct str *out, struct archive *archive,
                                   struct err *err)
{
    struct str own = {0};
    enum err_code code =
        store_note_read(&own, &archive->arena, archive->store, OWN_FEED_NOTE, err);

    *out = STR("");
    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code != ERR_OK)
        return code;
    own = str_trim(own);
    for (uint32_t n = 0; n < archive->feed_count; n++)
        if (str_equal(feed_id(archive->feeds[n].feed), own))
            return ERR_OK;
    *out = own;
    return ERR_OK;
}
