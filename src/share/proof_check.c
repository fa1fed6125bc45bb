#include "share/proof_check.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "format/canon.h"
#include "format/checkpoint.h"
#include "format/proof.h"
#include "log/commitment.h"
#include "log/feed_replace.h"
#include "log/merkle.h"
#include "log/signed_note.h"
#include "share/key_pem.h"
#include "share/proof_check_files.h"

#define ORIGIN "stele.invalid/feed/"

enum { LINE_MAX_BYTES = 4096 };

struct checking {
    struct proof_check *out;
    struct arena *arena;
    struct sha256 *h;
    int dir;
    struct str told;
    struct str vkey;
    struct note_key key;
    bool has_key;
    struct str feed;    /* as the key names it */
    bool has_chain;     /* the log goes on for another */
    bool has_admission; /* an admin admitted it, or the one it goes on for */
    const char *folder;
    struct value admitted; /* what an admin said, in admission/ */
    struct value zero;
    struct str checkpoint;
    struct merkle_head head;
    bool has_head; /* the checkpoint is signed */
    size_t cap;
};

/* Remember how a step went; the check goes on either way. */
static void step(struct checking *c, struct str what, enum err_code code,
                 const struct err *err)
{
    struct proof_check *out = c->out;

    if (out->count == c->cap) {
        struct check_step *more =
            ARENA_ARRAY(c->arena, struct check_step, 2 * c->cap + 16);

        if (out->count > 0)
            memcpy(more, out->steps, out->count * sizeof *more);
        out->steps = more;
        c->cap = 2 * c->cap + 16;
    }
    out->steps[out->count].what = what;
    if (code != ERR_OK) {
        out->steps[out->count].why = arena_str(c->arena, str_from_c(err->message));
        out->failed++;
    }
    out->count++;
}

static enum err_code read_in(struct str *out, struct checking *c, struct str folder,
                             const char *name, size_t limit, struct err *err)
{
    struct str path = arena_printf(c->arena, STR_FMT "/%s", STR_ARG(folder), name);

    return file_read(out, c->arena, c->dir, path.ptr, limit, err);
}

static enum err_code check_key(struct checking *c, struct err *err)
{
    struct str pem = {0};
    struct buf expected = {0};
    bool is_same;

    if (read_in(&c->vkey, c, STR("."), "key.vkey", LINE_MAX_BYTES, err) != ERR_OK)
        return err->code;
    if (!str_ends_with(c->vkey, STR("\n")))
        return err_set(err, ERR_CORRUPT, "key.vkey does not end in a newline");
    c->vkey = str_prefix(c->vkey, c->vkey.len - 1);
    if (signed_note_key_parse(&c->key, c->arena, c->h, c->vkey, err) != ERR_OK)
        return err_context(err, "key.vkey: ");
    c->has_key = true;
    if (read_in(&pem, c, STR("."), "key.pem", LINE_MAX_BYTES, err) != ERR_OK)
        return err->code;
    key_pem_append(&expected, (const uint8_t *)c->key.public.ptr);
    is_same = str_equal(pem, buf_str(&expected));
    buf_release(&expected);
    return is_same ? ERR_OK
                   : err_set(err, ERR_CORRUPT, "key.pem is not the key of key.vkey");
}

static enum err_code check_feed_name(struct checking *c, struct err *err)
{
    char id[FEED_ID_LEN];

    if (!c->has_key)
        return err_set(err, ERR_CORRUPT, "there is no key");
    feed_id_of(id, (const uint8_t *)c->key.public.ptr);
    c->feed = arena_str(c->arena, (struct str){id, sizeof id});
    if (!str_starts_with(c->key.name, STR(ORIGIN)) ||
        !str_equal(str_after(c->key.name, strlen(ORIGIN)), c->feed))
        return err_set(err, ERR_CORRUPT, "this key's feed is " STR_FMT, STR_ARG(c->feed));
    return ERR_OK;
}

static enum err_code check_signature(struct checking *c, struct err *err)
{
    struct checkpoint checkpoint = {0};
    struct note note = {0};
    struct note_verdict verdict;

    if (read_in(&c->checkpoint, c, STR("."), "checkpoint", NOTE_MAX_BYTES, err) != ERR_OK)
        return err->code;
    if (!c->has_key)
        return err_set(err, ERR_CORRUPT, "there is no key");
    if (note_parse(&note, c->arena, c->checkpoint, err) != ERR_OK ||
        signed_note_verify(&verdict, &note, &c->key, 1, err) != ERR_OK ||
        checkpoint_parse(&checkpoint, note.text, err) != ERR_OK)
        return err->code;
    if (!str_equal(checkpoint.origin, c->key.name))
        return err_set(err, ERR_CORRUPT, "the checkpoint is of another log");
    c->head = (struct merkle_head){checkpoint.size, checkpoint.root};
    c->has_head = true;
    c->out->size = checkpoint.size;
    return ERR_OK;
}

