#include <inttypes.h>

#include "base/message.h"
#include "crypto/sha256.h"
#include "format/canon.h"
#include "format/checkpoint.h"
#include "log/signed_note.h"
#include "record/anchor.h"
#include "store/store.h"

/* Reading anchors/, a file at a time. */
struct reading {
    const struct anchor_log *log;
    struct timestamp_trust *trust;
    struct arena *arena;
    struct arena scratch;
    struct sha256 *h;
    struct str *names;
    size_t count;
    struct anchor *anchors;
};

static void is_wrong(struct anchor *anchor, enum audit_grade grade, struct str why)
{
    if (anchor->wrong.len > 0)
        return;
    anchor->grade = grade;
    anchor->wrong = why;
}

/* The file's bytes; an empty text, and what is wrong said, where they are not what the
 * name says. ERR_IO only. */
static enum err_code read_bytes(struct str *out, struct reading *r, struct anchor *anchor,
                                const struct anchor_name *name, struct err *err)
{
    struct digest digest;
    enum err_code code =
        store_anchor_read(out, r->arena, r->log->store, anchor->file.ptr, err);

    if (code == ERR_IO)
        return code;
    if (code != ERR_OK) {
        *out = STR("");
        is_wrong(anchor, AUDIT_DAMAGED, arena_str(r->arena, str_from_c(err->message)));
        return ERR_OK;
    }
    digest = sha256_of(r->h, *out);
    if (name->kind != ANCHOR_EVIDENCE &&
        !str_equal(name->hash,
                   str_prefix(str_from_c(digest_text(&digest).hex), ANCHOR_HASH_LEN))) {
        *out = STR("");
        is_wrong(anchor, AUDIT_DAMAGED,
                 str_from_c(_("its bytes are not those that its name was made from")));
    }
    return ERR_OK;
}

static const struct anchor_feed *feed_of(const struct reading *r, struct str id)
{
    for (size_t i = 0; i < r->log->feed_count; i++)
        if (str_equal(r->log->feeds[i].id, id))
            return &r->log->feeds[i];
    return NULL;
}

/* --- which state of which feed it is about --- */

/* The feed whose root of that size has that code. ERR_IO only. */
static enum err_code find_feed(const struct anchor_feed **out, struct digest *root,
                               struct reading *r, const struct anchor_name *name,
                               struct err *err)
{
    *out = NULL;
    for (size_t i = 0; i < r->log->feed_count && !*out; i++) {
        const struct anchor_feed *feed = &r->log->feeds[i];
        struct root_code code;
        enum err_code result = r->log->root(r->log->context, root, feed, name->size, err);

        if (result == ERR_IO)
            return result;
        if (result != ERR_OK)
            continue;
        code = root_code_of(root);
        if (root_code_equal(&code, &name->code))
            *out = feed;
    }
    return ERR_OK;
}

static bool is_beyond_all(const struct reading *r, uint64_t size)
{
    for (size_t i = 0; i < r->log->feed_count; i++)
        if (r->log->feeds[i].size >= size)
            return false;
    return true;
}

static void does_not_fit(struct reading *r, struct anchor *anchor)
{
    if (is_beyond_all(r, anchor->size))
        is_wrong(
            anchor, AUDIT_MISSING,
            arena_printf(r->arena,
                         _("it is about the first %" PRIu64
                           " statements, and this folder holds fewer: an older copy"),
                         anchor->size));
    else
        is_wrong(
            anchor, AUDIT_DAMAGED,
            arena_printf(r->arena,
                         _("it is about the first %" PRIu64
                           " statements, and the files do not give the root that it "
                           "names: the record was changed, or it is of another archive"),
                         anchor->size));
}

/* Find the feed, or say that it does not fit. *text: the checkpoint's three lines. */
static enum err_code hold_against_log(struct str *text, struct reading *r,
                                      struct anchor *anchor,
                                      const struct anchor_name *name, struct err *err)
{
    const struct anchor_feed *feed = NULL;
    struct checkpoint checkpoint = {.size = name->size};
    struct buf lines = {0};

    if (find_feed(&feed, &checkpoint.root, r, name, err) != ERR_OK)
        return err->code;
    if (!feed) {
        does_not_fit(r, anchor);
        return ERR_OK;
    }
    anchor->feed = feed->id;
    checkpoint.origin =
        arena_printf(r->arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed->id));
    checkpoint_append(&lines, &checkpoint);
    *text = arena_str(r->arena, buf_str(&lines));
    buf_release(&lines);
    return ERR_OK;
}

/* --- signed notes --- */

static bool note_is_signed(struct checkpoint *out, struct reading *r,
                           const struct anchor_feed *feed, struct str bytes,
                           struct err *why)
{
    struct note note = {0};
    struct note_verdict verdict = {0};
    struct str origin =
        arena_printf(r->arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed->id));
    struct note_key key = signed_note_key(r->h, origin, NOTE_ED25519, feed->public);

    return note_parse(&note, r->arena, bytes, why) == ERR_OK &&
           signed_note_verify(&verdict, &note, &key, 1, why) == ERR_OK &&
           checkpoint_parse(out, note.text, why) == ERR_OK &&
           str_equal(out->origin, origin);
}

