#include "sheet/sheet_json.h"

#include "base/clock.h"
#include "format/foreign.h"
#include "sheet/texts_text.h"
#include "sheet/value_text.h"

/* One line in the making. */
struct line {
    struct arena *arena;
    struct archive *archive;
    struct value object;
};

static struct line line_start(const struct sheet_writer *w, const char *type)
{
    struct line line = {w->sheet->arena, w->sheet->archive, value_object()};

    value_set(&line.object, line.arena, STR("type"), value_string(str_from_c(type)));
    return line;
}

static void line_end(struct buf *out, const struct line *line)
{
    foreign_write(out, &line->object);
    buf_char(out, '\n');
}

/* Members that are not there are left out. */
static void set_text(struct line *line, const char *key, struct str text)
{
    if (text.len > 0)
        value_set(&line->object, line->arena, str_from_c(key), value_string(text));
}

static void set_truth(struct line *line, const char *key, bool truth)
{
    value_set(&line->object, line->arena, str_from_c(key), value_bool(truth));
}

static void set_number(struct line *line, const char *key, int64_t n)
{
    value_set(&line->object, line->arena, str_from_c(key), value_integer(n));
}

static void set_ref(struct line *line, const char *key, struct ref ref)
{
    if (!ref_is_none(ref))
        set_text(line, key, archive_ref_text(line->archive, line->arena, ref));
}

static void set_value(struct line *line, const char *key, const struct value *v)
{
    if (v)
        value_set(&line->object, line->arena, str_from_c(key), *v);
}

static void set_written(struct line *line, const char *key, struct buf *text)
{
    set_text(line, key, arena_str(line->arena, buf_str(text)));
    buf_release(text);
}

static void set_said(struct line *line, const struct statement_row *said)
{
    set_ref(line, "statement", said->ref);
    if (said->has_time) {
        struct clock_text at = clock_write(said->at_s);

        set_text(line, "at", arena_str(line->arena, str_from_c(at.text)));
    }
    set_text(line, "by", said->by);
}

static void set_entity(struct line *line, const struct entity_row *entity)
{
    set_text(line, "id", entity->id);
    set_text(line, "kind", entity->kind);
    set_text(line, "class", entity->class_);
    set_text(line, "label", entity->label); /* a working name, never evidence */
    if (entity->is_several)
        set_truth(line, "several", true);
    set_text(line, "seal", entity->seal);
    set_text(line, "list", entity->list);
    set_text(line, "row", entity->row);
}

static struct str mode_word(enum claim_mode mode)
{
    static const struct str words[] = {[CLAIM_ASSERTED] = STR_INIT("asserted"),
                                       [CLAIM_NEGATED] = STR_INIT("negated"),
                                       [CLAIM_LOOKED_FOR_NOT_FOUND] =
                                           STR_INIT("looked_for_not_found"),
                                       [CLAIM_SAID_UNKNOWN] = STR_INIT("said_unknown")};

    return words[mode];
}

static void set_claim(struct line *line, const struct sheet_writer *w,
                      const struct claim_row *claim)
{
    struct buf text = {0};

    set_text(line, "about", claim->about);
    set_ref(line, "about_claim", claim->about_claim);
    set_text(line, "property", claim->property);
    set_text(line, "mode", mode_word(claim->mode));
    set_text(line, "quantifier", claim->quantifier);
    if (claim->form != FORM_NONE)
        set_value(line, "value", &claim->value);
    set_value(line, "qualifiers", claim->qualifiers);
    value_text_whole(&text, &w->phrase, claim);
    set_written(line, "text", &text);
    set_truth(line, "inferred", claim->is_inferred);
    if (claim->row > 0)
        set_number(line, "row", claim->row);
    set_ref(line, claim->row > 0 ? "import" : "passage", claim->basis);
    set_text(line, "note", claim->note);
    set_text(line, "seal", claim->seal);
}

static void set_premises(struct line *line, const struct sheet_claim *claim)
{
    struct value list = value_array();

    for (size_t i = 0; i < claim->premise_count; i++)
        value_add(&list, line->arena,
                  value_string(archive_ref_text(line->archive, line->arena,
                                                claim->premises[i].ref)));
    if (claim->premise_count > 0)
        set_value(line, "premises", &list);
}

static void set_state(struct line *line, const struct sheet_claim *claim)
{
    static const struct str words[] = {[DECISION_NONE] = STR_INIT(""),
                                       [DECISION_PREFERRED] = STR_INIT("preferred"),
                                       [DECISION_OTHER] = STR_INIT("not_preferred"),
                                       [DECISION_OPEN] = STR_INIT("open")};

    set_truth(line, "stands", sheet_claim_stands(claim));
    set_ref(line, "corrects", claim->corrects.ref);
    set_ref(line, "corrected_by", claim->corrected.ref);
    set_ref(line, "withdrawn_by", claim->withdrawn.ref);
    set_text(line, "decision", words[claim->state.decision]);
    set_ref(line, "decided_by", claim->state.decided_by);
}