/* A statement with its commitment. */
struct disclosed {
    struct str bytes;
    struct value value;
    struct digest commitment;
};

static enum err_code read_statement(struct disclosed *out, struct checking *c,
                                    struct str folder, struct err *err)
{
    struct str salt = {0};

    if (read_in(&out->bytes, c, folder, "statement.json", STATEMENT_MAX_BYTES, err) !=
            ERR_OK ||
        read_in(&salt, c, folder, "salt.bin", FRAME_SALT_BYTES, err) != ERR_OK)
        return err->code;
    if (salt.len != FRAME_SALT_BYTES)
        return err_set(err, ERR_CORRUPT, "salt.bin is not 32 bytes");
    out->commitment = commitment_of(c->h, (const uint8_t *)salt.ptr, out->bytes);
    if (canon_parse(&out->value, c->arena, out->bytes, err) != ERR_OK)
        return err_context(err, "statement.json: ");
    return ERR_OK;
}

static enum err_code check_archive(struct checking *c, struct err *err)
{
    struct disclosed zero = {0};
    char id[FEED_ID_LEN];
    int64_t index = -1;

    if (read_statement(&zero, c, STR("archive"), err) != ERR_OK)
        return err->code;
    archive_id_of(id, &zero.commitment);
    c->out->archive = arena_str(c->arena, (struct str){id, sizeof id});
    c->out->is_synthetic = value_get(&zero.value, STR("synthetic")) != NULL;
    if (!value_get_integer(&index, &zero.value, STR("index")) || index != 0 ||
        !value_is_string(value_get(&zero.value, STR("kind")), STR("archive")))
        return err_set(err, ERR_CORRUPT, "archive/statement.json begins no archive");
    c->zero = zero.value;
    if (!c->has_chain && !c->has_admission &&
        !value_is_string(value_get(&zero.value, STR("key")), c->vkey))
        return err_set(err, ERR_CORRUPT, "the archive's statement 0 names another key");
    if (c->told.len > 0 && !str_equal(c->told, c->out->archive))
        return err_set(err, ERR_CORRUPT, "this is archive " STR_FMT ", not " STR_FMT,
                       STR_ARG(c->out->archive), STR_ARG(c->told));
    return ERR_OK;
}

/* --- from the archive's first key to this log's --- */

struct link {
    uint8_t public[ED25519_PUBLIC_BYTES];
    char feed[FEED_ID_LEN];
};

static enum err_code read_key(struct link *out, struct checking *c,
                              const struct value *first, struct err *err)
{
    struct note_key key = {0};

    if (signed_note_key_parse(&key, c->arena, c->h, value_get_string(first, STR("key")),
                              err) != ERR_OK)
        return err->code;
    if (key.type != NOTE_ED25519)
        return err_set(err, ERR_CORRUPT, "its key is of another kind");
    memcpy(out->public, key.public.ptr, sizeof out->public);
    feed_id_of(out->feed, out->public);
    return ERR_OK;
}

/* Whether the key before says that this feed goes on for its own. */
static enum err_code check_link(struct link *before, struct checking *c,
                                const struct value *first, struct err *err)
{
    const struct value *said = value_get(first, STR("replaces"));
    struct link now = {0};
    struct feed_replacement replacement = {
        .old_feed = {before->feed, sizeof before->feed},
        .new_feed = {now.feed, sizeof now.feed}};
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    struct buf text = {0};
    int64_t size = 0;
    size_t len = 0;
    bool is_right;

    if (read_key(&now, c, first, err) != ERR_OK)
        return err->code;
    if (!value_is_string(value_get(first, STR("archive")), c->out->archive) || !said ||
        !value_is_string(value_get(said, STR("feed")), replacement.old_feed) ||
        !value_get_integer(&size, said, STR("size")) ||
        !digest_parse(&replacement.position.root, value_get_string(said, STR("root"))) ||
        !base64_decode(signature, sizeof signature, &len,
                       value_get_string(said, STR("sig"))) ||
        len != sizeof signature)
        return err_set(err, ERR_CORRUPT, "it does not go on for the log before it");
    replacement.position.size = (uint64_t)size;
    feed_replacement_append(&text, &replacement);
    is_right = ed25519_verify(signature, before->public, buf_str(&text));
    buf_release(&text);
    if (!is_right)
        return err_set(err, ERR_CORRUPT, "the key before it has not signed this");
    *before = now;
    return ERR_OK;
}

/* The folder of an admin's word, which is a proof itself; it must name this log's key, or
 * the one that the chain begins with. */
