#include "sheet/consent_text.h"

#include "base/clock.h"
#include "base/message.h"
#include "record/gate.h"
#include "record/id.h"
#include "sheet/plain.h"

enum { DAY_SECONDS = 86400, DAY_LEN = 10 };

enum consent_standing consent_standing_of(const struct consent *consent, int64_t today)
{
    if (consent_ended_by(consent))
        return CONSENT_WITHDRAWN;
    if (!ref_is_none(consent->superseded_by))
        return CONSENT_RENEWED;
    if (consent->has_until && consent->until < today)
        return CONSENT_EXPIRED;
    return CONSENT_CURRENT;
}

struct str consent_standing_key(enum consent_standing standing)
{
    static const struct str keys[] = {[CONSENT_CURRENT] = STR_INIT("current"),
                                      [CONSENT_RENEWED] = STR_INIT("renewed"),
                                      [CONSENT_WITHDRAWN] = STR_INIT("withdrawn"),
                                      [CONSENT_EXPIRED] = STR_INIT("expired")};

    return keys[standing];
}

static void put_day(struct buf *out, int64_t day)
{
    struct clock_text text = clock_write(day * DAY_SECONDS);

    buf_append(out, str_prefix(str_from_c(text.text), DAY_LEN));
}

void consent_terms(struct buf *out, const struct phrase *p, const struct value *list,
                   struct str vocabulary)
{
    for (uint32_t i = 0; list && i < list->count; i++) {
        if (i > 0)
            buf_append(out, STR("; "));
        phrase_term_of(out, p, vocabulary, list->items[i].string);
    }
}

static void put_recipient(struct buf *out, const struct phrase *p,
                          const struct value *recipient)
{
    if (recipient->type == VALUE_OBJECT)
        plain_isolated(out, value_get_string(recipient, STR("words")), p->isolates);
    else if (id_is_valid(recipient->string))
        phrase_entity(out, p, recipient->string);
    else
        phrase_term_of(out, p, STR("consent_recipient"), recipient->string);
}

void consent_recipients(struct buf *out, const struct phrase *p, const struct value *list)
{
    for (uint32_t i = 0; list && i < list->count; i++) {
        if (i > 0)
            buf_append(out, STR("; "));
        put_recipient(out, p, &list->items[i]);
    }
}

const struct consent_kept *consent_kept_promise(const struct consent *consent,
                                                int64_t promise)
{
    for (size_t i = 0; i < consent->kept_count; i++)
        if (consent->kept[i].promise == promise)
            return &consent->kept[i];
    return NULL;
}

