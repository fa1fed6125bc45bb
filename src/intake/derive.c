#include "intake/derive.h"

#include "crypto/sha256.h"
#include "format/canon.h"
#include "record/archive.h"
#include "record/compartment.h"
#include "record/page_text.h"
#include "record/sealed_object.h"

struct deriving {
    struct derive_result *result;
    struct arena *arena;
    struct archive *archive;
    const struct derive_job *job;
    struct statement of;
    const struct compartment *seal; /* NULL: it may stand open */
    struct digest stored;
};

/* --- of what --- */

static enum err_code find_file(struct deriving *d, struct err *err)
{
    struct str kind;
    enum err_code code = archive_statement(&d->of, d->arena, d->archive, d->job->of, err);

    if (code != ERR_OK)
        return code;
    if (!d->of.is_readable)
        return err_set(err, ERR_DENIED,
                       "what the text was made of cannot be read here: it was erased, or "
                       "it is sealed and no key at hand opens it (stele unlock)");
    kind = value_get_string(&d->of.value, STR("kind"));
    if (str_equal(kind, STR("object")) || str_equal(kind, STR("derived")))
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "a text is made of a preserved file, and this is a statement of kind "
                   "\"" STR_FMT "\"",
                   STR_ARG(kind));
}

/* --- to what it is sealed --- */

static enum err_code no_compartment(const struct deriving *d, struct str name,
                                    struct err *err)
{
    if (name.len > 0)
        return err_set(err, ERR_NOT_FOUND,
                       "there is no compartment \"" STR_FMT "\" to seal to (stele seal)",
                       STR_ARG(name));
    return err_set(err, ERR_DENIED,
                   d->of.is_sealed
                       ? "the file is sealed and its text must be too, but the archive "
                         "has no compartment to seal it to (stele seal new)"
                       : "the archive has no compartment to seal to: an admin makes one "
                         "with `stele seal new`");
}

static enum err_code choose_seal(struct deriving *d, struct err *err)
{
    const struct compartment_list *list = NULL;
    struct str name = d->job->compartment;

    if (d->of.is_sealed)
        name = value_get_string(&d->of.value, STR("compartment"));
    else if (!d->job->must_seal && !archive_seals_all(d->archive))
        return ERR_OK;
    if (archive_compartments(&list, d->archive, err) != ERR_OK)
        return err->code;
    d->seal = name.len > 0 ? compartment_find(list, name) : compartment_default(list);
    return d->seal ? ERR_OK : no_compartment(d, name, err);
}

/* --- the bytes --- */

static enum err_code store_open(struct deriving *d, struct err *err)
{
    struct object_writer *writer = NULL;
    bool existed = false;

    if (archive_object_begin(&writer, d->archive, err) != ERR_OK)
        return err->code;
    if (archive_object_write(writer, d->job->text.ptr, d->job->text.len, err) != ERR_OK) {
        archive_object_abort(writer);
        return err->code;
    }
    return archive_object_keep(&d->stored, &existed, writer, err);
}

static enum err_code store_sealed(struct deriving *d, struct err *err)
{
    struct sealed_writer *writer = sealed_writer_new(d->archive);
    struct sealed_object object = {0};
    enum err_code code = sealed_writer_start(writer, &d->seal->key, 1, err);

    if (code == ERR_OK)
        code = sealed_writer_add(writer, d->job->text.ptr, d->job->text.len, err);
    if (code == ERR_OK)
        code = sealed_writer_keep(&object, writer, err);
    sealed_writer_free(writer);
    d->stored = object.stored;
    return code;
}

static void hash_text(struct deriving *d)
{
    struct sha256 *sha256 = sha256_new();

    d->result->sha256 = sha256_of(sha256, d->job->text);
    sha256_free(sha256);
}

/* --- whether it is there already --- */

static bool same_member(const struct value *v, const char *key, struct str text)
{
    return str_equal(value_get_string(v, str_from_c(key)), text);
}

static bool is_same(const struct deriving *d, const struct statement *said)
{
    const struct derive_job *job = d->job;
    const struct value *v = &said->value;
    struct digest_text hex = digest_text(&d->result->sha256);
    int64_t page = 0;

    (void)value_get_integer(&page, v, STR("page"));
    return said->is_readable && said->is_sealed == (d->seal != NULL) &&
           same_member(v, "sha256", str_from_c(hex.hex)) &&
           same_member(v, "how", job->how) && same_member(v, "lang", job->lang) &&
           same_member(v, "tool", job->tool) && same_member(v, "version", job->version) &&
           same_member(v, "person", job->person) &&
           same_member(v, "capacity", job->capacity) &&
           same_member(v, "reviewer", job->reviewer) &&
           same_member(v, "note", job->note) && page == job->page;
}

