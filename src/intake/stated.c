#include "intake/stated.h"

#include "base/text.h"
#include "record/archive.h"
#include "record/query.h"

static struct str hex_of(struct arena *scratch, struct str bytes)
{
    char *hex = arena_alloc(scratch, bytes.len * 2, 1);

    hex_encode(hex, (const uint8_t *)bytes.ptr, bytes.len);
    return (struct str){hex, bytes.len * 2};
}

static bool is_of(const struct object_row *row, struct str run,
                  const struct finding *finding)
{
    return !row->is_derived && str_equal(row->run, run) && row->has_size &&
           (uint64_t)row->size == finding->size &&
           str_equal(row->stat, str_from_c(finding->stat.text));
}

enum err_code stated_find(struct stated *out, bool *is_stated, struct archive *archive,
                          struct arena *scratch, struct str run,
                          const struct finding *finding, struct err *err)
{
    struct index *index = archive_index(archive);
    struct object_filter filter = {.run = run};
    struct object_list list = {0};
    struct view view;

    if (finding_is_text(finding->path))
        filter.path = finding->path;
    else
        filter.path_hex = hex_of(scratch, finding->path);
    if (frontier_now(&view, scratch, index, err) != ERR_OK ||
        query_objects(&list, scratch, index, view, &filter, err) != ERR_OK)
        return err->code;
    *is_stated = false;
    for (size_t i = 0; !*is_stated && i < list.count; i++) {
        struct digest sha256;

        if (!is_of(&list.items[i], run, finding) ||
            !digest_parse(&sha256, list.items[i].sha256))
            continue;
        *out = (struct stated){.sha256 = sha256, .ref = list.items[i].ref};
        *is_stated = true;
    }
    return ERR_OK;
}

enum err_code stated_anywhere(bool *is_stated, struct archive *archive,
                              struct arena *scratch, const struct digest *sha256,
                              struct err *err)
{
    struct index *index = archive_index(archive);
    struct digest_text hex = digest_text(sha256);
    struct object_filter filter = {.sha256 = str_from_c(hex.hex), .limit = 1};
    struct object_list list = {0};
    struct view view;

    if (frontier_now(&view, scratch, index, err) != ERR_OK ||
        query_objects(&list, scratch, index, view, &filter, err) != ERR_OK)
        return err->code;
    *is_stated = list.count > 0;
    return ERR_OK;
}