/* One line: what it is, and what was said. Nothing where nothing was. */
static void put_line(struct sheet_writer *w, const char *what, struct buf *said)
{
    struct buf line = {0};

    if (said->len == 0)
        return;
    buf_printf(&line, "%s: ", what);
    buf_append(&line, buf_str(said));
    buf_reset(said);
    lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

static void put_text(struct sheet_writer *w, const char *what, const struct value *said,
                     struct str member)
{
    struct buf text = {0};

    plain_isolated(&text, value_get_string(said, member), w->phrase.isolates);
    put_line(w, what, &text);
    buf_release(&text);
}

static void put_term(struct sheet_writer *w, const char *what, const struct value *said,
                     struct str member, struct str vocabulary)
{
    struct str key = value_get_string(said, member);
    struct buf text = {0};

    if (key.len > 0)
        phrase_term_of(&text, &w->phrase, vocabulary, key);
    put_line(w, what, &text);
    buf_release(&text);
}

/* An id is somebody the archive knows; anything else is a name in words. */
static void put_somebody(struct sheet_writer *w, const char *what,
                         const struct value *said, struct str member)
{
    struct str who = value_get_string(said, member);
    struct buf text = {0};

    if (id_is_valid(who))
        phrase_entity(&text, &w->phrase, who);
    else
        plain_isolated(&text, who, w->phrase.isolates);
    put_line(w, what, &text);
    buf_release(&text);
}

static void put_standing(struct sheet_writer *w, const struct consent_shown *shown)
{
    const struct consent *c = shown->consent;
    struct buf line = {0};

    switch (consent_standing_of(c, shown->today)) {
    case CONSENT_CURRENT:
        buf_puts(&line, _("it holds today"));
        break;
    case CONSENT_RENEWED:
        buf_puts(&line, _("it was renewed: a later consent takes its place"));
        break;
    case CONSENT_WITHDRAWN:
        buf_puts(&line, _("it was taken back, all of it"));
        break;
    case CONSENT_EXPIRED:
        buf_puts(&line, _("it is past its last day"));
        break;
    }
    lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

static void put_withdrawal(struct sheet_writer *w, const struct consent_withdrawal *back)
{
    struct buf line = {0};

    put_day(&line, back->last_day);
    buf_append(&line, STR(", "));
    phrase_term_of(&line, &w->phrase, STR("consent_by"),
                   value_get_string(back->said, STR("by_whom")));
    buf_append(&line, STR(": "));
    phrase_term_of(&line, &w->phrase, STR("withdrawal_scope"),
                   value_get_string(back->said, STR("scope")));
    if (back->scope == CONSENT_PURPOSES) {
        buf_append(&line, STR(": "));
        consent_terms(&line, &w->phrase, value_get(back->said, STR("purposes")),
                      STR("consent_purpose"));
    } else if (back->scope == CONSENT_RECIPIENTS) {
        buf_append(&line, STR(": "));
        consent_recipients(&line, &w->phrase, value_get(back->said, STR("recipients")));
    }
    if (value_get(back->said, STR("words"))) {
        buf_append(&line, STR("; "));
        plain_quoted(&line, value_get_string(back->said, STR("words")), STR(""),
                     w->phrase.isolates);
    }
    put_line(w, _("taken back"), &line);
    buf_release(&line);
}

static void put_promise(struct sheet_writer *w, const struct consent *c, uint32_t i,
                        const struct value *promise)
{
    const struct value *due = value_get(promise, STR("due"));
    const struct consent_kept *kept = consent_kept_promise(c, (int64_t)i + 1);
    struct buf line = {0};

    buf_printf(&line, "%u. ", i + 1);
    plain_isolated(&line, value_get_string(promise, STR("what")), w->phrase.isolates);
    buf_append(&line, STR(", "));
    if (due)
        phrase_date(&line, &w->phrase, due, DATE_MOMENT);
    if (kept) {
        buf_append(&line, STR("; "));
        buf_puts(&line, _("kept"));
    }
    put_line(w, _("promised"), &line);
    buf_release(&line);
}

static void put_child(struct sheet_writer *w, const struct value *child)
{
    struct buf line = {0};

    if (!child)
        return;
    phrase_entity(&line, &w->phrase, value_get_string(child, STR("guardian")));
    buf_append(&line, STR(", "));
    phrase_term_of(&line, &w->phrase, STR("relation_kind"),
                   value_get_string(child, STR("relation")));
    put_line(w, _("a child; its guardian"), &line);
    put_term(w, _("the child's own assent"), child, STR("assent"), STR("child_assent"));
    buf_release(&line);
}

static void put_contact(struct sheet_writer *w, const struct value *contact,
                        bool is_asked)
{
    struct buf line = {0};

    if (!contact)
        return;
    if (is_asked) {
        put_text(w, _("how they can be reached"), contact, STR("how"));
        put_text(w, _("when that is safe"), contact, STR("when_safe"));
        return;
    }
    buf_puts(&line, _("recorded; --contact shows it"));
    put_line(w, _("how they can be reached"), &line);
    buf_release(&line);
}

/* What may be used, and then what may not: the second is what is overlooked. */
static void put_parts(struct sheet_writer *w, const struct consent *c)
{
    const struct value *agreed = value_get(c->said, STR("may_use"));
    struct buf line = {0};

    consent_terms(&line, &w->phrase, agreed, STR("consent_part"));
    put_line(w, _("may be used"), &line);
    for (unsigned i = 0; i < GATE_PARTS; i++) {
        struct str key = gate_part_key((enum gate_part)(1U << i));

        if (consent_lists(agreed, key))
            continue;
        if (line.len > 0)
            buf_append(&line, STR("; "));
        phrase_term_of(&line, &w->phrase, STR("consent_part"), key);
    }
    put_line(w, _("may not be used"), &line);
    buf_release(&line);
}

static void put_terms(struct sheet_writer *w, const struct consent *c)
{
    const struct value *until = value_get(c->said, STR("until"));
    struct buf line = {0};

    consent_terms(&line, &w->phrase, value_get(c->said, STR("purposes")),
                  STR("consent_purpose"));
    put_line(w, _("for"), &line);
    consent_recipients(&line, &w->phrase, value_get(c->said, STR("recipients")));
    put_line(w, _("to"), &line);
    put_parts(w, c);
    if (until)
        phrase_date(&line, &w->phrase, until, DATE_MOMENT);
    put_line(w, _("until"), &line);
    put_text(w, _("on condition"), c->said, STR("conditions"));
    buf_release(&line);
}

static void put_given(struct sheet_writer *w, const struct consent *c)
{
    const struct value *on = value_get(c->said, STR("on"));
    struct buf line = {0};

    phrase_entity(&line, &w->phrase, c->person);
    put_line(w, _("of"), &line);
    if (c->interview.len > 0)
        phrase_entity(&line, &w->phrase, c->interview);
    put_line(w, _("for the interview"), &line);
    if (on)
        phrase_date(&line, &w->phrase, on, DATE_MOMENT);
    put_line(w, _("given"), &line);
    put_term(w, _("by"), c->said, STR("given_by"), STR("consent_by"));
    put_term(w, _("form"), c->said, STR("form"), STR("consent_form"));
    put_text(w, _("language"), c->said, STR("lang"));
    put_somebody(w, _("interpreter"), c->said, STR("interpreter"));
    put_somebody(w, _("witness"), c->said, STR("witness"));
    put_text(w, _("paper or recording"), c->said, STR("object"));
    put_child(w, value_get(c->said, STR("child")));
    buf_release(&line);
}

static void put_explained(struct sheet_writer *w, const struct value *said)
{
    put_text(w, _("risks explained"), said, STR("risks_explained"));
    put_text(w, _("other ways explained"), said, STR("alternatives_explained"));
    put_text(w, _("how to take it back"), said, STR("withdrawal_explained"));
    put_text(w, _("what that cannot undo"), said, STR("cannot_undo"));
    put_text(w, _("told before, to others"), said, STR("earlier_accounts"));
    put_term(w, _("referral"), said, STR("referral"), STR("referral"));
    put_text(w, _("note"), said, STR("note"));
}

void consent_text(struct sheet_writer *w, const struct consent_shown *shown)
{
    const struct consent *c = shown->consent;
    const struct value *promises = value_get(c->said, STR("promises"));

    put_standing(w, shown);
    put_given(w, c);
    put_terms(w, c);
    put_explained(w, c->said);
    for (uint32_t i = 0; promises && i < promises->count; i++)
        put_promise(w, c, i, &promises->items[i]);
    for (size_t i = 0; i < c->withdrawal_count; i++)
        put_withdrawal(w, &c->withdrawals[i]);
    put_contact(w, value_get(c->said, STR("contact")), shown->with_contact);
}
