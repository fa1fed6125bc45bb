#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/anchor.h"
#include "cli/trust.h"
#include "store/store.h"

struct list_command {
    struct cli *cli;
    struct cli_files trusted;
};

static const struct argp_option options[] = {
    {"trust", 't', "FILE", 0,
     "Certificates (PEM or DER) of timestamp authorities or their roots that you trust, "
     "beside those of this system",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct list_command *list = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = list->cli;
        return 0;
    case 't':
        cli_files_add(&list->trusted, arg, state);
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "nothing stands behind \"list\"");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const char *kind_word(enum anchor_kind kind)
{
    switch (kind) {
    case ANCHOR_PAPER:
        return "paper";
    case ANCHOR_REQUEST:
        return "request";
    case ANCHOR_STAMP:
        return "timestamp";
    case ANCHOR_EVIDENCE:
        return "note";
    case ANCHOR_CERTIFICATES:
        return "certificates";
    case ANCHOR_CRL:
        return "revocation list";
    case ANCHOR_OCSP:
        return "revocation answer";
    case ANCHOR_UNFINISHED:
        return "unfinished";
    case ANCHOR_UNKNOWN:
        break;
    }
    return "not understood";
}

static const char *chain_word(const struct timestamp_verdict *verdict)
{
    switch (verdict->chain) {
    case TIMESTAMP_TRUSTED:
        return verdict->is_self_signed ? "trusted, self-signed" : "trusted";
    case TIMESTAMP_UNTRUSTED:
        return "root not trusted here";
    case TIMESTAMP_INCOMPLETE:
        return "incomplete";
    case TIMESTAMP_SELF_SIGNED:
        break;
    }
    return "self-signed";
}

static void print_json(struct cli *cli, const struct anchor *anchor)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    value_set(&line, arena, STR("kind"),
              value_string(str_from_c(kind_word(anchor->kind))));
    value_set(&line, arena, STR("file"), value_string(anchor->file));
    value_set(&line, arena, STR("size"), value_integer((int64_t)anchor->size));
    value_set(&line, arena, STR("code"), value_string(str_from_c(anchor->code.text)));
    value_set(&line, arena, STR("feed"),
              anchor->feed.len > 0 ? value_string(anchor->feed) : value_null());
    value_set(&line, arena, STR("at"),
              anchor->at.len > 0 ? value_string(anchor->at) : value_null());
    if (anchor->kind == ANCHOR_STAMP) {
        value_set(&line, arena, STR("by"), value_string(anchor->stamp.signer));
        value_set(&line, arena, STR("policy"), value_string(anchor->stamp.policy));
    }
    if (anchor->kind == ANCHOR_STAMP && anchor->wrong.len == 0) {
        value_set(&line, arena, STR("chain"),
                  value_string(str_from_c(chain_word(&anchor->verdict))));
        value_set(&line, arena, STR("root"), value_string(anchor->verdict.top));
        value_set(&line, arena, STR("revocation"),
                  value_string(anchor->verdict.revocation));
    }
    value_set(&line, arena, STR("counts"), value_bool(anchor_is_trusted(anchor)));
    value_set(&line, arena, STR("wrong"),
              anchor->wrong.len > 0 ? value_string(anchor->wrong) : value_null());
    cli_print_json(&line);
}

static void append_stamp(struct buf *out, struct arena *arena,
                         const struct anchor *anchor)
{
    cli_append_shown(out, anchor_stamp_phrase(arena, anchor));
    buf_append(out, STR("; "));
    cli_append_shown(out, anchor->verdict.revocation);
}