static enum err_code read_paper(struct reading *r, struct anchor *anchor,
                                const struct anchor_name *name, struct str bytes,
                                struct err *err)
{
    struct value paper = {0};
    struct checkpoint checkpoint = {0};
    struct str text = {0};
    struct err why = {0};
    const struct anchor_feed *feed;

    if (hold_against_log(&text, r, anchor, name, err) != ERR_OK)
        return err->code;
    if (canon_parse(&paper, r->arena, str_trim(bytes), &why) != ERR_OK) {
        is_wrong(anchor, AUDIT_DAMAGED,
                 str_from_c(_("it is not the canonical JSON of a paper")));
        return ERR_OK;
    }
    anchor->at = value_get_string(&paper, STR("at"));
    feed = feed_of(r, anchor->feed);
    if (feed && feed->has_key &&
        (!note_is_signed(&checkpoint, r, feed, value_get_string(&paper, STR("note")),
                         &why) ||
         checkpoint.size != name->size))
        is_wrong(anchor, AUDIT_DAMAGED,
                 str_from_c(_("the note in it is not the one that its name tells")));
    return ERR_OK;
}

/* Roots differ at a size that the folder has: the key signed two histories. */
static enum err_code compare_evidence(struct reading *r, struct anchor *anchor,
                                      const struct anchor_feed *feed,
                                      const struct checkpoint *said, struct err *err)
{
    struct digest root = {{0}};
    enum err_code code = r->log->root(r->log->context, &root, feed, said->size, err);

    if (code == ERR_IO)
        return code;
    if (code != ERR_OK)
        is_wrong(
            anchor, AUDIT_REMARK,
            arena_printf(r->arena,
                         _("this feed's key signed %" PRIu64
                           " statements and the folder holds %" PRIu64
                           ": an older copy was put back; the note is kept as evidence"),
                         said->size, feed->size));
    else if (!digest_equal(&root, &said->root))
        is_wrong(
            anchor, AUDIT_DAMAGED,
            arena_printf(r->arena,
                         _("this feed's key signed another root of the first %" PRIu64
                           " statements than these files give: there are two "
                           "histories of this feed"),
                         said->size));
    return ERR_OK;
}

static enum err_code read_evidence(struct reading *r, struct anchor *anchor,
                                   const struct anchor_name *name, struct str bytes,
                                   struct err *err)
{
    const struct anchor_feed *feed = feed_of(r, name->feed);
    struct checkpoint said = {0};
    struct err why = {0};

    anchor->feed = name->feed;
    if (!feed || !feed->has_key) {
        is_wrong(
            anchor, AUDIT_REMARK,
            str_from_c(_(
                "a note of a feed that this folder does not hold; it was not checked")));
        return ERR_OK;
    }
    if (!note_is_signed(&said, r, feed, bytes, &why) || said.size != name->size ||
        !str_starts_with(str_from_c(digest_text(&said.root).hex), name->hash)) {
        is_wrong(anchor, AUDIT_DAMAGED,
                 str_from_c(_("it is not the signed note that its name tells")));
        return ERR_OK;
    }
    anchor->code = root_code_of(&said.root);
    return compare_evidence(r, anchor, feed, &said, err);
}

/* --- timestamps --- */

/* The bytes of the kept files of one kind that belong to a stamp. ERR_IO only. */
static enum err_code gather(const struct str **out, size_t *out_count, struct reading *r,
                            const struct anchor_name *stamp, enum anchor_kind kind,
                            struct err *err)
{
    struct str *found = ARENA_ARRAY(r->arena, struct str, r->count);
    size_t count = 0;

    for (size_t i = 0; i < r->count; i++) {
        struct anchor_name name = anchor_name_parse(r->names[i]);
        struct anchor unsaid = {.file = r->names[i]}; /* said at its own turn */
        struct str bytes = {0};

        if (name.kind != kind || name.size != stamp->size ||
            !str_equal(name.stamp, stamp->hash))
            continue;
        if (read_bytes(&bytes, r, &unsaid, &name, err) != ERR_OK)
            return err->code;
        if (bytes.len > 0)
            found[count++] = bytes;
    }
    *out = found;
    *out_count = count;
    return ERR_OK;
}

static enum err_code judge_stamp(struct reading *r, struct anchor *anchor,
                                 const struct anchor_name *name, struct str bytes,
                                 struct err *err)
{
    struct timestamp_evidence e = {0};
    struct err why = {0};

