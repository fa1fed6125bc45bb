/* /inbox: which file who reads, oldest first; the next one with one click. */

#include "web/page_inbox.h"

#include "base/message.h"
#include "record/roles.h"
#include "sheet/kept.h"
#include "sheet/marks.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/visitor.h"
#include "web/writer.h"

enum { ROWS_A_PAGE = 50 };

enum {
    STATES_OPEN = 1U << INBOX_UNREAD | 1U << INBOX_TAKEN | 1U << INBOX_SECOND,
    CHOICES_MAX = 70
};

enum err_code page_inbox_allowed(struct request *r, struct err *err)
{
    if (r->visitor->is_reader)
        return err_set(err, ERR_DENIED,
                       "the inbox is for those who enter what files say: a reader has no "
                       "part in it");
    return ERR_OK;
}

/* --- what the address asks for --- */

static unsigned states_of(struct str text)
{
    enum inbox_state one = inbox_state_of(text);

    if (str_equal(text, STR("all")))
        return 0;
    return one < INBOX_STATES ? 1U << one : (unsigned)STATES_OPEN;
}

static void read_filter(struct inbox_filter *out, const struct request *r)
{
    struct str who = fields_get(&r->asked, STR("who"));

    *out = (struct inbox_filter){
        .states = states_of(fields_get(&r->asked, STR("state"))),
        .is_nobodys = str_equal(who, STR("nobody")),
        .type = fields_get(&r->asked, STR("type")),
        .run = fields_get(&r->asked, STR("run")),
        .folder = fields_get(&r->asked, STR("folder")),
        .lang = fields_get(&r->asked, STR("lang")),
        .limit = ROWS_A_PAGE,
    };
    if (str_equal(who, STR("mine")))
        out->member = r->visitor->member;
}

/* --- gathering --- */

struct gathered {
    bool is_distressing[ROWS_A_PAGE];
    struct inbox_filter filter;
    struct inbox_list list;
    struct inbox_choices choices;
    uint64_t counts[INBOX_STATES];
};

static enum err_code gather(struct gathered *out, struct reading *reading,
                            struct err *err)
{
    struct sheet *sheet = &reading->sheet;
    struct request *r = reading->r;
    struct str after = fields_get(&r->asked, STR("after"));
    struct view view = sheet->as_of.view;

