/*
 * Which release of its list a table is, and which of its rows is which of theirs: said
 * before the first row is taken, from the tables themselves.
 */

#include <string.h>

#include "format/canon.h"
#include "intake/import_inside.h"

/* Where a table without a release's name loses so many rows, somebody may be mistaken. */
enum { VANISHED_ASK = 10 };

static struct str name_of(const struct importer *importer)
{
    return importer->job->version.len > 0 ? importer->job->version
                                          : importer->mapping->version;
}

static const struct list_version *version_named(const struct list_versions *versions,
                                                struct str name)
{
    for (size_t i = 0; i < versions->count; i++)
        if (name.len > 0 && str_equal(versions->items[i].name, name) &&
            versions->items[i].imports[0].is_closed)
            return &versions->items[i];
    return NULL;
}

/* The version that has an import of this very file, of that name where one is given. */
static const struct list_version *version_of_file(const struct importer *importer,
                                                  struct str name)
{
    const struct list_versions *versions = &importer->plan.versions;
    struct digest_text sha256 = digest_text(&importer->job->file_sha256);

    for (size_t i = versions->count; i > 0; i--) {
        const struct list_version *version = &versions->items[i - 1];

        if (name.len > 0 && !str_equal(version->name, name))
            continue;
        for (size_t k = 0; k < version->import_count; k++)
            if (version->imports[k].is_closed &&
                str_equal(version->imports[k].source, str_from_c(sha256.hex)))
                return version;
    }
    return NULL;
}

/* The version whose rows were handed back in this file, going by its name. */
static const struct list_version *version_of_rejects(const struct importer *importer)
{
    const struct list_versions *versions = &importer->plan.versions;
    struct str name = importer->job->file_name;

    for (size_t i = versions->count; i > 0; i--) {
        const struct list_version *version = &versions->items[i - 1];

        for (size_t k = 0; k < version->import_count; k++) {
            struct str file = version->imports[k].file;

            if (version->imports[k].is_closed && file.len > 0 &&
                str_starts_with(name, file) &&
                str_starts_with(str_after(name, file.len), STR(".rejected")))
                return version;
        }
    }
    return importer->plan.newest;
}

static bool is_dated(struct str name)
{
    static const char form[] = "dddd-dd";

    if (name.len < sizeof form - 1)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == 'd' ? name.ptr[i] < '0' || name.ptr[i] > '9'
                           : name.ptr[i] != form[i])
            return false;
    return true;
}

static enum err_code check_order(const struct importer *importer, struct str name,
                                 struct err *err)
{
    struct str newest = importer->plan.newest->name;

    if (importer->job->is_newest || !is_dated(name) || !is_dated(newest) ||
        str_compare(name, newest) >= 0)
        return ERR_OK;
    return err_set(err, ERR_CONFLICT,
                   "the release \"" STR_FMT "\" looks older than \"" STR_FMT
                   "\", which is there already: say --before \"" STR_FMT
                   "\" if it is older, or --newest if it is newer all the same",
                   STR_ARG(name), STR_ARG(newest), STR_ARG(newest));
}

static void completes(struct release_plan *plan, const struct list_version *version)
{
    plan->kind = IMPORT_COMPLETES;
    plan->with = version;
    plan->is_outdated = version != plan->newest;
}

static void later(struct release_plan *plan)
{
    plan->kind = IMPORT_LATER;
    plan->with = plan->newest;
    plan->is_whole = true;
}

/* An import that was cut off is what it said it was when it began. */
static bool is_decided_already(struct importer *importer)
{
    struct release_plan *plan = &importer->plan;
    const struct list_version *own =
        importer->result->is_resumed
            ? list_version_of(&plan->versions, importer->result->import)
            : NULL;

    if (!own)
        return false;
    for (size_t i = 0; i < own->import_count; i++) {
        const struct list_import *import = &own->imports[i];

        if (import->ref.n != importer->result->import.n)
            continue;
        if (!ref_is_none(import->completes)) {
            completes(plan, own);
            return true;
        }
        if (!ref_is_none(import->before)) {
            plan->kind = IMPORT_OLDER;
            plan->with = list_version_of(&plan->versions, import->before);
            plan->is_outdated = true;
            return plan->with != NULL;
        }
    }
    return false;
}