static void put_review(struct buf *out, const struct sheet_writer *w, struct ref of,
                       const struct review_row *review)
{
    const struct statement_row said = {.ref = review->ref,
                                       .has_time = review->has_time,
                                       .at_s = review->at_s,
                                       .by = review->by};
    struct line line = line_start(w, "review");

    set_said(&line, &said);
    set_text(&line, "kind", review->kind);
    set_ref(&line, "of", of);
    set_text(&line, "status", review->status);
    set_text(&line, "independence", value_get_string(review->more, STR("independence")));
    set_text(&line, "rule", review->rule);
    set_text(&line, "reason", review->reason);
    set_text(&line, "note_public", review->note);
    set_truth(&line, "undone", review->is_undone);
    line_end(out, &line);
}

/* direction: "about" the sheet's subject, "names" it, or "stance" towards a claim. */
static void put_claim(struct buf *out, // NOLINT(misc-no-recursion)
                      const struct sheet_writer *w, const struct sheet_claim *claim,
                      const char *direction)
{
    struct line line = line_start(w, "claim");

    set_said(&line, &claim->said);
    set_text(&line, "direction", str_from_c(direction));
    set_claim(&line, w, &claim->claim);
    set_premises(&line, claim);
    set_state(&line, claim);
    set_text(&line, "file_sha256", claim->object.sha256);
    line_end(out, &line);
    for (size_t i = 0; i < claim->reviews.count; i++)
        put_review(out, w, claim->claim.ref, &claim->reviews.items[i]);
    for (size_t i = 0; i < claim->about_count; i++)
        put_claim(out, w, &claim->about[i], "stance");
}

static struct value hand_value(struct arena *arena, const struct hand_row *hand)
{
    struct value v = hand->more ? value_copy(hand->more, arena) : value_object();

    value_set(&v, arena, STR("who"),
              value_string(hand->who.len > 0 ? hand->who : STR("not_stated")));
    value_set(&v, arena, STR("knows"), value_string(hand->knows));
    value_set(&v, arena, STR("link"), value_string(hand->link));
    return v;
}

static void put_passage(struct buf *out, const struct sheet_writer *w,
                        const struct sheet_passage *passage)
{
    const struct passage_row *row = &passage->row;
    struct line line = line_start(w, "passage");
    struct value chain = value_array();

    set_said(&line, &passage->said);
    set_text(&line, "source", row->source);
    set_text(&line, "words", row->words);
    set_text(&line, "lang", row->lang);
    set_value(&line, "locator", row->locator);
    set_value(&line, "uttered", value_get(row->more, STR("uttered")));
    set_value(&line, "translation", value_get(row->more, STR("translation")));
    for (size_t i = 0; i < row->chain_count; i++)
        value_add(&chain, line.arena, hand_value(line.arena, &row->chain[i]));
    set_value(&line, "chain", &chain);
    set_text(&line, "note", value_get_string(row->more, STR("note")));
    set_text(&line, "seal", row->seal);
    line_end(out, &line);
}

static void put_contradiction(struct buf *out, const struct sheet_writer *w,
                              const struct contradiction *c)
{
    struct line line = line_start(w, "contradiction");
    bool may_conflict = c->comparison.verdict == VERDICT_MAY_CONFLICT;

    set_text(&line, "property", c->left.property);
    set_ref(&line, "left", c->left.ref);
    set_ref(&line, "right", c->right.ref);
    set_text(&line, "verdict",
             may_conflict ? STR("may_conflict") : STR("not_comparable"));
    set_text(&line, "text", contradiction_explain(line.arena, &c->comparison));
    set_ref(&line, "assessed_by", c->assessed);
    set_ref(&line, "decided_by", c->decided);
    set_ref(&line, "preferred", c->preferred);
    line_end(out, &line);
}

static void put_frontier(struct buf *out, const struct sheet_writer *w)
{
    const struct archive_view *as_of = &w->sheet->as_of;
    struct line line = line_start(w, "frontier");

    set_text(&line, "frontier", arena_str(line.arena, str_from_c(as_of->id.text)));
    set_number(&line, "statements", (int64_t)as_of->size);
    set_truth(&line, "now", as_of->is_now);
    set_truth(&line, "synthetic", archive_is_synthetic(line.archive));
    line_end(out, &line);
}

