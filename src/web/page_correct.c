/* /s/REF/correct: the same form, prefilled, of a claim or a passage. */

#include "base/message.h"
#include "entering/when.h"
#include "entering/where.h"
#include "format/canon.h"
#include "record/claim_value.h"
#include "web/judge.h"

static const struct value *said(const struct judge *j)
{
    return &j->statement.statement.value;
}

static struct str member(const struct judge *j, const char *key)
{
    return value_get_string(said(j), str_from_c(key));
}

static bool is_kind(const struct judge *j, const char *kind)
{
    return str_equal(j->statement.said.kind, str_from_c(kind));
}

/* A value as it would be typed: a term, a date, a text; else its JSON. */
static struct str value_typed(const struct judge *j)
{
    static const struct str alone[] = {STR_INIT("term"), STR_INIT("edtf")};
    const struct value *v = value_get(said(j), STR("value"));
    struct buf out = {0};
    struct str kept = STR("");
    struct err ignored = {0};

    if (!v)
        return STR("");
    if (v->type == VALUE_STRING)
        return v->string;
    for (size_t i = 0; v->type == VALUE_OBJECT && i < 2; i++) {
        const bool has_words = value_get(v, STR("words")) != NULL;

        if (value_get(v, alone[i]) && v->count == (has_words ? 2U : 1U))
            return value_get_string(v, alone[i]);
    }
    if (v->type == VALUE_OBJECT && v->count == 1 && value_get(v, STR("words")))
        return STR("");
    if (canon_write(&out, v, &ignored) == ERR_OK)
        kept = arena_str(j->r->arena, buf_str(&out));
    buf_release(&out);
    return kept;
}

static struct str words_typed(const struct judge *j, struct str value)
{
    return value.len > 0 && value.ptr[0] == '{'
               ? STR("")
               : value_get_string(value_get(said(j), STR("value")), STR("words"));
}

static void write_claim(struct page *page, struct judge *j)
{
    const struct str value = value_typed(j);

    judge_area(page, j, "value", _("Value"),
               _("a term, a date, a number, an id; or the value as JSON"), value);
    judge_input(page, j, "words", _("In the source’s words"), NULL,
                words_typed(j, value));
    page_row(page);
    judge_select(page, j, "quantifier", _("How many of them"), "quantifier",
                 _("not said"), member(j, "quantifier"));
    judge_select(page, j, "mode", _("How it is said"), "mode", _("as a fact"),
                 member(j, "mode"));
    page_row_end(page);
    judge_input(page, j, "note", _("Note"), NULL, member(j, "note"));
}

static void write_passage(struct page *page, struct judge *j)
{
    judge_input(page, j, "where", _("Where in it"), NULL,
                where_typed(j->r->arena, value_get(said(j), STR("locator"))));
    judge_area(page, j, "words", _("The words, as they are written"), NULL,
               member(j, "words"));
    judge_input(page, j, "lang", _("Language (a code such as uk)"), NULL,
                member(j, "lang"));
    judge_input(page, j, "note", _("Note"), NULL, member(j, "note"));
}

void correct_write(struct page *page, struct judge *j)
{
    page_section(page, "new", str_from_c(_("What it should say")), STR(""));
    if (is_kind(j, "claim"))
        write_claim(page, j);
    else if (is_kind(j, "passage"))
        write_passage(page, j);
    else
        html_element(&page->h, "p",
                     str_from_c(_("Claims and passages are corrected. Anything else is "
                                  "withdrawn, and entered anew.")));
    page_section_end(page);
    page_section(page, "why-so", str_from_c(_("Why")), STR(""));
    judge_select(page, j, "reason", _("Reason"), "withdrawal_reason", _("choose"),
                 STR(""));
    page_section_end(page);
}

/* What a correction does not touch. */
static void keep(struct value *draft, const struct judge *j, const char *const *keys,
                 size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct value *v = value_get(said(j), str_from_c(keys[i]));

        if (v)
            value_set(draft, j->r->arena, str_from_c(keys[i]),
                      value_copy(v, j->r->arena));
    }
}

static void read_claim(struct value *draft, struct judge *j)
{
    static const char *const kept[] = {"about",    "property",   "passage", "basis",
                                       "premises", "qualifiers", "seal"};
    const struct str text = judge_typed(j, "value");
    const struct str words = judge_typed(j, "words");
    struct value value;
    struct err err = {0};

    keep(draft, j, kept, sizeof kept / sizeof kept[0]);
    judge_take(draft, j, "quantifier", "quantifier");
    judge_take(draft, j, "mode", "mode");
    judge_take(draft, j, "note", "note");
    if (text.len == 0 && words.len == 0 &&
        !str_equal(judge_typed(j, "mode"), STR("said_unknown"))) {
        judge_error(j, "value", _("Say what it is."));
        return;
    }
    if (text.len == 0 && words.len == 0)
        return;
    if (claim_value_read(&value, j->r->arena, member(j, "property"), text, words, &err) !=
        ERR_OK)
        judge_error(j, "value", arena_str(j->r->arena, str_from_c(err.message)).ptr);
    else
        value_set(draft, j->r->arena, STR("value"), value);
}

static void read_passage(struct value *draft, struct judge *j)
{
    static const char *const kept[] = {"source",      "chain", "chain_as",  "uttered",
                                       "translation", "seal",  "roles_only"};
    const struct str where = judge_typed(j, "where");
    const struct str before =
        where_typed(j->r->arena, value_get(said(j), STR("locator")));

    keep(draft, j, kept, sizeof kept / sizeof kept[0]);
    judge_take(draft, j, "words", "words");
    judge_take(draft, j, "lang", "lang");
    judge_take(draft, j, "note", "note");
    if (where.len == 0)
        judge_error(j, "where", _("Say where in it the words stand."));
    else if (str_equal(where, before))
        value_set(draft, j->r->arena, STR("locator"),
                  value_copy(value_get(said(j), STR("locator")), j->r->arena));
    else
        value_set(draft, j->r->arena, STR("locator"), where_read(j->r->arena, where));
}

void correct_read(struct value *draft, struct judge *j)
{
    value_set(draft, j->r->arena, STR("kind"), value_string(j->statement.said.kind));
    if (is_kind(j, "claim"))
        read_claim(draft, j);
    else if (is_kind(j, "passage"))
        read_passage(draft, j);
    else
        judge_error(j, NULL,
                    _("Claims and passages are corrected. Anything else is "
                      "withdrawn, and entered anew."));
    value_set(draft, j->r->arena, STR("supersedes"), value_string(j->name));
    judge_take(draft, j, "reason", "reason");
    if (!value_get(draft, STR("reason")))
        judge_error(j, "reason", _("Choose why it is corrected."));
}