static enum err_code check_admission(struct checking *c, struct err *err)
{
    struct proof_check nested = {0};
    struct str path = arena_printf(c->arena, "%s/admission", c->folder);
    struct str bytes = {0};
    int64_t from = 0;

    /* NOLINTNEXTLINE(misc-no-recursion): as deep as the folders are */
    if (proof_check(&nested, c->arena, path.ptr, c->out->archive, err) != ERR_OK ||
        read_in(&bytes, c, STR("admission"), "statement.json", STATEMENT_MAX_BYTES,
                err) != ERR_OK ||
        canon_parse(&c->admitted, c->arena, bytes, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < nested.count; i++)
        if (nested.steps[i].why.len > 0)
            return err_set(err, ERR_CORRUPT, "admission: " STR_FMT ": " STR_FMT,
                           STR_ARG(nested.steps[i].what), STR_ARG(nested.steps[i].why));
    if (!value_is_string(value_get(&c->admitted, STR("kind")), STR("device")) ||
        !value_get_integer(&from, &c->admitted, STR("from")) ||
        (!c->has_chain && !value_is_string(value_get(&c->admitted, STR("key")), c->vkey)))
        return err_set(err, ERR_CORRUPT, "it admits another key");
    return ERR_OK;
}

static enum err_code check_chain(struct checking *c, struct err *err)
{
    struct link link = {0};
    enum err_code code =
        read_key(&link, c, c->has_admission ? &c->admitted : &c->zero, err);

    for (unsigned n = 1; code == ERR_OK; n++) {
        struct str name = arena_printf(c->arena, "%u.json", n);
        struct str bytes = {0};
        struct value first = {0};

        code = read_in(&bytes, c, STR("chain"), name.ptr, STATEMENT_MAX_BYTES, err);
        if (code == ERR_NOT_FOUND && n > 1)
            break;
        if (code == ERR_OK)
            code = canon_parse(&first, c->arena, bytes, err);
        if (code == ERR_OK)
            code = check_link(&link, c, &first, err);
        if (code != ERR_OK)
            return err_context(err, "chain/%u.json: ", n);
    }
    if (!c->has_key || !str_equal(c->feed, (struct str){link.feed, sizeof link.feed}))
        return err_set(err, ERR_CORRUPT, "the chain leads to another key");
    return ERR_OK;
}

static enum err_code check_place(const struct checking *c, const struct disclosed *s,
                                 uint64_t index, struct err *err)
{
    int64_t own = -1;

    if (!value_is_string(value_get(&s->value, STR("feed")), c->feed) ||
        !value_get_integer(&own, &s->value, STR("index")) || (uint64_t)own != index)
        return err_set(err, ERR_CORRUPT,
                       "the statement names another feed or index than its proof");
    return ERR_OK;
}

static enum err_code check_inclusion(struct checking *c, const struct disclosed *s,
                                     const struct proof *proof, struct err *err)
{
    struct entry entry = {s->commitment, s->commitment};
    struct digest leaf = entry_leaf(c->h, &entry);
    struct merkle_proof path = {.count = proof->count};

    if (!str_equal(proof->checkpoint, c->checkpoint))
        return err_set(err, ERR_CORRUPT, "the proof holds another checkpoint");
    if (!c->has_head)
        return err_set(err, ERR_CORRUPT, "there is no signed checkpoint");
    if (proof->count > 0)
        memcpy(path.hashes, proof->hashes, proof->count * sizeof *path.hashes);
    if (!merkle_includes(c->h, &c->head, proof->index, &leaf, &path))
        return err_set(err, ERR_CORRUPT,
                       "the hashes do not lead from this statement to the signed root");
    return ERR_OK;
}

static enum err_code check_object(struct checking *c, const struct disclosed *s,
                                  struct str folder, struct err *err)
{
    struct str line = {0};
    struct digest named = {0};
    struct digest hash = {0};
    struct str path = arena_printf(c->arena, STR_FMT "/object.bin", STR_ARG(folder));

