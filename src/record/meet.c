#include "record/meet.h"

#include "base/clock.h"
#include "format/edtf.h"
#include "record/query_scan.h"

enum { DAY_SECONDS = 86400, YEARS_MAX = 4, PLACES_MAX = 4, ONE_YEAR = 366 };

struct gathering {
    struct arena *arena;
    struct index *index;
    struct view view;
    enum meet_side side;
    struct meet_keys *out;
    size_t cap;
    struct str *persons;
    size_t person_count;
    size_t person_cap;
};

/* What is known of one person. */
struct known_of {
    int years[YEARS_MAX];
    size_t year_count;
    struct str places[PLACES_MAX];
    size_t place_count;
};

static int year_of(int64_t day)
{
    struct clock_text text = clock_write(day * DAY_SECONDS);
    int64_t year = 0;

    return str_to_i64(&year, str_prefix(str_from_c(text.text), 4)) ? (int)year : 0;
}

static void add_year(struct known_of *known, int year)
{
    for (size_t i = 0; i < known->year_count; i++)
        if (known->years[i] == year)
            return;
    if (known->year_count < YEARS_MAX && year > 0)
        known->years[known->year_count++] = year;
}

static enum err_code claims_of(struct claim_list *out, struct gathering *g,
                               struct str person, struct str property, struct err *err)
{
    const struct claim_filter filter = {.about = person, .property = property};
    struct claim_list claims = {0};
    size_t kept = 0;
    enum err_code code = query_claims(&claims, g->arena, g->index, g->view, &filter, err);

    for (size_t i = 0; i < claims.count && code == ERR_OK; i++) {
        struct claim_state state;

        code = query_claim_state(&state, g->index, g->view, claims.items[i].ref, err);
        if (code == ERR_OK && claims.items[i].mode == CLAIM_ASSERTED &&
            claim_is_current(&state))
            claims.items[kept++] = claims.items[i];
    }
    claims.count = kept;
    *out = claims;
    return code;
}

/* The year in which somebody of this age was born, counted from the day it is recorded
 * for, or else from when that was recorded. */
static enum err_code add_age(struct known_of *known, struct gathering *g,
                             const struct claim_row *age, struct err *err)
{
    struct statement_row said;

    if (!age->has_lower || !age->has_upper || age->lower != age->upper ||
        !str_equal(age->unit, STR("year")))
        return ERR_OK;
    if (query_statement(&said, g->arena, g->index, age->ref, err) != ERR_OK)
        return err->code;
    if (age->has_days)
        add_year(known, year_of(age->first_day) - (int)age->lower);
    else if (said.has_time)
        add_year(known, year_of(said.at_s / DAY_SECONDS) - (int)age->lower);
    return ERR_OK;
}

/* A birth that is known to the year, and ages. */
static enum err_code read_years(struct known_of *known, struct gathering *g,
                                struct str person, struct err *err)
{
    struct claim_list claims = {0};

