#include "cli/erase.h"

#include "base/message.h"
#include "record/device.h"
#include "record/query.h"

/* What is told: what else speaks of it, what was asked, what was done, what is left. */

static const char *why_word(enum erase_why why)
{
    switch (why) {
    case ERASE_RESTS:
        return "rests_on_it";
    case ERASE_ABOUT:
        return "about_it";
    case ERASE_JUDGES:
        return "judges_it";
    case ERASE_NAMES:
        return "names_the_same";
    case ERASE_QUOTES:
        return "quotes_it";
    case ERASE_MENTIONS:
        break;
    }
    return "mentions_it";
}

static const char *why_sentence(enum erase_why why)
{
    switch (why) {
    case ERASE_RESTS:
        return _("rests on it, or was made of it");
    case ERASE_ABOUT:
        return _("is about it");
    case ERASE_JUDGES:
        return _("assesses, decides, withdraws or identifies it");
    case ERASE_NAMES:
        return _("names the same bytes, or is another wording of it");
    case ERASE_QUOTES:
        return _("has the same words");
    case ERASE_MENTIONS:
        break;
    }
    return _("refers to it");
}

static void print_reached(struct cli *cli, const struct erase_reached *item)
{
    struct arena *arena = &cli->arena;
    struct str ref = archive_ref_short(cli->archive, arena, item->ref);
    struct str from = ref_is_none(item->from)
                          ? STR("")
                          : archive_ref_short(cli->archive, arena, item->from);
    struct value line = value_object();

    if (!cli->json) {
        cli_print(from.len > 0
                      ? arena_printf(arena, _("  %s\t%s\t%s (%s)\n"), ref.ptr,
                                     item->kind.ptr, why_sentence(item->why), from.ptr)
                      : arena_printf(arena, "  %s\t%s\t%s\n", ref.ptr, item->kind.ptr,
                                     why_sentence(item->why)));
        return;
    }
    value_set(&line, arena, STR("speaks_of_it"), value_string(ref));
    value_set(&line, arena, STR("kind"), value_string(item->kind));
    value_set(&line, arena, STR("why"), value_string(str_from_c(why_word(item->why))));
    if (from.len > 0)
        value_set(&line, arena, STR("through"), value_string(from));
    cli_print_json(&line);
}

void erase_print_reached(struct cli *cli, const struct erase_plan *plan)
{
    if (!cli->json)
        printf(_n(plan->reached_count, "%zu other statement speaks of it:\n",
                  "%zu other statements speak of it:\n"),
               plan->reached_count);
    for (size_t i = 0; i < plan->reached_count; i++)
        print_reached(cli, &plan->reached[i]);
}

static void print_ref_json(struct cli *cli, const char *key, struct ref ref)
{
    struct value line = value_object();

    value_set(&line, &cli->arena, str_from_c(key),
              value_string(archive_ref_text(cli->archive, &cli->arena, ref)));
    cli_print_json(&line);
}

void erase_print_asked(struct cli *cli, const struct ref *asked, size_t count)
{
    for (size_t i = 0; cli->json && i < count; i++)
        print_ref_json(cli, "asked", asked[i]);
    if (cli->json)
        return;
    printf(_n(count, "Asked for, and nothing is destroyed yet (%zu request).\n",
              "Asked for, and nothing is destroyed yet (%zu requests).\n"),
           count);
    printf(count > 1 ? _("Another member confirms it: stele erase --confirm "
                         "--with-dependents %s\n")
                     : _("Another member confirms it: stele erase --confirm %s\n"),
           archive_ref_short(cli->archive, &cli->arena, asked[0]).ptr);
}

/* --- what is not reached --- */

static void print_replicas(struct cli *cli)
{
    struct err ignored = {0};

    if (device_read(cli->archive, &ignored) != ERR_OK)
        return;
    for (uint32_t n = 0; n < device_count(cli->archive); n++) {
        struct device device = device_at(cli->archive, n);

        if (!device.is_ours)
            printf(_("  - the machine that writes feed %.*s, where it keeps a replica: "
                     "its next command that writes destroys it there, once these "
                     "statements have come to it\n"),
                   STR_ARG(device.feed));
    }
}

static enum err_code count_packages(size_t *out, struct cli *cli, struct err *err)
{
    struct statement_list list = {0};
    struct view view;
    enum err_code code =
        frontier_now(&view, &cli->arena, archive_index(cli->archive), err);

    if (code == ERR_OK)
        code = query_statements(&list, &cli->arena, archive_index(cli->archive), view,
                                STR("disclose"), (struct ref){0}, 0, err);
    *out = list.count;
    return code;
}

static void print_not_reached(struct cli *cli, size_t packages)
{
    printf(_("Not reached, and for you to see to:\n"));
    printf(_("  - old blocks of this disk, which a forensic tool may read until they are "
             "overwritten: keep the disk encrypted\n"));
    printf(_("  - backups of this folder and of this machine\n"));
    print_replicas(cli);
    printf(_("  - copies made with stele copy: run it again into each, and it carries "
             "the erasure over\n"));
    if (packages > 0)
        printf(_n(packages, "  - %zu package given to somebody outside\n",
                  "  - %zu packages given to somebody outside\n"),
               packages);
    else
        printf(_("  - what was shown, printed, proved or given to somebody outside\n"));
}

