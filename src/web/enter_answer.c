/* What the page answers: who may be meant, what is here already, what will be recorded.
 */

#include "base/message.h"
#include "sheet/marks.h"
#include "web/enter_form.h"
#include "web/page_inbox.h"

static void begin_live(struct page *page, const char *id)
{
    html_open(&page->h, "div");
    html_set(&page->h, "id", id);
    html_set(&page->h, "data-live", "");
}

static void write_picks(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    begin_live(page, "who-is-meant");
    page_hidden(page, "shown", e->shown);
    if (e->pick_count > 0) {
        page_section(
            page, "who", str_from_c(_("Who is meant")),
            str_from_c(_("A machine lists; you choose. They can be joined later, "
                         "and parted again.")));
        for (size_t i = 0; i < e->pick_count; i++) {
            const struct enter_picks *picks = &e->picks[i];
            const struct str name = entry_part_name(page->r->arena, 'w', i + 1, "name");
            const struct str is = entry_part_name(page->r->arena, 'w', i + 1, "is");

            html_open(h, "fieldset");
            html_class(h, picks->is_needed && picks->chosen.len == 0 ? "f bad" : "f");
            html_open(h, "legend");
            html_bdi(h, picks->name);
            html_close(h, "legend");
            if (!picks->is_needed)
                html_phrase(h, "span", "hint",
                            str_from_c(_("Left open, it is somebody new.")));
            page_hidden(page, name.ptr, picks->name);
            pick_write(page, is.ptr, &picks->list, picks->name, picks->chosen);
            html_close(h, "fieldset");
        }
        page_section_end(page);
    }
    html_close(h, "div");
}

static void write_already(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;
    struct buf href = {0};

    begin_live(page, "already");
    if (e->already_count > 0) {
        page_section(page, "dup", str_from_c(_("Already here?")), STR(""));
        page_box(page, PAGE_BOX_MACHINE);
        html_element(h, "p",
                     str_from_c(_("Something like this may be here already: acts "
                                  "of this kind with somebody or something that is "
                                  "named on this page.")));
        html_open(h, "ul");
        html_class(h, "plain");
        for (size_t i = 0; i < e->already_count; i++) {
            buf_reset(&href);
            href_entity(&href, e->already[i].id);
            html_open(h, "li");
            html_link(h, arena_str(page->r->arena, buf_str(&href)), e->already[i].words);
            html_close(h, "li");
        }
        html_close(h, "ul");
        page_box_end(page);
        page_section_end(page);
    }
    if (e->near.count > 0) {
        page_section(page, "near", str_from_c(_("Said already?")), STR(""));
        page_near_notice(page, &e->reading, &e->near, REF_NONE);
        page_section_end(page);
    }
    html_close(h, "div");
    buf_release(&href);
}

static void write_there(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    begin_live(page, "there");
    if (e->there_count > 0) {
        page_section(page, "of-the-same", str_from_c(_("Said already")),
                     str_from_c(_("All of it is kept.")));
        html_element(h, "p",
                     str_from_c(_("In the archive stands already, of the same:")));
        html_open(h, "ul");
        html_class(h, "plain sm");
        for (size_t i = 0; i < e->there_count; i++) {
            html_open(h, "li");
            html_text(h, entry_claim_words(page->r->arena, &e->entry, e->there[i].draft));
            html_puts(h, " ↔ ");
            html_link(h, e->there[i].href, e->there[i].words);
            html_close(h, "li");
        }
        html_close(h, "ul");
        page_section_end(page);
    }
    html_close(h, "div");
}

static void write_pairs(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    html_element(h, "p", str_from_c(_("Two passages of this page speak of the same:")));
    html_open(h, "ul");
    html_class(h, "plain sm");
    for (size_t i = 0; i < e->entry.beside_count; i++) {
        html_open(h, "li");
        html_text(h,
                  entry_claim_words(page->r->arena, &e->entry, e->entry.besides[i].left));
        html_puts(h, " ↔ ");
        html_text(
            h, entry_claim_words(page->r->arena, &e->entry, e->entry.besides[i].right));
        html_close(h, "li");
    }
    html_close(h, "ul");
}

static void write_besides(struct page *page, const struct enter_page *e)
{
    begin_live(page, "beside");
    if (e->entry.beside_count > 0) {
        page_section(page, "differ", str_from_c(_("Side by side")),
                     str_from_c(_("All are kept. Which is preferred is decided later, "
                                  "with a reason.")));
        page_box(page, PAGE_BOX_CONFLICT);
        write_pairs(page, e);
        page_box_end(page);
        page_section_end(page);
    }
    html_close(&page->h, "div");
}

static void write_drafts(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;
    const size_t count = e->entry.drafts.count;

    begin_live(page, "recorded");
    if (e->is_checked && e->error_count == 0) {
        page_section(page, "will", str_from_c(_("Will be recorded")),
                     arena_printf(page->r->arena,
                                  _n(count, "%zu statement, one signature.",
                                     "%zu statements, one signature."),
                                  count));
        html_open(h, "ol");
        html_class(h, "plain sm");
        for (uint32_t i = 0; i < e->entry.drafts.count; i++) {
            const struct value *draft = &e->entry.drafts.items[i];

            if (!value_is_string(value_get(draft, STR("kind")), STR("claim")))
                continue;
            html_open(h, "li");
            html_text(h, entry_claim_words(page->r->arena, &e->entry, draft));
            if (value_get_string(draft, STR("seal")).len > 0) {
                html_puts(h, " ");
                mark_state(h, MARK_SEALED, STR(""));
            }
            html_close(h, "li");
        }
        html_close(h, "ol");
        page_section_end(page);
    }
    html_close(h, "div");
}

void enter_write_answers(struct page *page, const struct enter_page *e)
{
    if (!e->is_shown) {
        write_picks(page, e);
        write_already(page, e);
        write_there(page, e);
    }
    write_besides(page, e);
    write_drafts(page, e);
}

/* What the rules refuse or seal, before anybody types a name. */
void enter_write_protection(struct page *page, const struct enter_page *e)
{
    struct html *h = &page->h;

    if (archive_is_synthetic(e->r->archive) && e->seal_count == 0) {
        page_box(page, PAGE_BOX_NOTE);
        html_element(
            h, "p",
            str_from_c(_("This archive is synthetic: everything in it is made up, "
                         "and nothing is sealed. Type no name of a real person.")));
        page_box_end(page);
        return;
    }
    page_box(page, e->seal_count > 0 ? PAGE_BOX_NOTE : PAGE_BOX_MISSING);
    if (e->seal_count > 0)
        html_text(
            h, arena_printf(page->r->arena,
                            _("Names, birth, home and contact of private persons, "
                              "and passages whose hands hold one, are sealed to “" STR_FMT
                              "” by themselves. Whoever has no key for it "
                              "will not be able to read them again."),
                            STR_ARG(e->seals[0])));
    else
        html_puts(h,
                  _("This archive has no compartment yet: the name of a private person, "
                    "and a passage whose hands hold one, would stand open for ever and "
                    "are refused. Let whoever keeps the archive make one first (stele "
                    "seal new), or let people stand by role: “a resident”."));
    html_puts(h, " ");
    page_help(page, "entering", str_from_c(_("What is sealed, and what is refused")));
    page_box_end(page);
}