    read_filter(&out->filter, r);
    if (after.len > 0 &&
        archive_ref_parse(&out->filter.after, r->archive, after, err) != ERR_OK)
        return err->code;
    if (inbox_list(&out->list, r->arena, sheet->index, view, &out->filter, err) !=
            ERR_OK ||
        inbox_count(out->counts, sheet->index, view, &out->filter, err) != ERR_OK ||
        inbox_choices(&out->choices, r->arena, sheet->index, view, err) != ERR_OK ||
        inbox_labels_add(&sheet->labels, &out->list, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < out->list.count; i++) {
        struct inbox_row *row = &out->list.items[i];
        const struct kept_sources source = {&row->source, row->source.len > 0};

        access_note(&reading->access, row->object.ref);
        if (kept_is_distressing(&out->is_distressing[i], sheet, &source, err) != ERR_OK)
            return err->code;
    }
    return reading_commit(reading, err);
}

/* --- the filters --- */

static void add_choice(struct page_choice *choices, size_t *count, struct str value,
                       struct str label)
{
    if (*count < CHOICES_MAX)
        choices[(*count)++] = (struct page_choice){.value = value, .label = label};
}

static void select_of(struct page *page, const char *name, const char *label,
                      struct str value, const struct page_choice *choices, size_t count)
{
    page_select(
        page,
        &(struct page_field){.name = name, .label = str_from_c(label), .value = value},
        choices, count);
}

static void select_state(struct page *page)
{
    struct str value = fields_get(&page->r->asked, STR("state"));
    struct page_choice choices[INBOX_STATES + 2];
    size_t count = 0;

    add_choice(choices, &count, STR(""), str_from_c(_("what is to be done")));
    for (size_t i = 0; i < INBOX_STATES; i++)
        add_choice(choices, &count, inbox_state_name((enum inbox_state)i),
                   str_from_c(inbox_state_words((enum inbox_state)i)));
    add_choice(choices, &count, STR("all"), str_from_c(_("all")));
    select_of(page, "state", _("State"), value, choices, count);
}

static void select_who(struct page *page)
{
    const struct page_choice choices[] = {
        {.value = STR(""), .label = str_from_c(_("anybody's"))},
        {.value = STR("mine"), .label = str_from_c(_("mine"))},
        {.value = STR("nobody"), .label = str_from_c(_("nobody's"))},
    };

    select_of(page, "who", _("Whose"), fields_get(&page->r->asked, STR("who")), choices,
              sizeof choices / sizeof choices[0]);
}

static void select_in_use(struct page *page, const char *name, const char *label,
                          const struct str *items, size_t count, const char *ending)
{
    struct page_choice choices[CHOICES_MAX];
    size_t choice_count = 0;

    add_choice(choices, &choice_count, STR(""), str_from_c(_("any")));
    for (size_t i = 0; i < count; i++)
        add_choice(choices, &choice_count,
                   arena_printf(page->r->arena, STR_FMT "%s", STR_ARG(items[i]), ending),
                   items[i]);
    select_of(page, name, label, fields_get(&page->r->asked, str_from_c(name)), choices,
              choice_count);
}

static void write_filters(struct page *page, const struct gathered *g)
{
    page_ask(page, STR("/inbox"));
    page_row(page);
    select_state(page);
    select_who(page);
    select_in_use(page, "type", _("Kind of file"), g->choices.types,
                  g->choices.type_count, "/");
    select_in_use(page, "lang", _("Language"), g->choices.langs, g->choices.lang_count,
                  "");
    select_in_use(page, "folder", _("Folder"), g->choices.folders,
                  g->choices.folder_count, "");
    page_row_end(page);
    page_acts(page);
    page_button(page, PAGE_BUTTON_SECOND, NULL, str_from_c(_("Show these")));
    page_acts_end(page);
    page_ask_end(page);
}

/* --- the table --- */

static void write_state(struct page *page, struct reading *reading,
                        const struct inbox_row *row)
{
    const struct phrase p = {.labels = &reading->sheet.labels};
    struct html *h = &page->h;
    struct buf text = {0};

    html_element(h, "b", str_from_c(inbox_state_words(row->state)));
    for (size_t i = 0; i < row->word_count; i++) {
        buf_reset(&text);
        inbox_word_text(&text, &p, &row->words[i]);
        html_phrase(h, "span", "src", buf_str(&text));
    }
    buf_reset(&text);
    inbox_use_text(&text, row);
    if (text.len > 0)
        html_phrase(h, "span", "src", buf_str(&text));
    buf_release(&text);
}

static void write_what(struct page *page, struct reading *reading,
                       const struct inbox_row *row)
{
    struct html *h = &page->h;
    struct buf text = {0};

    html_text(h, row->object.type);
    if (row->lang.len > 0)
        html_printf(h, " · " STR_FMT, STR_ARG(row->lang));
    if (row->has_time) {
        phrase_time(&text, row->at_s);
        html_phrase(h, "span", "src", buf_str(&text));
    }
    if (!ref_is_none(row->same_as)) {
        buf_reset(&text);
        href_object(&text, archive_ref_short(reading->sheet.archive, page->r->arena,
                                             row->same_as));
        html_literal(h, "<span class=\"src\">");
        html_link(h, buf_str(&text), str_from_c(_("the same bytes as an earlier file")));
        html_literal(h, "</span>");
    }
    buf_release(&text);
}

static void write_choice(struct page *page, struct str ref, struct str name)
{
    struct html *h = &page->h;

    html_void(h, "input");
    html_set(h, "type", "checkbox");
    html_set(h, "name", "file");
    html_attr(h, "value", ref);
    html_attr(h, "aria-label", name);
}

static void write_row(struct page_table *t, struct page *page, struct reading *reading,
                      const struct inbox_row *row, bool is_distressing)
{
    struct arena *arena = page->r->arena;
    struct str ref = archive_ref_short(reading->sheet.archive, arena, row->object.ref);
    struct str name = inbox_file_name(arena, &row->object);

    page_table_row(t, NULL);
    page_cell(t);
    write_choice(page, ref, name);
    page_cell_end(t);
    page_cell_link(
        t, page_href(page->r, arena_printf(arena, "/inbox/" STR_FMT, STR_ARG(ref))),
        name);
    page_cell(t);
    write_what(page, reading, row);
    if (is_distressing)
        html_phrase(&page->h, "span", "src",
                    str_from_c(_("Shows violence: covered until you choose to see it.")));
    page_cell_end(t);
    page_cell(t);
    write_state(page, reading, row);
    page_cell_end(t);
    page_table_row_end(t);
}

static void write_pager(struct page *page, const struct gathered *g)
{
    struct str next = STR("");
    struct request *r = page->r;

    if (g->list.has_more)
        next = page_here(r, STR("after"),
                         archive_ref_short(r->archive, r->arena,
                                           g->list.items[g->list.count - 1].object.ref));
    page_pager(page,
               fields_has(&r->asked, STR("after")) ? page_here(r, STR("after"), STR(""))
                                                   : STR(""),
               next, STR(""));
}

static void write_skip(struct page *page, struct reading *reading)
{
    struct page_choice choices[PAGE_INBOX_REASONS + 1];
    size_t count = 0;

    add_choice(choices, &count, STR(""), str_from_c(_("choose why")));
    count += page_inbox_reasons(choices + count, reading);
    page_row(page);
    select_of(page, "because", _("Why it is skipped"),
              fields_get(&page->r->form, STR("because")), choices, count);
    page_input(page, &(struct page_field){
                         .name = "note",
                         .label = str_from_c(_("Note for those who come after")),
                         .value = fields_get(&page->r->form, STR("note"))});
    page_row_end(page);
}

static void write_acts(struct page *page)
{
    page_acts(page);
    page_button(page, PAGE_BUTTON_SECOND, "take", str_from_c(_("Take those marked")));
    page_button(page, PAGE_BUTTON_SECOND, "back", str_from_c(_("Give back")));
    page_button(page, PAGE_BUTTON_SECOND, "done", str_from_c(_("Read")));
    page_button(page, PAGE_BUTTON_SECOND, "skip", str_from_c(_("Skip")));
    page_button(page, PAGE_BUTTON_SECOND, "second",
                str_from_c(_("Ask for a second reader")));
    page_acts_end(page);
}

static bool may_say(const struct request *r)
{
    return roles_suffice(r->visitor->roles, ROLE_RECORDER | ROLE_REVIEWER);
}

static void write_list(struct page *page, struct reading *reading,
                       const struct gathered *g)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Choose")), .is_label_hidden = true},
        {.label = str_from_c(_("File")), .is_head = true},
        {.label = str_from_c(_("What it is"))},
        {.label = str_from_c(_("Who reads it"))},
    };
    struct page_table t;

    if (g->list.count == 0) {
        html_element(&page->h, "p", str_from_c(_("There is no such file.")));
        return;
    }
    page_form(page,
              page_here(page->r, STR("after"), fields_get(&page->r->asked, STR("after"))),
              false);
    page_table(&t, page, str_from_c(_("Files, oldest first")), columns, 4, NULL);
    for (size_t i = 0; i < g->list.count; i++)
        write_row(&t, page, reading, &g->list.items[i], g->is_distressing[i]);
    page_table_end(&t);
    if (may_say(page->r)) {
        write_skip(page, reading);
        write_acts(page);
    }
    page_form_end(page);
    write_pager(page, g);
}

