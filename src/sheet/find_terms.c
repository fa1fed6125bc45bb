#include "sheet/find.h"

/* What machines are told of a hit. The keys stay (docs/reading.md). */

struct str find_step_key(enum search_step step)
{
    static const struct str keys[] = {
        [STEP_SAME] = STR_INIT("same"),         [STEP_BEGINS] = STR_INIT("begins"),
        [STEP_SPELT] = STR_INIT("spelling"),    [STEP_FORM] = STR_INIT("form"),
        [STEP_JOINED] = STR_INIT("joined"),     [STEP_LETTER] = STR_INIT("letters"),
        [STEP_SKELETON] = STR_INIT("skeleton"), [STEP_SOUNDS] = STR_INIT("sounds"),
        [STEP_KNOWN] = STR_INIT("known"),       [STEP_NONE] = STR_INIT("")};

    return keys[step];
}

struct str find_place_key(enum search_place place)
{
    static const struct str keys[SEARCH_PLACES] = {
        [SEARCH_LABEL] = STR_INIT("label"),
        [SEARCH_NAME] = STR_INIT("name"),
        [SEARCH_NAME_PARTS] = STR_INIT("name"),
        [SEARCH_IDENTIFIER] = STR_INIT("identifier"),
        [SEARCH_ROW] = STR_INIT("row"),
        [SEARCH_VALUE] = STR_INIT("value"),
        [SEARCH_NOTE] = STR_INIT("note"),
        [SEARCH_WORDS] = STR_INIT("words"),
        [SEARCH_TRANSLATION] = STR_INIT("translation"),
        [SEARCH_FILE] = STR_INIT("file"),
        [SEARCH_REASON] = STR_INIT("reason"),
        [SEARCH_PAGE] = STR_INIT("text"),
    };

    return place < SEARCH_PLACES ? keys[place] : STR("");
}

struct value find_marks_json(struct arena *arena, const struct find_hit *hit)
{
    struct value marks = value_array();

    for (size_t i = 0; i < hit->snippet.hit_count; i++) {
        struct value mark = value_array();

        value_add(&mark, arena, value_integer((int64_t)hit->snippet.hits[i].start));
        value_add(&mark, arena, value_integer((int64_t)hit->snippet.hits[i].len));
        value_add(&marks, arena, mark);
    }
    return marks;
}

struct value find_terms_json(struct arena *arena, const struct find_hit *hit)
{
    struct value terms = value_array();

    for (size_t i = 0; i < QUERY_TERMS_MAX; i++) {
        const struct search_met *met = &hit->why.terms[i];
        struct value term = value_object();

        if (!met->is_met)
            continue;
        value_set(&term, arena, STR("typed"), value_string(met->typed));
        value_set(&term, arena, STR("found"), value_string(met->found));
        value_set(&term, arena, STR("step"), value_string(find_step_key(met->step)));
        value_add(&terms, arena, term);
    }
    return terms;
}
