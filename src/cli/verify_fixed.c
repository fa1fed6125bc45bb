#include "cli/verify_fixed.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"

static void print_unchecked(const struct verify_fix *fix)
{
    printf(_("Fixed by something outside the owner's control: nothing that was checked "
             "here. The first %" PRIu64 " statements are, if its authority is to be "
             "trusted, by "),
           fix->size);
    cli_print(fix->by);
    printf(_("; --trust FILE names a root that you trust.\n"));
}

static void print_checked(const struct verify_result *result)
{
    printf(_("Fixed by something outside the owner's control: the first %" PRIu64
             " statements, by "),
           result->fixed.size);
    cli_print(result->fixed.by);
    printf(".\n");
    if (result->unchecked.size <= result->fixed.size)
        return;
    printf(
        _("The first %" PRIu64 " statements are, if its authority is to be trusted, by "),
        result->unchecked.size);
    cli_print(result->unchecked.by);
    printf(".\n");
}

static void print_code(const struct verify_code *typed)
{
    struct root_code_shown shown = root_code_show(&typed->code);

    if (typed->is_found)
        printf(_("The paper with the code %s fixes the first %" PRIu64
                 " statements of feed " STR_FMT ".\n"),
               shown.text, typed->size, STR_ARG(typed->feed));
    else
        printf(
            _("wrong: %s: this archive never signed a root that begins with this code: "
              "it is another archive, an older copy than the paper, or the record was "
              "changed.\n"),
            shown.text);
}

/* A paper that was printed, or a request that was given out, is a plan and no anchor. */
static void print_uncounted(const struct verify_result *result)
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
        printf(
            _n(papers,
               "%zu paper was printed: it counts when somebody who keeps it gives its "
               "code, with --anchor CODE.\n",
               "%zu papers were printed: one counts when somebody who keeps it gives its "
               "code, with --anchor CODE.\n"),
            papers);
    if (own > 0)
        printf(_n(own,
                  "%zu timestamp is of a self-signed authority and does not count; name "
                  "its certificate with --trust FILE if you know whose it is.\n",
                  "%zu timestamps are of self-signed authorities and do not count; name "
                  "their certificates with --trust FILE if you know whose they are.\n"),
               own);
}

/* The feeds that count beside the founding one are fixed each by itself. */
static void print_others(const struct verify_result *result)
{
    for (size_t i = 0; i < result->feed_count; i++) {
        const struct verify_feed *feed = &result->feeds[i];
        const struct verify_fix *fix =
            feed->fixed.by.len > 0 ? &feed->fixed : &feed->unchecked;

        if (feed->is_founding || feed->admission.ground == ADMISSION_NONE)
            continue;
        if (fix->by.len == 0) {
            printf(_("Of feed " STR_FMT ": nothing yet.\n"), STR_ARG(feed->id));
            continue;
        }
        printf(feed->fixed.by.len > 0
                   ? _("Of feed " STR_FMT ": the first %" PRIu64 " statements, by ")
                   : _("Of feed " STR_FMT ": the first %" PRIu64
                       " statements, if its authority is to be trusted, by "),
               STR_ARG(feed->id), fix->size);
        cli_print(fix->by);
        printf(".\n");
    }
}

void verify_print_fixed(const struct verify_result *result)
{
    if (result->fixed.by.len > 0)
        print_checked(result);
    else if (result->unchecked.by.len > 0)
        print_unchecked(&result->unchecked);
    else
        printf(_(
            "Fixed by something outside the owner's control: nothing yet. Whoever holds "
            "the key could have made this whole record today.\n"));
    print_others(result);
    for (size_t i = 0; i < result->code_count; i++)
        print_code(&result->codes[i]);
    print_uncounted(result);
}

void verify_set_fixed(struct value *line, struct arena *arena,
                      const struct verify_result *result)
{
    const struct verify_fix *fixed = &result->fixed;
    const struct verify_fix *unchecked = &result->unchecked;

    value_set(line, arena, STR("fixed_by"),
              fixed->by.len > 0 ? value_string(fixed->by) : value_null());
    value_set(line, arena, STR("fixed_size"), value_integer((int64_t)fixed->size));
    if (unchecked->by.len == 0)
        return;
    value_set(line, arena, STR("unchecked_by"), value_string(unchecked->by));
    value_set(line, arena, STR("unchecked_size"),
              value_integer((int64_t)unchecked->size));
}

void verify_print_codes_json(struct cli *cli, const struct verify_result *result)
{
    for (size_t i = 0; i < result->code_count; i++) {
        const struct verify_code *typed = &result->codes[i];
        struct value line = value_object();

        value_set(&line, &cli->arena, STR("code"),
                  value_string(str_from_c(typed->code.text)));
        value_set(&line, &cli->arena, STR("found"), value_bool(typed->is_found));
        if (typed->is_found) {
            value_set(&line, &cli->arena, STR("feed"), value_string(typed->feed));
            value_set(&line, &cli->arena, STR("size"),
                      value_integer((int64_t)typed->size));
        }
        cli_print_json(&line);
    }
}
