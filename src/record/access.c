#include "record/access.h"

#include "base/map.h"
#include "record/additions.h"
#include "record/archive_view.h"
#include "record/compartment.h"
#include "record/keyring.h"
#include "record/query_scan.h"

enum { ENTITIES_MAX = 300, LOOKED_INTO = 64 };

struct access_seen {
    UT_hash_handle hh;
    struct ref ref;
};

/* What of the things seen is to be logged. */
struct found {
    struct access *access;
    const struct additions *additions;
    struct view view;
    struct arena scratch;
    struct ref *items;
    size_t count;
    size_t sealed;
    bool is_refusal; /* nothing is shown: all that was asked for is named */
};

enum err_code access_is_kept(bool *out, struct archive *archive, struct err *err)
{
    const struct compartment_list *list = NULL;

    if (archive_compartments(&list, archive, err) != ERR_OK)
        return err->code;
    *out = compartment_default(list) != NULL;
    return ERR_OK;
}

enum err_code access_begin(struct access *out, struct arena *arena,
                           struct archive *archive, const struct access_request *request,
                           struct err *err)
{
    *out = (struct access){.arena = arena, .archive = archive, .request = *request};
    return access_is_kept(&out->is_on, archive, err);
}

void access_end(struct access *access)
{
    HASH_CLEAR(hh, access->seen);
}

void access_note(struct access *access, struct ref ref)
{
    struct access_seen *seen = NULL;

    if (!access || !access->is_on || !ref_is_asked(ref))
        return;
    HASH_FIND(hh, access->seen, &ref.n, sizeof ref.n, seen);
    if (seen)
        return;
    seen = ARENA_NEW(access->arena, struct access_seen);
    seen->ref = ref;
    HASH_ADD(hh, access->seen, ref.n, sizeof ref.n, seen);
}

void access_note_entity(struct access *access, struct str id)
{
    void *entities;

    if (!access || !access->is_on || id.len == 0)
        return;
    for (size_t i = 0; i < access->entity_count; i++)
        if (str_equal(access->entities[i], id))
            return;
    entities = access->entities;
    *(struct str *)list_add(&entities, &access->entity_count, &access->entity_cap,
                            access->arena, sizeof *access->entities) = id;
    access->entities = entities;
}

void access_note_log(struct access *access, size_t entries)
{
    if (access && access->is_on)
        access->log_entries += entries;
}

static enum err_code is_restricted(bool *out, struct found *found, struct ref ref,
                                   struct err *err)
{
    struct index *index = archive_index(found->access->archive);
    const struct schema_property *property;
    const struct schema_kind *kind;
    struct claim_row claim = {0};
    struct entity_row about = {0};
    enum err_code code = query_claim(&claim, &found->scratch, index, ref, err);

    *out = false;
    if (code != ERR_OK)
        return code;
    property = additions_property(found->additions, claim.property);
    if (!property || property->sensitivity == SCHEMA_OPEN)
        return ERR_OK;
    /* Of a claim about a claim, or about what nothing makes: what cannot be looked up is
     * not open. */
    *out = true;
    if (claim.about.len == 0)
        return ERR_OK;
    code = query_entity(&about, &found->scratch, index, found->view, claim.about, err);
    if (code != ERR_OK)
        return code == ERR_NOT_FOUND ? ERR_OK : code;
    kind = additions_kind(found->additions, about.kind);
    *out = !kind || schema_sensitivity(property, kind) != SCHEMA_OPEN;
    return ERR_OK;
}

static enum err_code look_at(struct found *found, struct ref ref, struct err *err)
{
    struct archive *archive = found->access->archive;
    struct statement_row row = {0};
    bool is_sealed = false;
    bool is_told = false;
    enum err_code code =
        query_statement(&row, &found->scratch, archive_index(archive), ref, err);

    if (code == ERR_OK)
        code = archive_is_sealed(&is_sealed, &found->scratch, archive, &row, err);
    /* What is sealed and stayed so was not shown. */
    is_told = is_sealed && row.kind.len > 0;
    found->sealed += is_told && !found->is_refusal;
    is_told = is_told || found->is_refusal;
    if (code == ERR_OK && !is_told && !is_sealed && str_equal(row.kind, STR("claim")))
        code = is_restricted(&is_told, found, ref, err);
    if (code == ERR_OK && is_told)
        found->items[found->count++] = ref;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static enum err_code find(struct found *found, struct err *err)
{
    struct access *access = found->access;
    struct index *index = archive_index(access->archive);
    struct additions *additions = NULL;
    struct access_seen *seen;
    struct access_seen *next;
    unsigned looked_at = 0;
    enum err_code code = frontier_now(&found->view, access->arena, index, err);

    if (code == ERR_OK)
        code = additions_read(&additions, access->arena, index, found->view, err);
    found->additions = additions;
    found->items = ARENA_ARRAY(access->arena, struct ref, HASH_COUNT(access->seen) + 1);
    HASH_ITER(hh, access->seen, seen, next)
    {
        if (code != ERR_OK)
            break;
        code = look_at(found, seen->ref, err);
        if (++looked_at % LOOKED_INTO == 0)
            arena_reset(&found->scratch);
    }
    arena_free(&found->scratch);
    return code;
}

static void set_text(struct value *draft, struct arena *arena, const char *member,
                     struct str text)
{
    if (text.len > 0)
        value_set(draft, arena, str_from_c(member), value_string(text));
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The next statement: as many items, and as many entities, as fit into one. */
static struct value draft_of(const struct found *found, size_t item, size_t entity)
{
    struct access *access = found->access;
    const struct access_request *said = &access->request;
    struct arena *arena = access->arena;
    struct value draft = value_object();
    struct value of = value_array();
    struct value entities = value_array();
    size_t last = smaller(found->count, item + ACCESS_ITEMS_MAX);