enum err_code erase_print_done(struct cli *cli, const struct ref *asked, size_t count,
                               struct err *err)
{
    size_t packages = 0;

    for (size_t i = 0; cli->json && i < count; i++)
        print_ref_json(cli, "erased", asked[i]);
    if (cli->json)
        return ERR_OK;
    if (count_packages(&packages, cli, err) != ERR_OK)
        return err->code;
    printf(_n(count,
              "Destroyed in this folder and on this machine (%zu request). The "
              "commitments stay, and every proof with them.\n",
              "Destroyed in this folder and on this machine (%zu requests). The "
              "commitments stay, and every proof with them.\n"),
           count);
    print_not_reached(cli, packages);
    return ERR_OK;
}

/* --- the list --- */

static const char *state_word(const struct erasure *e)
{
    if (e->is_reseal)
        return "resealed";
    return e->is_effective ? "erased" : "asked";
}

static struct str target_text(struct arena *arena, const struct erasure *e)
{
    struct digest_text hex = digest_text(&e->target.what);
    struct buf rows = {0};
    struct str text;

    if (e->target.kind == ERASURE_STATEMENT)
        return arena_printf(arena, _("statement %.*s"), STR_ARG(e->target.ref));
    if (e->target.kind == ERASURE_OBJECT)
        return arena_printf(arena, _("object %s"), hex.hex);
    for (uint32_t i = 0; i < e->target.rows->count; i++)
        buf_printf(&rows, "%s%lld", i > 0 ? ", " : "",
                   (long long)e->target.rows->items[i].integer);
    text = arena_printf(arena, _("rows %s of object %s"), buf_text(&rows), hex.hex);
    buf_release(&rows);
    return text;
}

static struct value said_json(struct cli *cli, const struct erasure_word *word)
{
    struct arena *arena = &cli->arena;
    struct value said = value_object();
    static const struct str members[] = {STR_INIT("by"), STR_INIT("at"),
                                         STR_INIT("ground")};

    value_set(&said, arena, STR("ref"),
              value_string(archive_ref_text(cli->archive, arena,
                                            ref_of(word->feed, word->index))));
    for (size_t i = 0; i < 3; i++)
        value_set(&said, arena, members[i],
                  value_string(value_get_string(&word->statement, members[i])));
    return said;
}

static void print_json(struct cli *cli, const struct erasure *e)
{
    struct value line = value_object();

    value_set(&line, &cli->arena, STR("erasure"),
              value_string(str_from_c(state_word(e))));
    value_set(&line, &cli->arena, STR("of"), *value_get(&e->first->statement, STR("of")));
    value_set(&line, &cli->arena, STR("first"), said_json(cli, e->first));
    if (e->second)
        value_set(&line, &cli->arena, STR("second"), said_json(cli, e->second));
    cli_print_json(&line);
}

static void print_said(struct cli *cli, bool confirms, const struct erasure_word *w)
{
    struct str ref =
        archive_ref_short(cli->archive, &cli->arena, ref_of(w->feed, w->index));
    struct buf line = {0};

    buf_printf(&line,
               confirms ? _("  confirmed in %s by member %.*s, %.*s: ")
                        : _("  asked in %s by member %.*s, %.*s: "),
               ref.ptr, STR_ARG(value_get_string(&w->statement, STR("by"))),
               STR_ARG(value_get_string(&w->statement, STR("at"))));
    cli_append_shown(&line, value_get_string(&w->statement, STR("ground")));
    buf_char(&line, '\n');
    cli_print(buf_str(&line));
    buf_release(&line);
}

static void print_erasure(struct cli *cli, const struct erasure *e)
{
    struct str what = target_text(&cli->arena, e);

    if (e->is_reseal) {
        cli_print(arena_printf(&cli->arena, _("sealed anew: %s\n"), what.ptr));
        return;
    }
    cli_print(
        e->is_effective
            ? arena_printf(&cli->arena, _("erased: %s\n"), what.ptr)
            : arena_printf(&cli->arena, _("asked for, not confirmed: %s\n"), what.ptr));
    print_said(cli, false, e->first);
    if (e->second)
        print_said(cli, true, e->second);
}

int erase_run_list(struct cli *cli)
{
    struct erasures all = {0};
    struct err err = {0};

    if (erase_read(&all, &cli->arena, cli->archive, &err) != ERR_OK)
        return cli_fail(cli, &err);
    for (size_t i = 0; i < all.count; i++) {
        if (cli->json)
            print_json(cli, &all.items[i]);
        else
            print_erasure(cli, &all.items[i]);
    }
    if (all.count == 0 && !cli->json)
        printf(_("Nothing was erased, and nothing is asked for.\n"));
    return EXIT_DONE;
}
