/* Which tables there are, and what stands in them. */

#include "base/message.h"
#include "sheet/table.h"

#define PROPERTIES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define COLUMNS(name) (name), sizeof(name) / sizeof((name)[0])

#define NAME(label)                                                                      \
    {                                                                                    \
        "name", label, TABLE_FROM_NAME, NULL                                             \
    }
#define CLASS                                                                            \
    {                                                                                    \
        "class", N_("Class"), TABLE_FROM_CLASS, NULL                                     \
    }
#define SAID(key, label, ...)                                                            \
    {                                                                                    \
        key, label, TABLE_FROM_CLAIMS, PROPERTIES(__VA_ARGS__)                           \
    }
#define SAID_BY                                                                          \
    {                                                                                    \
        "said_by", N_("Who says so"), TABLE_FROM_SAID_BY, NULL                           \
    }
#define COUNT                                                                            \
    {                                                                                    \
        "claims", N_("Claims"), TABLE_FROM_COUNT, NULL                                   \
    }
#define SOURCES                                                                          \
    {                                                                                    \
        "sources", N_("Sources"), TABLE_FROM_SOURCES, NULL                               \
    }
#define STATUS                                                                           \
    {                                                                                    \
        "status", N_("Status"), TABLE_FROM_STATUS, NULL                                  \
    }