static void write_next(struct page *page)
{
    if (!may_say(page->r))
        return;
    page_form(page, page_here(page->r, STR("state"), STR("")), false);
    page_acts(page);
    page_button(page, PAGE_BUTTON_MAIN, "next",
                str_from_c(_("Take the next and open it")));
    page_acts_end(page);
    page_form_end(page);
}

static void write_counts(struct page *page, const struct gathered *g)
{
    struct html *h = &page->h;

    html_literal(h, "<div class=\"sum\">");
    for (size_t i = 0; i < INBOX_STATES; i++) {
        html_open(h, "p");
        html_element(h, "b", page_number(page->r->arena, g->counts[i]));
        html_puts(h, " ");
        html_link(h,
                  page_here(page->r, STR("state"), inbox_state_name((enum inbox_state)i)),
                  str_from_c(inbox_state_words((enum inbox_state)i)));
        html_close(h, "p");
    }
    html_literal(h, "</div>");
}

static enum err_code show(struct reply *out, struct request *r, struct str wrong,
                          struct err *err)
{
    struct gathered g = {0};
    struct reading reading;
    struct page page;
    enum err_code code;

    if (page_inbox_allowed(r, err) != ERR_OK ||
        reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = gather(&g, &reading, err);
    if (code == ERR_OK) {
        page_begin(&page, out, r,
                   &(struct page_head){.part = PAGE_INBOX,
                                       .title = str_from_c(_("Inbox")),
                                       .lead = str_from_c(_(
                                           "Which preserved file who reads. Nobody reads "
                                           "what somebody has taken.")),
                                       .help = "inbox",
                                       .is_wide = true});
        page_errors(&page, &(struct page_error){NULL, wrong}, wrong.len > 0);
        write_next(&page);
        write_counts(&page, &g);
        write_filters(&page, &g);
        write_list(&page, &reading, &g);
        page_end(&page);
    }
    reading_close(&reading);
    return code;
}

enum err_code page_inbox(struct reply *out, struct request *r, struct err *err)
{
    return show(out, r, STR(""), err);
}

/* --- saying it --- */

struct taking {
    struct arena *arena;
    const struct inbox_filter *filter;
    struct ref taken;
};

static enum err_code take_next(struct archive *archive, void *context, struct err *err)
{
    struct taking *t = context;