    if (claims_of(&claims, g, person, STR("birth"), err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < claims.count; i++)
        if (claims.items[i].has_days &&
            claims.items[i].last_day - claims.items[i].first_day <= ONE_YEAR)
            add_year(known, year_of(claims.items[i].first_day));
    if (claims_of(&claims, g, person, STR("age"), err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < claims.count; i++)
        if (add_age(known, g, &claims.items[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* Words that say only what kind of place it is. */
static bool is_kind_of_place(struct gathering *g, struct str word)
{
    static const struct str kinds[] = {
        STR_INIT("village"),    STR_INIT("town"),   STR_INIT("city"),
        STR_INIT("settlement"), STR_INIT("село"),   STR_INIT("місто"),
        STR_INIT("селище"),     STR_INIT("смт"),    STR_INIT("город"),
        STR_INIT("посёлок"),    STR_INIT("деревня")};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct meet_words kind;

        meet_words_of(&kind, g->arena, kinds[i]);
        if (kind.count == 1 && str_equal(kind.items[0], word))
            return true;
    }
    return false;
}

static void add_place(struct known_of *known, struct gathering *g, struct str name)
{
    struct meet_words words;
    struct buf text = {0};

    meet_words_of(&words, g->arena, name);
    for (size_t i = 0; i < words.count; i++) {
        if (is_kind_of_place(g, words.items[i]))
            continue;
        if (text.len > 0)
            buf_char(&text, ' ');
        buf_append(&text, words.items[i]);
    }
    if (text.len > 0 && known->place_count < PLACES_MAX)
        known->places[known->place_count++] = arena_str(g->arena, buf_str(&text));
    buf_release(&text);
}

static enum err_code add_named_place(struct known_of *known, struct gathering *g,
                                     struct str id, struct err *err)
{
    struct claim_list names = {0};
    struct entity_row place;

    if (query_entity(&place, g->arena, g->index, g->view, id, err) != ERR_OK ||
        claims_of(&names, g, id, STR("name"), err) != ERR_OK)
        return err->code;
    if (place.label.len > 0)
        add_place(known, g, place.label);
    for (size_t i = 0; i < names.count; i++)
        add_place(known, g, value_get_string(&names.items[i].value, STR("written")));
    return ERR_OK;
}

static enum err_code read_places(struct known_of *known, struct gathering *g,
                                 struct str person, struct err *err)
{
    static const struct str properties[] = {STR_INIT("residence"),
                                            STR_INIT("birth_place")};

    for (size_t p = 0; p < sizeof properties / sizeof properties[0]; p++) {
        struct claim_list claims = {0};

        if (claims_of(&claims, g, person, properties[p], err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < claims.count; i++) {
            const struct claim_row *claim = &claims.items[i];

            if (claim->entity.len > 0) {
                if (add_named_place(known, g, claim->entity, err) != ERR_OK)
                    return err->code;
            } else {
                add_place(known, g, claim->text);
            }
        }
    }
    return ERR_OK;
}

static void add_key(struct gathering *g, struct str person, struct str name, int year,
                    struct str place)
{
    struct buf text = {0};
    void *items = g->out->items;
    struct meet_key *key =
        list_add(&items, &g->out->count, &g->cap, g->arena, sizeof *key);

    g->out->items = items;
    buf_printf(&text, "stele person 1\n" STR_FMT "\n", STR_ARG(name));
    if (year > 0)
        buf_printf(&text, "%d", year);
    buf_printf(&text, "\n" STR_FMT "\n", STR_ARG(place));
    *key = (struct meet_key){person, arena_str(g->arena, buf_str(&text)),
                             (year > 0 ? (uint32_t)MEET_YEAR : 0) |
                                 (place.len > 0 ? (uint32_t)MEET_PLACE : 0)};
    buf_release(&text);
}

/* The name with each year, each place, and both. A name alone would match too many. */
static void add_keys(struct gathering *g, struct str person, struct str name,
                     const struct known_of *known, bool is_one_word)
{
    int around = g->side == MEET_LOOK_UP ? 1 : 0;

    for (size_t p = 0; p < known->place_count && !is_one_word; p++)
        add_key(g, person, name, 0, known->places[p]);
    for (size_t y = 0; y < known->year_count; y++)
        for (int year = known->years[y] - around; year <= known->years[y] + around;
             year++) {
            if (!is_one_word)
                add_key(g, person, name, year, STR(""));
            for (size_t p = 0; p < known->place_count; p++)
                add_key(g, person, name, year, known->places[p]);
        }
}

/* A name of the father is left out where two other words remain: few lists have it. */
static bool is_patronymic(struct str word)
{
    return str_ends_with(word, STR("vic")) || str_ends_with(word, STR("vna")) ||
           str_ends_with(word, STR("icna"));
}

static void drop_patronymics(struct meet_words *words)
{
    for (size_t i = 0; i < words->count && words->count > 2; i++)
        if (is_patronymic(words->items[i])) {
            for (size_t k = i + 1; k < words->count; k++)
                words->items[k - 1] = words->items[k];
            words->count--;
            i--;
        }
}

static void add_name(struct gathering *g, struct str person, struct str written,
                     const struct known_of *known)
{
    struct meet_words words;

    meet_words_of(&words, g->arena, written);
    drop_patronymics(&words);
    if (words.count == 1)
        add_keys(g, person, words.items[0], known, true);
    for (size_t a = 0; a < words.count; a++)
        for (size_t b = a + 1; b < words.count; b++)
            add_keys(g, person,
                     arena_printf(g->arena, STR_FMT " " STR_FMT, STR_ARG(words.items[a]),
                                  STR_ARG(words.items[b])),
                     known, false);
}

static enum err_code gather_person(struct gathering *g, struct str person,
                                   struct err *err)
{
    struct known_of known = {0};
    struct claim_list names = {0};

    if (claims_of(&names, g, person, STR("name"), err) != ERR_OK ||
        read_years(&known, g, person, err) != ERR_OK ||
        read_places(&known, g, person, err) != ERR_OK)
        return err->code;
    g->out->persons++;
    if (names.count == 0)
        g->out->nameless++;
    for (size_t i = 0; i < names.count; i++)
        add_name(g, person, value_get_string(&names.items[i].value, STR("written")),
                 &known);
    return ERR_OK;
}

static bool is_there(const struct gathering *g, struct str person)
{
    for (size_t i = 0; i < g->person_count; i++)
        if (str_equal(g->persons[i], person))
            return true;
    return false;
}

static void add_person(struct gathering *g, struct str person)
{
    void *items = g->persons;
    struct str *place;

    if (person.len == 0 || is_there(g, person))
        return;
    place = list_add(&items, &g->person_count, &g->person_cap, g->arena, sizeof *place);
    g->persons = items;
    *place = person;
}

/* Whoever took back everything they agreed to is not looked for any more. */
static bool took_all_back(const struct consent_list *consents, struct str person)
{
    size_t given = 0;
    size_t ended = 0;

    for (size_t i = 0; i < consents->count; i++) {
        const struct consent *c = &consents->items[i];

        if (!str_equal(c->person, person) || !ref_is_none(c->superseded_by))
            continue;
        given++;
        ended += consent_ended_by(c) ? 1 : 0;
    }
    return given > 0 && given == ended;
}

static enum err_code gather_persons(struct gathering *g, struct consent_list *consents,
                                    struct err *err)
{
    const struct claim_filter filter = {.property = STR("interviewee")};
    struct claim_list asked = {0};

    if (consent_find(consents, g->arena, g->index, g->view, STR(""), err) != ERR_OK ||
        query_claims(&asked, g->arena, g->index, g->view, &filter, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < consents->count; i++)
        add_person(g, consents->items[i].person);
    for (size_t i = 0; i < asked.count; i++)
        add_person(g, asked.items[i].entity);
    return ERR_OK;
}

enum err_code meet_keys_read(struct meet_keys *out, struct arena *arena,
                             struct index *index, struct view view, enum meet_side side,
                             struct err *err)
{
    struct meet_keys keys = {0};
    struct gathering g = {
        .arena = arena, .index = index, .view = view, .side = side, .out = &keys};
    struct consent_list consents = {0};
    enum err_code code = gather_persons(&g, &consents, err);

    for (size_t i = 0; i < g.person_count && code == ERR_OK; i++)
        if (!took_all_back(&consents, g.persons[i]))
            code = gather_person(&g, g.persons[i], err);
    if (code == ERR_OK)
        *out = keys;
    return code;
}
