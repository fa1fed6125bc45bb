#include "sheet/phrase.h"

#include "base/clock.h"
#include "base/message.h"
#include "format/edtf.h"
#include "record/id.h"
#include "sheet/plain.h"

enum { ID_SHORT = 8, ID_GROUP = 4 };

void phrase_term(struct buf *out, const struct phrase *p,
                 const struct schema_vocabulary *vocabulary, struct str key)
{
    const struct schema_term *term =
        vocabulary ? additions_term(p->labels->additions, vocabulary, key) : NULL;

    plain_append(out, term ? schema_label(term->label) : key);
}

void phrase_term_of(struct buf *out, const struct phrase *p, struct str vocabulary,
                    struct str key)
{
    phrase_term(out, p, schema_vocabulary(vocabulary), key);
}

void phrase_property(struct buf *out, const struct phrase *p, struct str key)
{
    const struct schema_property *property =
        additions_property(p->labels->additions, key);

    plain_append(out, property ? schema_label(property->label) : key);
}

void phrase_kind(struct buf *out, const struct phrase *p, const struct entity_row *entity)
{
    const struct schema_kind *kind = additions_kind(p->labels->additions, entity->kind);

    if (entity->kind.len == 0)
        buf_puts(out, _("named here, but no statement says what it is"));
    else
        plain_append(out, kind ? schema_label(kind->label) : entity->kind);
    if (entity->class_.len > 0) {
        buf_append(out, STR(", "));
        phrase_term(out, p, kind ? kind->classes : NULL, entity->class_);
    }
    if (entity->is_several)
        buf_puts(out, _(" (several)"));
}

void phrase_statement_kind(struct buf *out, struct str kind)
{
    static const struct {
        struct str key;
        const char *word;
    } words[] = {
        {STR_INIT("archive"), N_("archive")},   {STR_INIT("member"), N_("member")},
        {STR_INIT("device"), N_("device")},     {STR_INIT("object"), N_("object")},
        {STR_INIT("derived"), N_("derived")},   {STR_INIT("entity"), N_("entity")},
        {STR_INIT("passage"), N_("passage")},   {STR_INIT("claim"), N_("claim")},
        {STR_INIT("assess"), N_("assess")},     {STR_INIT("decide"), N_("decide")},
        {STR_INIT("withdraw"), N_("withdraw")}, {STR_INIT("import"), N_("import")},
        {STR_INIT("schema"), N_("schema")},     {STR_INIT("consent"), N_("consent")}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal(words[i].key, kind)) {
            buf_puts(out, _(words[i].word));
            return;
        }
    plain_append(out, kind);
}

void phrase_id(struct buf *out, struct str id)
{
    if (id.len < ID_SHORT) {
        plain_append(out, id);
        return;
    }
    buf_append(out, str_prefix(id, ID_GROUP));
    buf_char(out, '-');
    buf_append(out, str_prefix(str_after(id, ID_GROUP), ID_SHORT - ID_GROUP));
}

/* What it is called is the link; where it has no name, its id tells it apart. */
static void mark_entity(struct buf *out, const struct phrase *p, struct str id,
                        const struct label *label)
{
    if (label && label->is_alleged) {
        plain_mark(out, PLAIN_ALLEGED, STR(""));
        buf_puts(out, _("alleged: "));
        plain_mark_end(out);
    }
    plain_mark(out, PLAIN_ENTITY, id);
    if (label && label->name.len > 0) {
        plain_isolated(out, label->name, p->isolates);
    } else {
        if (label) {
            buf_puts(out, _("unnamed "));
            phrase_kind(out, p, &label->entity);
            buf_char(out, ' ');
        }
        buf_char(out, '(');
        phrase_id(out, id);
        buf_char(out, ')');
    }
    plain_mark_end(out);
}

