/* What must not stand open: see check.h. */

#include "record/check_parts.h"
#include "record/id.h"
#include "record/page_text.h"

enum standing { STANDING_PUBLIC, STANDING_ROLE, STANDING_PRIVATE };

/* True when the archive will seal it; otherwise it is to be refused. */
static bool is_sealed_instead(const struct check_context *context)
{
    if (context->must_seal)
        *context->must_seal = true;
    return context->must_seal != NULL;
}

/* An archive made to try the program, while it has nothing to seal to. */
static bool is_lifted(const struct check_context *context)
{
    return context->is_synthetic && !context->must_seal;
}

static struct str mark_of(struct str kind_key, struct str class_)
{
    const struct schema_kind *kind = schema_kind(kind_key);
    const struct schema_term *term = kind ? schema_term(kind->classes, class_) : NULL;

    return term ? term->mark : STR("");
}

static enum standing standing_of(const struct check_entity *person)
{
    const struct str mark = mark_of(person->kind, person->class_);

    if (str_equal(mark, STR("public")))
        return STANDING_PUBLIC;
    return str_equal(mark, STR("role")) ? STANDING_ROLE : STANDING_PRIVATE;
}

/* Who an entity id is. What cannot be looked up is a private person. */
static MUST_USE enum err_code look_up(struct check_entity *out,
                                      const struct check_context *context, struct str id,
                                      struct err *err)
{
    enum err_code code = ERR_OK;

    *out = (struct check_entity){.is_hidden = true};
    if (context->find_entity)
        code = context->find_entity(out, context->data, id, err);
    if (code == ERR_OK && out->is_hidden)
        *out = (struct check_entity){.exists = true, .kind = STR("person")};
    return code;
}

MUST_USE enum err_code protect_seal(const struct check_context *context,
                                    const struct value *statement, struct err *err)
{
    if (is_lifted(context) || !value_get(statement, STR("seal")))
        return ERR_OK;
    if (is_sealed_instead(context))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot take in what must be sealed: this archive has no compartment "
                   "to seal it to, and it would stand open for ever; make one first: "
                   "stele seal new");
}

/* "interview with ...": what people write there is whom. */
static bool is_of_witness(const struct check_entity *entity)
{
    return str_equal(entity->kind, STR("interview")) ||
           str_equal(mark_of(entity->kind, entity->class_), STR("witness"));
}

MUST_USE enum err_code protect_entity(const struct check_context *context,
                                      struct str kind, struct str class_, bool has_label,
                                      struct err *err)
{
    const struct check_entity entity = {.exists = true, .kind = kind, .class_ = class_};

    if (has_label && context->must_seal && is_of_witness(&entity))
        *context->must_seal = true;
    if (is_lifted(context) || !str_equal(kind, STR("person")))
        return ERR_OK;
    switch (standing_of(&entity)) {
    case STANDING_PUBLIC:
        return ERR_OK;
    case STANDING_ROLE:
        if (has_label)
            return ERR_OK;
        return err_set(
            err, ERR_INVALID,
            "a person of class \"role\" needs a \"label\" that says the role and "
            "no name");
    case STANDING_PRIVATE:
        break;
    }
    if (is_sealed_instead(context))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot take in a private person: this archive has no compartment to "
                   "seal it to (stele seal new); or use class \"role\" with a label that "
                   "says the role and no name, or \"people\"");
}

/* A person by role, an official, people, a group: naming them in a value reveals nobody.
 */
static MUST_USE enum err_code is_harmless(bool *out, const struct check_context *context,
                                          const struct value *value, struct err *err)
{
    struct check_entity entity;

    *out = false;
    if (!value || value->type != VALUE_STRING || !id_is_valid(value->string))
        return ERR_OK;
    if (look_up(&entity, context, value->string, err) != ERR_OK)
        return err->code;
    *out = str_equal(entity.kind, STR("people")) ||
           str_equal(entity.kind, STR("group")) ||
           (str_equal(entity.kind, STR("person")) &&
            standing_of(&entity) != STANDING_PRIVATE);
    return ERR_OK;
}

MUST_USE enum err_code protect_claim(const struct check_context *context,
                                     const struct schema_property *property,
                                     const struct check_entity *subject,
                                     const struct value *value, struct err *err)
{
    struct check_entity about = *subject;
    const struct schema_kind *kind;
    bool harmless = false;

    if (is_lifted(context) || property->sensitivity != SCHEMA_WITNESS)
        return ERR_OK;
    if (!context->find_entity || subject->is_hidden)
        about.kind = STR("person");
    kind = additions_kind(context->additions, about.kind);
    if (!kind || schema_sensitivity(property, kind) != SCHEMA_WITNESS)
        return ERR_OK;
    if (str_equal(about.kind, STR("person"))) {
        if (!property->is_always_protected && standing_of(&about) == STANDING_PUBLIC)
            return ERR_OK;
    } else if (is_harmless(&harmless, context, value, err) != ERR_OK) {
        return err->code;
    } else if (harmless) {
        return ERR_OK;
    }
    if (is_sealed_instead(context))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot take in \"" STR_FMT
                   "\" of a %s: this archive has no compartment to seal it to, and it "
                   "would stand open for ever; make one first: stele seal new",
                   STR_ARG(property->key),
                   str_equal(about.kind, STR("person")) ? "person" : "witness");
}

