#include <stdio.h>

#include "base/message.h"
#include "cli/member.h"
#include "cli/passphrase.h"
#include "record/id.h"
#include "record/roles.h"

/* stele member new, role and end: what an admin says. */

static struct value roles_value(struct arena *arena, unsigned roles)
{
    struct value list = value_array();

    for (unsigned role = 1; role <= ROLE_ALL; role *= 2)
        if (roles & role)
            value_add(&list, arena, value_string(role_name(role)));
    return list;
}

static struct str roles_text(struct arena *arena, unsigned roles)
{
    struct buf text = {0};
    struct str kept;

    roles_append(&text, roles);
    kept = arena_str(arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

/* --- list --- */

static void print_json(struct cli *cli, const struct member_facts *m)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    value_set(&line, arena, STR("member"), value_string(m->id));
    value_set(&line, arena, STR("roles"), roles_value(arena, m->roles));
    value_set(&line, arena, STR("key"),
              m->key.len > 0 ? value_string(m->key) : value_null());
    value_set(&line, arena, STR("founder"), value_bool(m->is_founder));
    value_set(&line, arena, STR("contested"), value_bool(m->is_contested));
    value_set(&line, arena, STR("passphrase_here"),
              value_bool(m->has_lock && !m->has_pin));
    value_set(&line, arena, STR("pin_here"), value_bool(m->has_pin));
    value_set(&line, arena, STR("writes_here"), value_bool(m->writes_here));
    value_set(&line, arena, STR("signed_in"), value_bool(m->is_signed_in));
    cli_print_json(&line);
}

static void print_member(struct cli *cli, const struct member_facts *m)
{
    if (m->roles == 0)
        printf(_("%.*s: ended\n"), STR_ARG(m->id));
    else
        printf("%.*s: %.*s\n", STR_ARG(m->id),
               STR_ARG(roles_text(&cli->arena, m->roles)));
    if (m->is_founder)
        printf(_("  the founder\n"));
    if (m->is_contested)
        printf(_("  admins say different things about it, or one overstepped: an open "
                 "conflict, until the founding feed has the last word\n"));
    if (m->writes_here)
        printf(_("  writes this machine's feed\n"));
    if (m->has_lock)
        printf(m->has_pin ? _("  has a PIN on this machine\n")
                          : _("  has a passphrase on this machine\n"));
    if (m->is_signed_in)
        printf(_("  is signed in\n"));
}

int member_print_list(struct member_command *member)
{
    struct cli *cli = member->cli;
    struct member_facts *list = NULL;
    size_t count = 0;
    struct err err = {0};

    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        member_list(&list, &count, &cli->arena, cli->archive, &err) != ERR_OK)
        return cli_fail(cli, &err);
    cli_mark_synthetic(cli);
    for (size_t i = 0; i < count; i++) {
        if (cli->json)
            print_json(cli, &list[i]);
        else
            print_member(cli, &list[i]);
    }
    return EXIT_DONE;
}

/* --- new --- */

static void tell_new(const struct member_command *member, struct str id)
{
    struct cli *cli = member->cli;
    struct value line = value_object();
    struct str roles = roles_text(&cli->arena, member->draft.roles);

    if (cli->json) {
        value_set(&line, &cli->arena, STR("member"), value_string(id));
        value_set(&line, &cli->arena, STR("roles"),
                  roles_value(&cli->arena, member->draft.roles));
        cli_print_json(&line);
        return;
    }
    printf(_("Member %.*s is made: %.*s.\n"), STR_ARG(id), STR_ARG(roles));
    if (member->draft.is_here)
        printf(_("It signs in on this machine with stele unlock --member %.*s.\n"),
               STR_ARG(id));
    else
        printf(_("On the member's own machine, in a copy of this archive: stele member "
                 "passphrase --member %.*s, then stele device new; what that prints an "
                 "admin admits here.\n"),
               STR_ARG(id));
}

int member_make(struct member_command *member)
{
    struct cli *cli = member->cli;
    struct passphrase typed = {0};
    struct str id = STR("");
    struct err err = {0};
    enum err_code code = cli_open(cli, ARCHIVE_WRITE, &err);

    if (member->draft.roles == 0)
        member->draft.roles = ROLE_RECORDER;
    if (code == ERR_OK && member->draft.is_here) {
        code =
            passphrase_ask_new(&typed, member->file, STR(""), member->draft.is_pin, &err);
        member->draft.secret = passphrase_str(&typed);
    }
    if (code == ERR_OK)
        code = member_new(&id, &cli->arena, cli->archive, &member->draft, &err);
    passphrase_forget(&typed);
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    tell_new(member, id);
    return EXIT_DONE;
}

/* --- role, end --- */

int member_change(struct member_command *member)
{
    struct cli *cli = member->cli;
    struct err err = {0};
    struct id id;
    struct value line = value_object();

    if (id_parse(&id, member->id, &err) != ERR_OK ||
        cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        member_set_roles(cli->archive, member->id, member->draft.roles, member->draft.key,
                         &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json) {
        value_set(&line, &cli->arena, STR("member"), value_string(id_str(&id)));
        value_set(&line, &cli->arena, STR("roles"),
                  roles_value(&cli->arena, member->draft.roles));
        cli_print_json(&line);
    } else {
        printf(_("Member %s is now: %.*s.\n"), id.text,
               STR_ARG(roles_text(&cli->arena, member->draft.roles)));
    }
    return EXIT_DONE;
}

static struct value feeds_value(struct arena *arena, const struct str *feeds,
                                size_t count)
{
    struct value list = value_array();

    for (size_t i = 0; i < count; i++)
        value_add(&list, arena, value_string(feeds[i]));
    return list;
}

static void tell_ended(struct cli *cli, const struct member_ended *ended)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    if (cli->json) {
        value_set(&line, arena, STR("member"), value_string(ended->id));
        value_set(&line, arena, STR("ended_feeds"),
                  feeds_value(arena, ended->feeds, ended->feed_count));
        value_set(&line, arena, STR("other_feeds"),
                  feeds_value(arena, ended->left, ended->left_count));
        cli_print_json(&line);
        return;
    }
    printf(_("Member %.*s has no role any more.\n"), STR_ARG(ended->id));
    for (size_t i = 0; i < ended->feed_count; i++)
        printf(_("Feed %.*s, which nobody else writes, ends at what this folder holds of "
                 "it.\n"),
               STR_ARG(ended->feeds[i]));
    for (size_t i = 0; i < ended->left_count; i++)
        printf(_("Feed %.*s goes on: others write it too, or it does not end from here. "
                 "Whoever holds that machine's key can still sign.\n"),
               STR_ARG(ended->left[i]));
    printf(_("What this member could read before it may have kept. New statements are to "
             "be sealed to a new key: docs/members.md.\n"));
}

int member_finish(struct member_command *member)
{
    struct cli *cli = member->cli;
    struct member_ended ended = {0};
    struct err err = {0};

    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        member_end(&ended, &cli->arena, cli->archive, member->id, &err) != ERR_OK)
        return cli_fail(cli, &err);
    tell_ended(cli, &ended);
    return EXIT_DONE;
}