static void append_meaning(struct buf *out, struct arena *arena,
                           const struct anchor *anchor)
{
    if (anchor->wrong.len > 0) {
        buf_append(out, str_from_c(anchor->grade == AUDIT_REMARK ? _("remark: ")
                                                                 : _("WRONG: ")));
        cli_append_shown(out, anchor->wrong);
    } else if (anchor->kind == ANCHOR_STAMP) {
        append_stamp(out, arena, anchor);
    } else if (anchor->kind == ANCHOR_PAPER) {
        buf_printf(out,
                   _("a paper printed on %.*s, by this machine's clock; it counts once "
                     "somebody else keeps the signed paper, and is checked with stele "
                     "verify --anchor %s"),
                   STR_ARG(anchor->at), root_code_show(&anchor->code).text);
    } else if (anchor->kind == ANCHOR_REQUEST) {
        buf_append(out,
                   str_from_c(_("a request to timestamp authorities; it fixes nothing")));
    } else {
        buf_append(out,
                   str_from_c(_("a note that was signed here and kept as evidence")));
    }
}

static void print_text(struct cli *cli, const struct anchor *anchor)
{
    struct buf line = {0};

    if (anchor->size > 0)
        buf_printf(
            &line,
            _n(anchor->size, "%" PRIu64 " statement  ", "%" PRIu64 " statements  "),
            anchor->size);
    if (anchor->code.text[0])
        buf_printf(&line, "%s  ", root_code_show(&anchor->code).text);
    append_meaning(&line, &cli->arena, anchor);
    buf_append(&line, STR("\n    anchors/"));
    cli_append_shown(&line, anchor->file);
    buf_char(&line, '\n');
    cli_print(buf_str(&line));
    buf_release(&line);
}

/* Files beside a stamp are told with it, unless something is wrong with them. */
static bool is_own_line(const struct anchor *anchor)
{
    return anchor->wrong.len > 0 ||
           (anchor->kind != ANCHOR_CERTIFICATES && anchor->kind != ANCHOR_CRL &&
            anchor->kind != ANCHOR_OCSP);
}

static int print_all(struct cli *cli, const struct anchor_archive *archive,
                     const struct anchor *anchors, size_t count)
{
    bool is_wrong = false;
    uint64_t size = 0;

    for (size_t i = 0; i < archive->source.count; i++)
        size += archive->source.feeds[i].size;
    if (!cli->json && archive->facts.is_synthetic)
        printf("%s", _(SYNTHETIC_LINE));
    for (size_t i = 0; i < count; i++) {
        is_wrong =
            is_wrong || (anchors[i].wrong.len > 0 && anchors[i].grade != AUDIT_REMARK &&
                         anchors[i].grade != AUDIT_UNFINISHED);
        if (!is_own_line(&anchors[i]))
            continue;
        if (cli->json)
            print_json(cli, &anchors[i]);
        else
            print_text(cli, &anchors[i]);
    }
    if (!cli->json && count == 0)
        printf(
            _("no anchors yet: stele anchor prints a paper to sign, stele anchor request "
              "asks for a timestamp\n"));
    if (!cli->json)
        printf(_n(size, "the archive now holds %" PRIu64 " statement\n",
                  "the archive now holds %" PRIu64 " statements\n"),
               size);
    return is_wrong ? EXIT_FOUND_WRONG : EXIT_DONE;
}

static int list(struct list_command *command, struct timestamp_trust *trust)
{
    struct cli *cli = command->cli;
    struct anchor_archive archive = {0};
    struct anchor_log log;
    struct anchor *anchors = NULL;
    size_t count = 0;
    struct err err = {0};
    int status;

    if (anchor_archive_open(&archive, cli, &err) != ERR_OK) {
        status = cli_fail(cli, &err);
    } else {
        log = anchor_source_log(&archive.source);
        status = anchors_read(&anchors, &count, &cli->arena, &log, trust, &err) == ERR_OK
                     ? print_all(cli, &archive, anchors, count)
                     : cli_fail(cli, &err);
    }
    anchor_archive_close(&archive);
    return status;
}

int anchor_list(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "List what fixes the archive, or is meant to: of what kind, up to which "
               "size, by whom, since when, and how it was checked. The archive itself is "
               "not read through: stele verify does that.",
        .children = children,
    };
    struct list_command command = {.cli = cli};
    struct timestamp_trust *trust = NULL;
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (cli_trust_open(&trust, cli, &command.trusted, &err) != ERR_OK)
        return cli_fail(cli, &err);
    status = list(&command, trust);
    timestamp_trust_close(trust);
    return status;
}
