/* A place as a source describes it: the entity and what is said of it, in one commit. */

#include "cli/add.h"
#include "cli/draft.h"
#include "cli/place_input.h"
#include "record/claim_value.h"

enum { KEY_IN = 256, KEY_POSITION, KEY_AT, KEY_PRECISION, KEY_BOUNDARY, KEY_NAME };

#define LOCAL STR("the place") /* its name within the commit: no id has a blank */

struct add_place {
    struct cli *cli;
    struct value drafts;
    struct value premises; /* an array, empty without --premise */
    struct str words;
    struct str place_class;
    struct str in;
    struct str position;
    struct str at;
    struct str precision;
    struct str name;
    struct str lang;
    struct str passage;
    const char *boundary;
};

static const struct argp_option options[] = {
    {"class", 'c', "CLASS", 0, "What kind of place: building, burial_site, yard ...", 0},
    {"in", KEY_IN, "PLACE", 0, "The settlement, building or area that it lies in", 0},
    {"position", KEY_POSITION, "RELATION:ENTITY", 0,
     "Where it is seen from something else: opposite:ID, behind:ID, near:ID ...", 0},
    {"at", KEY_AT, "COORDINATES", 0, "Its coordinates, in any usual notation", 0},
    {"precision", KEY_PRECISION, "METRES", 0,
     "How near these, or the position, are known: 200m, 1.5km", 0},
    {"boundary", KEY_BOUNDARY, "FILE", 0, "Its boundary as GeoJSON", 0},
    {"name", KEY_NAME, "NAME", 0, "A name that it has", 0},
    {"lang", 'l', "CODE", 0, "The language of WORDS and NAME, such as uk", 0},
    {"passage", 'p', "PASSAGE", 0, "The passage that all of this rests on", 0},
    {"premise", 'P', "STATEMENT", 0, "It is inferred, from this (may be repeated)", 0},
    {0},
};

/* Options that are one text each. */
static struct str *text_of(struct add_place *add, int key)
{
    switch (key) {
    case 'c':
        return &add->place_class;
    case 'l':
        return &add->lang;
    case 'p':
        return &add->passage;
    case KEY_IN:
        return &add->in;
    case KEY_POSITION:
        return &add->position;
    case KEY_AT:
        return &add->at;
    case KEY_PRECISION:
        return &add->precision;
    case KEY_NAME:
        return &add->name;
    default:
        return NULL;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct add_place *add = state->input;
    struct str *text;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = add->cli;
        return 0;
    case ARGP_KEY_ARG:
        if (add->words.len > 0)
            cli_misuse(state, "\"%s\" is one argument too many", arg);
        add->words = str_trim(str_from_c(arg));
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say how the source describes the place");
        return 0;
    case KEY_BOUNDARY:
        add->boundary = arg;
        return 0;
    case 'P':
        value_add(&add->premises, &add->cli->arena, value_string(str_from_c(arg)));
        return 0;
    default:
        text = text_of(add, key);
        if (!text)
            return ARGP_ERR_UNKNOWN;
        *text = str_from_c(arg);
        return 0;
    }
}

static void add_claim_of(struct add_place *add, struct str property, struct value value)
{
    struct arena *arena = &add->cli->arena;
    struct value claim = value_object();

    value_set(&claim, arena, STR("kind"), value_string(STR("claim")));
    value_set(&claim, arena, STR("about"), value_string(LOCAL));
    value_set(&claim, arena, STR("property"), value_string(property));
    value_set(&claim, arena, STR("value"), value);
    if (add->passage.len > 0)
        value_set(&claim, arena, STR("passage"), value_string(add->passage));
    if (add->premises.count > 0) {
        value_set(&claim, arena, STR("basis"), value_string(STR("inferred")));
        value_set(&claim, arena, STR("premises"), add->premises);
    }
    value_add(&add->drafts, arena, claim);
}

static void add_entity_of(struct add_place *add)
{
    struct arena *arena = &add->cli->arena;
    struct value entity = value_object();

    value_set(&entity, arena, STR("kind"), value_string(STR("entity")));
    value_set(&entity, arena, STR("id"), value_string(LOCAL));
    value_set(&entity, arena, STR("entity"), value_string(STR("place")));
    if (add->place_class.len > 0)
        value_set(&entity, arena, STR("class"), value_string(add->place_class));
    value_set(&entity, arena, STR("label"), value_string(add->words));
    value_add(&add->drafts, arena, entity);
}

