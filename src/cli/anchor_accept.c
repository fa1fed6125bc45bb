#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/anchor.h"
#include "cli/trust.h"
#include "store/store.h"

struct accept_command {
    struct cli *cli;
    struct cli_files replies;
    struct cli_files requests;
    struct cli_files chain;
    struct cli_files crls;
    struct cli_files ocsps;
    struct cli_files trusted;
    struct timestamp_trust *trust;
    struct timestamp_evidence evidence;
    struct anchor_archive archive;
};

static const struct argp_option options[] = {
    {"chain", 'c', "FILE", 0, "Certificates of the authority's chain (PEM or DER)", 0},
    {"crl", 'l', "FILE", 0, "A revocation list (PEM or DER)", 0},
    {"ocsp", 'a', "FILE", 0, "A revocation answer (OCSP response, DER)", 0},
    {"trust", 't', "FILE", 0,
     "Certificates of roots, or of authorities, that you trust, beside those of this "
     "system",
     0},
    {"ca", 0, NULL, OPTION_ALIAS, NULL, 0},
    {"request", 'r', "FILE", 0,
     "The request (.tsq) that was sent, where it was not made by stele anchor request",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct accept_command *accept = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = accept->cli;
        return 0;
    case 'c':
        cli_files_add(&accept->chain, arg, state);
        return 0;
    case 'l':
        cli_files_add(&accept->crls, arg, state);
        return 0;
    case 'a':
        cli_files_add(&accept->ocsps, arg, state);
        return 0;
    case 't':
        cli_files_add(&accept->trusted, arg, state);
        return 0;
    case 'r':
        cli_files_add(&accept->requests, arg, state);
        return 0;
    case ARGP_KEY_ARG:
        cli_files_add(&accept->replies, arg, state);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say which replies (.tsr) to accept");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- what a reply is about --- */

/* The signed state whose text has this hash, of any feed. */
static enum err_code find_state(struct anchor_state *out, struct accept_command *accept,
                                const struct digest *imprint, struct err *err)
{
    struct anchor_source *source = &accept->archive.source;
    struct sha256 *h = sha256_new();
    bool is_found = false;
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && !is_found && i < source->count; i++) {
        struct anchor_state *states = NULL;
        size_t count = 0;

        code = anchor_states(&states, &count, &accept->cli->arena, source, i, err);
        for (size_t j = 0; code == ERR_OK && j < count && !is_found; j++) {
            struct digest digest = sha256_of(h, states[j].text);

            is_found = digest_equal(&digest, imprint);
            if (is_found)
                *out = states[j];
        }
    }
    sha256_free(h);
    if (code == ERR_OK && !is_found)
        code = err_set(err, ERR_INVALID,
                       "it stamps something else than a checkpoint of this archive");
    return code;
}

/* A note says what was signed; the files must give the same root today. */
static enum err_code check_root(struct accept_command *accept,
                                const struct anchor_state *state, struct err *err)
{
    struct anchor_log log = anchor_source_log(&accept->archive.source);
    struct digest root = {{0}};

    for (size_t i = 0; i < log.feed_count; i++) {
        if (!str_equal(log.feeds[i].id, state->feed))
            continue;
        if (log.root(log.context, &root, &log.feeds[i], state->size, err) != ERR_OK)
            return err->code;
    }
    if (!digest_equal(&root, &state->root))
        return err_set(
            err, ERR_CORRUPT,
            "it stamps a checkpoint that was signed here, and the files do not "
            "give its root: run \"stele verify\"");
    return ERR_OK;
}

/*
 * Where requests for this state were kept, the reply must answer one of them: else it is
 * an old reply that somebody held back, or the answer to somebody else.
 */
static enum err_code check_nonce(struct accept_command *accept,
                                 const struct anchor_state *state, struct str nonce,
                                 struct err *err)
{
    struct arena *arena = &accept->cli->arena;
    struct str *names = NULL;
    size_t count = 0;
    bool has_request = false;

    if (store_anchor_list(&names, &count, arena, accept->archive.store, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++) {
        struct anchor_name name = anchor_name_parse(names[i]);
        struct timestamp_request request = {0};
        struct str der = {0};

        if (name.kind != ANCHOR_REQUEST || name.size != state->size ||
            !root_code_equal(&name.code, &state->code) ||
            store_anchor_read(&der, arena, accept->archive.store, names[i].ptr, err) !=
                ERR_OK ||
            timestamp_request_read(&request, arena, der, err) != ERR_OK)
            continue;
        if (str_equal(request.nonce, nonce))
            return ERR_OK;
        has_request = true;
    }
    if (has_request)
        return err_set(err, ERR_INVALID,
                       "it does not answer a request that was made here (its nonce is "
                       "\"" STR_FMT "\"); name the request that was sent with --request",
                       STR_ARG(nonce));
    return ERR_OK;
}

/* --- keeping it --- */

struct beside {
    enum anchor_kind kind;
    const struct str *files;
    size_t count;
};

static enum err_code keep_beside(struct accept_command *accept,
                                 const struct anchor_state *state, struct str reply,
                                 struct beside beside, struct err *err)
{
    struct str name = {0};

    for (size_t i = 0; i < beside.count; i++)
        if (anchor_keep_beside(&name, &accept->cli->arena, accept->archive.store, state,
                               reply, beside.kind, beside.files[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* The chain as it was found: with the root, wherever that came from. What belongs to a
 * reply goes first, so that a reply never stands without it. */
static enum err_code keep(struct str *name, struct accept_command *accept,
                          const struct anchor_state *state, struct str reply,
                          const struct timestamp_verdict *verdict, struct err *err)
{
    const struct timestamp_evidence *e = &accept->evidence;
    struct beside chain = {ANCHOR_CERTIFICATES, &verdict->pem, 1};
    struct beside crls = {ANCHOR_CRL, e->crls, e->crl_count};
    struct beside ocsps = {ANCHOR_OCSP, e->ocsps, e->ocsp_count};

    if (keep_beside(accept, state, reply, chain, err) != ERR_OK ||
        keep_beside(accept, state, reply, crls, err) != ERR_OK ||
        keep_beside(accept, state, reply, ocsps, err) != ERR_OK)
        return err->code;
    return anchor_keep_stamp(name, &accept->cli->arena, accept->archive.store, state,
                             reply, err);
}

/* --- one reply --- */

static void report(struct accept_command *accept, const struct anchor *anchor)
{
    struct cli *cli = accept->cli;
    struct arena *arena = &cli->arena;
    struct value line = value_object();
    struct buf text = {0};

    if (cli->json) {
        value_set(&line, arena, STR("feed"), value_string(anchor->feed));
        value_set(&line, arena, STR("size"), value_integer((int64_t)anchor->size));
        value_set(&line, arena, STR("code"), value_string(str_from_c(anchor->code.text)));
        value_set(&line, arena, STR("at"), value_string(anchor->at));
        value_set(&line, arena, STR("by"), value_string(anchor->stamp.signer));
        value_set(&line, arena, STR("what"),
                  value_string(anchor_stamp_phrase(arena, anchor)));
        value_set(&line, arena, STR("revocation"),
                  value_string(anchor->verdict.revocation));
        value_set(&line, arena, STR("counts"), value_bool(anchor_is_trusted(anchor)));
        value_set(&line, arena, STR("kept"), value_string(anchor->file));
        cli_print_json(&line);
        return;
    }
    buf_printf(&text,
               _n(anchor->size, "the first %" PRIu64 " statement: ",
                  "the first %" PRIu64 " statements: "),
               anchor->size);
    cli_append_shown(&text, anchor_stamp_phrase(arena, anchor));
    buf_append(&text, STR("; "));
    cli_append_shown(&text, anchor->verdict.revocation);
    buf_append(&text, STR("\n    anchors/"));
    cli_append_shown(&text, anchor->file);
    buf_char(&text, '\n');
    cli_print(buf_str(&text));
    buf_release(&text);
}

static enum err_code accept_reply(struct accept_command *accept, const char *file,
                                  struct err *err)
{
    struct arena *arena = &accept->cli->arena;
    struct anchor anchor = {.kind = ANCHOR_STAMP};
    struct anchor_state state = {0};
    struct str reply = {0};

    if (file_read(&reply, arena, AT_FDCWD, file, TIMESTAMP_MAX_BYTES, err) != ERR_OK ||
        timestamp_read(&anchor.stamp, arena, reply, err) != ERR_OK)
        return err->code;
    if (!anchor.stamp.is_sha256)
        return err_set(err, ERR_INVALID,
                       "it stamps something else than a checkpoint of this archive: no "
                       "SHA-256 digest");
    if (find_state(&state, accept, &anchor.stamp.imprint, err) != ERR_OK ||
        check_root(accept, &state, err) != ERR_OK ||
        check_nonce(accept, &state, anchor.stamp.nonce, err) != ERR_OK ||
        timestamp_check(&anchor.verdict, arena, reply, &accept->evidence, accept->trust,
                        err) != ERR_OK)
        return err->code;
    if (anchor.verdict.wrong.len > 0)
        return err_set(err, ERR_INVALID, "it is worth nothing: " STR_FMT,
                       STR_ARG(anchor.verdict.wrong));
    if (keep(&anchor.file, accept, &state, reply, &anchor.verdict, err) != ERR_OK)
        return err->code;
    anchor.feed = state.feed;
    anchor.size = state.size;
    anchor.code = state.code;
    anchor.at = str_from_c(anchor.stamp.at.text);
    report(accept, &anchor);
    return ERR_OK;
}

static enum err_code take_request(struct accept_command *accept, const char *file,
                                  struct err *err)
{
    struct arena *arena = &accept->cli->arena;
    struct timestamp_request request = {0};
    struct anchor_state state = {0};
    struct str der = {0};
    struct str name = {0};

    if (file_read(&der, arena, AT_FDCWD, file, TIMESTAMP_MAX_BYTES, err) != ERR_OK)
        return err->code;
    if (timestamp_request_read(&request, arena, der, err) != ERR_OK ||
        find_state(&state, accept, &request.imprint, err) != ERR_OK)
        return err_context(err, "\"%s\": ", file);
    return anchor_keep_request(&name, arena, accept->archive.store, &state, der, err);
}

static enum err_code prepare(struct accept_command *accept, struct err *err)
{
    struct cli *cli = accept->cli;
    struct timestamp_evidence *e = &accept->evidence;
    struct str *certificates = NULL;
    struct str *crls = NULL;
    struct str *ocsps = NULL;

    if (cli_trust_open(&accept->trust, cli, &accept->trusted, err) != ERR_OK ||
        cli_files_read(&certificates, cli, &accept->chain, TIMESTAMP_CERTIFICATES, err) !=
            ERR_OK ||
        cli_files_read(&crls, cli, &accept->crls, TIMESTAMP_CRL, err) != ERR_OK ||
        cli_files_read(&ocsps, cli, &accept->ocsps, TIMESTAMP_OCSP, err) != ERR_OK ||
        anchor_archive_open(&accept->archive, cli, err) != ERR_OK)
        return err->code;
    *e = (struct timestamp_evidence){certificates, accept->chain.count,
                                     crls,         accept->crls.count,
                                     ocsps,        accept->ocsps.count};
    for (size_t i = 0; i < accept->requests.count; i++)
        if (take_request(accept, accept->requests.names[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* One after the other; what is wrong with one does not stop the others. */
static int accept_all(struct accept_command *accept)
{
    struct cli *cli = accept->cli;
    struct err err = {0};
    int status = EXIT_DONE;

    if (prepare(accept, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (accept->archive.facts.is_synthetic && !cli->json)
        printf("%s", _(SYNTHETIC_LINE));
    for (size_t i = 0; i < accept->replies.count; i++) {
        const char *file = accept->replies.names[i];
        int failed;

        if (accept_reply(accept, file, &err) == ERR_OK)
            continue;
        if (!str_starts_with(str_from_c(err.message), STR("\"")))
            (void)err_context(&err, "\"%s\": ", file);
        failed = cli_fail(cli, &err);
        status = failed > status ? failed : status;
    }
    return status;
}

int anchor_accept(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FILE...",
        .doc =
            "Take back the replies (.tsr) of timestamp authorities to a request: each "
            "must stamp a checkpoint of this archive, answer the request, be signed by "
            "a certificate for timestamps that was valid then, and not be revoked. "
            "What is in order is kept in the archive's folder, with its chain of "
            "certificates and what says whether they were revoked.",
        .children = children,
    };
    struct accept_command accept = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &accept, &status))
        return status;
    status = accept_all(&accept);
    anchor_archive_close(&accept.archive);
    timestamp_trust_close(accept.trust);
    return status;
}