    return inbox_take_next(&t->taken, t->arena, archive, t->filter, err);
}

/* Its own page, where it is shown and can be given back. */
static void open_file(struct reply *out, struct request *r, struct ref file)
{
    struct buf href = {0};

    href_object(&href, archive_ref_short(r->archive, r->arena, file));
    reply_go_to(out, arena_str(r->arena, buf_str(&href)));
    buf_release(&href);
}

/* The next one is looked for by the thread that writes: two who ask get two files. */
static enum err_code next(struct reply *out, struct request *r, struct err *err)
{
    struct inbox_filter filter;
    struct taking t = {.arena = r->arena, .filter = &filter, .taken = REF_NONE};

    read_filter(&filter, r);
    if (writer_run(r, take_next, &t, err) != ERR_OK)
        return err->code;
    if (ref_is_none(t.taken))
        return show(out, r, str_from_c(_("There is no such file that nobody has taken.")),
                    err);
    open_file(out, r, t.taken);
    return ERR_OK;
}

enum err_code page_inbox_post(struct reply *out, struct request *r, struct err *err)
{
    struct str wrong = {0};

    if (page_inbox_allowed(r, err) != ERR_OK)
        return err->code;
    if (str_equal(fields_get(&r->form, STR("do")), STR("next")))
        return next(out, r, err);
    if (page_inbox_record(&wrong, r, err) != ERR_OK)
        return err->code;
    if (wrong.len > 0)
        return show(out, r, wrong, err);
    reply_go_to(out, page_here(r, STR("after"), fields_get(&r->asked, STR("after"))));
    return ERR_OK;
}
