#include "cli/erase.h"

#include "base/message.h"
#include "intake/erase_rows.h"
#include "record/index.h"

/* The second of the two: what was asked for, what goes with it, what takes its place. */

struct confirming {
    struct erase_command *erase;
    struct erasures all;
    struct ref *asked;
    size_t count;
    struct value *drafts;
    size_t draft_count;
};

static struct ref ref_of_word(const struct erasure_word *word)
{
    return ref_of(word->feed, word->index);
}

static const struct erasure *find(const struct confirming *c, struct ref asked)
{
    for (size_t i = 0; i < c->all.count; i++)
        if (ref_of_word(c->all.items[i].first).n == asked.n)
            return &c->all.items[i];
    return NULL;
}

static void add(struct confirming *c, struct ref ref)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->asked[i].n == ref.n)
            return;
    c->asked[c->count++] = ref;
}

/* Whether an open request is about something that speaks of what is confirmed. */
static bool is_reached(const struct confirming *c, const struct erasure *e,
                       const struct erase_plan *plan)
{
    struct ref ref = REF_NONE;

    if (e->target.kind == ERASURE_STATEMENT)
        (void)index_parse_ref(&ref, archive_index(c->erase->cli->archive), e->target.ref);
    for (size_t i = 0; i < plan->reached_count; i++) {
        const struct erase_reached *item = &plan->reached[i];

        if (e->target.kind == ERASURE_STATEMENT
                ? item->ref.n == ref.n
                : item->has_object && digest_equal(&item->object, &e->target.what))
            return true;
    }
    return false;
}

static void take_along(struct confirming *c, const struct erase_plan *plan)
{
    for (size_t i = 0; i < c->all.count; i++) {
        const struct erasure *e = &c->all.items[i];

        if (!e->is_reseal && !e->is_effective && is_reached(c, e, plan))
            add(c, ref_of_word(e->first));
    }
}

/* Something that must go with rows, and that nobody asked for. */
static bool is_asked_for(const struct confirming *c, const struct erase_reached *item)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct erasure *e = find(c, c->asked[i]);
        struct ref ref = REF_NONE;

        if (e && e->target.kind == ERASURE_STATEMENT &&
            index_parse_ref(&ref, archive_index(c->erase->cli->archive), e->target.ref) &&
            ref.n == item->ref.n)
            return true;
    }
    return false;
}

static int refuse(const struct confirming *c, const char *why)
{
    struct err err = {0};

    (void)err_set(&err, ERR_INVALID, "%s", why);
    (void)cli_fail(c->erase->cli, &err);
    return EXIT_USED_WRONGLY;
}

static int settle(struct confirming *c, const struct erase_plan *plan)
{
    if (!erase_is_settled(c->erase, plan))
        return refuse(c,
                      plan->has_rows
                          ? _("nothing was confirmed: these hold what the rows say, "
                              "so they must go too: say --with-dependents")
                          : _("nothing was confirmed: say --with-dependents to confirm "
                              "what was asked for of these as well, or --alone to "
                              "leave them as they are"));
    if (c->erase->with_dependents)
        take_along(c, plan);
    for (size_t i = 0; plan->has_rows && i < plan->reached_count; i++)
        if (!is_asked_for(c, &plan->reached[i]))
            return refuse(
                c, _("nothing was confirmed: since it was asked for more was recorded "
                     "that rests on these rows; whoever asked must ask for that too"));
    return EXIT_DONE;
}

static enum err_code plan_targets(struct confirming *c, struct erase_plan *plan,
                                  struct err *err)
{
    struct cli *cli = c->erase->cli;

    plan->targets = ARENA_ARRAY(&cli->arena, struct value, c->count + 1);
    for (size_t i = 0; i < c->count; i++) {
        const struct erasure *e = find(c, c->asked[i]);

        if (!e)
            return err_set(
                err, ERR_INVALID,
                STR_FMT " asks for no erasure: stele erase --list tells which "
                        "do",
                STR_ARG(archive_ref_short(cli->archive, &cli->arena, c->asked[i])));
        plan->has_rows = plan->has_rows || e->target.kind == ERASURE_ROWS;
        if (!e->is_effective)
            plan->targets[plan->count++] = *value_get(&e->first->statement, STR("of"));
    }
    return erase_plan_reach(plan, cli, err);
}

/* What takes the place of tables of which rows go. */
static enum err_code make_drafts(struct confirming *c, struct err *err)
{
    struct cli *cli = c->erase->cli;

    c->drafts = ARENA_ARRAY(&cli->arena, struct value, c->count + 1);
    for (size_t i = 0; i < c->count; i++) {
        const struct erasure *e = find(c, c->asked[i]);

        if (e->target.kind == ERASURE_ROWS && !e->is_effective &&
            erase_rows_make(&c->drafts[c->draft_count++], &cli->arena, cli->archive,
                            &e->target, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code read_asked(struct confirming *c, struct err *err)
{
    struct cli *cli = c->erase->cli;

    if (erase_read(&c->all, &cli->arena, cli->archive, err) != ERR_OK)
        return err->code;
    c->asked =
        ARENA_ARRAY(&cli->arena, struct ref, c->erase->name_count + c->all.count + 1);
    for (size_t i = 0; i < c->erase->name_count; i++) {
        struct ref ref;

        if (archive_ref_parse(&ref, cli->archive, c->erase->names[i], err) != ERR_OK)
            return err->code;
        add(c, ref);
    }
    return ERR_OK;
}

int erase_run_confirm(struct erase_command *erase)
{
    struct confirming c = {.erase = erase};
    struct cli *cli = erase->cli;
    struct erase_plan plan = {0};
    struct erase_confirmation confirmation = {.ground = erase->ground};
    struct err err = {0};
    int status;

    if (read_asked(&c, &err) != ERR_OK || plan_targets(&c, &plan, &err) != ERR_OK)
        return cli_fail(cli, &err);
    status = settle(&c, &plan);
    if (status != EXIT_DONE)
        return status;
    if (make_drafts(&c, &err) != ERR_OK)
        return cli_fail(cli, &err);
    confirmation.asked = c.asked;
    confirmation.count = c.count;
    confirmation.drafts = c.drafts;
    confirmation.draft_count = c.draft_count;
    if (erase_confirm(cli->archive, &confirmation, &err) != ERR_OK ||
        erase_print_done(cli, c.asked, c.count, &err) != ERR_OK)
        return cli_fail(cli, &err);
    return EXIT_DONE;
}
