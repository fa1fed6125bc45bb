#ifndef RECORD_FACTS_WHOLE_TESTING_H
#define RECORD_FACTS_WHOLE_TESTING_H

/* For tests only: whether what was entered comes back whole, member by member. */

#include "record/facts_testing.h"

static struct str facts_canon(struct facts *f, const struct value *v)
{
    struct buf bytes = {0};
    struct str text;

    facts_ok(canon_write(&bytes, v, &f->err), f);
    text = arena_str(&f->arena, buf_str(&bytes));
    buf_release(&bytes);
    return text;
}

static void facts_same_text(const struct fact *item, const char *what, struct str got,
                            struct str wanted)
{
    if (!str_equal(got, wanted))
        fail_msg(STR_FMT ": %s is \"" STR_FMT "\", not \"" STR_FMT "\"",
                 STR_ARG(item->id), what, STR_ARG(got), STR_ARG(wanted));
}

static void facts_same(struct facts *f, const struct fact *item, const char *what,
                       const struct value *got, const struct value *wanted)
{
    if (!got != !wanted)
        fail_msg(STR_FMT ": %s is %s", STR_ARG(item->id), what,
                 got ? "there and should not be" : "not there");
    if (got)
        facts_same_text(item, what, facts_canon(f, got), facts_canon(f, wanted));
}

/* The text that stands for a local id; any other text itself. */
static struct str facts_mapped_text(struct facts *f, struct str text)
{
    const struct fact *item = facts_find(f, text);

    if (!item)
        return text;
    return str_equal(item->kind, STR("entity"))
               ? item->entity
               : archive_ref_text(f->archive, &f->arena, item->ref);
}

static struct value facts_pinned(struct facts *f, struct str id)
{
    struct value pinned = value_object();
    struct statement statement;
    const struct fact *item = facts_find(f, id);

    assert_non_null(item);
    facts_ok(archive_statement(&statement, &f->arena, f->archive, item->ref, &f->err), f);
    value_set(&pinned, &f->arena, STR("c"),
              value_string(arena_str(
                  &f->arena, str_from_c(digest_text(&statement.commitment).hex))));
    value_set(&pinned, &f->arena, STR("s"), value_string(facts_mapped_text(f, item->id)));
    return pinned;
}

/* As written, with the real ids. NOLINTNEXTLINE(misc-no-recursion): a few levels deep */
static struct value facts_mapped(struct facts *f, const struct value *v, bool is_pinned)
{
    struct value out = *v;

    if (v->type == VALUE_STRING && is_pinned)
        return facts_pinned(f, v->string);
    if (v->type == VALUE_STRING)
        return value_string(facts_mapped_text(f, v->string));
    if (v->type == VALUE_ARRAY) {
        out = value_array();
        for (uint32_t i = 0; i < v->count; i++)
            value_add(&out, &f->arena, facts_mapped(f, &v->items[i], is_pinned));
    }
    if (v->type == VALUE_OBJECT) {
        out = value_object();
        for (uint32_t i = 0; i < v->count; i++) {
            const struct str key = v->members[i].key;
            const bool pins =
                str_equal(key, STR("among")) || str_equal(key, STR("prefer"));

            value_set(&out, &f->arena, key, facts_mapped(f, &v->members[i].value, pins));
        }
    }
    return out;
}

/* A member of the draft with real ids; NULL when it has none. */
static const struct value *facts_member(struct facts *f, const struct fact *item,
                                        const char *key)
{
    const struct value *member = value_get(item->draft, str_from_c(key));
    struct value *mapped = ARENA_NEW(&f->arena, struct value);

    if (!member)
        return NULL;
    *mapped = facts_mapped(f, member, false);
    return mapped;
}

static struct str facts_string(struct facts *f, const struct fact *item, const char *key)
{
    return facts_mapped_text(f, value_get_string(item->draft, str_from_c(key)));
}

/* The statement has the draft's members, the four of every statement, and no other. */
static void facts_statement_is_whole(struct facts *f, const struct fact *item)
{
    static const struct str ours[] = {STR_INIT("feed"), STR_INIT("index"), STR_INIT("at"),
                                      STR_INIT("by")};
    const struct value mapped = facts_mapped(f, item->draft, false);
    struct value wanted = value_object();
    struct statement statement;

    facts_ok(archive_statement(&statement, &f->arena, f->archive, item->ref, &f->err), f);
    for (uint32_t i = 0; i < mapped.count; i++)
        if (item->entity.len > 0 || !str_equal(mapped.members[i].key, STR("id")))
            value_set(&wanted, &f->arena, mapped.members[i].key, mapped.members[i].value);
    for (size_t i = 0; i < 4; i++) {
        assert_non_null(value_get(&statement.value, ours[i]));
        value_set(&wanted, &f->arena, ours[i], *value_get(&statement.value, ours[i]));
    }
    facts_same_text(item, "the statement", statement.bytes, facts_canon(f, &wanted));
}

