/* Passages: the words, where they stand, and the hands they came through. */

#include "base/message.h"
#include "entering/entry_inside.h"
#include "entering/when.h"
#include "entering/where.h"
#include "entering/words.h"

static struct str part_field(struct entry_work *work, size_t n, const char *field)
{
    return entry_part_name(work->arena, 'p', n, field);
}

static void at(struct entry_work *work, size_t n, const char *field)
{
    work->field = part_field(work, n, field);
    work->line = 0;
}

/* "newspaper NAME", "NAME, newspaper": the class of a new source. */
static void source_class(struct who *who)
{
    const struct schema_vocabulary *classes = schema_vocabulary(STR("source_class"));
    const struct schema_term *term = NULL;
    struct str rest = who->name;
    size_t comma = who->name.len;

    for (size_t i = 0; i < who->name.len; i++)
        if (who->name.ptr[i] == ',')
            comma = i;
    if (comma < who->name.len &&
        words_term(&term, classes, str_trim(str_after(who->name, comma + 1))) >=
            WORD_BEGINS) {
        who->class_ = term->key;
        who->name = str_trim(str_prefix(who->name, comma));
        return;
    }
    if (words_take(&term, classes, &rest) == WORD_EXACT && str_trim(rest).len > 0) {
        who->class_ = term->key;
        who->name = str_trim(rest);
        if (who->name.ptr[0] == ':')
            who->name = str_trim(str_after(who->name, 1));
    }
}

/* The source of a passage; the one of the passage before where nothing is typed. */
static struct entry_thing *source_of(struct entry_work *work, size_t n,
                                     struct entry_thing *before)
{
    struct who who = {.kind = STR("source"),
                      .name = entry_get_part(work->form, 'p', n, "source")};
    struct entry_thing *thing;
    bool is_stated = true;

    at(work, n, "source");
    if (who.name.len == 0 && before)
        return before;
    if (who.name.len == 0) {
        entry_complain(work, str_from_c(_("Say which source the words stand in.")));
        return NULL;
    }
    source_class(&who);
    thing = entry_thing_named(work, who.name);
    if (!thing) {
        struct who other;

        /* An id is of the archive; anything else that is typed here is a source. */
        if (who_read(&other, who.name) && who.class_.len == 0 && who.name.len >= 12 &&
            str_find(who.name, ' ', 0) == who.name.len)
            thing = entry_thing_meant(
                work, arena_printf(work->arena, "source " STR_FMT, STR_ARG(who.name)),
                &is_stated);
        else
            thing = entry_thing_add(work, &who);
    }
    if (thing && thing->is_new && thing->class_.len == 0)
        entry_complain(
            work, arena_printf(work->arena,
                               _("“" STR_FMT "” is not here yet: say what it is too, as "
                                 "in “" STR_FMT ", newspaper”, or choose one that is."),
                               STR_ARG(who.name), STR_ARG(who.name)));
    return thing;
}

/* How a hand knows, stated or inferred: "told", "told~", "rewrote, inferred". */
static void hand_of(struct entry_work *work, struct value *chain, struct str who,
                    struct str how, struct str note)
{
    const struct schema_term *knows = NULL;
    const struct schema_term *link = NULL;
    struct str rest = str_trim(how);
    struct value hand = value_object();

    if (rest.len > 0 && rest.ptr[rest.len - 1] == '~') {
        rest = str_trim(str_prefix(rest, rest.len - 1));
        link = schema_term(schema_vocabulary(STR("link")), STR("inferred"));
    }
    if (rest.len > 0 &&
        words_take(&knows, schema_vocabulary(STR("knows")), &rest) < WORD_BEGINS)
        entry_complain(work,
                       arena_printf(work->arena,
                                    _("“" STR_FMT "”: how they know is one of observed, "
                                      "did, heard, examined, told, reported …"),
                                    STR_ARG(str_trim(rest))));
    rest = str_trim(rest);
    if (rest.len > 0 && rest.ptr[0] == ',')
        rest = str_trim(str_after(rest, 1));
    if (knows && rest.len > 0 &&
        words_term(&link, schema_vocabulary(STR("link")), rest) < WORD_BEGINS)
        entry_complain(work, arena_printf(work->arena,
                                          _("“" STR_FMT "” is neither stated nor "
                                            "inferred."),
                                          STR_ARG(rest)));
    entry_set(work, &hand, "who", who);
    entry_set(work, &hand, "knows", knows ? knows->key : STR("not_stated"));
    entry_set(work, &hand, "link", link ? link->key : STR("stated"));
    entry_set(work, &hand, "note", str_trim(note));
    value_add(chain, work->arena, hand);
}

/* One line of the hands: who, how they know; a note. */
static void hand_add(struct entry_work *work, struct value *chain, struct str text)
{
    struct str note = text;
    struct str rest = str_cut(&note, ';');
    const struct str who = str_trim(str_cut(&rest, ','));
    const struct entry_thing *thing;
    bool is_stated;

    thing = entry_thing_meant(work, who, &is_stated);
    if (thing || !is_stated)
        hand_of(work, chain, thing ? thing->local : STR("not_stated"), rest, note);
}

static void unknown_hand(struct entry_work *work, struct value *chain)
{
    struct value hand = value_object();

    entry_set(work, &hand, "who", STR("not_stated"));
    entry_set(work, &hand, "knows", STR("not_stated"));
    entry_set(work, &hand, "link", STR("stated"));
    value_add(chain, work->arena, hand);
}