static enum err_code decide(struct importer *importer, struct err *err)
{
    struct release_plan *plan = &importer->plan;
    struct str name = name_of(importer);
    const struct list_version *version;

    plan->newest = list_versions_newest(&plan->versions);
    if (is_decided_already(importer))
        return ERR_OK;
    if (importer->job->before.len > 0) {
        plan->kind = IMPORT_OLDER;
        plan->is_outdated = true;
        return list_versions_find(&plan->with, &plan->versions, importer->archive,
                                  importer->job->before, err);
    }
    if (!plan->newest)
        return ERR_OK;
    version = version_named(&plan->versions, name);
    if (!version && table_is_rejects(importer->job->table)) {
        if (name.len > 0 && importer->job->version.len > 0)
            return list_versions_find(&version, &plan->versions, importer->archive, name,
                                      err);
        version = version_of_rejects(importer);
    }
    if (!version || version_of_file(importer, name) == version) {
        plan->is_whole = version_of_file(importer, name) != NULL;
        version = plan->is_whole ? version_of_file(importer, name) : version;
    }
    if (version) {
        completes(plan, version);
        return ERR_OK;
    }
    later(plan);
    return check_order(importer, name, err);
}

static void content_of(uint64_t out[IDENTITY_WORDS], const struct release_row *row,
                       const size_t *columns, size_t count)
{
    identity_hash_start(out);
    for (size_t i = 0; i < count; i++)
        identity_hash_add(out, row->cells[columns[i]]);
}

/* The columns that both have, in the order of the table; where they stand in each. */
static size_t common_columns(size_t *in_table, size_t *in_earlier,
                             const struct release_plan *plan)
{
    size_t count = 0;

    for (size_t i = 0; i < plan->table.name_count; i++) {
        size_t at = release_column(&plan->earlier, plan->table.names[i]);

        if (at == plan->earlier.name_count)
            continue;
        in_table[count] = i;
        in_earlier[count++] = at;
    }
    return count;
}

/* Rows handed back complete a release where they were missing, and nowhere else. */
static bool is_candidate(const struct importer *importer, const struct release_row *row)
{
    return importer->plan.kind != IMPORT_COMPLETES ||
           !table_is_rejects(importer->job->table) || row->is_rejected;
}

static void match_tables(struct importer *importer)
{
    struct release_plan *plan = &importer->plan;
    struct arena arena = {0};
    size_t *in_table = ARENA_ARRAY(&arena, size_t, plan->table.name_count + 1);
    size_t *in_earlier = ARENA_ARRAY(&arena, size_t, plan->table.name_count + 1);
    size_t columns = common_columns(in_table, in_earlier, plan);
    uint32_t *numbers =
        ARENA_ARRAY(&arena, uint32_t, (size_t)plan->earlier.row_count + 1);
    struct match_row *earlier =
        ARENA_ARRAY(&arena, struct match_row, (size_t)plan->earlier.row_count + 1);
    struct match_row *table =
        ARENA_ARRAY(&arena, struct match_row, (size_t)plan->row_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan->earlier.row_count; i++) {
        const struct release_row *row = &plan->earlier.rows[i];

        if (!is_candidate(importer, row))
            continue;
        earlier[count].key = row->key;
        content_of(earlier[count].content, row, in_earlier, columns);
        numbers[count++] = i;
    }
    for (uint32_t i = 0; i < plan->row_count; i++) {
        table[i].key = plan->table.rows[i].key;
        content_of(table[i].content, &plan->table.rows[i], in_table, columns);
    }
    plan->matches =
        ARENA_ARRAY(importer->arena, struct match, (size_t)plan->row_count + 1);
    match_rows(plan->matches, earlier, count, table, plan->row_count);
    for (uint32_t i = 0; i < plan->row_count; i++)
        if (plan->matches[i].partner != MATCH_NOTHING)
            plan->matches[i].partner = numbers[plan->matches[i].partner];
    arena_free(&arena);
}

