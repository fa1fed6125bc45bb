#include "sheet/statement_text.h"

#include "base/message.h"
#include "record/id.h"
#include "sheet/clock_text.h"
#include "sheet/erasure_text.h"
#include "sheet/passage_text.h"
#include "sheet/plain.h"
#include "sheet/review_text.h"
#include "sheet/texts_text.h"
#include "sheet/unknown_text.h"

static void put_member(struct sheet_writer *w, size_t indent, const char *label,
                       struct str text)
{
    struct buf line = {0};

    if (text.len > 0) {
        buf_append(&line, str_from_c(label));
        plain_isolated(&line, text, w->phrase.isolates);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    buf_release(&line);
}

static void put_obtained(struct sheet_writer *w, size_t indent,
                         const struct value *obtained)
{
    const struct value *on = value_get(obtained, STR("on"));
    struct buf line = {0};

    if (!obtained) {
        lines_put(&w->lines, indent, indent,
                  str_from_c(_("how it was obtained: not recorded")));
        return;
    }
    buf_puts(&line, _("obtained: "));
    phrase_term_of(&line, &w->phrase, STR("obtained_how"),
                   value_get_string(obtained, STR("how")));
    if (on) {
        buf_puts(&line, _(", on "));
        phrase_date(&line, &w->phrase, on, DATE_MOMENT);
    }
    lines_take(&w->lines, indent, indent + 2, &line);
    put_member(w, indent, _("obtained from: "), value_get_string(obtained, STR("from")));
    put_member(w, indent, _("obtained at: "), value_get_string(obtained, STR("where")));
    put_member(w, indent, _("note: "), value_get_string(obtained, STR("note")));
    buf_release(&line);
}

static void put_made_by(struct sheet_writer *w, size_t indent, const struct value *v)
{
    struct buf line = {0};
    struct str tool = value_get_string(v, STR("tool"));

    buf_puts(&line, _("made from "));
    plain_append(&line, str_prefix(value_get_string(v, STR("of")), 40));
    buf_append(&line, STR(", "));
    phrase_term_of(&line, &w->phrase, STR("derivation"), value_get_string(v, STR("how")));
    if (tool.len > 0) {
        buf_puts(&line, _(", MADE BY A MACHINE: "));
        plain_append(&line, tool);
        buf_char(&line, ' ');
        plain_append(&line, value_get_string(v, STR("version")));
    }
    lines_take(&w->lines, indent, indent + 2, &line);
    put_member(w, indent, _("made by: "), value_get_string(v, STR("person")));
    put_member(w, indent, _("in the capacity of: "),
               value_get_string(v, STR("capacity")));
    buf_release(&line);
}

void object_text(struct sheet_writer *w, size_t indent, const struct object_row *object,
                 const struct value *statement)
{
    struct buf line = {0};
    struct buf size = {0};

    put_member(w, indent, _("name: "), object->name);
    put_member(w, indent, _("name, in hex because it is not text: "), object->name_hex);
    if (!str_equal(object->path, object->name))
        put_member(w, indent, _("path: "), object->path);
    put_member(w, indent, _("path, in hex because it is not text: "), object->path_hex);
    put_member(w, indent, "SHA-256: ", object->sha256);
    if (object->has_size) {
        plain_number(&size, object->size);
        buf_printf(&line, _n(object->size, "size: %s byte", "size: %s bytes"),
                   buf_text(&size));
        buf_release(&size);
        lines_take(&w->lines, indent, indent + 2, &line);
    }
    put_member(w, indent, _("type: "), object->type);
    if (object->is_derived)
        put_made_by(w, indent, statement);
    else
        put_obtained(w, indent, value_get(statement, STR("obtained")));
    put_member(w, indent, _("note: "), value_get_string(statement, STR("note")));
    buf_release(&line);
}

/* A review from the statement itself: query_reviews() goes by what it is about. */
static struct review_row review_of(const struct statement_sheet *s)
{
    const struct value *v = &s->statement.value;

