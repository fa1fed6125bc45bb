#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/anchor.h"
#include "crypto/timestamp.h"
#include "record/genesis.h"
#include "share/outdir.h"
#include "store/store.h"

struct request_command {
    struct cli *cli;
    const char *folder;
    bool has_size;
    uint64_t size;
    struct anchor_archive archive;
    struct outdir dir;
    size_t written; /* requests */
};

static const struct argp_option options[] = {
    {"output", 'o', "DIR", 0, "The folder to write to, on a stick for example", 0},
    {"checkpoint", 'c', "SIZE", 0,
     "The earlier checkpoint of this size (default: the newest)", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct request_command *request = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = request->cli;
        return 0;
    case 'o':
        request->folder = arg;
        return 0;
    case 'c':
        request->has_size = str_to_u64(&request->size, str_from_c(arg));
        if (!request->has_size)
            cli_misuse(state, "\"%s\" is no number of statements", arg);
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "the folder is named with -o: stele anchor request -o \"%s\"",
                   arg);
        return 0;
    case ARGP_KEY_END:
        if (!request->folder)
            cli_misuse(state, "say with -o DIR where the request is to be written");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* The feed's newest state, or the one of the size that was asked for. */
static enum err_code find_state(struct anchor_state *out, struct request_command *request,
                                size_t i, struct err *err)
{
    struct anchor_source *source = &request->archive.source;
    struct arena *arena = &request->cli->arena;
    struct anchor_state *states = NULL;
    size_t count = 0;

    if (!request->has_size)
        return anchor_state_now(out, arena, source, i, err);
    if (anchor_states(&states, &count, arena, source, i, err) != ERR_OK)
        return err->code;
    for (size_t j = 0; j < count; j++)
        if (states[j].size == request->size) {
            *out = states[j];
            return ERR_OK;
        }
    return err_set(err, ERR_NOT_FOUND,
                   "feed " STR_FMT " has no checkpoint of %" PRIu64
                   " statements; its file \"checkpoints\" lists them",
                   STR_ARG(source->feeds[i].id), request->size);
}

/* What goes into the folder is for somebody who may not have Stele, and is in English. */
static void append_readme(struct buf *out, const struct request_command *request,
                          const struct anchor_state *state)
{
    if (out->len == 0) {
        if (request->archive.facts.is_synthetic)
            buf_append(out, STR(SYNTHETIC_LINE));
        buf_append(out,
                   STR("A request for timestamps (RFC 3161)\n\n"
                       "Each .tsq file asks an authority to confirm that the checkpoint "
                       "beside it\n"
                       "existed at that moment. It holds a hash and nothing of what was "
                       "recorded.\n"
                       "Any authority will do, and several are better than one; none is\n"
                       "recommended here. On a machine with a network, with the address "
                       "of one:\n"
                       "\n"));
    }
    buf_printf(
        out,
        "    curl -H \"Content-Type: application/timestamp-query\" \\\n"
        "        --data-binary @request-%s.tsq -o reply-1.tsr https://ADDRESS\n\n"
        "Then bring the replies back, with the authority's certificates and revocation\n"
        "list where it publishes them:\n\n"
        "    stele anchor accept reply-1.tsr --chain CERTIFICATES.pem --crl LIST.crl\n\n"
        "Feed " STR_FMT ", the first %" PRIu64
        " statements, code %s. To look at a reply\n"
        "and to check it without Stele:\n\n"
        "    openssl ts -reply -in reply-1.tsr -text\n"
        "    openssl ts -verify -in reply-1.tsr -data checkpoint-%s.txt -CAfile "
        "ROOT.pem\n\n",
        state->code.text, STR_ARG(state->feed), state->size,
        root_code_show(&state->code).text, state->code.text);
}

static enum err_code write_request(struct request_command *request,
                                   const struct anchor_state *state, struct str *kept,
                                   struct err *err)
{
    struct arena *arena = &request->cli->arena;
    struct sha256 *h = sha256_new();
    struct digest imprint = sha256_of(h, state->text);
    struct buf der = {0};
    struct err why = {0};
    enum err_code code = timestamp_request_make(&der, &imprint, err);

    sha256_free(h);
    /* Kept first: the reply is held against it. */
    if (code == ERR_OK && anchor_keep_request(kept, arena, request->archive.store, state,
                                              buf_str(&der), &why) != ERR_OK)
        cli_remark(request->cli,
                   _("this archive could not note that the request was made: %s"),
                   why.message);
    if (code == ERR_OK)
        code = outdir_put(&request->dir,
                          arena_printf(arena, "request-%s.tsq", state->code.text).ptr,
                          buf_str(&der), err);
    if (code == ERR_OK)
        code = outdir_put(&request->dir,
                          arena_printf(arena, "checkpoint-%s.txt", state->code.text).ptr,
                          state->text, err);
    buf_release(&der);
    return code;
}

static void report(struct request_command *request, const struct anchor_state *state,
                   struct str kept)
{
    struct arena *arena = &request->cli->arena;
    struct value line = value_object();

    if (!request->cli->json) {
        printf(_n(state->size,
                  "\"%s/request-%s.tsq\" asks to stamp the first %" PRIu64
                  " statement of feed " STR_FMT "\n",
                  "\"%s/request-%s.tsq\" asks to stamp the first %" PRIu64
                  " statements of feed " STR_FMT "\n"),
               request->folder, state->code.text, state->size, STR_ARG(state->feed));
        return;
    }
    value_set(&line, arena, STR("feed"), value_string(state->feed));
    value_set(&line, arena, STR("size"), value_integer((int64_t)state->size));
    value_set(&line, arena, STR("code"), value_string(str_from_c(state->code.text)));
    value_set(&line, arena, STR("request"),
              value_string(arena_printf(arena, "request-%s.tsq", state->code.text)));
    value_set(&line, arena, STR("checkpoint"),
              value_string(arena_printf(arena, "checkpoint-%s.txt", state->code.text)));
    value_set(&line, arena, STR("kept"),
              kept.len > 0 ? value_string(kept) : value_null());
    value_set(&line, arena, STR("synthetic"),
              value_bool(request->archive.facts.is_synthetic));
    cli_print_json(&line);
}

static enum err_code write_all(struct request_command *request, struct err *err)
{
    struct anchor_source *source = &request->archive.source;
    struct buf readme = {0};
    enum err_code code = ERR_OK;

    if (request->archive.facts.is_synthetic && !request->cli->json)
        printf("%s", _(SYNTHETIC_LINE));
    for (size_t i = 0; code == ERR_OK && i < source->count; i++) {
        struct anchor_state state = {0};
        struct str kept = {0};

        code = find_state(&state, request, i, err);
        if (code == ERR_NOT_FOUND && source->count > 1)
            code = ERR_OK; /* another feed has it */
        else if (code == ERR_OK) {
            code = write_request(request, &state, &kept, err);
            append_readme(&readme, request, &state);
        }
        if (code == ERR_OK && state.size > 0) {
            report(request, &state, kept);
            request->written++;
        }
    }
    if (code == ERR_OK && request->written == 0)
        code = err->code;
    if (code == ERR_OK)
        code = outdir_put(&request->dir, "README.txt", buf_str(&readme), err);
    if (code == ERR_OK)
        code = outdir_settle(&request->dir, err);
    buf_release(&readme);
    return code;
}

static int make(struct request_command *request)
{
    struct err err = {0};
    enum err_code code = anchor_archive_open(&request->archive, request->cli, &err);

    if (code == ERR_OK)
        code = outdir_open(&request->dir, request->folder,
                           store_folder(request->archive.store), OUTDIR_ANY, &err);
    if (code == ERR_OK) {
        code = write_all(request, &err);
        outdir_close(&request->dir);
    }
    if (code != ERR_OK)
        return cli_fail(request->cli, &err);
    if (!request->cli->json)
        printf(
            _("README.txt there tells how to send it to an authority. Nothing is fixed "
              "until a reply is accepted.\n"));
    return EXIT_DONE;
}

int anchor_request(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Write a timestamp request (RFC 3161) for what was recorded so far, with "
               "the checkpoint and a README, into DIR. Nothing is sent: carry it to a "
               "machine with a network, send it to one or several authorities, and bring "
               "the replies back with stele anchor accept.",
        .children = children,
    };
    struct request_command request = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &request, &status))
        return status;
    status = make(&request);
    anchor_archive_close(&request.archive);
    return status;
}
