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
    struct prove_logs logs;
    struct feed_log *log; /* the one at hand */
    uint32_t number;      /* its place among the logs */
    struct str base;      /* its folder within dir; "." where it is the only one */
    struct archive_facts facts;
    struct outdir dir;
    struct buf sums; /* its SHA256SUMS */
    size_t members;  /* for whom the log's key signs */
    bool with_object;
};

static struct str path_in(struct proving *p, struct str folder, const char *name)
{
    return str_equal(folder, STR("."))
               ? arena_printf(p->arena, "%s", name)
               : arena_printf(p->arena, STR_FMT "/%s", STR_ARG(folder), name);
}

/* Where a path of the log's folder lies within the whole. */
static struct str path_of(struct proving *p, struct str path)
{
    return path_in(p, p->base, path.ptr);
}

/* Put a file and remember its hash. */
static enum err_code put(struct proving *p, struct str folder, const char *name,
                         struct str bytes, struct err *err)
{
    struct str path = path_in(p, folder, name);
    struct digest hash = sha256_of(p->log->h, bytes);

    buf_printf(&p->sums, "%s  " STR_FMT "\n", digest_text(&hash).hex, STR_ARG(path));
    return outdir_put(&p->dir, path_of(p, path).ptr, bytes, err);
}

static struct str short_ref(struct proving *p, uint64_t index)
{
    return arena_printf(p->arena, STR_FMT ".%llu",
                        STR_ARG(str_prefix(feed_id(p->log->feed), SHORT_FEED)),
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
    struct digest leaf = entry_leaf(p->log->h, &entry);
    struct merkle_proof path = {0};
    struct proof proof = {.index = stored->index};
    struct buf text = {0};
    enum err_code code;

    if (feed_log_prove(&path, p->log, stored->index, &leaf, err) != ERR_OK)
        return err->code;
    proof.hashes = path.hashes;
    proof.count = path.count;
    proof.checkpoint = p->log->checkpoint;
    proof_append(&text, &proof);
    code = put(p, folder, "statement.tlog-proof", buf_str(&text), err);
    buf_release(&text);
    return code;
}

/* The hash of an object statement's file, for sha256sum -c; and the file, if wanted. */
static enum err_code put_object(struct proving *p, struct proved *proved,
                                struct str folder, const struct value *statement,
                                struct err *err)
{
    struct str hash = value_get_string(statement, STR("sha256"));
    struct str line = arena_printf(p->arena, STR_FMT "  object.bin\n", STR_ARG(hash));
    struct digest name;
    struct str path;

    if (!str_equal(proved->kind, STR("object")) || !digest_parse(&name, hash))
        return ERR_OK;
    if (put(p, folder, "object.sha256", line, err) != ERR_OK)
        return err->code;
    if (!p->with_object)
        return ERR_OK;
    if (!value_is_string(value_get(statement, STR("stored")), hash))
        return err_set(err, ERR_DENIED,
                       "cannot copy the object of " STR_FMT ": it is sealed",
                       STR_ARG(proved->ref));
    path = path_in(p, folder, "object.bin");
    if (prove_object_copy(&p->dir, path_of(p, path).ptr, p->store, &name, err) != ERR_OK)
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

    if (feed_read(&stored, p->arena, p->log->feed, index, err) != ERR_OK ||
        check_open(p, &stored, err) != ERR_OK ||
        canon_parse(&statement, p->arena, stored.bytes, err) != ERR_OK)
        return err->code;
    *out = (struct proved){.ref = arena_printf(p->arena, STR_FMT ".%llu",
                                               STR_ARG(feed_id(p->log->feed)),
                                               (unsigned long long)index),
                           .kind = value_get_string(&statement, STR("kind")),
                           .folder = path_of(p, folder),
                           .size = p->log->head.size};
    if (put(p, folder, "statement.json", stored.bytes, err) != ERR_OK ||
        put(p, folder, "salt.bin", stored.salt, err) != ERR_OK ||
        put_proof(p, folder, &stored, err) != ERR_OK)
        return err->code;
    return put_object(p, out, folder, &statement, err);
}

static enum err_code put_keys(struct proving *p, struct err *err)
{
    struct str vkey = arena_printf(p->arena, STR_FMT "\n", STR_ARG(p->log->vkey));
    struct buf pem = {0};
    enum err_code code;