/* What a row keeps under `more`: each member of written that is not among its columns. */
static void facts_more_is_whole(struct facts *f, const struct fact *item,
                                const struct value *written, const struct value *more,
                                const char *columns)
{
    const struct value mapped = facts_mapped(f, written, false);

    for (uint32_t i = 0; i < mapped.count; i++) {
        const struct str key = mapped.members[i].key;
        const struct str word = arena_printf(&f->arena, " " STR_FMT " ", STR_ARG(key));

        if (str_find_str(str_from_c(columns), word) == strlen(columns))
            facts_same(f, item, word.ptr, value_get(more, key), &mapped.members[i].value);
    }
}

static void facts_entity_is_whole(struct facts *f, const struct fact *item)
{
    struct entity_row row;

    facts_ok(query_entity(&row, &f->arena, f->index, f->view, item->entity, &f->err), f);
    assert_int_equal(row.ref.n, item->ref.n);
    facts_same_text(item, "id", row.id, item->entity);
    facts_same_text(item, "entity", row.kind, facts_string(f, item, "entity"));
    facts_same_text(item, "class", row.class_, facts_string(f, item, "class"));
    facts_same_text(item, "label", row.label, facts_string(f, item, "label"));
    facts_same_text(item, "seal", row.seal, facts_string(f, item, "seal"));
    assert_int_equal(row.is_several, value_get(item->draft, STR("several")) != NULL);
}

static void facts_chain_is_whole(struct facts *f, const struct fact *item,
                                 const struct passage_row *row)
{
    const struct fact *first = item;
    const struct value *chain;

    while (value_get(first->draft, STR("chain_as")))
        first = facts_find(f, value_get_string(first->draft, STR("chain_as")));
    chain = value_get(first->draft, STR("chain"));
    assert_int_equal(row->chain_count, chain ? chain->count : 0);
    for (uint32_t i = 0; chain && i < chain->count; i++) {
        const struct value hand = facts_mapped(f, &chain->items[i], false);
        const struct str who = value_get_string(&hand, STR("who"));

        facts_same_text(item, "who", row->chain[i].who,
                        str_equal(who, STR("not_stated")) ? STR("") : who);
        facts_same_text(item, "knows", row->chain[i].knows,
                        value_get_string(&hand, STR("knows")));
        facts_same_text(item, "link", row->chain[i].link,
                        value_get_string(&hand, STR("link")));
        facts_more_is_whole(f, item, &chain->items[i], row->chain[i].more,
                            " who knows link ");
    }
}

static struct str facts_ref_text(struct facts *f, struct ref ref)
{
    return ref_is_asked(ref) ? archive_ref_text(f->archive, &f->arena, ref) : STR("");
}

static void facts_passage_is_whole(struct facts *f, const struct fact *item)
{
    struct passage_row row;

    facts_ok(query_passage(&row, &f->arena, f->index, item->ref, &f->err), f);
    facts_same_text(item, "source", row.source, facts_string(f, item, "source"));
    facts_same_text(item, "lang", row.lang, facts_string(f, item, "lang"));
    facts_same_text(item, "words", row.words, facts_string(f, item, "words"));
    facts_same_text(item, "seal", row.seal, facts_string(f, item, "seal"));
    facts_same(f, item, "locator", row.locator, facts_member(f, item, "locator"));
    facts_same_text(item, "chain_as", facts_ref_text(f, row.chain_as),
                    facts_string(f, item, "chain_as"));
    facts_more_is_whole(f, item, item->draft, row.more,
                        " kind id source lang words seal locator chain chain_as ");
    facts_chain_is_whole(f, item, &row);
}

static bool facts_has_claim(const struct claim_list *list, struct ref ref)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].ref.n == ref.n)
            return true;
    return false;
}

/* It is found by what it is about, by its property and by what it rests on. */
static void facts_claim_is_found(struct facts *f, const struct fact *item,
                                 const struct claim_row *row)
{
    const struct claim_filter filters[] = {
        {.about = row->about, .about_claim = row->about_claim},
        {.property = row->property},
        {.basis = row->basis, .property = row->property},
        {.about = row->about, .about_claim = row->about_claim, .entity = row->entity},
    };
    struct claim_list list;

    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        facts_ok(query_claims(&list, &f->arena, f->index, f->view, &filters[i], &f->err),
                 f);
        if (!facts_has_claim(&list, item->ref))
            fail_msg(STR_FMT ": filter %zu does not find it", STR_ARG(item->id), i);
    }
}

