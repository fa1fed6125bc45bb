#include <stdio.h>
#include <stdlib.h>

#include "base/message.h"
#include "cli/gazetteer.h"

const char *gazetteer_kind_name(enum gazetteer_kind kind)
{
    switch (kind) {
    case GAZETTEER_COUNTRY:
        return _("country");
    case GAZETTEER_REGION:
        return _("region (oblast)");
    case GAZETTEER_DISTRICT:
        return _("district (raion)");
    case GAZETTEER_COMMUNITY:
        return _("community (hromada)");
    case GAZETTEER_SETTLEMENT:
        return _("settlement");
    case GAZETTEER_QUARTER:
        return _("part of a settlement");
    case GAZETTEER_OTHER:
    case GAZETTEER_KINDS:
        break;
    }
    return _("place");
}

static struct str language(void)
{
    return message_is_ukrainian() ? STR("uk") : STR("en");
}

static void put_names(struct buf *out, const struct gazetteer_place *place)
{
    for (size_t i = 0; i < place->name_count; i++) {
        const struct gazetteer_name *name = &place->names[i];

        buf_append(out, STR("  "));
        cli_append_shown(out, name->text);
        if (name->lang.len > 0) {
            buf_append(out, STR(" ("));
            cli_append_shown(out, name->lang);
            buf_append(out, STR(")"));
        }
        if (name->kind == GAZETTEER_OLD)
            buf_append(out, str_from_c(_(", no longer in use")));
        buf_char(out, '\n');
    }
}

static void put_place(struct buf *out, struct cli *cli,
                      const struct gazetteer_place *place)
{
    cli_append_shown(out, gazetteer_label(&cli->arena, place, language()));
    buf_printf(out, ", %s", gazetteer_kind_name(place->kind));
    if (place->class_.len > 0) {
        buf_append(out, STR(" ["));
        cli_append_shown(out, place->class_);
        buf_append(out, STR("]"));
    }
    buf_char(out, '\n');
    for (const struct gazetteer_place *up = place->parent; up; up = up->parent) {
        buf_append(out, str_from_c(_("  in: ")));
        cli_append_shown(out, gazetteer_label(&cli->arena, up, language()));
        buf_printf(out, ", %s\n", gazetteer_kind_name(up->kind));
    }
    if (place->has_point)
        buf_printf(out, _("  at %.5f %.5f\n"), place->point.lat, place->point.lon);
    if (place->population > 0)
        buf_printf(out, _("  people: %s\n"),
                   cli_number(cli, (uint64_t)place->population));
    buf_append(out, str_from_c(_("names:\n")));
    put_names(out, place);
}

static void put_sources(struct buf *out, const struct gazetteers *gazetteers,
                        const struct gazetteer_place *place)
{
    size_t count;
    const struct gazetteer_info *infos = gazetteers_info(gazetteers, &count);

    buf_append(out, str_from_c(_("from:\n")));
    for (size_t i = 0; i < place->source_count; i++) {
        const struct gazetteer_info *info = &infos[place->sources[i].ref.gazetteer];

        buf_append(out, STR("  "));
        cli_append_shown(out, place->sources[i].id);
        if (info->attribution.len > 0) {
            buf_append(out, STR(", "));
            cli_append_shown(out, info->attribution);
        }
        if (info->licence.len > 0) {
            buf_append(out, STR(", "));
            cli_append_shown(out, info->licence);
        }
        buf_char(out, '\n');
    }
}

static struct value json_names(struct arena *arena, const struct gazetteer_place *place)
{
    struct value names = value_array();

    for (size_t i = 0; i < place->name_count; i++) {
        struct value name = value_object();

        value_set(&name, arena, STR("text"), value_string(place->names[i].text));
        if (place->names[i].lang.len > 0)
            value_set(&name, arena, STR("lang"), value_string(place->names[i].lang));
        value_add(&names, arena, name);
    }
    return names;
}

static struct value json_above(struct arena *arena, const struct gazetteer_place *place)
{
    struct value above = value_array();

    for (const struct gazetteer_place *up = place->parent; up; up = up->parent) {
        struct value one = value_object();

        value_set(&one, arena, STR("id"), value_string(up->id));
        value_set(&one, arena, STR("kind"),
                  value_string(str_from_c(gazetteer_kind_word(up->kind))));
        value_set(&one, arena, STR("name"),
                  value_string(gazetteer_label(arena, up, STR("en"))));
        value_add(&above, arena, one);
    }
    return above;
}

static struct value degrees(struct arena *arena, double value)
{
    return value_string(arena_printf(arena, "%.8f", value));
}

static void json_place(struct cli *cli, const struct gazetteer_place *place)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();
    struct value codes = value_array();
    struct value sources = value_array();

    for (size_t i = 0; i < place->code_count; i++)
        value_add(&codes, arena, value_string(place->codes[i]));
    for (size_t i = 0; i < place->source_count; i++)
        value_add(&sources, arena, value_string(place->sources[i].id));
    value_set(&line, arena, STR("kind"), value_string(STR("place")));
    value_set(&line, arena, STR("id"), value_string(place->id));
    value_set(&line, arena, STR("place_kind"),
              value_string(str_from_c(gazetteer_kind_word(place->kind))));
    value_set(&line, arena, STR("class"), value_string(place->class_));
    if (place->has_point) {
        value_set(&line, arena, STR("lat"), degrees(arena, place->point.lat));
        value_set(&line, arena, STR("lon"), degrees(arena, place->point.lon));
    }
    if (place->population > 0)
        value_set(&line, arena, STR("population"), value_integer(place->population));
    value_set(&line, arena, STR("names"), json_names(arena, place));
    value_set(&line, arena, STR("codes"), codes);
    value_set(&line, arena, STR("in"), json_above(arena, place));
    value_set(&line, arena, STR("sources"), sources);
    cli_print_json(&line);
}

static int show_place(struct gazetteer_command *command, struct gazetteers *gazetteers)
{
    struct cli *cli = command->cli;
    const struct gazetteer_place *place = NULL;
    struct buf out = {0};
    struct err err = {0};

    if (gazetteer_place(&place, &cli->arena, gazetteers, str_from_c(command->words[1]),
                        &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json) {
        json_place(cli, place);
        return EXIT_DONE;
    }
    put_place(&out, cli, place);
    put_sources(&out, gazetteers, place);
    cli_print(buf_str(&out));
    buf_release(&out);
    return EXIT_DONE;
}

int gazetteer_run_show(struct gazetteer_command *command)
{
    struct cli *cli = command->cli;
    struct gazetteers *gazetteers = NULL;
    const struct gazetteer_info *infos;
    struct err err = {0};
    int status = -1;
    size_t count;

    if (gazetteer_open_all(&gazetteers, cli, &err) != ERR_OK)
        return cli_fail(cli, &err);
    infos = gazetteers_info(gazetteers, &count);
    for (size_t i = 0; i < count; i++)
        if (str_equal(infos[i].name, str_from_c(command->words[1])))
            status = gazetteer_print_one(cli, &infos[i]);
    if (status < 0)
        status = show_place(command, gazetteers);
    gazetteers_close(gazetteers);
    return status;
}
