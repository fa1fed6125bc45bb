/* What a person agreed to, what they took back, and which promise to them was kept. */

#include "record/check_parts.h"

#include "base/message.h"
#include "format/edtf.h"
#include "record/id.h"

/* Consent that leaves one of these out is none: each has a sentence of its own. */
struct needed {
    size_t member;
    const char *sentence;
};

static MUST_USE enum err_code check_needed(const struct value *const *found,
                                           const struct needed *needed, size_t count,
                                           struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (!found[needed[i].member])
            return err_set(err, ERR_INVALID, "%s", _(needed[i].sentence));
    return ERR_OK;
}

static MUST_USE enum err_code check_terms(const struct check_context *context,
                                          const struct value *list, struct str vocabulary,
                                          struct str name, struct err *err)
{
    const struct schema_vocabulary *terms = schema_vocabulary(vocabulary);

    for (uint32_t i = 0; list && i < list->count; i++)
        if (shape_check_term(&list->items[i], context->additions, terms, name, err) !=
            ERR_OK)
            return err->code;
    return ERR_OK;
}

/* A kind of organisation, somebody whom the archive knows, or words. */
static MUST_USE enum err_code check_recipient(const struct check_context *context,
                                              const struct value *v, struct err *err)
{
    if (v->type == VALUE_OBJECT)
        return form_words(v, err);
    if (v->type == VALUE_STRING && id_is_valid(v->string))
        return check_entity_ref(context, v,
                                check_kind_bits(STR("person people group place")),
                                STR("recipients"), err);
    return shape_check_term(v, context->additions,
                            schema_vocabulary(STR("consent_recipient")),
                            STR("recipients"), err);
}