    if (gather(&e.certificates, &e.certificate_count, r, name, ANCHOR_CERTIFICATES,
               err) != ERR_OK ||
        gather(&e.crls, &e.crl_count, r, name, ANCHOR_CRL, err) != ERR_OK ||
        gather(&e.ocsps, &e.ocsp_count, r, name, ANCHOR_OCSP, err) != ERR_OK)
        return err->code;
    if (timestamp_check(&anchor->verdict, r->arena, bytes, &e, r->trust, &why) != ERR_OK)
        is_wrong(anchor, AUDIT_DAMAGED, arena_str(r->arena, str_from_c(why.message)));
    else if (anchor->verdict.wrong.len > 0)
        is_wrong(anchor, AUDIT_DAMAGED,
                 arena_printf(r->arena, _("the timestamp is worth nothing: " STR_FMT),
                              STR_ARG(anchor->verdict.wrong)));
    return ERR_OK;
}

static enum err_code read_stamp(struct reading *r, struct anchor *anchor,
                                const struct anchor_name *name, struct str bytes,
                                struct err *err)
{
    struct str text = {0};
    struct err why = {0};
    struct digest imprint;

    if (timestamp_read(&anchor->stamp, r->arena, bytes, &why) != ERR_OK) {
        is_wrong(anchor, AUDIT_DAMAGED, arena_str(r->arena, str_from_c(why.message)));
        return ERR_OK;
    }
    anchor->at = str_from_c(anchor->stamp.at.text);
    if (hold_against_log(&text, r, anchor, name, err) != ERR_OK)
        return err->code;
    imprint = sha256_of(r->h, text);
    if (anchor->feed.len > 0 &&
        (!anchor->stamp.is_sha256 || !digest_equal(&imprint, &anchor->stamp.imprint)))
        is_wrong(
            anchor, AUDIT_DAMAGED,
            str_from_c(
                _("it stamps something else than the checkpoint that its name tells")));
    return judge_stamp(r, anchor, name, bytes, err);
}

static enum err_code read_request(struct reading *r, struct anchor *anchor,
                                  const struct anchor_name *name, struct str bytes,
                                  struct err *err)
{
    struct timestamp_request request = {0};
    struct str text = {0};
    struct err why = {0};
    struct digest imprint;

    if (hold_against_log(&text, r, anchor, name, err) != ERR_OK)
        return err->code;
    imprint = sha256_of(r->h, text);
    if (timestamp_request_read(&request, r->arena, bytes, &why) != ERR_OK)
        is_wrong(anchor, AUDIT_DAMAGED, arena_str(r->arena, str_from_c(why.message)));
    else if (anchor->feed.len > 0 && !digest_equal(&imprint, &request.imprint))
        is_wrong(anchor, AUDIT_DAMAGED,
                 str_from_c(_(
                     "it asks to stamp something else than the checkpoint that its name "
                     "tells")));
    return ERR_OK;
}

/* --- all of them --- */

static enum err_code read_one(struct reading *r, struct anchor *anchor, struct err *err)
{
    struct anchor_name name = anchor_name_parse(anchor->file);
    struct str bytes = {0};

    anchor->kind = name.kind;
    anchor->size = name.size;
    anchor->code = name.code;
    if (name.kind == ANCHOR_UNKNOWN)
        is_wrong(
            anchor, AUDIT_REMARK,
            str_from_c(_("not understood by this version, so it shows nothing here")));
    if (name.kind == ANCHOR_UNFINISHED)
        is_wrong(anchor, AUDIT_UNFINISHED,
                 str_from_c(
                     _("a program was killed before it had its name; nothing needs it")));
    if (anchor->wrong.len > 0)
        return ERR_OK;
    if (read_bytes(&bytes, r, anchor, &name, err) != ERR_OK)
        return err->code;
    if (bytes.len == 0)
        return ERR_OK;
    switch (name.kind) {
    case ANCHOR_PAPER:
        return read_paper(r, anchor, &name, bytes, err);
    case ANCHOR_EVIDENCE:
        return read_evidence(r, anchor, &name, bytes, err);
    case ANCHOR_STAMP:
        return read_stamp(r, anchor, &name, bytes, err);
    case ANCHOR_REQUEST:
        return read_request(r, anchor, &name, bytes, err);
    case ANCHOR_CERTIFICATES:
    case ANCHOR_CRL:
    case ANCHOR_OCSP:
    case ANCHOR_UNFINISHED:
    case ANCHOR_UNKNOWN:
        break;
    }
    return ERR_OK;
}

enum err_code anchors_read(struct anchor **out, size_t *count, struct arena *arena,
                           const struct anchor_log *log, struct timestamp_trust *trust,
                           struct err *err)
{
    struct reading r = {.log = log, .trust = trust, .arena = arena};
    enum err_code code = store_anchor_list(&r.names, &r.count, arena, log->store, err);

    if (code != ERR_OK)
        return code;
    r.h = sha256_new();
    r.anchors = ARENA_ARRAY(arena, struct anchor, r.count);
    for (size_t i = 0; code == ERR_OK && i < r.count; i++) {
        r.anchors[i].file = r.names[i];
        code = read_one(&r, &r.anchors[i], err);
    }
    if (code == ERR_OK) {
        *out = r.anchors;
        *count = r.count;
    }
    sha256_free(r.h);
    return code;
}
