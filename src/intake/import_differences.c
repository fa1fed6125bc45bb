/* What a release has that the one before had not, and the other way round. */

#include "format/canon.h"
#include "intake/import_inside.h"

static void set_text(struct value *object, struct arena *arena, const char *key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, str_from_c(key), value_string(text));
}

static void set_count(struct value *object, struct arena *arena, const char *key,
                      int64_t n)
{
    value_set(object, arena, str_from_c(key), value_integer(n));
}

/* A cell longer than a line may be is cut: the table has it whole. */
static void put_line(struct buf *out, struct value *line)
{
    struct err ignored = {0};
    size_t before = out->len;

    if (canon_write(out, line, &ignored) != ERR_OK) {
        out->len = before;
        return;
    }
    buf_char(out, '\n');
}

static void put_row(struct importer *importer, const char *kind, struct str identity,
                    const struct known_entity *entity)
{
    struct value line = value_object();
    struct arena *arena = &importer->row;

    set_text(&line, arena, "kind", str_from_c(kind));
    set_text(&line, arena, "row", identity);
    set_text(&line, arena, "entity", entity->id);
    put_line(&importer->plan.differences, &line);
}

static void put_known_as(struct importer *importer, uint32_t at)
{
    static const char *const hows[] = {"new", "key", "content", "place"};
    const struct release_plan *plan = &importer->plan;
    struct value line = value_object();
    struct arena *arena = &importer->row;

    set_text(&line, arena, "kind", STR("known_as"));
    set_count(&line, arena, "number", plan->table.rows[at].number);
    set_text(&line, arena, "row", plan->identities[at]);
    set_text(&line, arena, "how", str_from_c(hows[plan->matches[at].how]));
    put_line(&importer->plan.differences, &line);
}

static struct known_entity *entity_of(struct importer *importer, struct str identity)
{
    struct known_entity *entity = NULL;
    struct err ignored = {0};

    arena_reset(&importer->row);
    if (known_find(&entity, importer, importer->list, identity, &ignored) != ERR_OK)
        return NULL;
    return entity && entity->is_old ? entity : NULL;
}

static struct str key_column(const struct importer *importer)
{
    const struct mapping *mapping = importer->mapping;

    return mapping->key_count > 0 ? mapping->columns[mapping->key[0]].name : STR("");
}

/* Made by an import before this one, though this one was cut off and goes on. */
static bool is_of_before(const struct importer *importer,
                         const struct known_entity *entity)
{
    return !importer->result->is_resumed ||
           ref_feed(entity->ref) != ref_feed(importer->result->import) ||
           entity->ref.n < importer->result->import.n;
}

static void look_at_new(struct importer *importer, uint32_t at)
{
    const struct release_plan *plan = &importer->plan;
    const struct release_row *row = &plan->table.rows[at];
    struct known_entity *entity = entity_of(importer, plan->identities[at]);

    importer->result->new_rows++;
    if (entity && plan->is_outdated && !is_of_before(importer, entity))
        put_row(importer, "vanished", plan->identities[at], entity); /* cut off before */
    if (!entity || !is_of_before(importer, entity) || plan->is_outdated)
        return;
    importer->result->back++;
    importer_find(importer, IMPORT_BACK, row->number, 0, key_column(importer),
                  identity_shown(&importer->row, row->key));
    put_row(importer, "back", plan->identities[at], entity);
}

static void look_at_match(struct importer *importer, uint32_t at)
{
    const struct release_plan *plan = &importer->plan;
    const struct match *match = &plan->matches[at];
    const struct release_row *row = &plan->table.rows[at];
    int64_t other = plan->earlier.rows[match->partner].number;

    importer->result->changed_rows += !match->is_same;
    if (match->how == MATCH_BY_CONTENT)
        importer_find(importer, IMPORT_BY_CONTENT, row->number, other,
                      key_column(importer), STR(""));
    if (match->how == MATCH_BY_PLACE)
        importer_find(importer, IMPORT_BY_PLACE, row->number, other, key_column(importer),
                      STR(""));
}

static void look_at_vanished(struct importer *importer)
{
    const struct release_plan *plan = &importer->plan;
    bool *is_there =
        ARENA_ARRAY(importer->arena, bool, (size_t)plan->earlier.row_count + 1);

    for (uint32_t i = 0; i < plan->row_count; i++)
        if (plan->matches[i].partner != MATCH_NOTHING)
            is_there[plan->matches[i].partner] = true;
    for (uint32_t i = 0; i < plan->earlier.row_count; i++) {
        const struct release_row *row = &plan->earlier.rows[i];
        struct known_entity *entity;

        if (is_there[i])
            continue;
        importer->result->vanished++;
        entity = entity_of(importer, row->identity);
        importer_find(importer, IMPORT_VANISHED, row->number, 0, key_column(importer),
                      identity_shown(&importer->row, row->key));
        if (entity)
            put_row(importer, "vanished", row->identity, entity);
    }
}

