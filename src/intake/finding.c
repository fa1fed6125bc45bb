#include "intake/finding.h"

#include <assert.h>

#include "base/clock.h"
#include "base/text.h"
#include "record/archive.h"

void findings_add(struct findings *findings, const struct finding *finding)
{
    struct finding *kept;

    if (!findings->items)
        findings->items = ARENA_ARRAY(&findings->arena, struct finding, FINDINGS_MAX);
    assert(findings->count < FINDINGS_MAX);
    if (findings->count == 0)
        findings->first_ns = clock_monotonic_ns();
    kept = &findings->items[findings->count++];
    *kept = *finding;
    kept->path = arena_str(&findings->arena, finding->path);
    if (!finding->existed)
        findings->bytes += finding->size;
}

bool findings_are_due(const struct findings *findings)
{
    if (findings->count == 0)
        return false;
    return findings->count == FINDINGS_MAX || findings->bytes >= FINDINGS_BYTES ||
           clock_monotonic_ns() - findings->first_ns >=
               FINDINGS_SECONDS * INT64_C(1000000000);
}

bool finding_is_text(struct str name)
{
    if (!utf8_is_valid(name))
        return false;
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);

        if (c < 0x20 || (c >= 0x7f && c < 0xa0))
            return false;
    }
    return true;
}

void finding_set_bytes(struct value *object, struct arena *arena, struct str key,
                       struct str key_hex, struct str bytes)
{
    char *hex;

    if (finding_is_text(bytes)) {
        value_set(object, arena, key, value_string(bytes));
        return;
    }
    hex = arena_alloc(arena, bytes.len * 2, 1);
    hex_encode(hex, (const uint8_t *)bytes.ptr, bytes.len);
    value_set(object, arena, key_hex, value_string((struct str){hex, bytes.len * 2}));
}

static void set_unless_empty(struct value *object, struct arena *arena, struct str key,
                             struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

struct value obtained_value(struct arena *arena, const struct obtained *obtained)
{
    struct value out = value_object();

    value_set(&out, arena, STR("how"), value_string(obtained->how));
    set_unless_empty(&out, arena, STR("from"), obtained->from);
    set_unless_empty(&out, arena, STR("where"), obtained->where);
    set_unless_empty(&out, arena, STR("on"), obtained->on);
    return out;
}

static struct str last_part(struct str path)
{
    struct str part = path;

    while (path.len > 0)
        part = str_cut(&path, '/');
    return part;
}

struct value finding_draft(struct arena *arena, const struct finding *finding,
                           struct str run, struct str seal,
                           const struct obtained *obtained)
{
    struct value draft = value_object();
    struct digest_text hex = digest_text(&finding->sha256);
    struct digest_text stored = digest_text(&finding->stored);

    value_set(&draft, arena, STR("kind"), value_string(STR("object")));
    finding_set_bytes(&draft, arena, STR("name"), STR("name_hex"),
                      last_part(finding->path));
    value_set(&draft, arena, STR("obtained"), obtained_value(arena, obtained));
    finding_set_bytes(&draft, arena, STR("path"), STR("path_hex"), finding->path);
    value_set(&draft, arena, STR("run"), value_string(run));
    set_unless_empty(&draft, arena, STR("seal"), seal);
    value_set(&draft, arena, STR("sha256"),
              value_string(arena_str(arena, str_from_c(hex.hex))));
    value_set(&draft, arena, STR("size"), value_integer((int64_t)finding->size));
    set_unless_empty(&draft, arena, STR("stat"), str_from_c(finding->stat.text));
    value_set(&draft, arena, STR("stored"),
              value_string(arena_str(arena, str_from_c(stored.hex))));
    value_set(&draft, arena, STR("type"), value_string(str_from_c(finding->type)));
    return draft;
}

static enum err_code add_all(struct findings *findings, struct archive *archive,
                             struct str run, const struct obtained *obtained,
                             struct err *err)
{
    struct arena scratch = {0};

    for (size_t i = 0; i < findings->count; i++) {
        struct finding *finding = &findings->items[i];
        struct value draft =
            finding_draft(&scratch, finding, run, findings->seal, obtained);

        if (archive_add(archive, &finding->ref, &draft, err) != ERR_OK) {
            arena_free(&scratch);
            return err->code;
        }
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return ERR_OK;
}

enum err_code findings_commit(struct findings *findings, struct archive *archive,
                              struct str run, const struct obtained *obtained,
                              struct err *err)
{
    if (findings->count == 0)
        return ERR_OK;
    if (archive_begin(archive, err) != ERR_OK)
        return err->code;
    if (add_all(findings, archive, run, obtained, err) != ERR_OK) {
        archive_rollback(archive);
        return err->code;
    }
    return archive_commit(archive, err);
}

void findings_reset(struct findings *findings)
{
    arena_reset(&findings->arena);
    *findings = (struct findings){.seal = findings->seal, .arena = findings->arena};
}

void findings_release(struct findings *findings)
{
    arena_free(&findings->arena);
    *findings = (struct findings){0};
}
