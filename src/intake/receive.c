#include "intake/receive.h"

#include <assert.h>

#include "format/edtf.h"
#include "intake/media_type.h"
#include "record/archive.h"
#include "record/compartment.h"
#include "record/query.h"

static enum err_code choose(const struct compartment **out, struct archive *archive,
                            struct str compartment, struct err *err)
{
    const struct compartment_list *list = NULL;

    *out = NULL;
    if (compartment.len == 0)
        return ERR_OK;
    if (archive_compartments(&list, archive, err) != ERR_OK)
        return err->code;
    if (str_equal(compartment, STR("default"))) {
        *out = compartment_default(list);
        return ERR_OK;
    }
    *out = compartment_find(list, compartment);
    if (!*out)
        return err_set(err, ERR_NOT_FOUND,
                       "there is no compartment \"" STR_FMT "\" to seal to (stele seal)",
                       STR_ARG(str_prefix(compartment, 80)));
    return ERR_OK;
}

enum err_code receive_to(struct receive_to *out, struct arena *arena,
                         struct archive *archive, struct str compartment, struct err *err)
{
    const struct compartment *chosen = NULL;
    enum err_code code = choose(&chosen, archive, compartment, err);

    if (code != ERR_OK)
        return code;
    *out = (struct receive_to){0};
    if (!chosen && archive_seals_all(archive))
        return err_set(err, ERR_DENIED,
                       "this machine seals all that it takes in: say to which "
                       "compartment");
    if (chosen) {
        out->seal = arena_str(arena, chosen->id);
        memcpy(out->key[0], chosen->key, AGE_KEY_BYTES);
    }
    return ERR_OK;
}

const uint8_t (*receive_key(const struct receive_to *to))[AGE_KEY_BYTES]
{
    return to->seal.len > 0 ? to->key : NULL;
}

enum err_code receive_check_name(struct str name, struct err *err)
{
    if (name.len == 0)
        return err_set(err, ERR_INVALID, "this file has no name");
    if (name.len > RECEIVE_NAME_MAX)
        return err_set(err, ERR_LIMIT, "its name is longer than %d bytes",
                       RECEIVE_NAME_MAX);
    if (memchr(name.ptr, '\0', name.len) || name.ptr[name.len - 1] == '/')
        return err_set(err, ERR_INVALID, "this is not the name of a file");
    return ERR_OK;
}

enum err_code receive_check_obtained(const struct obtained *obtained, struct err *err)
{
    struct edtf date;

    if (obtained->on.len > 0 && edtf_parse(&date, obtained->on, err) != ERR_OK)
        return err_context(err, "the date on which it was obtained: ");
    return ERR_OK;
}

enum err_code received_keep(struct received *out, struct incoming *in, struct str name,
                            struct err *err)
{
    struct incoming_kept kept = {0};
    struct buf head = {0};
    enum err_code code = incoming_keep(&kept, &head, in, err);

    if (code == ERR_OK)
        *out = (struct received){.name = name,
                                 .kept = kept,
                                 .type = media_type(buf_str(&head), name),
                                 .ref = REF_NONE,
                                 .earlier = REF_NONE};
    if (head.ptr)
        explicit_bzero(head.ptr, head.cap);
    buf_release(&head);
    return code;
}

/* As far as whoever is at work can read it. */
static enum err_code find_earlier(struct received *file, struct archive *archive,
                                  struct err *err)
{
    struct digest_text hex = digest_text(&file->kept.object.sha256);
    const struct object_filter filter = {.sha256 = str_from_c(hex.hex), .limit = 1};
    struct object_list list = {0};
    struct arena arena = {0};
    struct view now;
    enum err_code code = frontier_now(&now, &arena, archive_index(archive), err);

    if (code == ERR_OK)
        code = query_objects(&list, &arena, archive_index(archive), now, &filter, err);
    if (code == ERR_OK && list.count > 0)
        file->earlier = list.items[0].ref;
    arena_free(&arena);
    return code;
}

enum err_code received_state(struct received *files, size_t count,
                             struct archive *archive, const struct receive_to *to,
                             const struct obtained *obtained, struct err *err)
{
    struct findings findings = {.seal = to->seal};
    struct arena arena = {0};
    enum err_code code = ERR_OK;

    assert(count <= RECEIVE_FILES_MAX);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        const struct finding finding = {.path = files[i].name,
                                        .sha256 = files[i].kept.object.sha256,
                                        .stored = files[i].kept.object.stored,
                                        .size = files[i].kept.object.size,
                                        .type = files[i].type,
                                        .existed = files[i].kept.existed};

        code = find_earlier(&files[i], archive, err);
        findings_add(&findings, &finding);
    }
    if (code == ERR_OK)
        code = findings_commit(&findings, archive, archive_new_id(archive, &arena),
                               obtained, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        files[i].ref = findings.items[i].ref;
    findings_release(&findings);
    arena_free(&arena);
    return code;
}