/* Made with other parameters it is another text, even of the same words. */
static bool has_same_parameters(const struct deriving *d, const struct value *v)
{
    const struct value *said = value_get(v, STR("parameters"));
    struct buf texts[2] = {{0}};
    struct err ignored = {0};
    bool same;

    if (!said || !d->job->parameters)
        return said == d->job->parameters;
    same = canon_write(&texts[0], said, &ignored) == ERR_OK &&
           canon_write(&texts[1], d->job->parameters, &ignored) == ERR_OK &&
           str_equal(buf_str(&texts[0]), buf_str(&texts[1]));
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    return same;
}

static enum err_code find_same(struct deriving *d, struct err *err)
{
    struct index *index = archive_index(d->archive);
    struct page_text_list list = {0};
    struct view now;
    enum err_code code = frontier_now(&now, d->arena, index, err);

    if (code == ERR_OK)
        code = page_texts_of(&list, d->arena, index, now, d->job->of, err);
    for (size_t i = 0; code == ERR_OK && i < list.count && !d->result->existed; i++) {
        struct statement said = {0};

        code = archive_statement(&said, d->arena, d->archive, list.items[i].ref, err);
        if (code != ERR_OK || list.items[i].is_withdrawn || !is_same(d, &said) ||
            !has_same_parameters(d, &said.value))
            continue;
        d->result->existed = true;
        d->result->ref = list.items[i].ref;
    }
    return code;
}

/* --- the statement --- */

static void set(struct value *draft, struct arena *arena, const char *key,
                struct str text)
{
    if (text.len > 0)
        value_set(draft, arena, str_from_c(key), value_string(text));
}

static struct value draft_of(struct deriving *d)
{
    const struct derive_job *job = d->job;
    struct arena *arena = d->arena;
    struct value draft = value_object();
    struct digest_text sha256 = digest_text(&d->result->sha256);
    struct digest_text stored = digest_text(&d->stored);

    set(&draft, arena, "kind", STR("derived"));
    set(&draft, arena, "of", archive_ref_text(d->archive, arena, job->of));
    set(&draft, arena, "sha256", arena_str(arena, str_from_c(sha256.hex)));
    set(&draft, arena, "stored", arena_str(arena, str_from_c(stored.hex)));
    value_set(&draft, arena, STR("size"), value_integer((int64_t)job->text.len));
    set(&draft, arena, "how", job->how);
    set(&draft, arena, "type", STR("text/plain"));
    set(&draft, arena, "tool", job->tool);
    set(&draft, arena, "version", job->version);
    if (job->parameters)
        value_set(&draft, arena, STR("parameters"), *job->parameters);
    set(&draft, arena, "person", job->person);
    set(&draft, arena, "capacity", job->capacity);
    set(&draft, arena, "lang", job->lang);
    if (job->page > 0)
        value_set(&draft, arena, STR("page"), value_integer(job->page));
    set(&draft, arena, "reviewer", job->reviewer);
    set(&draft, arena, "note", job->note);
    if (d->seal)
        set(&draft, arena, "seal", d->seal->id);
    return draft;
}

static enum err_code add(struct deriving *d, struct err *err)
{
    struct value draft = draft_of(d);

    if (archive_begin(d->archive, err) != ERR_OK)
        return err->code;
    if (archive_add(d->archive, &d->result->ref, &draft, err) != ERR_OK) {
        archive_rollback(d->archive);
        return err->code;
    }
    return archive_commit(d->archive, err);
}

/* Without the bytes: a draft that would be refused leaves nothing behind. */
static enum err_code try_draft(struct deriving *d, struct err *err)
{
    struct value draft;
    struct ref ref;
    enum err_code code;

    d->stored = d->result->sha256;
    if (d->seal) /* a sealed object's name is known when it is written; another it is */
        d->stored.bytes[0] ^= 1;
    draft = draft_of(d);
    if (archive_begin(d->archive, err) != ERR_OK)
        return err->code;
    code = archive_add(d->archive, &ref, &draft, err);
    archive_rollback(d->archive);
    return code;
}

enum err_code derive(struct derive_result *out, struct arena *arena,
                     struct archive *archive, const struct derive_job *job,
                     struct err *err)
{
    struct deriving d = {.result = out, .arena = arena, .archive = archive, .job = job};
    enum err_code code;

    *out = (struct derive_result){.ref = REF_NONE};
    if (job->text.len > PAGE_TEXT_BYTES_MAX)
        return err_set(err, ERR_LIMIT, "the text is larger than %d MiB",
                       PAGE_TEXT_BYTES_MAX >> 20);
    code = page_text_check(&out->pages, job->text, err);
    if (code == ERR_OK)
        code = find_file(&d, err);
    if (code == ERR_OK)
        code = choose_seal(&d, err);
    if (code != ERR_OK)
        return code;
    hash_text(&d);
    out->is_sealed = d.seal != NULL;
    code = find_same(&d, err);
    if (code != ERR_OK || out->existed)
        return code;
    code = try_draft(&d, err);
    if (code == ERR_OK)
        code = d.seal ? store_sealed(&d, err) : store_open(&d, err);
    return code == ERR_OK ? add(&d, err) : code;
}
