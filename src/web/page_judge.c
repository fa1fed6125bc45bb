/* /s/REF/assess, decide, withdraw. */

#include "base/message.h"
#include "sheet/claim_text.h"
#include "web/judge.h"
#include "web/pages.h"

static bool is_claim(const struct judge *j)
{
    return str_equal(j->statement.said.kind, STR("claim"));
}

static struct str full_ref(const struct judge *j, struct ref ref)
{
    return archive_ref_text(j->r->archive, j->r->arena, ref);
}

/* ---- which claims ---- */

/* A claim in one line: what it says, and where it stands. */
static void write_other(struct page *page, const struct judge *j,
                        const struct sheet_claim *other)
{
    struct html *h = &page->h;
    struct phrase phrase = {.labels = &j->reading.sheet.labels};
    struct buf out = {0};
    const struct sheet_passage *passage =
        other->passage > 0 ? sheet_passage(&j->reading.sheet, other->passage) : NULL;

    claim_text_line(&out, &phrase, &other->claim);
    html_bdi(h, buf_str(&out));
    if (passage) {
        buf_reset(&out);
        phrase_entity(&out, &phrase, passage->row.source);
        html_puts(h, " ");
        html_phrase(h, "span", "src", buf_str(&out));
    }
    buf_release(&out);
}

static void write_others(struct page *page, const struct judge *j, const char *type,
                         const char *name, const char *legend)
{
    struct html *h = &page->h;

    html_open(h, "fieldset");
    html_class(h, "f");
    html_set(h, "id", name);
    html_element(h, "legend", str_from_c(legend));
    html_open(h, "ul");
    html_class(h, "plain");
    for (size_t i = 0; i < j->other_count; i++) {
        const struct str ref = full_ref(j, j->others[i].claim.ref);
        const struct str id = arena_printf(j->r->arena, "%s.%zu", name, i);
        bool is_on = j->others[i].claim.ref.n == j->ref.n && type[0] == 'c';

        for (size_t k = 0; j->is_posted && k < j->r->form.count; k++)
            is_on = is_on || (str_equal(j->r->form.items[k].name, str_from_c(name)) &&
                              str_equal(j->r->form.items[k].value, ref));
        html_open(h, "li");
        html_void(h, "input");
        html_set(h, "type", type);
        html_set(h, "name", name);
        html_attr(h, "id", id);
        html_attr(h, "value", ref);
        if (is_on)
            html_flag(h, "checked");
        html_open(h, "label");
        html_attr(h, "for", id);
        write_other(page, j, &j->others[i]);
        html_close(h, "label");
        html_close(h, "li");
    }
    html_close(h, "ul");
    html_close(h, "fieldset");
}

/* What was ticked, each once. */
static struct value ticked(const struct judge *j, const char *name)
{
    struct value list = value_array();

    for (size_t i = 0; i < j->r->form.count; i++) {
        const struct field *field = &j->r->form.items[i];
        bool is_there = false;

        if (!str_equal(field->name, str_from_c(name)))
            continue;
        for (uint32_t k = 0; k < list.count; k++)
            is_there = is_there || value_is_string(&list.items[k], field->value);
        if (!is_there)
            value_add(&list, j->r->arena, value_string(field->value));
    }
    return list;
}

/* ---- assess ---- */

static void assess_write(struct page *page, struct judge *j)
{
    if (j->other_count > 1) {
        page_section(page, "of", str_from_c(_("What is assessed")),
                     str_from_c(_("An assessment is never part of the claim.")));
        write_others(page, j, "checkbox", "of",
                     _("This one, and others that say the same of it"));
        page_section_end(page);
    }
    page_section(page, "judgement", str_from_c(_("Judgement")), STR(""));
    page_row(page);
    judge_select(page, j, "status", _("Status"), "assessment_status", _("not assessed"),
                 STR(""));
    judge_select(page, j, "standard", _("Standard of proof"), "standard_of_proof",
                 _("not assessed"), STR(""));
    judge_select(page, j, "independence", _("Independence of the sources"),
                 "independence", _("not assessed"), STR(""));
    judge_select(page, j, "reliability", _("Reliability"), "reliability",
                 _("not assessed"), STR(""));
    page_row_end(page);
    judge_input(page, j, "rule", _("Rule, with its version"),
                _("needed with a standard of proof"), STR(""));
    judge_area(page, j, "reason", _("Reason"), _("needed, but for a conflict"), STR(""));
    judge_area(page, j, "note", _("Note that may be published"),
               _("needed with a conflict: what conflicts"), STR(""));
    page_section_end(page);
}

static void assess_read(struct value *draft, struct judge *j)
{
    struct value of = ticked(j, "of");
    const bool is_conflict = str_equal(judge_typed(j, "status"), STR("conflict"));

    value_set(draft, j->r->arena, STR("kind"), value_string(STR("assess")));
    if (of.count == 0)
        value_add(&of, j->r->arena, value_string(j->name));
    value_set(draft, j->r->arena, STR("of"), of);
    judge_take(draft, j, "status", "status");
    judge_take(draft, j, "standard", "standard");
    judge_take(draft, j, "independence", "independence");
    judge_take(draft, j, "reliability", "reliability");
    judge_take(draft, j, "rule", "rule");
    judge_take(draft, j, "reason", "reason");
    judge_take(draft, j, "note", "note_public");
    if (!value_get(draft, STR("status")) && !value_get(draft, STR("standard")) &&
        !value_get(draft, STR("independence")) && !value_get(draft, STR("reliability")))
        judge_error(j, "status", _("Choose at least one: nothing is assessed yet."));
    if (is_conflict && !value_get(draft, STR("note_public")))
        judge_error(j, "note", _("Say what conflicts, in words that may be published."));
    if (!is_conflict && !value_get(draft, STR("reason")))
        judge_error(j, "reason", _("Say why."));
    if (value_get(draft, STR("standard")) && !value_get(draft, STR("rule")))
        judge_error(j, "rule",
                    _("A standard of proof needs the rule it was judged by, with its "
                      "version."));
}

