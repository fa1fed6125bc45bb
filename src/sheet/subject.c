#include "sheet/subject.h"

#include "base/digest.h"
#include "record/id.h"

enum { SHOWN_MAX = 80, OBJECTS_PAGE = 1000 };

static enum err_code is_several(struct str text, struct err *err)
{
    return err_set(err, ERR_INVALID,
                   "several things begin with \"" STR_FMT "\"; give more characters",
                   STR_ARG(str_prefix(text, SHOWN_MAX)));
}

/* "abcdef.12": digits behind the only dot. */
static bool looks_like_reference(struct str text)
{
    struct str rest = text;
    struct str feed = str_cut(&rest, '.');
    uint64_t index;

    for (size_t i = 0; i < feed.len; i++)
        if (base32_value(feed.ptr[i]) < 0)
            return false;
    return feed.len >= SUBJECT_PREFIX_MIN && str_to_u64(&index, rest);
}

static enum err_code find_statement(struct subject *out, struct sheet *sheet,
                                    struct str text, struct err *err)
{
    struct ref ref = REF_NONE;

    if (archive_ref_parse(&ref, sheet->archive, text, err) != ERR_OK)
        return err->code;
    if (!view_has(sheet->as_of.view, ref))
        return err_set(err, ERR_NOT_FOUND,
                       "statement " STR_FMT " was not yet recorded then",
                       STR_ARG(str_prefix(text, SHOWN_MAX)));
    *out = (struct subject){.kind = SUBJECT_STATEMENT, .ref = ref};
    return ERR_OK;
}

/* As id_parse() reads it, but any length; empty when it is no beginning of an id. */
static struct str id_prefix(char out[ID_LEN], struct str text)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c == '-' || c == ' ')
            continue;
        if (c == 'i' || c == 'l')
            c = '1';
        if (c == 'o')
            c = '0';
        if (base32_value(c) < 0 || len == ID_LEN)
            return STR("");
        out[len++] = c;
    }
    return (struct str){out, len};
}

/* ERR_NOT_FOUND: go on looking for something else of that name. */
static enum err_code find_entity(struct subject *out, struct sheet *sheet,
                                 struct str text, struct err *err)
{
    char letters[ID_LEN];
    struct str prefix = id_prefix(letters, text);
    struct entity_row entity = {0};
    enum err_code code;

    if (prefix.len < SUBJECT_PREFIX_MIN)
        return err_set(err, ERR_NOT_FOUND, "no entity is named so");
    code = query_entity_prefix(&entity, sheet->arena, sheet->index, sheet->as_of.view,
                               prefix, err);
    if (code == ERR_CONFLICT)
        return is_several(text, err);
    if (code == ERR_OK)
        *out = (struct subject){.kind = SUBJECT_ENTITY, .id = entity.id};
    return code;
}

static bool is_hex(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789abcdef", text.ptr[i]) || text.ptr[i] == '\0')
            return false;
    return text.len >= SUBJECT_PREFIX_MIN && text.len <= DIGEST_HEX_LEN;
}

/* The hash that begins so, by reading every object's; two that do are one too many. */
static enum err_code complete_hash(struct str *out, struct sheet *sheet,
                                   struct str prefix, struct err *err)
{
    struct object_filter filter = {.limit = OBJECTS_PAGE};
    struct object_list page = {.has_more = true};
    struct arena scratch = {0};
    enum err_code code = ERR_OK;

    *out = STR("");
    while (page.has_more && code == ERR_OK) {
        page = (struct object_list){0};
        arena_reset(&scratch);
        code =
            query_objects(&page, &scratch, sheet->index, sheet->as_of.view, &filter, err);
        for (size_t i = 0; i < page.count && code == ERR_OK; i++) {
            struct str hash = page.items[i].sha256;

            filter.after = page.items[i].ref;
            if (!str_starts_with(hash, prefix) || str_equal(hash, *out))
                continue;
            if (out->len > 0)
                code = is_several(prefix, err);
            *out = arena_str(sheet->arena, hash);
        }
    }
    arena_free(&scratch);
    return code;
}

static enum err_code find_object(struct subject *out, struct sheet *sheet,
                                 struct str text, struct err *err)
{
    struct object_filter filter = {.name = text};
    enum err_code code = ERR_OK;

    *out = (struct subject){.kind = SUBJECT_OBJECT};
    if (text.len == 0) /* a filter without a name lets everything pass */
        return ERR_OK;
    code = query_objects(&out->objects, sheet->arena, sheet->index, sheet->as_of.view,
                         &filter, err);
    if (code != ERR_OK || out->objects.count > 0 || !is_hex(text))
        return code;
    filter.name = STR("");
    code = complete_hash(&filter.sha256, sheet, text, err);
    if (code != ERR_OK || filter.sha256.len == 0)
        return code;
    return query_objects(&out->objects, sheet->arena, sheet->index, sheet->as_of.view,
                         &filter, err);
}

/* One name may have been preserved twice with different bytes: then say which. */
static enum err_code check_one_object(const struct object_list *objects, struct str text,
                                      struct err *err)
{
    for (size_t i = 1; i < objects->count; i++)
        if (!str_equal(objects->items[i].sha256, objects->items[0].sha256))
            return err_set(err, ERR_INVALID,
                           "several objects have the name \"" STR_FMT
                           "\"; give the SHA-256: " STR_FMT ", " STR_FMT ", …",
                           STR_ARG(str_prefix(text, SHOWN_MAX)),
                           STR_ARG(str_prefix(objects->items[0].sha256, 12)),
                           STR_ARG(str_prefix(objects->items[i].sha256, 12)));
    return ERR_OK;
}

enum err_code subject_find(struct subject *out, struct sheet *sheet, struct str text,
                           struct err *err)
{
    enum err_code code;

    if (looks_like_reference(text))
        return find_statement(out, sheet, text, err);
    code = find_entity(out, sheet, text, err);
    if (code != ERR_NOT_FOUND)
        return code;
    code = find_object(out, sheet, text, err);
    if (code != ERR_OK)
        return code;
    if (out->objects.count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "nothing here is named \"" STR_FMT
                       "\": give an entity's id or its first %d characters, a statement "
                       "(FEED.INDEX), or a preserved file's name or SHA-256",
                       STR_ARG(str_prefix(text, SHOWN_MAX)), SUBJECT_PREFIX_MIN);
    return check_one_object(&out->objects, text, err);
}

enum err_code subject_file(struct ref *out, struct sheet *sheet, struct str text,
                           struct err *err)
{
    struct subject subject = {0};

    if (subject_find(&subject, sheet, text, err) != ERR_OK)
        return err->code;
    if (subject.kind == SUBJECT_ENTITY)
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is no preserved file: name one by its name, its "
                       "SHA-256 or its reference",
                       STR_ARG(text));
    *out = subject.kind == SUBJECT_OBJECT ? subject.objects.items[0].ref : subject.ref;
    return ERR_OK;
}
