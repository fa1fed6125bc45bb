#include "sheet/verify_text.h"

#include <inttypes.h>

#include "base/message.h"
#include "sheet/plain.h"

static void print_unchecked(struct buf *out, const struct verify_fix *fix)
{
    buf_printf(
        out,
        _("Fixed by something outside the owner's control: nothing that was checked "
          "here. The first %" PRIu64 " statements are, if its authority is to be "
          "trusted, by "),
        fix->size);
    plain_append(out, fix->by);
    buf_printf(out, _("; --trust FILE names a root that you trust.\n"));
}

static void print_checked(struct buf *out, const struct verify_result *result)
{
    buf_printf(out,
               _("Fixed by something outside the owner's control: the first %" PRIu64
                 " statements, by "),
               result->fixed.size);
    plain_append(out, result->fixed.by);
    buf_printf(out, ".\n");
    if (result->unchecked.size <= result->fixed.size)
        return;
    buf_printf(
        out,
        _("The first %" PRIu64 " statements are, if its authority is to be trusted, by "),
        result->unchecked.size);
    plain_append(out, result->unchecked.by);
    buf_printf(out, ".\n");
}

static void print_code(struct buf *out, const struct verify_code *typed)
{
    struct root_code_shown shown = root_code_show(&typed->code);

    if (typed->is_found)
        buf_printf(out,
                   _("The paper with the code %s fixes the first %" PRIu64
                     " statements of feed " STR_FMT ".\n"),
                   shown.text, typed->size, STR_ARG(typed->feed));
    else
        buf_printf(
            out,
            _("wrong: %s: this archive never signed a root that begins with this code: "
              "it is another archive, an older copy than the paper, or the record was "
              "changed.\n"),
            shown.text);
}

/* A paper that was printed, or a request that was given out, is a plan and no anchor. */
static void print_uncounted(struct buf *out, const struct verify_result *result)
{
    size_t papers = 0;
    size_t own = 0;

    for (size_t i = 0; i < result->anchor_count; i++) {
        const struct anchor *anchor = &result->anchors[i];

        papers += anchor->kind == ANCHOR_PAPER && anchor->wrong.len == 0;
        own += anchor->kind == ANCHOR_STAMP && anchor->wrong.len == 0 &&
               anchor->verdict.chain == TIMESTAMP_SELF_SIGNED;
    }
    if (papers > 0 && result->code_count == 0)
        buf_printf(
            out,
            _n(papers,
               "%zu paper was printed: it counts when somebody who keeps it gives its "
               "code, with --anchor CODE.\n",
               "%zu papers were printed: one counts when somebody who keeps it gives its "
               "code, with --anchor CODE.\n"),
            papers);
    if (own > 0)
        buf_printf(
            out,
            _n(own,
               "%zu timestamp is of a self-signed authority and does not count; name "
               "its certificate with --trust FILE if you know whose it is.\n",
               "%zu timestamps are of self-signed authorities and do not count; name "
               "their certificates with --trust FILE if you know whose they are.\n"),
            own);
}

/* The feeds that count beside the founding one are fixed each by itself. */
static void print_others(struct buf *out, const struct verify_result *result)
{
    for (size_t i = 0; i < result->feed_count; i++) {
        const struct verify_feed *feed = &result->feeds[i];
        const struct verify_fix *fix =
            feed->fixed.by.len > 0 ? &feed->fixed : &feed->unchecked;

        if (feed->is_founding || feed->admission.ground == ADMISSION_NONE)
            continue;
        if (fix->by.len == 0) {
            buf_printf(out, _("Of feed " STR_FMT ": nothing yet.\n"), STR_ARG(feed->id));
            continue;
        }
        buf_printf(out,
                   feed->fixed.by.len > 0
                       ? _("Of feed " STR_FMT ": the first %" PRIu64 " statements, by ")
                       : _("Of feed " STR_FMT ": the first %" PRIu64
                           " statements, if its authority is to be trusted, by "),
                   STR_ARG(feed->id), fix->size);
        plain_append(out, fix->by);
        buf_printf(out, ".\n");
    }
}

void verify_fixed_text(struct buf *out, const struct verify_result *result)
{
    if (result->fixed.by.len > 0)
        print_checked(out, result);
    else if (result->unchecked.by.len > 0)
        print_unchecked(out, &result->unchecked);
    else
        buf_printf(out, _("Fixed by something outside the owner's control: nothing yet. "
                          "Whoever holds "
                          "the key could have made this whole record today.\n"));
    print_others(out, result);
    for (size_t i = 0; i < result->code_count; i++)
        print_code(out, &result->codes[i]);
    print_uncounted(out, result);
}

const char *verify_grade_word(enum audit_grade grade)
{
    switch (grade) {
    case AUDIT_DAMAGED:
        return N_("damaged");
    case AUDIT_MISSING:
        return N_("missing");
    case AUDIT_UNEXPECTED:
        return N_("unexpected");
    case AUDIT_UNKNOWN:
        return N_("unknown");
    case AUDIT_REMARK:
        return N_("remark");
    case AUDIT_UNFINISHED:
        break;
    }
    return N_("unfinished");
}

void verify_finding_text(struct buf *out, const struct audit_finding *finding)
{
    buf_printf(out, "%s: ", _(verify_grade_word(finding->grade)));
    plain_append(out, finding->file);
    buf_append(out, STR(": "));
    plain_append(out, finding->what);
    if (finding->end > finding->first + 1)
        buf_printf(out, _(" (statements %" PRIu64 " to %" PRIu64 ")"), finding->first,
                   finding->end - 1);
    buf_char(out, '\n');
}