static MUST_USE enum err_code check_recipients(const struct check_context *context,
                                               const struct value *list, struct err *err)
{
    for (uint32_t i = 0; list && i < list->count; i++)
        if (check_recipient(context, &list->items[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* Somebody whom the archive knows, or a name in words. */
static MUST_USE enum err_code check_somebody(const struct check_context *context,
                                             const struct value *v, struct str name,
                                             struct err *err)
{
    if (!v || !id_is_valid(v->string))
        return ERR_OK;
    return check_entity_ref(context, v, check_kind_bits(STR("person people group")), name,
                            err);
}

static MUST_USE enum err_code check_child(const struct check_context *context,
                                          const struct value *child, struct err *err)
{
    enum { GUARDIAN, RELATION, ASSENT, WORDS, COUNT };
    static const struct shape_member members[COUNT] = {
        SHAPE_MEMBER("guardian", SHAPE_ID),
        SHAPE_TERM_OF("relation", "relation_kind"),
        SHAPE_TERM_OF("assent", "child_assent"),
        SHAPE_MEMBER("words", SHAPE_TEXT),
    };
    static const struct needed needed[] = {
        {GUARDIAN, N_("a child needs a \"guardian\" who agrees for it: the id of a "
                      "person or an institution")},
        {RELATION, N_("say what the guardian is to the child (\"relation\")")},
        {ASSENT, N_("say what the child itself said (\"assent\"): given, refused or "
                    "too_young")},
    };
    const struct value *found[COUNT];

    if (!child)
        return ERR_OK;
    if (shape_check(found, context->additions, child, members, COUNT, err) != ERR_OK)
        return err_context(err, "child: ");
    if (check_needed(found, needed, sizeof needed / sizeof needed[0], err) != ERR_OK)
        return err->code;
    return check_entity_ref(context, found[GUARDIAN],
                            check_kind_bits(STR("person group")), STR("guardian"), err);
}

static MUST_USE enum err_code check_promise(const struct value *promise, struct err *err)
{
    enum { WHAT, DUE, TO, COUNT };
    static const struct shape_member members[COUNT] = {
        SHAPE_MEMBER("what", SHAPE_TEXT),
        SHAPE_MEMBER("due", SHAPE_DATE),
        SHAPE_MEMBER("to", SHAPE_TEXT),
    };
    static const struct needed needed[] = {
        {WHAT, N_("a promise says \"what\" was promised")},
        {DUE, N_("a promise says by when (\"due\"): one without a day is forgotten")},
    };
    const struct value *found[COUNT];

    if (promise->type != VALUE_OBJECT)
        return err_set(err, ERR_INVALID,
                       "\"promises\" is a list of objects with \"what\" and \"due\"");
    if (shape_check(found, NULL, promise, members, COUNT, err) != ERR_OK)
        return err_context(err, "promises: ");
    return check_needed(found, needed, sizeof needed / sizeof needed[0], err);
}

static MUST_USE enum err_code check_contact(const struct value *contact, struct err *err)
{
    enum { HOW, WHEN_SAFE, DUE, COUNT };
    static const struct shape_member members[COUNT] = {
        SHAPE_MEMBER("how", SHAPE_TEXT),
        SHAPE_MEMBER("when_safe", SHAPE_TEXT),
        SHAPE_MEMBER("due", SHAPE_DATE),
    };
    static const struct needed needed[] = {
        {HOW, N_("say \"how\" the person may be reached")},
        {WHEN_SAFE, N_("say when that is safe (\"when_safe\"): a call at the wrong hour "
                       "can betray a witness")},
    };
    const struct value *found[COUNT];

    if (!contact)
        return ERR_OK;
    if (shape_check(found, NULL, contact, members, COUNT, err) != ERR_OK)
        return err_context(err, "contact: ");
    return check_needed(found, needed, sizeof needed / sizeof needed[0], err);
}

static bool bounds_of(struct edtf_bounds *out, const struct value *date)
{
    struct str text =
        date->type == VALUE_STRING ? date->string : value_get_string(date, STR("edtf"));
    struct err ignored;
    struct edtf edtf;

    if (text.len == 0 || edtf_parse(&edtf, text, &ignored) != ERR_OK)
        return false;
    *out = edtf_bounds(&edtf);
    return true;
}

/* "on" needs a day that can be compared: words alone would let consent never end. */
static MUST_USE enum err_code check_days(const struct value *on,
                                         const struct value *until, struct err *err)
{
    struct edtf_bounds given;
    struct edtf_bounds end;

    if (!bounds_of(&given, on))
        return err_set(err, ERR_INVALID,
                       "\"on\" is a day, a month or a year, not words alone");
    if (!until)
        return ERR_OK;
    if (!bounds_of(&end, until))
        return err_set(err, ERR_INVALID,
                       "\"until\" is a day, a month or a year, not words alone");
    if (end.last < given.first)
        return err_set(err, ERR_INVALID, "\"until\" is before \"on\"");
    return ERR_OK;
}

enum {
    PERSON = COMMON_COUNT,
    INTERVIEW,
    PURPOSES,
    RECIPIENTS,
    MAY_USE,
    RISKS,
    ALTERNATIVES,
    WITHDRAWAL,
    CANNOT_UNDO,
    LANGUAGE,
    INTERPRETER,
    FORM,
    OBJECT,
    WITNESS,
    ON,
    UNTIL,
    CONDITIONS,
    ADULT,
    CHILD,
    EARLIER,
    PROMISES,
    CONTACT,
    REFERRAL,
    GIVEN_BY,
    NOTE,
    SEAL,
    SUPERSEDES,
    GIVEN_COUNT
};

static const struct shape_member given_members[GIVEN_COUNT] = {
    COMMON_MEMBERS,
    SHAPE_MEMBER("person", SHAPE_ID),
    SHAPE_MEMBER("interview", SHAPE_ID),
    SHAPE_MEMBER("purposes", SHAPE_LIST),
    SHAPE_MEMBER("recipients", SHAPE_LIST),
    SHAPE_MEMBER("may_use", SHAPE_LIST),
    SHAPE_MEMBER("risks_explained", SHAPE_TEXT),
    SHAPE_MEMBER("alternatives_explained", SHAPE_TEXT),
    SHAPE_MEMBER("withdrawal_explained", SHAPE_TEXT),
    SHAPE_MEMBER("cannot_undo", SHAPE_TEXT),
    SHAPE_MEMBER("lang", SHAPE_LANG),
    SHAPE_MEMBER("interpreter", SHAPE_TEXT),
    SHAPE_TERM_OF("form", "consent_form"),
    SHAPE_MEMBER("object", SHAPE_OBJECT_NAME),
    SHAPE_MEMBER("witness", SHAPE_TEXT),
    SHAPE_MEMBER("on", SHAPE_DATE),
    SHAPE_MEMBER("until", SHAPE_DATE),
    SHAPE_MEMBER("conditions", SHAPE_TEXT),
    SHAPE_MEMBER("adult", SHAPE_TRUE),
    SHAPE_MEMBER("child", SHAPE_OBJECT),
    SHAPE_MEMBER("earlier_accounts", SHAPE_TEXT),
    SHAPE_MEMBER("promises", SHAPE_LIST),
    SHAPE_MEMBER("contact", SHAPE_OBJECT),
    SHAPE_TERM_OF("referral", "referral"),
    SHAPE_TERM_OF("given_by", "consent_by"),
    SHAPE_MEMBER("note", SHAPE_TEXT),
    SHAPE_MEMBER("seal", SHAPE_TEXT),
    SHAPE_MEMBER("supersedes", SHAPE_PINNED),
};

static const struct needed given_needed[] = {
    {PERSON, N_("say whose consent it is (\"person\")")},
    {RISKS, N_("say which risks were explained (\"risks_explained\"): nobody can agree "
               "to what they were not told")},
    {ALTERNATIVES, N_("say which other ways were explained (\"alternatives_explained\"): "
                      "whoever sees only one has not chosen")},
    {WITHDRAWAL, N_("say how the person was told to take it back "
                    "(\"withdrawal_explained\")")},
    {CANNOT_UNDO, N_("say what the person was told a withdrawal cannot undo "
                     "(\"cannot_undo\")")},
    {PURPOSES, N_("say what for (\"purposes\"): consent to everything is consent to "
                  "nothing")},
    {RECIPIENTS, N_("say who may get it (\"recipients\"): kinds of organisation, or "
                    "somebody by id or by {\"words\"}")},
    {MAY_USE,
     N_("say what may be used (\"may_use\"): words, name, voice, image, contact; "
        "what is not named may not")},
    {LANGUAGE, N_("say in which language it was explained (\"lang\")")},
    {FORM, N_("say how it was given (\"form\"): written, signed_by_mark, oral_witnessed "
              "or recorded")},
    {ON, N_("say on which day it was given (\"on\")")},
};

static MUST_USE enum err_code check_form(const struct value *const *found,
                                         struct err *err)
{
    bool needs_witness = value_is_string(found[FORM], STR("oral_witnessed")) ||
                         value_is_string(found[FORM], STR("signed_by_mark"));

    if (needs_witness && !found[WITNESS])
        return err_set(err, ERR_INVALID,
                       "consent of form \"" STR_FMT
                       "\" needs the \"witness\" who was there",
                       STR_ARG(found[FORM]->string));
    if (found[ADULT] && found[CHILD])
        return err_set(err, ERR_INVALID,
                       "a person is of age (\"adult\") or a \"child\", not both");
    if (!found[ADULT] && !found[CHILD])
        return err_set(err, ERR_INVALID,
                       "say that the person is of age (\"adult\":true), or give "
                       "\"child\" with \"guardian\", \"relation\" and \"assent\"");
    return ERR_OK;
}

static MUST_USE enum err_code check_named(const struct check_context *context,
                                          const struct value *const *found,
                                          struct err *err)
{
    struct check_target target;

    if (check_entity_ref(context, found[PERSON], check_kind_bits(STR("person")),
                         STR("person"), err) != ERR_OK)
        return err->code;
    if (found[INTERVIEW] &&
        check_entity_ref(context, found[INTERVIEW], check_kind_bits(STR("interview")),
                         STR("interview"), err) != ERR_OK)
        return err->code;
    if (check_somebody(context, found[INTERPRETER], STR("interpreter"), err) != ERR_OK ||
        check_somebody(context, found[WITNESS], STR("witness"), err) != ERR_OK ||
        check_object_name(context, found[OBJECT], STR("object"), err) != ERR_OK)
        return err->code;
    if (!found[SUPERSEDES])
        return ERR_OK;
    return check_statement_exists(&target, context,
                                  value_get_string(found[SUPERSEDES], STR("s")),
                                  STR("consent"), STR("supersedes"), err);
}

static MUST_USE enum err_code check_given(const struct check_context *context,
                                          const struct value *consent, struct err *err)
{
    const struct value *found[GIVEN_COUNT];

    if (shape_check(found, context->additions, consent, given_members, GIVEN_COUNT,
                    err) != ERR_OK ||
        check_needed(found, given_needed, sizeof given_needed / sizeof given_needed[0],
                     err) != ERR_OK ||
        check_terms(context, found[PURPOSES], STR("consent_purpose"), STR("purposes"),
                    err) != ERR_OK ||
        check_recipients(context, found[RECIPIENTS], err) != ERR_OK ||
        check_terms(context, found[MAY_USE], STR("consent_part"), STR("may_use"), err) !=
            ERR_OK ||
        check_form(found, err) != ERR_OK ||
        check_days(found[ON], found[UNTIL], err) != ERR_OK ||
        check_child(context, found[CHILD], err) != ERR_OK ||
        check_contact(found[CONTACT], err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; found[PROMISES] && i < found[PROMISES]->count; i++)
        if (check_promise(&found[PROMISES]->items[i], err) != ERR_OK)
            return err->code;
    return check_named(context, found, err);
}

static MUST_USE enum err_code check_withdrawal(const struct check_context *context,
                                               const struct value *consent,
                                               struct err *err)
{
    enum {
        WITHDRAWS = COMMON_COUNT,
        DAY,
        BY_WHOM,
        SCOPE,
        FOR,
        FROM,
        WORDS,
        SEALED,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("withdraws", SHAPE_PINNED),
        SHAPE_NEEDED("on", SHAPE_DATE),
        SHAPE_TERM_NEEDED("by_whom", "consent_by"),
        SHAPE_TERM_NEEDED("scope", "withdrawal_scope"),
        SHAPE_MEMBER("purposes", SHAPE_LIST),
        SHAPE_MEMBER("recipients", SHAPE_LIST),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("seal", SHAPE_TEXT),
    };
    const struct value *found[COUNT];
    struct check_target target;

    if (shape_check(found, context->additions, consent, members, COUNT, err) != ERR_OK)
        return err->code;
    if (value_is_string(found[SCOPE], STR("purposes")) != (found[FOR] != NULL))
        return err_set(err, ERR_INVALID,
                       "a withdrawal names \"purposes\" where its scope is \"purposes\", "
                       "and there only");
    if (value_is_string(found[SCOPE], STR("recipients")) != (found[FROM] != NULL))
        return err_set(err, ERR_INVALID,
                       "a withdrawal names \"recipients\" where its scope is "
                       "\"recipients\", and there only");
    if (check_terms(context, found[FOR], STR("consent_purpose"), STR("purposes"), err) !=
            ERR_OK ||
        check_recipients(context, found[FROM], err) != ERR_OK ||
        check_days(found[DAY], NULL, err) != ERR_OK)
        return err->code;
    return check_statement_exists(&target, context,
                                  value_get_string(found[WITHDRAWS], STR("s")),
                                  STR("consent"), STR("withdraws"), err);
}

/* A promise that was kept: its place in the list, the first is 1; 0: to be in touch. */
static MUST_USE enum err_code check_kept(const struct check_context *context,
                                         const struct value *consent, struct err *err)
{
    enum { KEPT = COMMON_COUNT, PROMISE, DAY, WORDS, SEALED, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("kept", SHAPE_PINNED),
        SHAPE_NEEDED("promise", SHAPE_NATURAL),
        SHAPE_NEEDED("on", SHAPE_DATE),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("seal", SHAPE_TEXT),
    };
    const struct value *found[COUNT];
    struct check_target target;

    if (shape_check(found, context->additions, consent, members, COUNT, err) != ERR_OK)
        return err->code;
    return check_statement_exists(&target, context,
                                  value_get_string(found[KEPT], STR("s")), STR("consent"),
                                  STR("kept"), err);
}

MUST_USE enum err_code check_consent(const struct check_context *context,
                                     const struct value *consent, struct err *err)
{
    enum err_code code;

    if (value_get(consent, STR("withdraws")))
        code = check_withdrawal(context, consent, err);
    else if (value_get(consent, STR("kept")))
        code = check_kept(context, consent, err);
    else
        code = check_given(context, consent, err);
    return code == ERR_OK ? protect_consent(context, err) : code;
}
