#include "share/prove_find.h"

#include <stdlib.h>

#include "base/text.h"
#include "format/canon.h"
#include "record/id.h"

enum { FEED_PREFIX_MIN = 6, SHOWN_MAX = 80 };

/* References, ascending and distinct. */
struct numbers {
    struct ref *items;
    size_t count;
    size_t cap;
};

/* What to look for, and what was found so far. */
struct search {
    struct str entity; /* one of the three is not empty */
    struct str hash;
    struct str name;
    const struct prove_logs *logs;
    uint32_t log; /* the one that is being read */
    struct arena *arena;
    struct arena scratch;    /* one statement */
    struct numbers subjects; /* found, but for passages: later statements speak of them */
    struct numbers found;
    uint64_t unreadable;
};

static size_t place_of(const struct numbers *numbers, struct ref ref)
{
    size_t low = 0;
    size_t high = numbers->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (numbers->items[middle].n < ref.n)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has(const struct numbers *numbers, struct ref ref)
{
    size_t at = place_of(numbers, ref);

    return at < numbers->count && numbers->items[at].n == ref.n;
}

static enum err_code add(struct numbers *numbers, struct arena *arena, struct ref ref,
                         struct err *err)
{
    size_t at = place_of(numbers, ref);

    if (at < numbers->count && numbers->items[at].n == ref.n)
        return ERR_OK;
    if (numbers->count == PROVE_MAX_STATEMENTS)
        return err_set(err, ERR_LIMIT,
                       "there are more than %d statements to prove: prove them one by "
                       "one, by their references",
                       PROVE_MAX_STATEMENTS);
    if (numbers->count == numbers->cap) {
        struct ref *more = ARENA_ARRAY(arena, struct ref, 2 * numbers->cap + 16);

        if (numbers->count > 0)
            memcpy(more, numbers->items, numbers->count * sizeof *more);
        numbers->items = more;
        numbers->cap = 2 * numbers->cap + 16;
    }
    memmove(&numbers->items[at + 1], &numbers->items[at],
            (numbers->count - at) * sizeof *numbers->items);
    numbers->items[at] = ref;
    numbers->count++;
    return ERR_OK;
}

/* The statement that a reference names, when it is one into a feed that counts. */
static bool ref_into(struct ref *out, const struct prove_logs *logs, struct str text)
{
    struct str rest = text;
    struct str feed = str_cut(&rest, '.');
    uint64_t index = 0;

    for (uint32_t i = 0; i < logs->count; i++)
        if (str_equal(feed, feed_id(logs->items[i].log.feed)) &&
            str_to_u64(&index, rest) && index < prove_log_end(&logs->items[i])) {
            *out = ref_of(i, index);
            return true;
        }
    return false;
}

/* The reference in v: written as it is, or pinned as {"c": commitment, "s": reference}.
 */
static struct str ref_text(const struct value *v)
{
    return v->type == VALUE_STRING ? v->string : value_get_string(v, STR("s"));
}

static bool names_subject(const struct search *search, const struct value *v)
{
    bool is_list = v->type == VALUE_ARRAY;
    uint32_t count = is_list ? v->count : 1;
    struct ref ref;

    for (uint32_t i = 0; i < count; i++)
        if (ref_into(&ref, search->logs, ref_text(is_list ? &v->items[i] : v)) &&
            has(&search->subjects, ref))
            return true;
    return false;
}

/* Whether the statement says something of what was found: references point backwards, in
 * their feed or into another. */
static bool is_said_later(const struct search *search, const struct value *statement)
{
    static const struct str kinds[] = {
        STR_INIT("assess"), STR_INIT("claim"),    STR_INIT("decide"),
        STR_INIT("erase"),  STR_INIT("reseal"),   STR_INIT("same"),
        STR_INIT("undo"),   STR_INIT("distinct"), STR_INIT("withdraw")};
    bool may = false;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        may = may || str_equal(value_get_string(statement, STR("kind")), kinds[i]);
    for (uint32_t i = 0; may && i < statement->count; i++)
        if (names_subject(search, &statement->members[i].value))
            return true;
    return false;
}

/* Whether the statement makes the entity or claims something of it. */
static bool is_of_entity(const struct search *search, const struct value *statement)
{
    struct str kind = value_get_string(statement, STR("kind"));

    if (str_equal(kind, STR("entity")))
        return value_is_string(value_get(statement, STR("id")), search->entity);
    return str_equal(kind, STR("claim")) &&
           value_is_string(value_get(statement, STR("about")), search->entity);
}

static enum err_code look_at_entity(struct search *search, struct ref at,
                                    const struct value *statement, struct err *err)
{
    struct str passage = value_get_string(statement, STR("passage"));
    struct ref below;

    if (!is_of_entity(search, statement) && !is_said_later(search, statement))
        return ERR_OK;
    if (ref_into(&below, search->logs, passage) &&
        add(&search->found, search->arena, below, err) != ERR_OK)
        return err->code;
    if (add(&search->subjects, search->arena, at, err) != ERR_OK)
        return err->code;
    return add(&search->found, search->arena, at, err);
}

static enum err_code look_at_object(struct search *search, struct ref at,
                                    const struct value *statement, struct err *err)
{
    bool is_it;

    if (!value_is_string(value_get(statement, STR("kind")), STR("object")))
        return ERR_OK;
    if (search->hash.len > 0)
        is_it = value_is_string(value_get(statement, STR("sha256")), search->hash) ||
                value_is_string(value_get(statement, STR("stored")), search->hash);
    else
        is_it = value_is_string(value_get(statement, STR("name")), search->name);
    return is_it ? add(&search->found, search->arena, at, err) : ERR_OK;
}

static enum err_code look_at(void *context, const struct feed_statement *stored,
                             struct err *err)
{
    struct search *search = context;
    struct value statement = {0};

    if (stored->form != FRAME_OPEN) {
        search->unreadable++;
        return ERR_OK;
    }
    arena_reset(&search->scratch);
    if (canon_parse(&statement, &search->scratch, stored->bytes, err) != ERR_OK)
        return err_context(err, "statement " STR_FMT ".%llu: ",
                           STR_ARG(feed_id(search->logs->items[search->log].log.feed)),
                           (unsigned long long)stored->index);
    return search->entity.len > 0
               ? look_at_entity(search, ref_of(search->log, stored->index), &statement,
                                err)
               : look_at_object(search, ref_of(search->log, stored->index), &statement,
                                err);
}

static enum err_code read_logs(struct search *search, struct err *err)
{
    search->unreadable = 0;
    for (search->log = 0; search->log < search->logs->count; search->log++) {
        const struct prove_log *log = &search->logs->items[search->log];

        if (feed_scan(log->log.feed, log->admission.from, prove_log_end(log), look_at,
                      search, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* Within a feed references point backwards; a feed that was read before may speak of one
 * that was read after it, so reading is repeated until it finds no more. */
static enum err_code find_by_search(struct found *out, struct search *search,
                                    struct str text, struct err *err)
{
    size_t before;
    enum err_code code;

    do {
        before = search->found.count;
        code = read_logs(search, err);
    } while (code == ERR_OK && search->logs->count > 1 && search->found.count > before);
    arena_free(&search->scratch);
    if (code != ERR_OK)
        return code;
    if (search->found.count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "nothing that can be read here is called \"" STR_FMT
                       "\": give a statement's reference, an entity's id, or an "
                       "object's name or SHA-256",
                       STR_ARG(str_prefix(text, SHOWN_MAX)));
    *out = (struct found){search->found.items, search->found.count, search->unreadable};
    return ERR_OK;
}

/* True when text has the form FEED.INDEX. */
static bool is_reference(struct str *prefix, uint64_t *index, struct str text)
{
    struct str rest = text;

    *prefix = str_cut(&rest, '.');
    if (prefix->len < FEED_PREFIX_MIN || prefix->len > FEED_ID_LEN ||
        !str_to_u64(index, rest))
        return false;
    for (size_t i = 0; i < prefix->len; i++)
        if (base32_value(prefix->ptr[i]) < 0)
            return false;
    return true;
}

static enum err_code find_reference(struct found *out, struct arena *arena,
                                    const struct prove_logs *logs, struct str prefix,
                                    uint64_t index, struct err *err)
{
    size_t at = 0;

    while (at < logs->count &&
           !str_starts_with(feed_id(logs->items[at].log.feed), prefix))
        at++;
    if (at == logs->count)
        return err_set(err, ERR_NOT_FOUND,
                       "no feed that counts in this archive begins with \"" STR_FMT
                       "\" (stele device list)",
                       STR_ARG(prefix));
    if (index >= prove_log_end(&logs->items[at]))
        return err_set(err, ERR_NOT_FOUND,
                       "feed " STR_FMT " has no statement %llu: its last is %llu",
                       STR_ARG(prefix), (unsigned long long)index,
                       (unsigned long long)prove_log_end(&logs->items[at]) - 1);
    *out = (struct found){ARENA_NEW(arena, struct ref), 1, 0};
    out->refs[0] = ref_of((uint32_t)at, index);
    return ERR_OK;
}

enum err_code prove_find(struct found *out, struct arena *arena, struct prove_logs *logs,
                         struct str text, struct err *err)
{
    struct search search = {.logs = logs, .arena = arena};
    struct err ignored = {0};
    struct digest hash;
    struct str prefix;
    struct id id = {{0}};
    uint64_t index;

    if (text.len == 0)
        return err_set(err, ERR_INVALID, "say what to prove");
    if (is_reference(&prefix, &index, text))
        return find_reference(out, arena, logs, prefix, index, err);
    if (digest_parse(&hash, text))
        search.hash = text;
    else if (id_parse(&id, text, &ignored) == ERR_OK)
        search.entity = id_str(&id);
    else
        search.name = text;
    return find_by_search(out, &search, text, err);
}