/* Nothing is shared, and nothing lacks a key: read back, each row is known by its own. */
static bool is_known_by_key(const struct release_plan *plan)
{
    for (uint32_t i = 0; i < plan->row_count; i++)
        if (!str_equal(plan->identities[i], plan->table.rows[i].key))
            return false;
    return true;
}

/* The identity a row gets when its table is read back and nothing else is known. */
static void find_known_as(struct importer *importer)
{
    const struct release_plan *plan = &importer->plan;
    struct arena arena = {0};
    struct identities as_read = {.arena = &arena};

    if (is_known_by_key(plan))
        return;
    for (uint32_t i = 0; i < plan->row_count; i++) {
        const struct release_row *row = &plan->table.rows[i];
        struct str identity;
        int64_t first = 0;

        if (row->key.len > 0 && identity_take(&as_read, &first, row->key, row->number)) {
            identity = row->key;
        } else {
            uint64_t hashes[IDENTITY_WORDS];

            identity_hash_start(hashes);
            for (size_t k = 0; k < plan->table.name_count; k++)
                identity_hash_add(hashes, row->cells[k]);
            identity = identity_by_content(&as_read, &arena, row->key,
                                           identity_content(&arena, hashes), row->number);
        }
        arena_reset(&importer->row);
        if (!str_equal(identity, plan->identities[i]))
            put_known_as(importer, i);
    }
    identities_clear(&as_read);
    arena_free(&arena);
}

void release_plan_report(struct importer *importer)
{
    struct release_plan *plan = &importer->plan;

    importer->result->release = plan->kind;
    if (!plan->with)
        return;
    importer->result->compared_with =
        arena_str(importer->arena, list_version_title(importer->arena, plan->with));
    for (uint32_t i = 0; i < plan->row_count; i++)
        if (plan->matches[i].partner == MATCH_NOTHING)
            look_at_new(importer, i);
        else
            look_at_match(importer, i);
    if (plan->kind == IMPORT_LATER)
        look_at_vanished(importer);
    find_known_as(importer);
}

void release_plan_rejected(struct importer *importer, int64_t row)
{
    struct value line = value_object();

    set_text(&line, &importer->row, "kind", STR("rejected"));
    set_count(&line, &importer->row, "number", row);
    put_line(&importer->plan.rejected, &line);
}

/* Rows that only an older release has are missing in the newest. */
static void find_missing_in_newest(struct importer *importer)
{
    struct release_plan *plan = &importer->plan;

    if (!plan->is_outdated)
        return;
    for (uint32_t i = 0; i < importer->added_count; i++) {
        struct value line = value_object();

        arena_reset(&importer->row);
        set_text(&line, &importer->row, "kind", STR("vanished"));
        set_text(&line, &importer->row, "row", importer->added[i].identity);
        set_text(&line, &importer->row, "entity", importer->added[i].id);
        put_line(&plan->differences, &line);
    }
}

static struct str ref_text(struct importer *importer, const struct list_version *version)
{
    return archive_ref_text(importer->archive, &importer->row, version->imports[0].ref);
}

void release_differences(struct buf *out, struct importer *importer)
{
    struct release_plan *plan = &importer->plan;
    const struct import_result *result = importer->result;
    struct arena *arena = &importer->row;
    struct value head = value_object();

    find_missing_in_newest(importer);
    arena_reset(arena);
    set_text(&head, arena, "kind", STR("version"));
    set_text(&head, arena, "list", importer->list);
    if (plan->with)
        set_text(&head, arena, "compared_with", ref_text(importer, plan->with));
    if (plan->is_outdated && plan->newest)
        set_text(&head, arena, "newest", ref_text(importer, plan->newest));
    set_count(&head, arena, "new", result->new_rows);
    set_count(&head, arena, "changed", result->changed_rows);
    set_count(&head, arena, "vanished", result->vanished);
    set_count(&head, arena, "back", result->back);
    set_count(&head, arena, "superseded", result->superseded);
    set_count(&head, arena, "withdrawn", result->withdrawn);
    put_line(out, &head);
    buf_append(out, buf_str(&plan->differences));
    buf_append(out, buf_str(&plan->rejected));
}