static MUST_USE enum err_code deny_interview(const struct check_context *context,
                                             struct err *err)
{
    if (is_sealed_instead(context))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot take in words of an interview or a witness's statement: this "
                   "archive has no compartment to seal them to; make one first: stele "
                   "seal new");
}

static MUST_USE enum err_code protect_hand(bool *is_role,
                                           const struct check_context *context,
                                           const struct value *who, struct err *err)
{
    struct check_entity entity;

    if (!who || value_is_string(who, STR("not_stated")))
        return ERR_OK;
    if (look_up(&entity, context, who->string, err) != ERR_OK)
        return err->code;
    if (str_equal(entity.kind, STR("interview")))
        return deny_interview(context, err);
    if (!str_equal(entity.kind, STR("person")))
        return ERR_OK;
    if (standing_of(&entity) == STANDING_PRIVATE && !is_sealed_instead(context))
        return err_set(err, ERR_DENIED,
                       "cannot take in words of a private person: this archive has no "
                       "compartment to seal them to (stele seal new); if the source is "
                       "published, let them stand by role only");
    *is_role = *is_role || standing_of(&entity) == STANDING_ROLE;
    return ERR_OK;
}

/* *is_role: somebody in the chain stands by role only. */
static MUST_USE enum err_code protect_chain(bool *is_role,
                                            const struct check_context *context,
                                            const struct value *passage, struct err *err)
{
    const struct value *chain = value_get(passage, STR("chain"));
    const struct value *chain_as = value_get(passage, STR("chain_as"));
    struct check_target target = {.roles_only = true};

    for (uint32_t i = 0; chain && i < chain->count; i++)
        if (protect_hand(is_role, context, value_get(&chain->items[i], STR("who")),
                         err) != ERR_OK)
            return err->code;
    if (!chain_as)
        return ERR_OK;
    if (context->find_statement &&
        context->find_statement(&target, context->data, chain_as->string, err) != ERR_OK)
        return err->code;
    /* Whose words a sealed chain passes on is not known here. */
    *is_role = *is_role || target.roles_only || target.is_hidden;
    return ERR_OK;
}

/* A class that the archive added says nothing of it. */
static bool is_published(const struct check_entity *source)
{
    const struct schema_kind *kind = schema_kind(source->kind);

    return str_equal(source->kind, STR("source")) &&
           schema_term(kind->classes, source->class_) &&
           mark_of(source->kind, source->class_).len == 0;
}

MUST_USE enum err_code protect_passage(const struct check_context *context,
                                       const struct value *passage, struct err *err)
{
    const bool roles_only = value_get(passage, STR("roles_only")) != NULL;
    struct check_entity source;
    bool is_role = false;

    if (is_lifted(context))
        return ERR_OK;
    if (look_up(&source, context, value_get_string(passage, STR("source")), err) !=
        ERR_OK)
        return err->code;
    if (is_of_witness(&source))
        return deny_interview(context, err);
    if (protect_chain(&is_role, context, passage, err) != ERR_OK)
        return err->code;
    if (is_role && !roles_only && !is_sealed_instead(context))
        return err_set(err, ERR_DENIED,
                       "cannot take in words of a private person: this archive has no "
                       "compartment to seal them to (stele seal new); if the source is "
                       "published and they stand by role only, say \"roles_only\":true");
    if (roles_only && !is_published(&source) && !is_sealed_instead(context))
        return err_set(
            err, ERR_DENIED,
            "\"roles_only\" is for a published source: give the source a class "
            "that says it is published");
    return ERR_OK;
}

/* A text of a sealed file says what the file says. A redaction or an excerpt is made to
 * be shown: whoever makes one knows why. */
MUST_USE enum err_code protect_derived(const struct check_context *context,
                                       const struct value *derived, struct err *err)
{
    struct str of = value_get_string(derived, STR("of"));
    struct check_target target = {0};

    if (!context->find_statement || !shape_is_statement_ref(of) ||
        !page_text_is_how(value_get_string(derived, STR("how"))))
        return ERR_OK;
    if (context->find_statement(&target, context->data, of, err) != ERR_OK)
        return err->code;
    if (!target.is_sealed)
        return ERR_OK;
    if (str_equal(value_get_string(derived, STR("stored")),
                  value_get_string(derived, STR("sha256"))))
        return err_set(err, ERR_DENIED,
                       "the file is sealed, and the bytes of this text lie open: what is "
                       "made of a sealed file is stored sealed (stele derive)");
    if (is_sealed_instead(context))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot take in the text of a sealed file: this archive has no "
                   "compartment to seal it to; make one first: stele seal new");
}

/* Whom a team speaks with, and how they can be reached, never stands open. */
MUST_USE enum err_code protect_consent(const struct check_context *context,
                                       struct err *err)
{
    if (is_lifted(context) || is_sealed_instead(context))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot take in consent: this archive has no compartment to seal it "
                   "to, and it would say for ever whom the team spoke with; make one "
                   "first: stele seal new");
}