static void set_lang(struct add_place *add, struct value *value)
{
    if (add->lang.len > 0)
        value_set(value, &add->cli->arena, STR("lang"), value_string(add->lang));
}

static MUST_USE enum err_code set_precision(struct add_place *add, struct value *value,
                                            struct err *err)
{
    return add->precision.len == 0
               ? ERR_OK
               : place_input_precision(value, &add->cli->arena, add->precision, err);
}

/* The words of the source stand with the relation that they express: with the settlement
 * around where nothing nearer is named. The precision is theirs unless there are
 * coordinates. */
static MUST_USE enum err_code add_position(struct add_place *add, struct err *err)
{
    struct arena *arena = &add->cli->arena;
    struct str text = add->position;
    struct value value = {0};

    if (text.len == 0 && add->in.len == 0)
        return ERR_OK;
    if (text.len == 0)
        text = arena_printf(arena, "in:" STR_FMT, STR_ARG(add->in));
    if (claim_value_read(&value, arena, STR("position"), text, STR(""), err) != ERR_OK)
        return err->code;
    if (value.type != VALUE_OBJECT)
        return err_set(
            err, ERR_INVALID,
            "\"" STR_FMT "\" is no position: write RELATION:ENTITY, such as "
            "opposite:ID; relations are in, near, behind, opposite, north_of and "
            "the others of the vocabulary place_relation",
            STR_ARG(str_prefix(text, 80)));
    value_set(&value, arena, STR("words"), value_string(add->words));
    set_lang(add, &value);
    if (add->at.len == 0 && set_precision(add, &value, err) != ERR_OK)
        return err->code;
    add_claim_of(add, STR("position"), value);
    return ERR_OK;
}

static MUST_USE enum err_code add_coordinates(struct add_place *add, struct err *err)
{
    struct value value = {0};

    if (add->at.len == 0)
        return ERR_OK;
    if (claim_value_read(&value, &add->cli->arena, STR("coordinates"), add->at, STR(""),
                         err) != ERR_OK ||
        set_precision(add, &value, err) != ERR_OK)
        return err->code;
    place_input_remark(add->cli, &value, add->at);
    add_claim_of(add, STR("coordinates"), value);
    return ERR_OK;
}

static MUST_USE enum err_code add_boundary(struct add_place *add, struct err *err)
{
    struct value value = {0};
    struct str text;

    if (!add->boundary)
        return ERR_OK;
    if (place_input_file(&text, add->cli, add->boundary, err) != ERR_OK)
        return err->code;
    if (claim_value_read(&value, &add->cli->arena, STR("boundary"), str_trim(text),
                         STR(""), err) != ERR_OK)
        return err_context(err, "\"%s\": ", add->boundary);
    add_claim_of(add, STR("boundary"), value);
    return ERR_OK;
}

static void add_name(struct add_place *add)
{
    struct value value = value_object();

    if (add->name.len == 0)
        return;
    value_set(&value, &add->cli->arena, STR("written"), value_string(add->name));
    set_lang(add, &value);
    add_claim_of(add, STR("name"), value);
}

static MUST_USE enum err_code gather(struct add_place *add, struct err *err)
{
    add_entity_of(add);
    add_name(add);
    if (add->in.len > 0)
        add_claim_of(add, STR("located_in"), value_string(add->in));
    if (add_position(add, err) != ERR_OK || add_coordinates(add, err) != ERR_OK ||
        add_boundary(add, err) != ERR_OK)
        return err->code;
    if (add->precision.len > 0 && add->drafts.count == 1)
        return err_set(err, ERR_INVALID,
                       "a precision belongs to coordinates or a position: say --at, "
                       "--position or --in");
    if (add->drafts.count > 1 && add->passage.len == 0 && add->premises.count == 0)
        return err_set(err, ERR_INVALID,
                       "say on which passage this rests (--passage), or from what it is "
                       "inferred (--premise)");
    return ERR_OK;
}

int add_place(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "WORDS",
        .doc =
            "Record a place as a source describes it, such as \"asphalt plant opposite "
            "the station\": the entity, with WORDS as its working name, and in the same "
            "commit a claim for each thing that is said of where it is.",
        .children = children,
    };
    struct add_place add = {
        .cli = cli, .drafts = value_array(), .premises = value_array()};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &add, &status))
        return status;
    if (gather(&add, &err) != ERR_OK)
        return cli_fail(cli, &err);
    return drafts_write(cli, &add.drafts);
}