static void put_groups(struct buf *out, const struct sheet_writer *w,
                       const struct property_group *groups, size_t count,
                       const char *direction)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < groups[i].count; j++)
            put_claim(out, w, groups[i].claims[j], direction);
}

static void put_allegations(struct buf *out, const struct sheet_writer *w,
                            const struct entity_sheet *e)
{
    for (size_t i = 0; i < e->allegation_count; i++) {
        const struct sheet_allegation *allegation = &e->allegations[i];

        put_claim(out, w, &allegation->covers, "covers");
        for (size_t j = 0; j < allegation->stance_count; j++)
            put_claim(out, w, &allegation->stances[j], "stance");
    }
}

static void put_dependences(struct buf *out, const struct sheet_writer *w,
                            const struct entity_sheet *e)
{
    for (size_t i = 0; i < e->dependence_count; i++) {
        const struct claim_row *claim = &e->dependences[i].claim;
        struct line line = line_start(w, "dependence");

        set_ref(&line, "statement", claim->ref);
        set_text(&line, "source", claim->about);
        set_text(&line, "relation", claim->property);
        set_text(&line, "on", claim->entity);
        line_end(out, &line);
    }
}

static void put_identities(struct buf *out, const struct sheet_writer *w,
                           const struct entity_sheet *e)
{
    for (size_t i = 0; i < e->identities.count; i++) {
        const struct identity_row *identity = &e->identities.items[i];
        struct line line = line_start(w, "identity");

        set_ref(&line, "statement", identity->ref);
        set_text(&line, "decision", identity->is_same ? STR("same") : STR("distinct"));
        set_text(&line, "other", identity->other);
        set_truth(&line, "undone", identity->is_undone);
        line_end(out, &line);
    }
}

static void put_missing(struct buf *out, const struct sheet_writer *w,
                        const struct entity_sheet *e)
{
    for (size_t i = 0; i < e->missing_count; i++) {
        struct line line = line_start(w, "missing");

        set_text(&line, "property", e->missing[i]->key);
        set_text(&line, "label", e->missing[i]->label[SCHEMA_ENGLISH]);
        line_end(out, &line);
    }
}

void entity_json(struct buf *out, const struct sheet_writer *w,
                 const struct entity_sheet *e)
{
    const struct label *label = labels_find(w->phrase.labels, e->entity.id);
    struct line line = line_start(w, "entity");

    set_entity(&line, &e->entity);
    set_truth(&line, "alleged", label && label->is_alleged);
    if (e->said.kind.len > 0)
        set_said(&line, &e->said);
    if (e->row.is_absent)
        set_text(&line, "not_in_version", e->row.absent_in);
    line_end(out, &line);
    put_identities(out, w, e);
    put_groups(out, w, e->groups, e->group_count, "about");
    put_groups(out, w, e->incoming, e->incoming_count, "names");
    for (size_t i = 0; i < e->within_count; i++)
        put_claim(out, w, &e->within[i].claim,
                  e->within[i].is_sure ? "within" : "perhaps_within");
    put_allegations(out, w, e);
    for (size_t i = 0; i < e->contradictions.count; i++)
        put_contradiction(out, w, &e->contradictions.items[i]);
    for (size_t i = 0; i < e->sheet->passage_count; i++)
        put_passage(out, w, e->sheet->passages[i]);
    put_dependences(out, w, e);
    put_missing(out, w, e);
    put_frontier(out, w);
}

static void put_links(struct buf *out, const struct sheet_writer *w,
                      const struct statement_link *links, size_t count,
                      const char *direction)
{
    for (size_t i = 0; i < count; i++) {
        struct line line = line_start(w, "link");

        set_text(&line, "direction", str_from_c(direction));
        set_text(&line, "role", links[i].role);
        set_text(&line, "kind", links[i].said.kind);
        set_said(&line, &links[i].said);
        line_end(out, &line);
    }
}

static struct value said_json(const struct line *line, const struct erasure_word *word)
{
    static const struct str members[] = {STR_INIT("by"), STR_INIT("at"),
                                         STR_INIT("ground")};
    struct value said = value_object();
    struct ref ref = ref_of(word->feed, word->index);

    value_set(&said, line->arena, STR("ref"),
              value_string(archive_ref_text(line->archive, line->arena, ref)));
    for (size_t i = 0; i < 3; i++)
        value_set(&said, line->arena, members[i],
                  value_string(value_get_string(&word->statement, members[i])));
    return said;
}

static void set_erasure(struct line *line, const struct erasure *erasure)
{
    struct value said = value_array();

    if (!erasure)
        return;
    set_truth(line, "erased", !erasure->is_reseal);
    value_add(&said, line->arena, said_json(line, erasure->first));
    if (erasure->second)
        value_add(&said, line->arena, said_json(line, erasure->second));
    set_value(line, "erasure", &said);
}

