/* What headings may mean: a proposal of a machine, which a person changes. */

#include <string.h>

#include "base/fold.h"
#include "intake/mapping_edit.h"
#include "record/schema.h"

/* What a heading proposes. A `person` speaks for a list of persons. */
struct heading {
    const char *words; /* folded, divided by | */
    enum edit_use use;
    unsigned part;
    const char *property; /* tried for the kind at hand, in this order, divided by | */
    bool is_person;
};

static const struct heading headings[] = {
    {"surname|last name|family name|прізвище|фамилия|اللقب|اسم العائلة|الكنية", EDIT_NAME,
     1, NULL, true},
    {"name|full name|first name|given name|ім'я|імя|піб|п.і.б.|прізвище, ім'я|повне "
     "ім'я|имя|фио|ф.и.о.|полное имя|الاسم|الاسم الكامل|الاسم الأول",
     EDIT_NAME, 2, NULL, true},
    {"patronymic|middle name|father's name|по батькові|отчество|اسم الأب", EDIT_NAME, 3,
     NULL, true},
    {"date of birth|born|birth date|dob|birthday|дата народження|народився|народилася|"
     "дата рождения|родился|تاريخ الميلاد|تاريخ الولادة",
     EDIT_SAYS, 0, "birth", true},
    {"place of birth|місце народження|место рождения|مكان الولادة|مكان الميلاد",
     EDIT_SAYS, 0, "birth_place", true},
    {"date of death|died|death date|дата смерті|дата загибелі|загинув|дата смерти|дата "
     "гибели|погиб|تاريخ الوفاة|تاريخ الاستشهاد",
     EDIT_SAYS, 0, "died", true},
    {"sex|gender|стать|пол|الجنس", EDIT_SAYS, 0, "sex", true},
    {"occupation|profession|job|професія|рід занять|профессия|род занятий|المهنة",
     EDIT_SAYS, 0, "occupation", true},
    {"citizenship|nationality|громадянство|гражданство|الجنسية", EDIT_SAYS, 0,
     "citizenship", true},
    {"rank|звання|военное звание|звание|الرتبة", EDIT_SAYS, 0, "rank", true},
    {"date|event date|incident date|when|дата|дата події|коли|дата события|когда|التاريخ|"
     "تاريخ الحادث",
     EDIT_SAYS, 0, "when|last_seen|died", false},
    {"place|town|city|village|settlement|location|місце|населений пункт|місто|село|"
     "місцевість|место|населенный пункт|населённый пункт|город|المكان|الموقع|المدينة|"
     "القرية|البلدة",
     EDIT_PLACE, 2, NULL, false},
    {"district|raion|район|المنطقة|القضاء", EDIT_PLACE, 3, NULL, false},
    {"region|oblast|province|область|регіон|регион|المحافظة", EDIT_PLACE, 4, NULL, false},
    {"country|країна|страна|البلد|الدولة", EDIT_PLACE, 5, NULL, false},
    {"source|link|url|source link|джерело|посилання|источник|ссылка|المصدر|الرابط",
     EDIT_SOURCE, 0, NULL, false},
    {"description|circumstances|details|summary|notes|опис|обставини|описание|"
     "обстоятельства|примітки|примечания|الوصف|التفاصيل|الظروف",
     EDIT_SAYS, 0, "description|last_seen_circumstances", false},
    {"killed|dead|deaths|убито|загинуло|погибло|القتلى|عدد القتلى", EDIT_SAYS, 0,
     "killed", false},
    {"injured|wounded|поранено|ранено|الجرحى|عدد الجرحى", EDIT_SAYS, 0, "injured", false},
};

enum { HEADINGS = sizeof headings / sizeof headings[0] };

/* What stands for the row in a list, and nothing else. */
static const char keys[] = "id|no|no.|nr|number|№|#|номер|ід|код|entry|الرقم|رقم";

static bool is_same_word(const struct fold_needle *heading, struct str word)
{
    struct fold_needle needle;

    return fold_needle_of(&needle, word) && needle.count == heading->count &&
           memcmp(needle.points, heading->points, needle.count * sizeof *needle.points) ==
               0;
}

/* Upper and lower case and the forms of an apostrophe alike. */
static bool is_among(struct str name, const char *words)
{
    struct str rest = str_from_c(words);
    struct fold_needle heading;

    if (!fold_needle_of(&heading, str_trim(name)))
        return false;
    while (rest.len > 0)
        if (is_same_word(&heading, str_cut(&rest, '|')))
            return true;
    return false;
}

static const struct heading *meaning_of(struct str name)
{
    for (size_t i = 0; i < HEADINGS && name.len > 0; i++)
        if (is_among(name, headings[i].words))
            return &headings[i];
    return NULL;
}

static struct str property_for(const struct heading *heading, const char *kind)
{
    const struct schema_kind *of = schema_kind(str_from_c(kind));
    struct str rest = str_from_c(heading->property ? heading->property : "");

    while (rest.len > 0) {
        struct str key = str_cut(&rest, '|');
        const struct schema_property *property = schema_property(key);

        if (property && edit_can_say(property, of))
            return key;
    }
    return STR("");
}

/* A surname, a birth: a list of persons. Else of events. */
static const char *kind_of(const struct columns *columns)
{
    size_t persons = 0;

    for (size_t i = 0; i < columns->count; i++) {
        const struct heading *heading = meaning_of(columns->items[i].name);

        persons += heading && heading->is_person;
    }
    return persons > 0 ? "person" : "event";
}

static void choose_form(struct edit_column *column, const struct column_survey *survey)
{
    const struct schema_property *property = schema_property(column->property);
    bool is_mixed = false;

    if (property->values & SCHEMA_DATE)
        column->pattern = columns_date_pattern(&is_mixed, survey);
    else if (property->values & (SCHEMA_COUNT | SCHEMA_QUANTITY))
        column->unit = STR("person");
    if (property->values & (SCHEMA_DATE | SCHEMA_TERM | SCHEMA_COUNT))
        column->otherwise = MAPPING_KEEP_WORDS;
}

static bool guess_column(struct mapping_edit *out, size_t i,
                         const struct columns *columns, bool *has_source)
{
    const struct column_survey *survey = &columns->items[i];
    const struct heading *heading = meaning_of(survey->name);
    struct edit_column *column = &out->columns[i];

    if (survey->is_unnamed || survey->is_twice)
        return false;
    if (is_among(survey->name, keys) && survey->repeated == 0) {
        column->is_key = true;
        return true;
    }
    if (!heading || (heading->use == EDIT_SOURCE && *has_source))
        return false;
    if (heading->use == EDIT_SAYS) {
        column->property = property_for(heading, out->kind.ptr);
        if (column->property.len == 0)
            return false;
        choose_form(column, survey);
    }
    *has_source = *has_source || heading->use == EDIT_SOURCE;
    column->use = heading->use;
    column->part = heading->part;
    return true;
}

size_t edit_guess(struct mapping_edit *out, const struct columns *columns)
{
    const char *kind = kind_of(columns);
    bool has_source = false;
    size_t count = 0;

    out->kind = str_from_c(kind);
    out->list_class =
        str_equal(out->kind, STR("person")) ? STR("") : STR("incident_list");
    out->place_property = edit_place_property(out->kind);
    for (size_t i = 0; i < columns->count && i < out->count; i++)
        count += guess_column(out, i, columns, &has_source);
    return count;
}
