#include "web/page_state.h"

#include "base/message.h"
#include "record/archive_view.h"
#include "record/compartment.h"
#include "record/frontier.h"
#include "record/index.h"
#include "record/keyring.h"
#include "record/verified.h"
#include "sheet/marks.h"
#include "sheet/phrase.h"
#include "web/page_table.h"

/* What cannot be read here is left out: the page itself says what is wrong. */
static uint64_t statement_count(const struct request *r)
{
    struct err err = {0};
    struct view view;
    uint64_t count = 0;

    if (frontier_now(&view, r->arena, archive_index(r->archive), &err) != ERR_OK)
        return 0;
    for (uint32_t i = 0; i < view.count; i++)
        count += view.sizes[i];
    return count;
}

static bool is_newest(const struct compartment_list *list, size_t i)
{
    for (size_t j = i + 1; j < list->count; j++)
        if (str_equal(list->items[i].id, list->items[j].id))
            return false;
    return true;
}

static size_t sealed_here(const struct request *r)
{
    const struct keyring *keyring = archive_keyring(r->archive);
    const struct compartment_list *list;
    struct err err = {0};
    size_t count = 0;

    if (archive_compartments(&list, r->archive, &err) != ERR_OK)
        return 0;
    for (size_t i = 0; i < list->count; i++)
        if (is_newest(list, i) &&
            !(keyring && keyring_has(keyring, list->items[i].id, list->items[i].epoch)))
            count++;
    return count;
}

static void write_good(struct page *page, uint64_t count, const struct verified *verified)
{
    struct html *h = &page->h;
    struct arena *arena = page->r->arena;
    struct str number = page_number(arena, count);
    struct buf when = {0};
    int64_t seconds = 0;

    if (clock_parse(&seconds, str_from_c(verified->when.text)))
        phrase_time(&when, seconds);
    mark_icon(h, MARK_VERIFIED);
    if (verified->count == count)
        html_printf(
            h,
            _n(count, "%s statement, verified on %s", "All %s statements verified on %s"),
            number.ptr, buf_text(&when));
    else
        html_printf(h,
                    _n(count, "%s statement; those that were there on %s are verified",
                       "%s statements; those that were there on %s are verified"),
                    number.ptr, buf_text(&when));
    buf_release(&when);
}

static void write_verified(struct page *page, uint64_t count)
{
    struct html *h = &page->h;
    struct arena *arena = page->r->arena;
    struct verified verified = {0};
    struct err err = {0};
    bool is_known = verified_read(&verified, arena, page->r->archive, &err) == ERR_OK;

    html_open(h, "li");
    if (!is_known) {
        html_printf(h,
                    _n(count, "%s statement, not verified on this machine yet",
                       "%s statements, not verified on this machine yet"),
                    page_number(arena, count).ptr);
    } else if (verified.is_good) {
        html_class(h, "good");
        write_good(page, count, &verified);
    } else {
        html_class(h, "bad");
        mark_icon(h, MARK_CONFLICT);
        html_link(h, STR("/log/verify"),
                  arena_printf(arena,
                               _("Something was wrong when this was verified, on "
                                 "%s"),
                               verified.when.text));
    }
    html_close(h, "li");
}

static void write_fact(struct html *h, enum mark mark, struct str text)
{
    html_open(h, "li");
    html_class(h, "opt");
    mark_icon(h, mark);
    html_text(h, text);
    html_close(h, "li");
}

void page_state(struct page *page)
{
    struct html *h = &page->h;
    struct request *r = page->r;
    size_t sealed = sealed_here(r);

    html_literal(h, "<div class=\"trust\"><div class=\"wrap\">");
    html_open(h, "ul");
    html_set(h, "aria-label", _("State of this archive"));
    write_verified(page, statement_count(r));
    html_element(h, "li", str_from_c(_("No network")));
    if (sealed > 0)
        write_fact(h, MARK_SEALED,
                   arena_printf(r->arena,
                                _n(sealed, "%zu compartment sealed here",
                                   "%zu compartments sealed here"),
                                sealed));
    if (archive_is_synthetic(r->archive))
        write_fact(h, MARK_SYNTHETIC, str_from_c(_("synthetic: nothing here happened")));
    html_close(h, "ul");
    html_literal(h, "</div></div>");
}

void page_state_foot(struct page *page)
{
    struct html *h = &page->h;
    struct request *r = page->r;
    struct archive_view now;
    struct err err = {0};

    html_open(h, "p");
    html_printf(h, _("Archive “%s”"), arena_str(r->arena, archive_name(r->archive)).ptr);
    if (archive_view_now(&now, r->arena, r->archive, &err) == ERR_OK) {
        html_puts(h, " · ");
        html_puts(h, _("frontier"));
        html_puts(h, " ");
        mark_code(h, str_from_c(now.id.text));
    }
    html_close(h, "p");
}