static const struct judge_kind assess = {
    .name = "assess",
    .title = N_("Assess"),
    .lead = N_("What you make of it, and why. Both stay: the claim, and this."),
    .button = N_("Record the assessment"),
    .write = assess_write,
    .read = assess_read,
    .needs_others = true,
};

enum err_code page_assess(struct reply *out, struct request *r, struct err *err)
{
    return judge_get(out, r, &assess, err);
}

enum err_code page_assess_post(struct reply *out, struct request *r, struct err *err)
{
    return judge_post(out, r, &assess, err);
}

/* ---- decide ---- */

static void decide_write(struct page *page, struct judge *j)
{
    page_section(page, "choice", str_from_c(_("Which is preferred")),
                 str_from_c(_("The others stay in the record. A later decision may say "
                              "otherwise.")));
    if (j->other_count > 1)
        write_others(page, j, "radio", "prefer",
                     _("Claims that say this of the same thing"));
    else
        html_element(&page->h, "p",
                     str_from_c(_("No other claim says this of the same thing: there is "
                                  "nothing to decide.")));
    page_section_end(page);
    if (j->other_count < 2)
        return;
    page_section(page, "why-so", str_from_c(_("Why")), STR(""));
    judge_select(page, j, "rule", _("By which rule"), "decision_rule", _("choose"),
                 STR(""));
    judge_area(page, j, "reason", _("Reason"), NULL, STR(""));
    page_section_end(page);
}

static void decide_read(struct value *draft, struct judge *j)
{
    struct value among = value_array();
    struct str prefer = judge_typed(j, "prefer");
    struct ref decided = REF_NONE;

    if (!is_claim(j) || j->other_count < 2)
        judge_error(j, NULL, _("There is nothing to decide between."));
    for (size_t i = 0; i < j->other_count; i++) {
        value_add(&among, j->r->arena, value_string(full_ref(j, j->others[i].claim.ref)));
        if (ref_is_asked(j->others[i].state.decided_by))
            decided = j->others[i].state.decided_by;
    }
    value_set(draft, j->r->arena, STR("kind"), value_string(STR("decide")));
    value_set(draft, j->r->arena, STR("among"), among);
    if (prefer.len == 0)
        judge_error(j, "prefer", _("Choose the claim that is preferred."));
    judge_take(draft, j, "prefer", "prefer");
    judge_take(draft, j, "rule", "rule");
    judge_take(draft, j, "reason", "reason");
    if (!value_get(draft, STR("rule")))
        judge_error(j, "rule", _("Choose the rule."));
    if (!value_get(draft, STR("reason")))
        judge_error(j, "reason", _("Say why."));
    if (ref_is_asked(decided))
        value_set(draft, j->r->arena, STR("supersedes"),
                  value_string(full_ref(j, decided)));
}

static const struct judge_kind decide = {
    .name = "decide",
    .title = N_("Decide between claims"),
    .lead = N_("One is preferred, by a rule and for a reason. Nothing is removed."),
    .button = N_("Record the decision"),
    .write = decide_write,
    .read = decide_read,
    .needs_others = true,
};

enum err_code page_decide(struct reply *out, struct request *r, struct err *err)
{
    return judge_get(out, r, &decide, err);
}

enum err_code page_decide_post(struct reply *out, struct request *r, struct err *err)
{
    return judge_post(out, r, &decide, err);
}

/* ---- withdraw: also what undoes an assessment or a decision ---- */

static void withdraw_write(struct page *page, struct judge *j)
{
    page_section(page, "why-so", str_from_c(_("Why")), STR(""));
    judge_select(page, j, "reason", _("Reason"), "withdrawal_reason", _("choose"),
                 STR(""));
    judge_area(page, j, "note", _("What was wrong, in words"), NULL, STR(""));
    page_section_end(page);
}

static void withdraw_read(struct value *draft, struct judge *j)
{
    value_set(draft, j->r->arena, STR("kind"), value_string(STR("withdraw")));
    value_set(draft, j->r->arena, STR("of"), value_string(j->name));
    judge_take(draft, j, "reason", "reason");
    judge_take(draft, j, "note", "note");
    if (!value_get(draft, STR("reason")))
        judge_error(j, "reason", _("Choose why it is withdrawn."));
}

static const struct judge_kind withdraw = {
    .name = "withdraw",
    .title = N_("Withdraw"),
    .lead =
        N_("It stays in the record and in its history; it no longer counts. Withdrawing "
           "a decision or an assessment undoes it."),
    .button = N_("Withdraw it"),
    .write = withdraw_write,
    .read = withdraw_read,
};

enum err_code page_withdraw(struct reply *out, struct request *r, struct err *err)
{
    return judge_get(out, r, &withdraw, err);
}

enum err_code page_withdraw_post(struct reply *out, struct request *r, struct err *err)
{
    return judge_post(out, r, &withdraw, err);
}

/* ---- correct: page_correct.c ---- */

static const struct judge_kind correct = {
    .name = "correct",
    .title = N_("Correct"),
    .lead = N_("A new statement takes its place; the old one stays in the history, with "
               "the reason."),
    .button = N_("Record the correction"),
    .write = correct_write,
    .read = correct_read,
};

enum err_code page_correct(struct reply *out, struct request *r, struct err *err)
{
    return judge_get(out, r, &correct, err);
}

enum err_code page_correct_post(struct reply *out, struct request *r, struct err *err)
{
    return judge_post(out, r, &correct, err);
}