    for (size_t i = item; i < last; i++)
        value_add(
            &of, arena,
            value_string(archive_ref_text(access->archive, arena, found->items[i])));
    last = smaller(access->entity_count, entity + ENTITIES_MAX);
    for (size_t i = entity; i < last; i++)
        value_add(&entities, arena, value_string(access->entities[i]));
    set_text(&draft, arena, "kind", STR("access"));
    set_text(&draft, arena, "did", said->did);
    set_text(&draft, arena, "command", said->command);
    set_text(&draft, arena, "why", said->why);
    set_text(&draft, arena, "words", said->words);
    set_text(&draft, arena, "recipient", said->recipient);
    if (of.count > 0)
        value_set(&draft, arena, STR("of"), of);
    if (entities.count > 0)
        value_set(&draft, arena, STR("entities"), entities);
    return draft;
}

static struct value drafts_of(const struct found *found)
{
    struct value drafts = value_array();
    size_t item = 0;
    size_t entity = 0;

    do {
        value_add(&drafts, found->access->arena, draft_of(found, item, entity));
        item += ACCESS_ITEMS_MAX;
        entity += ENTITIES_MAX;
    } while (item < found->count || entity < found->access->entity_count);
    return drafts;
}

static enum err_code write_all(struct archive *archive, const struct value *drafts,
                               struct err *err)
{
    enum err_code code = archive_begin(archive, err);

    if (code != ERR_OK)
        return code;
    for (uint32_t i = 0; i < drafts->count && code == ERR_OK; i++)
        code = archive_add(archive, NULL, &drafts->items[i], err);
    if (code == ERR_OK)
        return archive_commit(archive, err);
    archive_rollback(archive);
    return code;
}

/* A search that could have found something sealed says for whom somebody looked. */
static bool looks_inside(const struct access *access)
{
    return str_equal(access->request.did, STR("searched")) &&
           keyring_count(archive_keyring(access->archive)) > 0;
}

static bool is_blank(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t' && text.ptr[i] != '\n')
            return false;
    return true;
}

enum err_code access_plan(struct access_plan *out, struct access *access, struct err *err)
{
    struct found found = {.access = access,
                          .is_refusal = str_equal(access->request.did, STR("refused"))};
    enum err_code code;

    *out = (struct access_plan){.drafts = value_array()};
    if (!access->is_on)
        return ERR_OK;
    if (is_blank(access->request.why))
        access->request.why = STR("");
    code = find(&found, err);
    /* The log is sealed as a whole, wherever it is kept. */
    found.sealed += access->log_entries;
    if (code != ERR_OK ||
        (found.count == 0 && access->log_entries == 0 && !looks_inside(access)))
        return code;
    if (found.sealed > 0 && access->request.why.len == 0)
        return err_set(err, ERR_INVALID,
                       "something of this is sealed: say why you read it, which is "
                       "recorded, with --why TEXT or in STELE_WHY");
    out->drafts = drafts_of(&found);
    out->is_strict = found.sealed > 0 || looks_inside(access);
    return ERR_OK;
}

enum err_code access_recorded(enum access_outcome *out, const struct access_plan *plan,
                              enum err_code code, struct err *err)
{
    *out = plan->drafts.count > 0 ? ACCESS_LOGGED : ACCESS_OPEN;
    if (code == ERR_OK)
        return ERR_OK;
    if (!plan->is_strict) {
        *out = ACCESS_UNLOGGED;
        return ERR_OK;
    }
    (void)err_context(err, "cannot show what is sealed where it cannot be recorded who "
                           "read it: ");
    err->code = ERR_DENIED;
    return ERR_DENIED;
}

enum err_code access_commit(enum access_outcome *out, struct access *access,
                            struct err *err)
{
    struct access_plan plan;
    enum err_code code = access_plan(&plan, access, err);

    *out = ACCESS_OPEN;
    if (code != ERR_OK || plan.drafts.count == 0)
        return code;
    code = write_all(access->archive, &plan.drafts, err);
    return access_recorded(out, &plan, code, err);
}
