#include "share/prove.h"

#include "base/file.h"
#include "format/canon.h"
#include "format/proof.h"
#include "log/commitment.h"
#include "share/archive_facts.h"
#include "share/key_pem.h"
#include "share/outdir.h"
#include "share/prove_find.h"
#include "share/prove_object.h"
#include "share/verify_text.h"
#include "store/store.h"

enum { SHORT_FEED = 6, FOLDER_NAME_MAX = 80 };

/* A proof in the making. */
struct proving {
    struct arena *arena;
    struct store *store;
    struct feed_log log;
    struct archive_facts facts;
    struct outdir dir;
    struct buf sums; /* SHA256SUMS */
    bool with_object;
};

static struct str path_in(struct proving *p, struct str folder, const char *name)
{
    return str_equal(folder, STR("."))
               ? arena_printf(p->arena, "%s", name)
               : arena_printf(p->arena, STR_FMT "/%s", STR_ARG(folder), name);
}

/* Put a file and remember its hash. */
static enum err_code put(struct proving *p, struct str folder, const char *name,
                         struct str bytes, struct err *err)
{
    struct str path = path_in(p, folder, name);
    struct digest hash = sha256_of(p->log.h, bytes);

    buf_printf(&p->sums, "%s  " STR_FMT "\n", digest_text(&hash).hex, STR_ARG(path));
    return outdir_put(&p->dir, path.ptr, bytes, err);
}

static struct str short_ref(struct proving *p, uint64_t index)
{
    return arena_printf(p->arena, STR_FMT ".%llu",
                        STR_ARG(str_prefix(feed_id(p->log.feed), SHORT_FEED)),
                        (unsigned long long)index);
}

/* What cannot be shown cannot be proved by its content. */
static enum err_code check_open(struct proving *p, const struct feed_statement *stored,
                                struct err *err)
{
    struct str ref = short_ref(p, stored->index);

    switch (stored->form) {
    case FRAME_OPEN:
        break;
    case FRAME_SEALED:
        return err_set(err, ERR_DENIED,
                       "cannot prove " STR_FMT ": it is sealed; unseal it first, which "
                       "takes the key of its compartment",
                       STR_ARG(ref));
    case FRAME_UNKNOWN:
        return err_set(err, ERR_DENIED,
                       "cannot prove " STR_FMT
                       ": it is stored in a form that this version "
                       "does not know; use a newer version of Stele",
                       STR_ARG(ref));
    case FRAME_ERASED:
        return err_set(err, ERR_NOT_FOUND,
                       "cannot prove " STR_FMT ": it was erased; only its commitment is "
                       "left in the log",
                       STR_ARG(ref));
    }
    return ERR_OK;
}

static enum err_code put_proof(struct proving *p, struct str folder,
                               const struct feed_statement *stored, struct err *err)
{
    struct entry entry = {stored->commitment, stored->commitment};
    struct digest leaf = entry_leaf(p->log.h, &entry);
    struct merkle_proof path = {0};
    struct proof proof = {.index = stored->index};
    struct buf text = {0};
    enum err_code code;

    if (feed_log_prove(&path, &p->log, stored->index, &leaf, err) != ERR_OK)
        return err->code;
    proof.hashes = path.hashes;
    proof.count = path.count;
    proof.checkpoint = p->log.checkpoint;
    proof_append(&text, &proof);
    code = put(p, folder, "statement.tlog-proof", buf_str(&text), err);
    buf_release(&text);
    return code;
}

/* The hash of an object statement's file, for sha256sum -c; and the file, if wanted. */
static enum err_code put_object(struct proving *p, struct proved *proved,
                                const struct value *statement, struct err *err)
{
    struct str hash = value_get_string(statement, STR("sha256"));
    struct str line = arena_printf(p->arena, STR_FMT "  object.bin\n", STR_ARG(hash));
    struct digest name;
    struct str path;

    if (!str_equal(proved->kind, STR("object")) || !digest_parse(&name, hash))
        return ERR_OK;
    if (put(p, proved->folder, "object.sha256", line, err) != ERR_OK || !p->with_object)
        return err->code;
    if (!value_is_string(value_get(statement, STR("stored")), hash))
        return err_set(err, ERR_DENIED,
                       "cannot copy the object of " STR_FMT ": it is sealed",
                       STR_ARG(proved->ref));
    path = path_in(p, proved->folder, "object.bin");
    if (prove_object_copy(&p->dir, path.ptr, p->store, &name, err) != ERR_OK)
        return err_context(err, "the object of " STR_FMT ": ", STR_ARG(proved->ref));
    buf_printf(&p->sums, STR_FMT "  " STR_FMT "\n", STR_ARG(hash), STR_ARG(path));
    proved->has_object = true;
    return ERR_OK;
}

static enum err_code put_statement(struct proved *out, struct proving *p, uint64_t index,
                                   struct str folder, struct err *err)
{
    struct feed_statement stored = {0};
    struct value statement = {0};

    if (feed_read(&stored, p->arena, p->log.feed, index, err) != ERR_OK ||
        check_open(p, &stored, err) != ERR_OK ||
        canon_parse(&statement, p->arena, stored.bytes, err) != ERR_OK)
        return err->code;
    *out = (struct proved){.ref = arena_printf(p->arena, STR_FMT ".%llu",
                                               STR_ARG(feed_id(p->log.feed)),
                                               (unsigned long long)index),
                           .kind = value_get_string(&statement, STR("kind")),
                           .folder = folder};
    if (put(p, folder, "statement.json", stored.bytes, err) != ERR_OK ||
        put(p, folder, "salt.bin", stored.salt, err) != ERR_OK ||
        put_proof(p, folder, &stored, err) != ERR_OK)
        return err->code;
    return put_object(p, out, &statement, err);
}

