#include <inttypes.h>
#include <stdlib.h>

#include "base/message.h"
#include "record/verify_inside.h"
#include "store/store.h"

/*
 * What lies in anchors/, and codes that somebody typed in, held against the roots that
 * the files give. A root is computed while the feeds are audited, at the sizes that
 * anchors name; where a code was typed in, at every size, since a code names none.
 */

static int compare_sizes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

enum err_code verify_want_roots(struct verification *v, struct err *err)
{
    struct str *names;
    size_t count = 0;
    const struct verify_options *options = v->options;

    if (store_anchor_list(&names, &count, v->arena, v->store, err) != ERR_OK)
        return err->code;
    v->wanted = ARENA_ARRAY(v->arena, uint64_t, count);
    for (size_t i = 0; i < count; i++) {
        struct anchor_name name = anchor_name_parse(names[i]);

        if (name.kind != ANCHOR_UNKNOWN && name.kind != ANCHOR_UNFINISHED)
            v->wanted[v->wanted_count++] = name.size;
    }
    if (v->wanted_count > 0)
        qsort(v->wanted, v->wanted_count, sizeof *v->wanted, compare_sizes);
    v->result.codes = ARENA_ARRAY(v->arena, struct verify_code, options->code_count);
    v->result.code_count = options->code_count;
    for (size_t i = 0; i < options->code_count; i++)
        v->result.codes[i].code = options->codes[i];
    return ERR_OK;
}

bool verify_wants_root(void *context, uint64_t size)
{
    struct verification *v = context;

    while (v->wanted_next < v->wanted_count && v->wanted[v->wanted_next] < size)
        v->wanted_next++;
    return v->result.code_count > 0 ||
           (v->wanted_next < v->wanted_count && v->wanted[v->wanted_next] == size);
}

static void keep_root(struct verification *v, const struct merkle_head *head)
{
    struct known_root *known = ARENA_NEW(v->arena, struct known_root);

    known->feed = v->feed;
    known->head = *head;
    known->next = v->roots;
    v->roots = known;
}

void verify_take_root(void *context, const struct merkle_head *head)
{
    struct verification *v = context;
    struct root_code code = {{0}};

    if (v->wanted_next < v->wanted_count && v->wanted[v->wanted_next] == head->size)
        keep_root(v, head);
    if (v->result.code_count > 0)
        code = root_code_of(&head->root);
    for (size_t i = 0; i < v->result.code_count; i++) {
        struct verify_code *typed = &v->result.codes[i];

        if (!root_code_equal(&typed->code, &code))
            continue;
        typed->is_found = true;
        typed->feed = v->feed;
        typed->size = head->size;
    }
}

static enum err_code root_of(void *context, struct digest *out,
                             const struct anchor_feed *feed, uint64_t size,
                             struct err *err)
{
    const struct verification *v = context;

    for (const struct known_root *known = v->roots; known; known = known->next)
        if (known->head.size == size && str_equal(known->feed, feed->id)) {
            *out = known->head.root;
            return ERR_OK;
        }
    return err_set(err, ERR_NOT_FOUND, "the files give no root of %" PRIu64 " statements",
                   size);
}

static struct verify_feed *feed_named(struct verification *v, struct str id)
{
    for (size_t i = 0; i < v->result.feed_count; i++)
        if (str_equal(v->result.feeds[i].id, id))
            return &v->result.feeds[i];
    return NULL;
}

/*
 * Two histories of one feed were noticed by its writer, who kept both notes. Once the
 * feed is ended before either, the note is what it was kept for: evidence.
 */
static bool is_explained(struct verification *v, const struct anchor *anchor)
{
    const struct verify_feed *feed = feed_named(v, anchor->feed);

    return anchor->kind == ANCHOR_EVIDENCE && feed &&
           feed->admission.until <= anchor->size;
}

static void report_wrong(struct verification *v, const struct anchor *anchor)
{
    struct str path = arena_printf(v->arena, "anchors/" STR_FMT, STR_ARG(anchor->file));

    if (anchor->wrong.len > 0)
        verify_find(v, is_explained(v, anchor) ? AUDIT_REMARK : anchor->grade, path,
                    anchor->wrong);
}

/* The largest size counts; of two of one size, the first. */
static void take_fix(struct verify_fix *fix, uint64_t size, struct str feed,
                     struct str by)
{
    if (fix->by.len > 0 && size <= fix->size)
        return;
    *fix = (struct verify_fix){size, feed, by};
}

static void take_codes(struct verification *v)
{
    for (size_t i = 0; i < v->result.code_count; i++) {
        const struct verify_code *typed = &v->result.codes[i];
        struct root_code_shown shown = root_code_show(&typed->code);
        struct verify_feed *feed = typed->is_found ? feed_named(v, typed->feed) : NULL;

        if (feed)
            take_fix(&feed->fixed, typed->size, typed->feed,
                     arena_printf(v->arena, _("the paper with the code %s"), shown.text));
        if (!typed->is_found)
            v->result.wrong++;
    }
}

static void take_stamps(struct verification *v)
{
    for (size_t i = 0; i < v->result.anchor_count; i++) {
        const struct anchor *anchor = &v->result.anchors[i];
        struct verify_feed *feed = feed_named(v, anchor->feed);

        if (feed && anchor_is_trusted(anchor))
            take_fix(&feed->fixed, anchor->size, anchor->feed,
                     anchor_stamp_phrase(v->arena, anchor));
        else if (feed && anchor_is_unchecked(anchor))
            take_fix(&feed->unchecked, anchor->size, anchor->feed,
                     anchor_stamp_phrase(v->arena, anchor));
    }
}

static void take_founding(struct verification *v)
{
    const struct verify_feed *founding = feed_named(v, store_facts(v->store)->feed);

    if (!founding)
        return;
    v->result.fixed = founding->fixed;
    v->result.unchecked = founding->unchecked;
}

enum err_code verify_anchors(struct verification *v, struct err *err)
{
    const struct anchor_log log = {v->store, v->anchor_feeds, v->anchor_feed_count,
                                   root_of, v};
    struct anchor *anchors = NULL;

    if (anchors_read(&anchors, &v->result.anchor_count, v->arena, &log, v->options->trust,
                     err) != ERR_OK)
        return err->code;
    v->result.anchors = anchors;
    take_codes(v);
    take_stamps(v);
    take_founding(v);
    if (v->options->fixed)
        v->options->fixed(v->options->context, &v->result);
    for (size_t i = 0; i < v->result.anchor_count; i++)
        report_wrong(v, &anchors[i]);
    return ERR_OK;
}
