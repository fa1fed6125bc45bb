#include "cli/draft.h"

#include <stdio.h>

#include "record/drafts.h"
#include "record/id.h"

void draft_start(struct draft *draft, struct cli *cli, const char *kind)
{
    draft->cli = cli;
    draft->members = value_object();
    draft_text(draft, "kind", kind);
}

void draft_text(struct draft *draft, const char *member, const char *text)
{
    value_set(&draft->members, &draft->cli->arena, str_from_c(member),
              value_string(str_from_c(text)));
}

void draft_truth(struct draft *draft, const char *member)
{
    value_set(&draft->members, &draft->cli->arena, str_from_c(member), value_bool(true));
}

void draft_list(struct draft *draft, const char *member, const char *text)
{
    const struct value *there = value_get(&draft->members, str_from_c(member));
    struct value list = there ? *there : value_array();

    value_add(&list, &draft->cli->arena, value_string(str_from_c(text)));
    value_set(&draft->members, &draft->cli->arena, str_from_c(member), list);
}

bool draft_pair(struct draft *draft, const char *member, const char *pair)
{
    const struct value *there = value_get(&draft->members, str_from_c(member));
    struct value object = there ? *there : value_object();
    struct str rest = str_from_c(pair);
    struct str key = str_cut(&rest, '=');
    int64_t number = 0;

    if (key.len == 0 || key.len == strlen(pair))
        return false;
    value_set(&object, &draft->cli->arena, key,
              str_to_i64(&number, rest) ? value_integer(number) : value_string(rest));
    value_set(&draft->members, &draft->cli->arena, str_from_c(member), object);
    return true;
}

static void tell_json(struct cli *cli, const struct draft_result *result)
{
    struct value line = value_object();

    value_set(&line, &cli->arena, STR("kind"), value_string(result->kind));
    value_set(&line, &cli->arena, STR("ref"),
              value_string(archive_ref_text(cli->archive, &cli->arena, result->ref)));
    if (result->entity.len > 0)
        value_set(&line, &cli->arena, STR("entity"), value_string(result->entity));
    if (result->local.len > 0)
        value_set(&line, &cli->arena, STR("local"), value_string(result->local));
    cli_print_json(&line);
}

static void tell(struct cli *cli, const struct draft_result *result)
{
    struct str ref = archive_ref_short(cli->archive, &cli->arena, result->ref);

    if (result->local.len > 0) {
        cli_print(result->local);
        printf("\t");
    }
    if (result->entity.len > 0) {
        struct id id = {{0}};

        memcpy(id.text, result->entity.ptr, ID_LEN);
        printf(STR_FMT " %s\trecorded as " STR_FMT "\n", STR_ARG(result->kind),
               id_show(&id).text, STR_ARG(ref));
        return;
    }
    printf(STR_FMT "\trecorded as " STR_FMT "\n", STR_ARG(result->kind), STR_ARG(ref));
}

int drafts_write(struct cli *cli, const struct value *drafts)
{
    struct draft_result *results = NULL;
    struct err err = {0};
    size_t count = 0;

    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        drafts_add(&results, &count, &cli->arena, cli->archive, drafts, &err) != ERR_OK)
        return cli_fail(cli, &err);
    cli_mark_synthetic(cli);
    for (size_t i = 0; i < count; i++) {
        if (cli->json)
            tell_json(cli, &results[i]);
        else
            tell(cli, &results[i]);
    }
    return EXIT_DONE;
}

int draft_add(struct draft *draft)
{
    struct value list = value_array();

    value_add(&list, &draft->cli->arena, draft->members);
    return drafts_write(draft->cli, &list);
}
