#include <stdio.h>

#include "base/message.h"
#include "cli/member.h"
#include "cli/passphrase.h"
#include "record/member.h"

static void report(const struct member_command *member, struct str id, struct str key)
{
    struct cli *cli = member->cli;
    struct value line = value_object();

    if (cli->json) {
        value_set(&line, &cli->arena, STR("member"), value_string(id));
        value_set(&line, &cli->arena, STR("kind"),
                  value_string(member->draft.is_pin ? STR("pin") : STR("passphrase")));
        value_set(&line, &cli->arena, STR("key"), value_string(key));
        cli_print_json(&line);
        return;
    }
    printf(member->draft.is_pin
               ? _("Member %.*s has a PIN on this machine now.\n")
               : _("Member %.*s has a passphrase on this machine now.\n"),
           STR_ARG(id));
    printf(_("Whoever writes here signs in first: stele unlock. Nobody can open it when "
             "it is forgotten, so that what only this member may read is then lost on "
             "this machine.\n"));
    printf(_("The member's public key, for an admin to seal to: %.*s\n"), STR_ARG(key));
}

int member_passphrase(struct member_command *member)
{
    struct cli *cli = member->cli;
    struct passphrase typed = {0};
    struct str id = member->id;
    struct str key = STR("");
    struct err err = {0};
    enum err_code code = cli_open(cli, ARCHIVE_READ, &err);

    if (code == ERR_OK)
        code = member_may_set_lock(&id, &cli->arena, cli->archive, &err);
    if (code == ERR_OK)
        code = passphrase_ask_new(&typed, member->file, id, member->draft.is_pin, &err);
    if (code == ERR_OK)
        code = member_set_lock(&key, &cli->arena, cli->archive, id,
                               passphrase_str(&typed), member->draft.is_pin, &err);
    passphrase_forget(&typed);
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    report(member, id, key);
    return EXIT_DONE;
}