    return (struct review_row){.ref = s->statement.ref,
                               .kind = s->said.kind,
                               .has_time = s->said.has_time,
                               .at_s = s->said.at_s,
                               .by = s->said.by,
                               .status = value_get_string(v, STR("status")),
                               .rule = value_get_string(v, STR("rule")),
                               .reason = value_get_string(v, STR("reason")),
                               .note = value_get_string(v, STR("note_public")),
                               .more = v};
}

static bool is_any_of(struct str word, const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(words[i], word))
            return true;
    return false;
}

static bool is_review(struct str kind)
{
    static const struct str kinds[] = {STR_INIT("assess"),   STR_INIT("decide"),
                                       STR_INIT("withdraw"), STR_INIT("same"),
                                       STR_INIT("distinct"), STR_INIT("undo")};

    return is_any_of(kind, kinds, sizeof kinds / sizeof *kinds);
}

/* Members of a kind that has no sheet of its own. */
static void put_members(struct sheet_writer *w, const struct value *v)
{
    static const struct str common[] = {STR_INIT("feed"), STR_INIT("index"),
                                        STR_INIT("kind"), STR_INIT("at"), STR_INIT("by")};
    struct buf line = {0};

    for (uint32_t i = 0; v->type == VALUE_OBJECT && i < v->count; i++) {
        const struct member *m = &v->members[i];

        if (is_any_of(m->key, common, 5))
            continue;
        if (str_equal(m->key, STR("contact"))) {
            lines_put(&w->lines, 2, 4,
                      str_from_c(_("contact: recorded; stele consent show --contact "
                                   "shows it")));
            continue;
        }
        plain_append(&line, m->key);
        buf_append(&line, STR(": "));
        if (m->value.type == VALUE_STRING &&
            labels_find(w->phrase.labels, m->value.string))
            phrase_entity(&line, &w->phrase, m->value.string);
        else if (m->value.type == VALUE_STRING)
            plain_isolated(&line, m->value.string, w->phrase.isolates);
        else if (m->value.type == VALUE_INTEGER)
            buf_i64(&line, m->value.integer);
        else
            unknown_value(&line, w, &m->value);
        lines_take(&w->lines, 2, 4, &line);
    }
    buf_release(&line);
}

static void put_entity(struct sheet_writer *w, const struct entity_row *entity)
{
    struct buf line = {0};
    struct id id;
    struct err ignored;

    phrase_kind(&line, &w->phrase, entity);
    if (entity->label.len > 0) {
        buf_append(&line, STR(": "));
        plain_quoted(&line, entity->label, STR(""), w->phrase.isolates);
    }
    lines_take(&w->lines, 2, 4, &line);
    if (id_parse(&id, entity->id, &ignored) == ERR_OK) {
        buf_printf(&line, _("id %s (stele show %s tells everything)"), id_show(&id).text,
                   id_show(&id).text);
        lines_take(&w->lines, 2, 4, &line);
    }
    buf_release(&line);
}

static void put_clock(struct sheet_writer *w, const struct value *statement)
{
    struct buf line = {0};

    clock_sentence(&line, statement);
    lines_take(&w->lines, 2, 4, &line);
    buf_release(&line);
}

static void put_object(struct sheet_writer *w, const struct statement_sheet *s)
{
    object_text(w, 2, &s->object, &s->statement.value);
    if (s->itself.count > 0)
        text_pages_text(w, 2, s->itself.items);
    if (s->erasure)
        erasure_text(w, 2, s->erasure, true);
}

void statement_text_body(struct sheet_writer *w, const struct statement_sheet *s)
{
    struct review_row review = review_of(s);

    if (!s->statement.is_readable && s->erasure)
        erasure_text(w, 2, s->erasure, false);
    else if (!s->statement.is_readable)
        lines_put(&w->lines, 2, 2, statement_unreadable(&s->statement));
    else if (str_equal(s->said.kind, STR("claim")))
        claim_text_incoming(w, 2, &s->claim);
    else if (s->passage > 0)
        claim_text_passage(w, 2, s->passage);
    else if (s->object.sha256.len > 0)
        put_object(w, s);
    else if (str_equal(s->said.kind, STR("entity")))
        put_entity(w, &s->entity);
    else if (is_review(s->said.kind))
        review_text(w, 2, &review);
    else if (str_equal(s->said.kind, STR("clock")))
        put_clock(w, &s->statement.value);
    else
        put_members(w, &s->statement.value);
}