static void facts_premises_are_whole(struct facts *f, const struct fact *item)
{
    const struct value *premises = facts_member(f, item, "premises");
    struct value found = value_array();
    struct edge_list edges;

    facts_ok(query_edges_from(&edges, &f->arena, f->index, f->view, item->ref, &f->err),
             f);
    for (uint32_t i = 0; premises && i < premises->count; i++)
        for (size_t k = 0; k < edges.count; k++)
            if (str_equal(edges.items[k].role, STR("premises")) &&
                str_equal(facts_ref_text(f, edges.items[k].target),
                          premises->items[i].string))
                value_add(&found, &f->arena, premises->items[i]);
    facts_same(f, item, "premises", found.count > 0 ? &found : NULL, premises);
}

static void facts_claim_is_whole(struct facts *f, const struct fact *item)
{
    static const struct str modes[] = {[CLAIM_ASSERTED] = STR_INIT("asserted"),
                                       [CLAIM_NEGATED] = STR_INIT("negated"),
                                       [CLAIM_LOOKED_FOR_NOT_FOUND] =
                                           STR_INIT("looked_for_not_found"),
                                       [CLAIM_SAID_UNKNOWN] = STR_INIT("said_unknown")};
    const struct str mode = facts_string(f, item, "mode");
    struct claim_row row;

    facts_ok(query_claim(&row, &f->arena, f->index, item->ref, &f->err), f);
    facts_same_text(item, "about",
                    row.about.len > 0 ? row.about : facts_ref_text(f, row.about_claim),
                    facts_string(f, item, "about"));
    facts_same_text(item, "property", row.property, facts_string(f, item, "property"));
    facts_same_text(item, "mode", modes[row.mode], mode.len > 0 ? mode : modes[0]);
    facts_same_text(item, "quantifier", row.quantifier,
                    facts_string(f, item, "quantifier"));
    facts_same(f, item, "value", &row.value, facts_member(f, item, "value"));
    facts_same(f, item, "qualifiers", row.qualifiers,
               facts_member(f, item, "qualifiers"));
    facts_same_text(item, "note", row.note, facts_string(f, item, "note"));
    facts_same_text(item, "passage", facts_ref_text(f, row.basis),
                    facts_string(f, item, "passage"));
    facts_same_text(item, "basis", row.is_inferred ? STR("inferred") : STR(""),
                    facts_string(f, item, "basis"));
    facts_same_text(item, "seal", row.seal, facts_string(f, item, "seal"));
    facts_premises_are_whole(f, item);
    facts_claim_is_found(f, item, &row);
}

static const struct review_row *facts_review_of(struct facts *f, const struct fact *item,
                                                struct str target)
{
    struct review_list list;

    facts_ok(query_reviews(&list, &f->arena, f->index, f->view,
                           facts_find(f, target)->ref, &f->err),
             f);
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].ref.n == item->ref.n)
            return &list.items[i];
    fail_msg(STR_FMT ": not found by " STR_FMT, STR_ARG(item->id), STR_ARG(target));
    return NULL;
}

/* An assessment or decision, by each of what it is of or among. */
static void facts_review_is_whole(struct facts *f, const struct fact *item)
{
    const struct value *of = value_get(item->draft, STR("of"));

    if (!of)
        of = value_get(item->draft, STR("among"));
    for (uint32_t i = 0; i < of->count; i++) {
        const struct review_row *row = facts_review_of(f, item, of->items[i].string);

        facts_same_text(item, "kind", row->kind, item->kind);
        facts_same_text(item, "status", row->status, facts_string(f, item, "status"));
        facts_same_text(item, "rule", row->rule, facts_string(f, item, "rule"));
        facts_same_text(item, "reason", row->reason, facts_string(f, item, "reason"));
        facts_same_text(item, "note_public", row->note,
                        facts_string(f, item, "note_public"));
        assert_false(row->is_undone);
        facts_more_is_whole(f, item, item->draft, row->more,
                            " kind id of among prefer status rule reason note_public ");
    }
}

static void facts_rows_are_whole(struct facts *f, const struct fact *item)
{
    if (str_equal(item->kind, STR("entity")))
        facts_entity_is_whole(f, item);
    else if (str_equal(item->kind, STR("passage")))
        facts_passage_is_whole(f, item);
    else if (str_equal(item->kind, STR("claim")))
        facts_claim_is_whole(f, item);
    else
        facts_review_is_whole(f, item);
}

FACTS_UNUSED static void facts_are_whole(struct facts *f)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].is_wanted) {
            facts_statement_is_whole(f, &f->items[i]);
            facts_rows_are_whole(f, &f->items[i]);
        }
}

#endif