void phrase_entity(struct buf *out, const struct phrase *p, struct str id)
{
    const struct label *label = labels_find(p->labels, id);

    if (str_equal(id, STR("not_stated"))) {
        buf_puts(out, _("not stated"));
        return;
    }
    if (p->isolates == PLAIN_PAGE) {
        mark_entity(out, p, id, label);
        return;
    }
    if (label && label->is_alleged)
        buf_puts(out, _("alleged: "));
    if (label && label->name.len > 0) {
        plain_quoted(out, label->name, STR(""), p->isolates);
        buf_char(out, ' ');
    } else if (label) {
        buf_puts(out, _("unnamed "));
        phrase_kind(out, p, &label->entity);
        buf_char(out, ' ');
    }
    buf_char(out, '(');
    phrase_id(out, id);
    buf_char(out, ')');
}

void phrase_member(struct buf *out, const struct phrase *p, struct str id)
{
    const struct label *label = labels_find(p->labels, id);

    if (label && label->name.len > 0) {
        phrase_entity(out, p, id);
        return;
    }
    buf_puts(out, _("member "));
    phrase_id(out, id);
}

void phrase_words_beside(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str words = value_get_string(v, STR("words"));

    if (words.len == 0)
        return;
    buf_append(out, STR(" ("));
    plain_quoted(out, words, value_get_string(v, STR("lang")), p->isolates);
    buf_char(out, ')');
}

void phrase_date(struct buf *out, const struct phrase *p, const struct value *date,
                 enum date_sense sense)
{
    struct str text = date && date->type == VALUE_STRING
                          ? date->string
                          : value_get_string(date, STR("edtf"));
    struct str words = value_get_string(date, STR("words"));
    struct edtf read;
    struct edtf meant;
    struct err ignored;

    if (text.len == 0) {
        plain_quoted(out, words, value_get_string(date, STR("lang")), p->isolates);
        return;
    }
    if (edtf_parse(&read, text, &ignored) != ERR_OK) {
        plain_append(out, text);
    } else if (sense == DATE_MOMENT) {
        edtf_within(&meant, &read);
        edtf_describe(out, &meant, edtf_user_language());
    } else {
        edtf_describe(out, &read, edtf_user_language());
    }
    if (str_equal(words, STR("not stated")))
        buf_puts(out, _(" (the source does not say)"));
    else
        phrase_words_beside(out, p, date);
    if (value_is_string(value_get(date, STR("relative_to")), STR("uttered")))
        buf_puts(out, _(", reckoned from when it was said"));
}

/* How near the place is known: said where the record says it, and where it says nobody
 * knows. */
static void put_precision(struct buf *out, const struct value *v)
{
    const struct value *precision = value_get(v, STR("precision_m"));
    struct buf metres = {0};
    int64_t m = 0;

    if (value_get_integer(&m, v, STR("distance_m"))) {
        plain_number(&metres, m);
        buf_printf(out, _n(m, ", at %s metre", ", at %s metres"), buf_text(&metres));
        buf_reset(&metres);
    }
    if (precision && precision->type == VALUE_NULL)
        buf_puts(out, _(", nobody knows how precisely"));
    if (value_get_integer(&m, v, STR("precision_m"))) {
        plain_number(&metres, m);
        buf_printf(out, _n(m, ", to within %s metre", ", to within %s metres"),
                   buf_text(&metres));
    }
    buf_release(&metres);
}

void phrase_place(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str relation = value_get_string(v, STR("relation"));
    struct str anchor = value_get_string(v, STR("anchor"));
    bool has_anchor = anchor.len > 0 && !str_equal(anchor, STR("not_stated"));

    if (relation.len == 0) {
        phrase_entity(out, p, value_get_string(v, STR("place")));
        phrase_words_beside(out, p, v);
        return;
    }
    phrase_term_of(out, p, STR("place_relation"), relation);
    buf_char(out, ' ');
    if (has_anchor) {
        phrase_entity(out, p, anchor);
        phrase_words_beside(out, p, v);
    } else {
        plain_quoted(out, value_get_string(v, STR("words")),
                     value_get_string(v, STR("lang")), p->isolates);
        buf_puts(out, _(" (of which place is not stated)"));
    }
    put_precision(out, v);
}

void phrase_time(struct buf *out, int64_t at_s)
{
    struct clock_text clock = clock_write(at_s);

    buf_append(out, (struct str){clock.text, 10});
    buf_char(out, ' ');
    buf_append(out, (struct str){clock.text + 11, 5});
    buf_append(out, STR(" UTC"));
}