static enum err_code put_keys(struct proving *p, struct err *err)
{
    struct str vkey = arena_printf(p->arena, STR_FMT "\n", STR_ARG(p->log.vkey));
    struct buf pem = {0};
    enum err_code code;

    key_pem_append(&pem, (const uint8_t *)p->log.key.public.ptr);
    code = put(p, STR("."), "key.pem", buf_str(&pem), err);
    if (code == ERR_OK)
        code = put(p, STR("."), "key.vkey", vkey, err);
    buf_release(&pem);
    return code;
}

static enum err_code put_explanation(struct proving *p, const struct prove_result *result,
                                     struct err *err)
{
    struct verify_facts facts = {.is_synthetic = result->is_synthetic,
                                 .archive = result->archive,
                                 .feed = feed_id(p->log.feed),
                                 .size = result->size,
                                 .first_folder = result->statements[0].folder};
    struct buf list = {0};
    struct buf text = {0};
    struct str *names = NULL;
    size_t anchors = 0;
    enum err_code code = store_anchor_list(&names, &anchors, p->arena, p->store, err);

    for (size_t i = 0; i < result->count; i++)
        buf_printf(&list, "  %-20.*s  " STR_FMT "  " STR_FMT "\n",
                   STR_ARG(result->statements[i].folder),
                   STR_ARG(result->statements[i].ref),
                   STR_ARG(result->statements[i].kind));
    facts.statements = buf_str(&list);
    facts.anchors = anchors;
    verify_text_append(&text, &facts);
    if (code == ERR_OK)
        code = put(p, STR("."), "VERIFY.txt", buf_str(&text), err);
    buf_release(&list);
    buf_release(&text);
    return code;
}

static enum err_code put_statements(struct proving *p, struct prove_result *result,
                                    const struct found *found, struct err *err)
{
    result->statements = ARENA_ARRAY(p->arena, struct proved, found->count);
    for (size_t i = 0; i < found->count; i++) {
        uint64_t index = found->indexes[i];
        struct str folder = found->count == 1 ? STR(".") : short_ref(p, index);

        if (put_statement(&result->statements[i], p, index, folder, err) != ERR_OK)
            return err->code;
        result->count++;
    }
    return ERR_OK;
}

/* SHA256SUMS comes last: a folder without it is unfinished, and verify.sh says so. */
static enum err_code write_folder(struct proving *p, struct prove_result *result,
                                  const struct found *found, struct err *err)
{
    struct proved zero;

    if (put_statements(p, result, found, err) != ERR_OK ||
        put_statement(&zero, p, 0, STR("archive"), err) != ERR_OK ||
        put(p, STR("."), "checkpoint", p->log.checkpoint, err) != ERR_OK ||
        put_keys(p, err) != ERR_OK ||
        put(p, STR("."), "verify.sh", verify_script(), err) != ERR_OK ||
        put_explanation(p, result, err) != ERR_OK ||
        outdir_put(&p->dir, "SHA256SUMS", buf_str(&p->sums), err) != ERR_OK)
        return err->code;
    return outdir_settle(&p->dir, err);
}

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '.' || c == '-';
}

/* "proof-" and what was asked for, as far as it can stand in a file name. */
static const char *default_folder(struct arena *arena, struct str id)
{
    struct str shown = str_prefix(id, FOLDER_NAME_MAX);
    struct buf name = {0};
    struct str kept;

    buf_append(&name, STR("proof-"));
    buf_append(&name, shown);
    for (size_t i = 0; i < name.len; i++)
        if (!is_plain(name.ptr[i]))
            name.ptr[i] = '_';
    kept = arena_str(arena, buf_str(&name));
    buf_release(&name);
    return kept.ptr;
}

static enum err_code find_and_write(struct prove_result *out, struct proving *p,
                                    const struct prove_request *request, struct err *err)
{
    struct prove_result result = {
        .folder =
            request->folder ? request->folder : default_folder(p->arena, request->id),
        .archive = arena_str(p->arena, str_from_c(p->facts.archive)),
        .size = p->log.head.size,
        .is_synthetic = p->facts.is_synthetic};
    struct found found = {0};

    if (prove_find(&found, p->arena, &p->log, request->id, err) != ERR_OK ||
        outdir_open(&p->dir, result.folder, store_folder(p->store), OUTDIR_EMPTY, err) !=
            ERR_OK ||
        write_folder(p, &result, &found, err) != ERR_OK)
        return err->code;
    result.unreadable = found.unreadable;
    *out = result;
    return ERR_OK;
}

enum err_code prove(struct prove_result *out, struct arena *arena, struct store *store,
                    const struct prove_request *request, struct err *err)
{
    struct proving p = {.arena = arena,
                        .store = store,
                        .dir = {.fd = -1},
                        .with_object = request->with_object};
    enum err_code code = archive_facts_read(&p.facts, arena, store, err);

    if (code == ERR_OK)
        code = feed_log_open(&p.log, store, p.facts.feed, err);
    if (code != ERR_OK)
        return code;
    code = find_and_write(out, &p, request, err);
    outdir_close(&p.dir);
    buf_release(&p.sums);
    feed_log_close(&p.log);
    return code;
}
