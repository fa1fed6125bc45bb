#include "sheet/consent_paper.h"

#include "record/gate.h"
#include "record/id.h"
#include "record/schema.h"

/* Both languages stand on every paper: who takes it home reads one of them, and who is
 * shown it later perhaps the other. */
struct both {
    const char *english;
    const char *ukrainian;
};

static void add_label(struct buf *out, const struct both *label)
{
    buf_printf(out, "%s / %s", label->english, label->ukrainian);
}

static void add_pair(struct paper *paper, const struct both *label, struct buf *said)
{
    struct buf line = {0};

    if (said->len > 0) {
        add_label(&line, label);
        paper_line(paper, buf_str(&line), buf_str(said));
    }
    buf_reset(said);
    buf_release(&line);
}

static void add_text(struct paper *paper, const struct both *label,
                     const struct value *said, struct str member)
{
    struct buf text = {0};

    buf_append(&text, value_get_string(said, member));
    add_pair(paper, label, &text);
    buf_release(&text);
}

static void append_term(struct buf *out, struct str vocabulary, struct str key)
{
    const struct schema_term *term = schema_term(schema_vocabulary(vocabulary), key);

    if (out->len > 0)
        buf_append(out, STR("; "));
    if (term)
        buf_printf(out, STR_FMT " / " STR_FMT, STR_ARG(term->label[SCHEMA_ENGLISH]),
                   STR_ARG(term->label[SCHEMA_UKRAINIAN]));
    else
        buf_append(out, key);
}

static void append_terms(struct buf *out, struct str vocabulary, const struct value *list)
{
    for (uint32_t i = 0; list && i < list->count; i++)
        append_term(out, vocabulary, list->items[i].string);
}

/* A recipient that is a person is not named here: the paper may be read by anybody. */
static void append_known(struct buf *out, const struct labels *labels, struct str id)
{
    const struct label *label = labels_find(labels, id);
    struct str name = label ? label->name : STR("");

    if (out->len > 0)
        buf_append(out, STR("; "));
    if (name.len > 0 && !str_equal(label->entity.kind, STR("person")))
        buf_append(out, name);
    else
        buf_puts(out, "somebody whom the record names / особа, названа в записі");
}

static void append_recipients(struct buf *out, const struct consent_paper *facts)
{
    const struct value *list = value_get(facts->consent->said, STR("recipients"));

    for (uint32_t i = 0; list && i < list->count; i++) {
        const struct value *recipient = &list->items[i];

        if (recipient->type == VALUE_STRING && id_is_valid(recipient->string)) {
            append_known(out, facts->labels, recipient->string);
        } else if (recipient->type == VALUE_STRING) {
            append_term(out, STR("consent_recipient"), recipient->string);
        } else {
            if (out->len > 0)
                buf_append(out, STR("; "));
            buf_append(out, value_get_string(recipient, STR("words")));
        }
    }
}

static void append_date(struct buf *out, const struct value *date)
{
    struct str words;

    if (!date)
        return;
    if (date->type == VALUE_STRING) {
        buf_append(out, date->string);
        return;
    }
    words = value_get_string(date, STR("words"));
    buf_append(out, value_get_string(date, STR("edtf")));
    if (words.len > 0)
        buf_printf(out, "%s" STR_FMT, out->len > 0 ? ", " : "", STR_ARG(words));
}

static void add_use(struct paper *paper, const struct value *said)
{
    static const struct both may = {"May be used", "Можна використовувати"};
    static const struct both may_not = {"May NOT be used", "НЕ можна використовувати"};
    const struct value *agreed = value_get(said, STR("may_use"));
    struct buf line = {0};

    append_terms(&line, STR("consent_part"), agreed);
    add_pair(paper, &may, &line);
    for (unsigned i = 0; i < GATE_PARTS; i++) {
        struct str key = gate_part_key((enum gate_part)(1U << i));

        if (!consent_lists(agreed, key))
            append_term(&line, STR("consent_part"), key);
    }
    add_pair(paper, &may_not, &line);
    buf_release(&line);
}

static void add_agreed(struct paper *paper, const struct consent_paper *facts)
{
    static const struct both on = {"Agreed on", "Згоду надано"};
    static const struct both form = {"Form", "Форма"};
    static const struct both purposes = {"For", "Для чого"};
    static const struct both recipients = {"Who may get it", "Хто може отримати"};
    static const struct both until = {"Until", "До"};
    static const struct both conditions = {"On condition", "За умови"};
    const struct value *said = facts->consent->said;
    struct buf line = {0};

    append_date(&line, value_get(said, STR("on")));
    add_pair(paper, &on, &line);
    append_term(&line, STR("consent_form"), value_get_string(said, STR("form")));
    add_pair(paper, &form, &line);
    append_terms(&line, STR("consent_purpose"), value_get(said, STR("purposes")));
    add_pair(paper, &purposes, &line);
    append_recipients(&line, facts);
    add_pair(paper, &recipients, &line);
    add_use(paper, said);
    append_date(&line, value_get(said, STR("until")));
    add_pair(paper, &until, &line);
    add_text(paper, &conditions, said, STR("conditions"));
    buf_release(&line);
}

static void add_promises(struct paper *paper, const struct value *said)
{
    static const struct both promised = {"Promised to you", "Вам обіцяно"};
    const struct value *list = value_get(said, STR("promises"));
    struct buf line = {0};

    for (uint32_t i = 0; list && i < list->count; i++) {
        buf_append(&line, value_get_string(&list->items[i], STR("what")));
        buf_append(&line, STR(" – "));
        append_date(&line, value_get(&list->items[i], STR("due")));
        add_pair(paper, &promised, &line);
    }
    buf_release(&line);
}

static void add_end(struct paper *paper, const struct consent_paper *facts)
{
    static const struct both withdraw = {"To take it back", "Як відкликати згоду"};
    static const struct both cannot = {"What that cannot undo",
                                       "Чого відкликання не змінить"};
    const struct consent_withdrawal *end = consent_ended_by(facts->consent);

    add_text(paper, &withdraw, facts->consent->said, STR("withdrawal_explained"));
    add_text(paper, &cannot, facts->consent->said, STR("cannot_undo"));
    if (end)
        paper_small(paper, STR("This consent was taken back, all of it. / Цю згоду "
                               "повністю відкликано."));
}

void consent_paper_add(struct paper *paper, const struct consent_paper *facts)
{
    paper_page(paper, PAPER_A4, STR("Consent / Згода"));
    if (facts->is_synthetic)
        paper_small(paper, STR("SYNTHETIC archive: test data, nobody and nothing real"));
    paper_heading(paper, STR("What you agreed to / На що ви погодилися"));
    paper_mono(paper, STR("Archive / Архів"), facts->archive);
    paper_mono(paper, STR("Number of the consent / Номер згоди"), facts->number);
    paper_code(
        paper,
        STR("Code of the consent: with it we find your consent, and it shows that "
            "nothing in it was changed / Код згоди: за ним ми знайдемо вашу згоду, "
            "і він свідчить, що в ній нічого не змінено"),
        facts->code, facts->text);
    add_agreed(paper, facts);
    add_promises(paper, facts->consent->said);
    add_end(paper, facts);
    paper_small(
        paper, STR("Your name does not stand on this paper. Whoever finds it learns that "
                   "somebody spoke with those who keep this archive: keep it where it is "
                   "safe, or leave it with us. / Вашого імені на цьому папері немає. "
                   "Той, хто його знайде, дізнається, що хтось розмовляв із тими, хто "
                   "веде цей архів: зберігайте його в безпечному місці або залиште "
                   "нам."));
}