/* The source is the last hand, unless somebody wrote it there. */
static void last_hand(struct entry_work *work, struct value *chain, size_t n,
                      const struct entry_thing *source)
{
    struct str last = entry_get_part(work->form, 'p', n, "last");

    if (str_equal(last, STR("-")))
        return;
    for (uint32_t i = 0; i < chain->count; i++)
        if (str_equal(value_get_string(&chain->items[i], STR("who")), source->local))
            return;
    at(work, n, "last");
    if (last.len == 0)
        last = STR("reported");
    hand_of(work, chain, source->local, last, STR(""));
}

static struct value chain_of(struct entry_work *work, size_t n,
                             const struct entry_thing *source)
{
    struct str rest = entry_get_part(work->form, 'p', n, "hands");
    struct value chain = value_array();

    at(work, n, "hands");
    while (rest.len > 0) {
        const struct str line = str_trim(str_cut(&rest, '\n'));

        work->line++;
        if (line.len > 0 && work->line <= ENTRY_LINES_MAX)
            hand_add(work, &chain, line);
    }
    if (chain.count == 0)
        unknown_hand(work, &chain);
    last_hand(work, &chain, n, source);
    return chain;
}

static void add_translation(struct entry_work *work, struct value *draft, size_t n)
{
    const struct str words = entry_get_part(work->form, 'p', n, "translation");
    const struct str lang = entry_get_part(work->form, 'p', n, "tlang");
    struct value translation = value_object();

    if (words.len == 0)
        return;
    entry_set(work, &translation, "words", words);
    entry_set(work, &translation, "lang", lang.len > 0 ? lang : STR("en"));
    value_set(draft, work->arena, STR("translation"), translation);
}

static void add_uttered(struct entry_work *work, struct value *draft, size_t n)
{
    const struct str text = entry_get_part(work->form, 'p', n, "uttered");
    struct err err = {0};
    struct value date;

    if (text.len == 0)
        return;
    at(work, n, "uttered");
    if (when_read(&date, work->arena, text, &err) != ERR_OK) {
        entry_complain(work, arena_str(work->arena, str_from_c(err.message)));
        return;
    }
    value_set(draft, work->arena, STR("uttered"), date);
    work->passages[n].has_uttered = true;
}

static void add_where(struct entry_work *work, struct value *draft, size_t n)
{
    const struct str where = entry_get_part(work->form, 'p', n, "where");

    at(work, n, "where");
    if (where.len == 0)
        entry_complain(work, str_from_c(_("Say where in it the words stand: a paragraph, "
                                          "a page, a minute.")));
    else
        value_set(draft, work->arena, STR("locator"), where_read(work->arena, where));
}

static void add_words(struct entry_work *work, struct value *draft, size_t n)
{
    const struct value *locator = value_get(draft, STR("locator"));
    const struct str words = entry_get_part(work->form, 'p', n, "words");
    const struct str lang = entry_get_part(work->form, 'p', n, "lang");
    const bool is_seen = locator && (value_get(locator, STR("from_s")) ||
                                     value_get(locator, STR("frame")));

    at(work, n, "words");
    if (words.len == 0 && !is_seen)
        entry_complain(work, str_from_c(_("Copy the words as they are written. Only a "
                                          "moment of a recording stands without.")));
    entry_set(work, draft, "words", words);
    if (words.len > 0)
        entry_set(work, draft, "lang", lang.len > 0 ? lang : STR("und"));
}

static void add_passage(struct entry_work *work, size_t n,
                        const struct entry_thing *source)
{
    struct value draft = value_object();

    entry_set(work, &draft, "kind", STR("passage"));
    entry_set(work, &draft, "id", work->passages[n].local);
    entry_set(work, &draft, "source", source->local);
    add_where(work, &draft, n);
    add_words(work, &draft, n);
    add_uttered(work, &draft, n);
    add_translation(work, &draft, n);
    value_set(&draft, work->arena, STR("chain"), chain_of(work, n, source));
    entry_set(work, &draft, "note", entry_get_part(work->form, 'p', n, "note"));
    entry_set(work, &draft, "seal", work->passages[n].seal);
    if (entry_get_part(work->form, 'p', n, "roles_only").len > 0)
        value_set(&draft, work->arena, STR("roles_only"), value_bool(true));
    value_add(&work->out->drafts, work->arena, draft);
    work->out->passages++;
}

/* A passage of which nothing was typed but what the page put there. */
static bool is_empty(const struct entry_work *work, size_t n)
{
    static const char *const fields[] = {"where", "words", "says"};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (entry_get_part(work->form, 'p', n, fields[i]).len > 0)
            return false;
    return true;
}

enum err_code entry_read_passages(struct entry_work *work)
{
    const size_t count = entry_parts(work->form, 'p');
    struct entry_thing *source = NULL;

    for (size_t n = 1; n <= count || n == 1; n++) {
        struct entry_passage *passage = &work->passages[n];

        if (n > 1 && is_empty(work, n))
            continue;
        *passage =
            (struct entry_passage){.local = arena_printf(work->arena, "q%zu", n),
                                   .seal = entry_get_part(work->form, 'p', n, "seal"),
                                   .number = n};
        work->passage = passage;
        source = source_of(work, n, source);
        if (!source && n > 1)
            continue;
        if (source)
            add_passage(work, n, source);
        if (n == 1)
            entry_read_violation(work);
        entry_read_lines(work, part_field(work, n, "says"),
                         entry_get_part(work->form, 'p', n, "says"));
        if (work->err->code != ERR_OK)
            return work->err->code;
    }
    return ERR_OK;
}