void statement_json(struct buf *out, const struct sheet_writer *w,
                    const struct statement_sheet *s)
{
    struct digest_text commitment = digest_text(&s->statement.commitment);
    struct line line = line_start(w, "statement");

    set_said(&line, &s->said);
    set_text(&line, "kind", s->said.kind);
    set_text(&line, "commitment", arena_str(line.arena, str_from_c(commitment.hex)));
    if (s->vouched > 0) {
        struct value vouched = value_integer(s->vouched);

        set_value(&line, "vouches_for", &vouched);
    }
    set_truth(&line, "readable", s->statement.is_readable);
    set_erasure(&line, s->erasure);
    if (s->statement.is_readable)
        set_value(&line, "value", &s->statement.value);
    line_end(out, &line);
    if (str_equal(s->said.kind, STR("claim")) && s->statement.is_readable)
        put_claim(out, w, &s->claim, "itself");
    for (size_t i = 0; i < s->contradictions.count; i++)
        put_contradiction(out, w, &s->contradictions.items[i]);
    for (size_t i = 0; i < s->sheet->passage_count; i++)
        put_passage(out, w, s->sheet->passages[i]);
    texts_json(out, w, &s->itself);
    texts_json(out, w, &s->texts);
    put_links(out, w, s->from, s->from_count, "from");
    put_links(out, w, s->to, s->to_count, "to");
    put_frontier(out, w);
}

void history_json(struct buf *out, const struct sheet_writer *w,
                  const struct history *history)
{
    for (size_t i = 0; i < history->count; i++) {
        const struct statement_sheet *s = &history->items[i];
        struct line line = line_start(w, "change");
        struct buf text = {0};

        set_said(&line, &s->said);
        set_text(&line, "kind", s->said.kind);
        history_line(&text, w, s);
        set_written(&line, "text", &text);
        if (s->statement.is_readable)
            set_value(&line, "value", &s->statement.value);
        line_end(out, &line);
    }
    put_frontier(out, w);
}

static struct str found_kind(enum find_kind kind)
{
    static const struct str kinds[] = {
        [FIND_ENTITY] = STR_INIT("entity"),   [FIND_CLAIM] = STR_INIT("claim"),
        [FIND_PASSAGE] = STR_INIT("passage"), [FIND_OBJECT] = STR_INIT("object"),
        [FIND_PAGE] = STR_INIT("page"),       [FIND_STATEMENT] = STR_INIT("statement")};

    return kinds[kind];
}

static void set_page(struct line *line, const struct find_hit *hit)
{
    set_number(line, "page", hit->page);
    set_ref(line, "of", hit->page_text.of);
    set_text(line, "file", hit->file);
    set_text(line, "reviewer", hit->page_text.reviewer);
    set_text(line, "how", hit->page_text.how);
    set_text(line, "lang", hit->page_text.lang);
    set_text(line, "tool", hit->page_text.tool);
    set_truth(line, "machine", hit->page_text.tool.len > 0);
    set_number(line, "more_pages", hit->more_pages);
}

/* Where the words stand and why it was found. */
static void set_found(struct line *line, const struct find_hit *hit)
{
    struct value terms = find_terms_json(line->arena, hit);
    struct value marks = find_marks_json(line->arena, hit);

    set_text(line, "in", find_place_key(hit->place));
    set_text(line, "matched", hit->kind == FIND_PAGE ? hit->snippet.text : hit->text);
    set_text(line, "snippet", hit->snippet.text);
    set_value(line, "marks", &marks);
    set_text(line, "step", find_step_key(hit->why.step));
    set_value(line, "terms", &terms);
    if (hit->text_in.n != hit->ref.n)
        set_ref(line, "matched_in", hit->text_in);
}

void find_json(struct buf *out, const struct sheet_writer *w, const struct find_hit *hit)
{
    const struct label *label = labels_find(w->phrase.labels, hit->id);
    struct line line = line_start(w, "hit");

    set_text(&line, "found", found_kind(hit->kind));
    set_ref(&line, "statement", hit->ref);
    if (hit->kind == FIND_ENTITY && label)
        set_entity(&line, &label->entity);
    if (hit->kind == FIND_PASSAGE)
        set_text(&line, "source", hit->id);
    if (hit->has_why)
        set_found(&line, hit);
    if (hit->kind == FIND_PAGE)
        set_page(&line, hit);
    if (hit->is_past)
        set_truth(&line, "past", true);
    if (hit->kind == FIND_CLAIM)
        set_claim(&line, w, &hit->claim);
    line_end(out, &line);
}