    key_pem_append(&pem, (const uint8_t *)p->log->key.public.ptr);
    code = put(p, STR("."), "key.pem", buf_str(&pem), err);
    if (code == ERR_OK)
        code = put(p, STR("."), "key.vkey", vkey, err);
    buf_release(&pem);
    return code;
}

/* The statements of one log, as they stand in its folder. */
struct part {
    struct str *folders;
    struct proved *statements;
    size_t count;
    size_t chain; /* feeds between the founding one and this */
};

/* The log, or the first of those that it goes on for. */
static bool is_admitted(const struct proving *p, uint32_t log)
{
    while (p->logs.items[log].admission.ground == ADMISSION_REPLACEMENT)
        log = p->logs.items[log].admission.by;
    return p->logs.items[log].admission.ground == ADMISSION_BY_ADMIN;
}

static enum err_code put_explanation(struct proving *p, const struct prove_result *result,
                                     const struct part *part, struct err *err)
{
    struct verify_facts facts = {.is_synthetic = result->is_synthetic,
                                 .archive = result->archive,
                                 .feed = feed_id(p->log->feed),
                                 .size = p->log->head.size,
                                 .first_folder = part->folders[0],
                                 .members = p->members,
                                 .is_admitted = is_admitted(p, p->number),
                                 .chain = part->chain};
    struct buf list = {0};
    struct buf text = {0};
    struct str *names = NULL;
    size_t anchors = 0;
    enum err_code code = store_anchor_list(&names, &anchors, p->arena, p->store, err);

    for (size_t i = 0; i < part->count; i++)
        buf_printf(&list, "  %-20.*s  " STR_FMT "  " STR_FMT "\n",
                   STR_ARG(part->folders[i]), STR_ARG(part->statements[i].ref),
                   STR_ARG(part->statements[i].kind));
    facts.statements = buf_str(&list);
    facts.anchors = anchors;
    verify_text_append(&text, &facts);
    if (code == ERR_OK)
        code = put(p, STR("."), "VERIFY.txt", buf_str(&text), err);
    buf_release(&list);
    buf_release(&text);
    return code;
}

static enum err_code put_statements(struct part *part, struct proving *p,
                                    const struct ref *refs, size_t count, struct err *err)
{
    part->folders = ARENA_ARRAY(p->arena, struct str, count);
    for (; part->count < count; part->count++) {
        uint64_t index = ref_index(refs[part->count]);
        struct str folder = count == 1 ? STR(".") : short_ref(p, index);

        part->folders[part->count] = folder;
        if (put_statement(&part->statements[part->count], p, index, folder, err) !=
            ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* Statement 0 of one log, without its proof: what it hashes to, or who signed for it,
 * says whose it is. */
static enum err_code read_first(struct feed_statement *out, struct proving *p,
                                uint32_t log, struct err *err)
{
    return feed_read(out, p->arena, p->logs.items[log].log.feed, 0, err);
}

/* Which statement of the admitting log said so. */
static enum err_code find_admission(struct ref *out, struct proving *p, uint32_t log,
                                    struct err *err)
{
    uint32_t by = p->logs.items[log].admission.by;
    const struct prove_log *admitting = &p->logs.items[by];
    struct admission_words words = {.arena = p->arena};
    struct str feed = feed_id(p->logs.items[log].log.feed);

    if (admission_words_scan(&words, admitting->log.feed, 0, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < words.count; i++) {
        const struct value *said = &words.items[i].statement;

        if (value_is_string(value_get(said, STR("of")), feed) &&
            value_get(said, STR("from")) &&
            admission_counts(&admitting->admission, words.items[i].index) &&
            admission_may_write(&admitting->admission,
                                value_get_string(said, STR("by")))) {
            *out = ref_of(by, words.items[i].index);
            return ERR_OK;
        }
    }
    return err_set(err, ERR_CORRUPT, "what admitted feed " STR_FMT " is not found",
                   STR_ARG(feed));
}

static enum err_code write_log(struct proving *p, struct prove_result *result,
                               const struct ref *refs, size_t count, struct err *err);

/* An admin's word that this log's key counts: a proof of its own, in a folder of this
 * one. */
static enum err_code put_admission(struct proving *p, uint32_t log, struct err *err)
{
    struct proving outer = *p;
    struct proved statement = {0};
    struct prove_result nested = {.statements = &statement,
                                  .archive =
                                      arena_str(p->arena, str_from_c(p->facts.archive)),
                                  .is_synthetic = p->facts.is_synthetic};
    struct ref ref = {0};
    enum err_code code = find_admission(&ref, p, log, err);

    if (code != ERR_OK)
        return code;
    p->base = path_of(p, STR("admission"));
    p->sums = (struct buf){0};
    p->with_object = false;
    code = write_log(p, &nested, &ref, 1, err); /* NOLINT(misc-no-recursion) */
    buf_release(&p->sums);
    p->base = outer.base;
    p->sums = outer.sums;
    p->log = outer.log;
    p->number = outer.number;
    p->members = outer.members;
    p->with_object = outer.with_object;
    return code;
}

/*
 * From the founding feed to this one: statement 0 of each feed that goes on for the one
 * before, with that one's signature in it.
 */
static enum err_code put_chain(size_t *count, struct proving *p, uint32_t log,
                               struct err *err)
{
    const struct admission *admission = &p->logs.items[log].admission;
    struct feed_statement first = {0};
    struct str path;

    *count = 0;
    if (admission->ground == ADMISSION_FOUNDING)
        return ERR_OK;
    if (admission->ground == ADMISSION_BY_ADMIN) /* NOLINT(misc-no-recursion) */
        return put_admission(p, log, err);
    if (put_chain(count, p, admission->by, err) !=
            ERR_OK || /* NOLINT(misc-no-recursion) */
        read_first(&first, p, log, err) != ERR_OK)
        return err->code;
    (*count)++;
    path = arena_printf(p->arena, "%zu.json", *count);
    return put(p, STR("chain"), path.ptr, first.bytes, err);
}

/* The archive's statement 0; in its own log with its place there too. */
static enum err_code put_archive(struct proving *p, uint32_t log, struct err *err)
{
    struct feed_statement zero = {0};
    struct proved ignored;

    if (log == 0)
        return put_statement(&ignored, p, 0, STR("archive"), err);
    if (read_first(&zero, p, 0, err) != ERR_OK ||
        put(p, STR("archive"), "statement.json", zero.bytes, err) != ERR_OK)
        return err->code;
    return put(p, STR("archive"), "salt.bin", zero.salt, err);
}

/* Of a single feed prove_logs_open() reads no words about members. */
static enum err_code count_members(struct proving *p, const struct admission *admission,
                                   struct err *err)
{
    const struct value *members = admission->members;
    struct admission_words words = {.arena = p->arena};

    if (!members && admission_words_scan(&words, p->log->feed, 0, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < words.count; i++)
        if (value_is_string(value_get(&words.items[i].statement, STR("of")),
                            feed_id(p->log->feed)) &&
            value_get(&words.items[i].statement, STR("members")))
            members = value_get(&words.items[i].statement, STR("members"));
    p->members = members ? members->count : 1;
    return ERR_OK;
}

/* SHA256SUMS comes last: a folder without it is unfinished, and verify.sh says so. */
static enum err_code write_log(struct proving *p, struct prove_result *result,
                               const struct ref *refs, size_t count, struct err *err)
{
    uint32_t log = ref_feed(refs[0]);
    struct part part = {.statements = &result->statements[result->count]};

    p->log = &p->logs.items[log].log;
    p->number = log;
    buf_reset(&p->sums);
    if (count_members(p, &p->logs.items[log].admission, err) != ERR_OK ||
        put_statements(&part, p, refs, count, err) != ERR_OK ||
        put_archive(p, log, err) != ERR_OK ||
        put_chain(&part.chain, p, log, err) != ERR_OK ||
        put(p, STR("."), "checkpoint", p->log->checkpoint, err) != ERR_OK ||
        put_keys(p, err) != ERR_OK ||
        put(p, STR("."), "verify.sh", verify_script(), err) != ERR_OK ||
        put_explanation(p, result, &part, err) != ERR_OK)
        return err->code;
    result->count += part.count;
    return outdir_put(&p->dir, path_of(p, STR("SHA256SUMS")).ptr, buf_str(&p->sums), err);
}

/* Of several logs each is checked by itself: a text says so. */
static enum err_code put_overview(struct proving *p, const struct buf *folders,
                                  struct err *err)
{
    struct buf text = {0};
    enum err_code code;

    if (p->facts.is_synthetic)
        buf_append(&text, STR(SYNTHETIC_LINE "\n"));
    buf_printf(
        &text,
        "These statements were written on several machines, each of which keeps a "
        "log of its\nown. Every folder here is checked by itself, and leads to the "
        "same archive:\n\n" STR_FMT "\nEach VERIFY.txt says what is shown, and what "
        "is not.\n",
        STR_ARG(buf_str(folders)));
    code = outdir_put(&p->dir, "VERIFY.txt", buf_str(&text), err);
    buf_release(&text);
    return code;
}

static size_t of_one_log(const struct found *found, size_t from)
{
    size_t end = from;

    while (end < found->count &&
           ref_feed(found->refs[end]) == ref_feed(found->refs[from]))
        end++;
    return end - from;
}

static enum err_code write_folder(struct proving *p, struct prove_result *result,
                                  const struct found *found, struct err *err)
{
    bool is_single = of_one_log(found, 0) == found->count;
    struct buf folders = {0};
    enum err_code code = ERR_OK;
    size_t count;

    result->statements = ARENA_ARRAY(p->arena, struct proved, found->count);
    for (size_t i = 0; code == ERR_OK && i < found->count; i += count) {
        const struct feed_log *log = &p->logs.items[ref_feed(found->refs[i])].log;

        count = of_one_log(found, i);
        p->base = is_single ? STR(".") : feed_id(log->feed);
        buf_printf(&folders, "  sh " STR_FMT "/verify.sh " STR_FMT "\n", STR_ARG(p->base),
                   STR_ARG(result->archive));
        code = write_log(p, result, &found->refs[i], count, err);
    }
    if (code == ERR_OK && !is_single)
        code = put_overview(p, &folders, err);
    buf_release(&folders);
    return code == ERR_OK ? outdir_settle(&p->dir, err) : code;
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

static enum err_code ask(struct proving *p, const struct prove_request *request,
                         const struct found *found, struct err *err)
{
    struct str *refs;

    if (!request->may_give)
        return ERR_OK;
    refs = ARENA_ARRAY(p->arena, struct str, found->count);
    for (size_t i = 0; i < found->count; i++) {
        struct feed *feed = p->logs.items[ref_feed(found->refs[i])].log.feed;
        struct feed_statement stored = {0};

        /* What cannot be given for another reason is said so. */
        p->log = &p->logs.items[ref_feed(found->refs[i])].log;
        if (feed_read(&stored, p->arena, feed, ref_index(found->refs[i]), err) !=
                ERR_OK ||
            check_open(p, &stored, err) != ERR_OK)
            return err->code;
        refs[i] = arena_printf(p->arena, STR_FMT ".%llu", STR_ARG(feed_id(feed)),
                               (unsigned long long)ref_index(found->refs[i]));
    }
    return request->may_give(request->context, refs, found->count, err);
}

static enum err_code find_and_write(struct prove_result *out, struct proving *p,
                                    const struct prove_request *request, struct err *err)
{
    struct prove_result result = {
        .folder =
            request->folder ? request->folder : default_folder(p->arena, request->id),
        .archive = arena_str(p->arena, str_from_c(p->facts.archive)),
        .is_synthetic = p->facts.is_synthetic};
    struct found found = {0};

    if (prove_find(&found, p->arena, &p->logs, request->id, err) != ERR_OK ||
        ask(p, request, &found, err) != ERR_OK ||
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
        code = prove_logs_open(&p.logs, arena, store, str_from_c(p.facts.archive), err);
    if (code == ERR_OK)
        code = find_and_write(out, &p, request, err);
    outdir_close(&p.dir);
    buf_release(&p.sums);
    prove_logs_close(&p.logs);
    return code;
}