static struct str new_identity(struct identities *taken, struct importer *importer,
                               const struct release_row *row)
{
    uint64_t hashes[IDENTITY_WORDS];
    int64_t first = 0;

    if (row->key.len > 0 && identity_take(taken, &first, row->key, row->number))
        return row->key;
    identity_hash_start(hashes);
    for (size_t i = 0; i < importer->plan.table.name_count; i++)
        identity_hash_add(hashes, row->cells[i]);
    return identity_by_content(taken, importer->arena, row->key,
                               identity_content(importer->arena, hashes), row->number);
}

/* Rows of the release that this table does not have keep what they are known by. */
static void take_identities(struct identities *taken, const struct importer *importer)
{
    const struct release_plan *plan = &importer->plan;
    int64_t first = 0;

    if (plan->kind != IMPORT_LATER)
        for (uint32_t i = 0; i < plan->earlier.row_count; i++)
            (void)identity_take(taken, &first, plan->earlier.rows[i].identity, 0);
    for (uint32_t i = 0; i < plan->row_count; i++)
        if (plan->matches[i].partner != MATCH_NOTHING)
            (void)identity_take(taken, &first,
                                plan->earlier.rows[plan->matches[i].partner].identity, 0);
}

static void name_rows(struct importer *importer)
{
    struct release_plan *plan = &importer->plan;
    struct identities taken = {.arena = importer->arena};

    plan->identities =
        ARENA_ARRAY(importer->arena, struct str, (size_t)plan->row_count + 1);
    take_identities(&taken, importer);
    for (uint32_t i = 0; i < plan->row_count; i++) {
        uint32_t partner = plan->matches[i].partner;

        plan->identities[i] = partner != MATCH_NOTHING
                                  ? plan->earlier.rows[partner].identity
                                  : new_identity(&taken, importer, &plan->table.rows[i]);
    }
    identities_clear(&taken);
}

static enum err_code check_vanished(const struct importer *importer, int64_t vanished,
                                    struct err *err)
{
    const struct release_plan *plan = &importer->plan;
    struct arena arena = {0};
    struct str title;

    if (importer->job->is_newest || name_of(importer).len > 0 ||
        vanished < VANISHED_ASK || 2 * vanished <= (int64_t)plan->earlier.row_count)
        return ERR_OK;
    title = list_version_title(&arena, plan->with);
    (void)err_set(err, ERR_CONFLICT,
                  "%jd of the %u rows of the version \"" STR_FMT
                  "\" are not in this file: name the release with --release if it is "
                  "another, with --release \"" STR_FMT
                  "\" if these rows complete that one, or say --newest",
                  (intmax_t)vanished, plan->earlier.row_count, STR_ARG(title),
                  STR_ARG(title));
    arena_free(&arena);
    return err->code;
}

static int64_t count_vanished(const struct release_plan *plan)
{
    int64_t matched = 0;

    for (uint32_t i = 0; i < plan->row_count; i++)
        matched += plan->matches[i].partner != MATCH_NOTHING;
    return (int64_t)plan->earlier.row_count - matched;
}

enum err_code release_plan_make(struct importer *importer, struct err *err)
{
    struct release_plan *plan = &importer->plan;

    *plan = (struct release_plan){.kind = IMPORT_FIRST, .is_whole = true};
    if (importer->is_new_list)
        return ERR_OK;
    plan->is_whole = false;
    if (list_versions_read(&plan->versions, importer->arena, importer->archive,
                           importer->view, importer->list, err) != ERR_OK ||
        decide(importer, err) != ERR_OK)
        return err->code;
    if (!plan->with)
        return ERR_OK;
    plan->is_same_mapping =
        str_equal(plan->with->imports[0].mapping,
                  str_from_c(digest_text(&importer->job->map_sha256).hex));
    if (release_read(&plan->earlier, importer->arena, importer->archive, plan->with,
                     err) != ERR_OK ||
        release_of_table(&plan->table, importer->arena, importer->job->table,
                         importer->mapping, err) != ERR_OK)
        return err->code;
    plan->row_count = plan->table.row_count;
    match_tables(importer);
    name_rows(importer);
    return plan->kind == IMPORT_LATER
               ? check_vanished(importer, count_vanished(plan), err)
               : ERR_OK;
}

void release_plan_clear(struct importer *importer)
{
    buf_release(&importer->plan.differences);
    buf_release(&importer->plan.rejected);
}