    if (read_in(&line, c, folder, "object.sha256", LINE_MAX_BYTES, err) != ERR_OK)
        return err->code;
    if (!digest_parse(&named, str_prefix(line, DIGEST_HEX_LEN)) ||
        !str_equal(str_after(line, DIGEST_HEX_LEN), STR("  object.bin\n")) ||
        !value_is_string(value_get(&s->value, STR("kind")), STR("object")) ||
        !value_is_string(value_get(&s->value, STR("sha256")),
                         str_prefix(line, DIGEST_HEX_LEN)))
        return err_set(err, ERR_CORRUPT, "the statement does not name this hash");
    if (faccessat(c->dir, path.ptr, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return ERR_OK;
    if (check_hash_file(&hash, c->dir, path.ptr, err) != ERR_OK)
        return err->code;
    return digest_equal(&hash, &named)
               ? ERR_OK
               : err_set(err, ERR_CORRUPT, "object.bin has another hash");
}

static void check_statement(struct checking *c, struct str folder)
{
    struct disclosed s = {0};
    struct proof proof = {0};
    struct str text = {0};
    struct err err = {0};
    struct str object = arena_printf(c->arena, STR_FMT "/object.sha256", STR_ARG(folder));
    struct str what =
        arena_printf(c->arena, _(STR_FMT ": is in the signed log"), STR_ARG(folder));
    enum err_code code = read_statement(&s, c, folder, &err);

    if (code == ERR_OK)
        code = read_in(&text, c, folder, "statement.tlog-proof", PROOF_MAX_BYTES, &err);
    if (code == ERR_OK)
        code = proof_parse(&proof, c->arena, text, &err);
    if (code == ERR_OK)
        code = check_inclusion(c, &s, &proof, &err);
    if (code == ERR_OK)
        code = check_place(c, &s, proof.index, &err);
    step(c, what, code, &err);
    if (faccessat(c->dir, object.ptr, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    what = arena_printf(c->arena, _(STR_FMT ": names the object by its hash"),
                        STR_ARG(folder));
    step(c, what, check_object(c, &s, folder, &err), &err);
}

/* As people write it down: any case, blanks and hyphens between, o for 0, i and l for 1.
 */
static struct str plain_id(struct arena *arena, struct str told)
{
    char *plain = ARENA_ARRAY(arena, char, told.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < told.len; i++) {
        char ch = told.ptr[i];

        if (ch == ' ' || ch == '-')
            continue;
        if (ch >= 'A' && ch <= 'Z')
            ch = (char)(ch - 'A' + 'a');
        if (ch == 'o')
            ch = '0';
        if (ch == 'i' || ch == 'l')
            ch = '1';
        plain[len++] = ch;
    }
    return (struct str){plain, len};
}

static void check_all(struct checking *c, const struct str *folders, size_t count)
{
    struct err err = {0};

    step(c, str_from_c(_("no file was changed by accident (SHA256SUMS)")),
         check_sums(c->dir, &err), &err);
    step(c, str_from_c(_("key.vkey and key.pem are one key")), check_key(c, &err), &err);
    step(c, str_from_c(_("the feed is named by its key")), check_feed_name(c, &err),
         &err);
    step(c, str_from_c(_("the checkpoint is signed by the key")),
         check_signature(c, &err), &err);
    step(c,
         str_from_c(
             c->has_chain || c->has_admission
                 ? _("the archive is named by its statement 0")
                 : _("the archive is named by its statement 0, which names the key")),
         check_archive(c, &err), &err);
    if (c->has_admission)
        step(c, str_from_c(_("an admin of the archive admitted this log's key")),
             check_admission(c, &err), &err);
    if (c->has_chain)
        step(c,
             str_from_c(_("signatures lead from the archive's first key to this log's")),
             check_chain(c, &err), &err);
    for (size_t i = 0; i < count; i++) {
        if ((c->has_chain || c->has_admission) && str_equal(folders[i], STR("archive")))
            continue; /* its hash is the archive's id: that is enough */
        if (str_equal(folders[i], STR("admission")))
            continue;
        check_statement(c, folders[i]);
        if (!str_equal(folders[i], STR("archive")))
            c->out->statements++;
    }
}

enum err_code proof_check(struct proof_check *out, struct arena *arena,
                          const char *folder, struct str told, struct err *err)
{
    struct proof_check result = {0};
    struct checking c = {.out = &result, .arena = arena, .dir = -1};
    struct str *folders = NULL;
    size_t count = 0;
    enum err_code code = file_open_dir(&c.dir, AT_FDCWD, folder, err);

    if (code == ERR_OK)
        code = check_folders(&folders, &count, arena, c.dir, err);
    if (code == ERR_OK && (faccessat(c.dir, "checkpoint", F_OK, 0) != 0 || count == 0))
        code =
            err_set(err, ERR_NOT_FOUND,
                    "\"%s\" holds no proof; if it holds folders of several logs, check "
                    "each of them",
                    folder);
    if (code == ERR_OK) {
        c.h = sha256_new();
        c.has_chain = faccessat(c.dir, "chain", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
        c.folder = folder;
        c.has_admission = faccessat(c.dir, "admission", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
        c.told = plain_id(arena, told);
        check_all(&c, folders, count);
        sha256_free(c.h);
        *out = result;
    }
    if (c.dir >= 0)
        (void)close(c.dir);
    return code;
}