/* As what one statement names another: the member's name, in the user's language. */
static void put_role(struct buf *out, struct str role)
{
    static const struct {
        struct str key;
        const char *word;
    } words[] = {{STR_INIT("of"), N_("of")},
                 {STR_INIT("among"), N_("among")},
                 {STR_INIT("prefer"), N_("prefer")},
                 {STR_INIT("supersedes"), N_("supersedes")},
                 {STR_INIT("premises"), N_("premises")},
                 {STR_INIT("chain_as"), N_("chain_as")},
                 {STR_INIT("about"), N_("about")},
                 {STR_INIT("source"), N_("source")},
                 {STR_INIT("passage"), N_("passage")},
                 {STR_INIT("import"), N_("import")}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal(words[i].key, role)) {
            buf_puts(out, _(words[i].word));
            return;
        }
    plain_append(out, role);
}

void statement_text_link(struct buf *out, const struct sheet_writer *w,
                         const struct statement_link *link)
{
    ref_text(out, w, link->ref);
    buf_char(out, ' ');
    if (str_equal(link->said.kind, STR("claim")))
        claim_text_line(out, &w->phrase, &link->claim);
    else
        phrase_statement_kind(out, link->said.kind.len > 0 ? link->said.kind
                                                           : str_from_c(_("sealed")));
    buf_append(out, STR(" ["));
    put_role(out, link->role);
    buf_char(out, ']');
}

static void put_links(struct sheet_writer *w, const char *title,
                      const struct statement_link *links, size_t count)
{
    struct buf line = {0};

    if (count == 0)
        return;
    lines_blank(&w->lines);
    lines_put(&w->lines, 0, 0, str_from_c(title));
    for (size_t i = 0; i < count; i++) {
        statement_text_link(&line, w, &links[i]);
        lines_take(&w->lines, 2, 4, &line);
    }
    buf_release(&line);
}

void statement_text(struct sheet_writer *w, const struct statement_sheet *s)
{
    struct digest_text commitment = digest_text(&s->statement.commitment);
    struct buf line = {0};
    struct buf kind = {0};

    if (s->said.kind.len > 0)
        phrase_statement_kind(&kind, s->said.kind);
    if (kind.len > 0)
        buf_printf(&line, _("%s statement "), buf_text(&kind));
    else
        buf_puts(&line, _("unreadable statement "));
    said_text(&line, w, &s->said);
    lines_take(&w->lines, 0, 2, &line);
    buf_printf(&line, STR_FMT ".%llu", STR_ARG(s->statement.feed),
               (unsigned long long)s->statement.index);
    lines_take(&w->lines, 2, 2, &line);
    buf_printf(&line, _("commitment %s"), commitment.hex);
    lines_take(&w->lines, 2, 2, &line);
    if (s->vouched > 0) {
        buf_printf(&line,
                   _n(s->vouched, "signed by a machine that vouches for %u member",
                      "signed by a machine that vouches for %u members: which of them "
                      "wrote it rests on that machine alone"),
                   (unsigned)s->vouched);
        lines_take(&w->lines, 2, 4, &line);
    }
    lines_blank(&w->lines);
    statement_text_body(w, s);
    unknown_text(w, &s->statement);
    contradictions_text(w, 2, &s->contradictions, STR(""));
    if (s->contradictions.is_cut)
        lines_put(&w->lines, 2, 2,
                  str_from_c(
                      _("a property has more claims than are compared with each other")));
    texts_text(w, &s->texts);
    put_links(w, _("WHAT IT POINTS AT"), s->from, s->from_count);
    put_links(w, _("WHAT POINTS AT IT"), s->to, s->to_count);
    lines_blank(&w->lines);
    sheet_foot_text(w);
    buf_release(&line);
    buf_release(&kind);
}