static const struct table_column events[] = {
    NAME(N_("What is said to have happened")),
    CLASS,
    SAID("when", N_("When"), "when", "began", "finished"),
    SAID("place", N_("Place"), "happened_at", "located_in", "coordinates"),
    SAID("victims", N_("Victims"), "killed", "injured", "number"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column acts[] = {
    NAME(N_("Act")),
    CLASS,
    SAID("victim", N_("Victim"), "victim"),
    SAID("when", N_("When"), "when", "began", "finished"),
    SAID("place", N_("Place"), "happened_at"),
    SAID("method", N_("Method"), "method", "instrument"),
    SAID("involvement", N_("Said to be involved"), "involvement", "alleged_perpetrator"),
    {"alleged_by", N_("Alleged by"), TABLE_FROM_SAID_BY, NULL},
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column persons[] = {
    NAME(N_("Names as recorded")),
    CLASS,
    SAID("born", N_("Born, age"), "birth", "age"),
    SAID("fate", N_("Fate"), "fate", "victim_status", "outcome", "died"),
    SAID("place", N_("Place"), "from_place", "last_seen_at", "held_at", "buried_at",
         "residence", "whereabouts"),
    SAID("office", N_("Office, unit"), "office", "rank", "posting", "affiliation"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column people[] = {
    NAME(N_("People")),
    CLASS,
    SAID("number", N_("Number"), "number", "composition"),
    SAID("fate", N_("Fate"), "outcome", "fate", "victim_status", "cause"),
    SAID("place", N_("Place"), "from_place", "displaced_from", "held_at", "last_seen_at",
         "buried_at"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column groups[] = {
    NAME(N_("Names as recorded")),
    CLASS,
    SAID("part_of", N_("Part of"), "subordinate_to", "part_of", "affiliation"),
    SAID("commander", N_("Commander"), "commander"),
    SAID("place", N_("Place"), "area_of_operation", "unit_position", "base", "controls",
         "located_in"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column places[] = {
    NAME(N_("Names as recorded")),
    CLASS,
    SAID("within", N_("Within"), "located_in"),
    SAID("coordinates", N_("Coordinates"), "coordinates", "position"),
    SAID("identifier", N_("Number"), "identifier"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column remains[] = {
    NAME(N_("Remains")),
    CLASS,
    SAID("count", N_("How many"), "count", "minimum_individuals"),
    SAID("found_at", N_("Found at"), "found_at", "coordinates"),
    SAID("found_when", N_("Found"), "found_when", "recovered_when"),
    SAID("cause", N_("Cause, manner"), "cause", "manner_of_death"),
    SAID("identified_as", N_("Identified as"), "identified_as"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column items[] = {
    NAME(N_("Item")),
    CLASS,
    SAID("type", N_("What it is"), "item_type", "marking", "calibre"),
    SAID("found_at", N_("Found at"), "found_at", "coordinates"),
    SAID("found_when", N_("Found"), "found_when", "obtained", "shot"),
    SAID_BY,
    COUNT,
    SOURCES,
    STATUS,
};

static const struct table_column sources[] = {
    NAME(N_("Source")),
    CLASS,
    SAID("title", N_("Title"), "title"),
    SAID("publisher", N_("Published by"), "publisher", "published_by"),
    SAID("published", N_("Published"), "published"),
    SAID("obtained", N_("Obtained"), "obtained"),
    SAID("repeats", N_("Repeats"), "rewrites", "repeats", "translates"),
    {"passages", N_("Passages"), TABLE_FROM_PASSAGES, NULL},
    COUNT,
    STATUS,
};

static const struct table_column interviews[] = {
    NAME(N_("Interview")),
    CLASS,
    SAID("date", N_("Date"), "interview_date"),
    SAID("place", N_("Place"), "interview_place"),
    SAID("language", N_("Language"), "interview_language"),
    {"passages", N_("Passages"), TABLE_FROM_PASSAGES, NULL},
    COUNT,
    STATUS,
};

static const struct table_column claims[] = {
    {"about", N_("About"), TABLE_FROM_ABOUT, NULL},
    {"property", N_("Property"), TABLE_FROM_PROPERTY, NULL},
    {"value", N_("What is said"), TABLE_FROM_VALUE, NULL},
    SAID_BY,
    SOURCES,
    {"recorded", N_("Recorded"), TABLE_FROM_RECORDED, NULL},
    STATUS,
};

static const struct table_column objects[] = {
    {"name", N_("File"), TABLE_FROM_FILE, NULL},
    {"type", N_("Type"), TABLE_FROM_TYPE, NULL},
    {"size", N_("Bytes"), TABLE_FROM_SIZE, NULL},
    {"recorded", N_("Preserved"), TABLE_FROM_RECORDED, NULL},
    {"sha256", N_("SHA-256"), TABLE_FROM_SHA256, NULL},
    STATUS,
};

const struct table tables[] = {
    {"events", N_("Events"),
     N_("What is said to have happened, one line each. A line is not a finding."),
     TABLE_ENTITIES, "event", COLUMNS(events)},
    {"acts", N_("Acts"), N_("One violation of one victim each, as somebody alleges it."),
     TABLE_ENTITIES, "act", COLUMNS(acts)},
    {"persons", N_("Persons"),
     N_("Two lines may be one person: nobody is put together here without a decision."),
     TABLE_ENTITIES, "person", COLUMNS(persons)},
    {"people", N_("People"),
     N_("Numbers of persons who were not named one by one. Never add them up."),
     TABLE_ENTITIES, "people", COLUMNS(people)},
    {"groups", N_("Groups and authorities"), "", TABLE_ENTITIES, "group",
     COLUMNS(groups)},
    {"places", N_("Places"), "", TABLE_ENTITIES, "place", COLUMNS(places)},
    {"remains", N_("Remains"), N_("Bodies and parts: never the same thing as a person."),
     TABLE_ENTITIES, "remains", COLUMNS(remains)},
    {"items", N_("Items"), "", TABLE_ENTITIES, "item", COLUMNS(items)},
    {"sources", N_("Sources"),
     N_("Sources repeat, rewrite and translate one another: ten of them can be one."),
     TABLE_ENTITIES, "source", COLUMNS(sources)},
    {"interviews", N_("Interviews"), "", TABLE_ENTITIES, "interview",
     COLUMNS(interviews)},
    {"claims", N_("Claims"), N_("Everything that is said, each by itself."), TABLE_CLAIMS,
     "", COLUMNS(claims)},
    {"objects", N_("Preserved files"), "", TABLE_OBJECTS, "", COLUMNS(objects)},
};

const size_t table_count = sizeof tables / sizeof tables[0];

const struct table *table_named(struct str name)
{
    for (size_t i = 0; i < table_count; i++)
        if (str_equal(name, str_from_c(tables[i].name)))
            return &tables[i];
    return NULL;
}
