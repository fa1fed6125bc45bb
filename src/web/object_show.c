#include "web/object_show.h"

#include <inttypes.h>

#include "base/message.h"
#include "record/roles.h"
#include "sheet/kept.h"
#include "sheet/marks.h"
#include "sheet/passage_text.h"
#include "sheet/source_text.h"
#include "sheet/statement_text.h"
#include "sheet/texts_text.h"
#include "web/media.h"
#include "web/page_form.h"
#include "web/page_inbox.h"
#include "web/page_sheet.h"
#include "web/shown.h"
#include "web/visitor.h"

enum {
    MOMENTS_MAX = 200, /* passages of a recording that are listed */
    PAUSE_AFTER = 10   /* distressing pictures a day */
};

struct object_page {
    struct reading *reading;
    struct statement_sheet st;
    struct kept_sources sources;
    size_t *moments; /* numbers of passages that name a second or a region */
    size_t moment_count;
    struct media media;
    struct ref ref;
    bool is_distressing;
    bool is_covered;
    struct inbox_view inbox; /* who reads it, and texts nearly the same */
};

struct str object_href(struct request *r, struct ref ref, const char *below)
{
    struct buf path = {0};
    struct str href;

    href_object(&path, archive_ref_short(r->archive, r->arena, ref));
    buf_puts(&path, below);
    href = page_href(r, arena_str(r->arena, buf_str(&path)));
    buf_release(&path);
    return href;
}

/* --- gathering --- */

static bool is_moment(const struct passage_row *row, const struct object_page *o)
{
    const struct value *locator = row->locator;
    struct str file = value_get_string(locator, STR("file"));

    if (file.len > 0 && !str_equal(file, o->st.object.name))
        return false;
    return value_get(locator, STR("from_s")) || value_get(locator, STR("until_s")) ||
           value_get(locator, STR("frame")) || value_get(locator, STR("region"));
}

static enum err_code read_moments_of(struct object_page *o, struct str source,
                                     struct err *err)
{
    struct sheet *sheet = &o->reading->sheet;
    struct passage_list list = {0};
    enum err_code code =
        query_passages(&list, sheet->arena, sheet->index, sheet->as_of.view, source,
                       (struct ref){0}, 0, err);

    for (size_t i = 0; code == ERR_OK && i < list.count; i++) {
        bool may = false;

        if (o->moment_count == MOMENTS_MAX || !is_moment(&list.items[i], o))
            continue;
        code = reading_may(&may, o->reading, list.items[i].ref, err);
        if (code == ERR_OK && may)
            code = sheet_passage_number(&o->moments[o->moment_count++], sheet,
                                        list.items[i].ref, err);
    }
    return code;
}

static bool is_seen(enum media_way way)
{
    return way == MEDIA_PICTURE || way == MEDIA_FILM;
}

static enum err_code gather(struct object_page *o, struct err *err)
{
    struct sheet *sheet = &o->reading->sheet;
    const struct request *r = o->reading->r;
    enum err_code code = statement_sheet_read(&o->st, sheet, o->ref, err);

    if (code == ERR_OK && o->st.object.sha256.len == 0)
        code = err_set(err, ERR_NOT_FOUND, "this statement preserves no file");
    if (code == ERR_OK)
        code = kept_sources(&o->sources, sheet, &o->st.object, err);
    if (code == ERR_OK)
        code = kept_is_distressing(&o->is_distressing, sheet, &o->sources, err);
    if (code != ERR_OK)
        return code;
    o->moments = ARENA_ARRAY(sheet->arena, size_t, MOMENTS_MAX + 1);
    for (size_t i = 0; code == ERR_OK && i < o->sources.count; i++)
        code = read_moments_of(o, o->sources.ids[i], err);
    if (code == ERR_OK)
        code = page_inbox_gather(&o->inbox, o->reading, o->ref, err);
    o->media = media_of(o->st.object.type);
    o->is_covered = is_seen(o->media.way) && (o->is_distressing || shown_covers_all(r)) &&
                    !str_equal(fields_get(&r->asked, STR("show")), STR("yes"));
    return code;
}

/* --- the file itself --- */

static void write_today(struct page *page)
{
    unsigned count = shown_today(page->r);

    if (count == 0)
        return;
    html_open(&page->h, "p");
    html_class(&page->h, "sm");
    html_printf(&page->h,
                _n(count, "%u distressing one today.", "%u distressing ones today."),
                count);
    if (count >= PAUSE_AFTER)
        html_puts(&page->h,
                  _(" That is a lot. A pause helps, and so does somebody to talk to."));
    html_close(&page->h, "p");
}

static void write_cover(struct page *page, const struct object_page *o)
{
    struct html *h = &page->h;

    html_open(h, "div");
    html_class(h, "cover");
    html_element(
        h, "p",
        str_from_c(o->is_distressing
                       ? _("Covered: the record says that it shows violence.")
                       : _("Covered, as you asked for all pictures and films.")));
    html_open(h, "p");
    html_link(h, page_here(page->r, STR("show"), STR("yes")),
              str_from_c(o->media.way == MEDIA_FILM ? _("Show the film")
                                                    : _("Show the picture")));
    html_close(h, "p");
    write_today(page);
    html_close(h, "div");
}

/* "12", "12.5": a moment of a recording; anything else is none. */
static bool is_second(struct str text)
{
    size_t dots = 0;

    if (text.len == 0 || text.len > 12 || text.ptr[0] == '.')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '.')
            dots++;
        else if (c < '0' || c > '9')
            return false;
    }
    return dots < 2;
}

static struct str bytes_href(struct page *page, const struct object_page *o)
{
    struct str second = fields_get(&page->r->asked, STR("t"));
    struct str href = object_href(page->r, o->ref, "/bytes");

    if (!is_second(second))
        return href;
    return arena_printf(page->r->arena, STR_FMT "#t=" STR_FMT, STR_ARG(href),
                        STR_ARG(second));
}

static struct str name_of(const struct object_page *o)
{
    return o->st.object.name.len > 0 ? o->st.object.name : o->st.object.sha256;
}

static void write_picture(struct page *page, const struct object_page *o)
{
    struct html *h = &page->h;

    html_open(h, "figure");
    html_class(h, "shown");
    html_void(h, "img");
    html_attr(h, "src", bytes_href(page, o));
    html_attr(h, "alt",
              arena_printf(page->r->arena, _("The preserved picture " STR_FMT),
                           STR_ARG(name_of(o))));
    html_close(h, "figure");
}

/* Nothing is heard and little is fetched until somebody presses the button. */
static void write_player(struct page *page, const struct object_page *o)
{
    const char *tag = o->media.way == MEDIA_FILM ? "video" : "audio";
    struct html *h = &page->h;

    html_open(h, "figure");
    html_class(h, "shown");
    html_open(h, tag);
    html_flag(h, "controls");
    html_flag(h, "muted");
    html_set(h, "preload", "metadata");
    html_set(h, "controlslist", "nodownload noremoteplayback");
    html_flag(h, "disablepictureinpicture");
    html_attr(h, "src", bytes_href(page, o));
    html_attr(h, "aria-label", name_of(o));
    html_close(h, tag);
    html_phrase(h, "figcaption", "sm",
                str_from_c(_("The sound is off until you turn it on.")));
    html_close(h, "figure");
}

static void write_saved_only(struct page *page)
{
    html_element(&page->h, "p",
                 str_from_c(_("A file of this kind is not opened here: it could do more "
                              "than be looked at. It can be saved as a file, and its "
                              "text can be shown where somebody has made one.")));
}

static void write_file(struct page *page, const struct object_page *o)
{
    if (o->is_covered) {
        write_cover(page, o);
        return;
    }
    switch (o->media.way) {
    case MEDIA_PICTURE:
        write_picture(page, o);
        break;
    case MEDIA_FILM:
    case MEDIA_SOUND:
        write_player(page, o);
        break;
    case MEDIA_TEXT:
        html_element(&page->h, "p",
                     str_from_c(_("It is text: shown line by line, with the passages "
                                  "recorded of it.")));
        break;
    case MEDIA_SAVE:
        write_saved_only(page);
        break;
    }
    if (o->is_distressing && is_seen(o->media.way))
        write_today(page);
}

static bool has_text(const struct object_page *o)
{
    return o->st.itself.count > 0 || o->st.texts.count > 0 ||
           source_is_readable(o->st.object.type);
}

static void write_file_links(struct page *page, const struct object_page *o)
{
    struct html *h = &page->h;

    html_open(h, "p");
    if (has_text(o)) {
        html_link(h, object_href(page->r, o->ref, "/text"),
                  str_from_c(_("Its text, line by line")));
        html_puts(h, " · ");
    }
    html_link(h, object_href(page->r, o->ref, "/download"),
              str_from_c(_("Save the original bytes as a file")));
    html_puts(h, " ");
    html_phrase(h, "span", "q",
                str_from_c(_("(whatever is not open to everybody is recorded when it is "
                             "shown or saved)")));
    html_close(h, "p");
}

static void write_cover_choices(struct page *page, const struct object_page *o)
{
    bool covers_all = shown_covers_all(page->r);

    if (!is_seen(o->media.way))
        return;
    page_form(page, object_href(page->r, o->ref, "/covers"), false);
    page_button(page, PAGE_BUTTON_SECOND, covers_all ? "cover-some" : "cover-all",
                str_from_c(covers_all ? _("Cover only what shows violence")
                                      : _("Cover all pictures and films for me")));
    page_form_end(page);
    if (o->is_distressing || !o->reading->sheet.as_of.is_now ||
        !roles_suffice(page->r->visitor->roles, ROLE_RECORDER))
        return;
    page_form(page, object_href(page->r, o->ref, "/distressing"), false);
    page_button(page, PAGE_BUTTON_SECOND, NULL,
                str_from_c(_("Record that it shows violence")));
    page_form_end(page);
}

/* --- what is recorded of it --- */

static struct str second_of(struct page *page, const struct passage_row *row)
{
    const struct value *from = value_get(row->locator, STR("from_s"));

    if (from && from->type == VALUE_INTEGER)
        return arena_printf(page->r->arena, "%" PRId64, from->integer);
    return from && from->type == VALUE_STRING ? from->string : STR("");
}

static void write_moment(struct page *page, struct sheet_html *s,
                         const struct object_page *o, size_t number)
{
    const struct passage_row *row = &sheet_passage(s->w.sheet, number)->row;
    struct str second = second_of(page, row);

    html_open(&page->h, "li");
    passage_html(s, number);
    html_open(&page->h, "p");
    html_class(&page->h, "sm");
    if (is_second(second) && o->media.way != MEDIA_PICTURE) {
        html_link(&page->h, page_here(page->r, STR("t"), second),
                  str_from_c(_("go to this moment")));
        html_puts(&page->h, " · ");
    }
    locator_text(&s->line, &s->w.phrase, row->locator);
    buf_puts(&s->line, " · ");
    ref_text(&s->line, &s->w, row->ref);
    rich_take(&s->rich, &s->line);
    html_close(&page->h, "p");
    html_close(&page->h, "li");
}

static void write_moments(struct page *page, struct sheet_html *s,
                          const struct object_page *o)
{
    if (o->moment_count == 0)
        return;
    page_section(page, "moments", str_from_c(_("Passages")),
                 str_from_c(_("Moments and regions of it that were recorded.")));
    html_open(&page->h, "ul");
    html_class(&page->h, "plain");
    for (size_t i = 0; i < o->moment_count; i++)
        write_moment(page, s, o, o->moments[i]);
    html_close(&page->h, "ul");
    page_section_end(page);
}

static void write_sources(struct page *page, struct sheet_html *s,
                          const struct object_page *o)
{
    if (o->sources.count == 0)
        return;
    page_section(page, "sources", str_from_c(_("Kept as")),
                 str_from_c(_("The sources and items that this file is a copy of.")));
    html_open(&page->h, "ul");
    for (size_t i = 0; i < o->sources.count; i++) {
        html_open(&page->h, "li");
        phrase_entity(&s->line, &s->w.phrase, o->sources.ids[i]);
        rich_take(&s->rich, &s->line);
        html_close(&page->h, "li");
    }
    html_close(&page->h, "ul");
    page_section_end(page);
}

static void write_links(struct page *page, struct sheet_html *s,
                        const struct object_page *o)
{
    if (o->st.to_count == 0)
        return;
    page_section(page, "to", str_from_c(_("What names it")),
                 str_from_c(_("What was made of it, hands it went through, tables read "
                              "from it.")));
    html_open(&page->h, "ul");
    html_class(&page->h, "plain");
    for (size_t i = 0; i < o->st.to_count; i++) {
        html_open(&page->h, "li");
        statement_text_link(&s->line, &s->w, &o->st.to[i]);
        rich_take(&s->rich, &s->line);
        html_close(&page->h, "li");
    }
    html_close(&page->h, "ul");
    page_section_end(page);
}

static void write_identity(struct page *page, struct sheet_html *s,
                           const struct object_page *o)
{
    page_section(page, "identity", str_from_c(_("What it is")),
                 str_from_c(_("As it was recorded when it came in.")));
    if (o->st.statement.is_sealed) {
        html_open(&page->h, "p");
        mark_state(&page->h, MARK_SEALED, STR(""));
        html_close(&page->h, "p");
    }
    statement_text_body(&s->w, &o->st);
    said_text(&s->line, &s->w, &o->st.said);
    rich_element(&s->rich, "p", "src", &s->line);
    texts_text(&s->w, &o->st.texts);
    page_section_end(page);
}

static void write_page(struct reply *out, const struct object_page *o)
{
    struct request *r = o->reading->r;
    struct sheet_html s;
    struct page page;

    page_begin(
        &page, out, r,
        &(struct page_head){.title = name_of(o),
                            .kick = arena_printf(r->arena, _("Preserved file · " STR_FMT),
                                                 STR_ARG(o->st.object.type)),
                            .help = "files"});
    page_sheet_start(&s, &page, o->reading);
    page_section(&page, "file", str_from_c(_("The file")),
                 str_from_c(_("Shown, never changed.")));
    write_file(&page, o);
    write_file_links(&page, o);
    write_cover_choices(&page, o);
    page_section_end(&page);
    page_inbox_show(&page, o->reading, &o->inbox);
    write_moments(&page, &s, o);
    write_sources(&page, &s, o);
    write_identity(&page, &s, o);
    write_links(&page, &s, o);
    sheet_html_end(&s);
    page_end(&page);
}

enum err_code object_show(struct reply *out, struct reading *reading, struct ref ref,
                          struct err *err)
{
    struct object_page o = {.reading = reading, .ref = ref};

    if (gather(&o, err) != ERR_OK || reading_commit(reading, err) != ERR_OK)
        return err->code;
    /* The picture is asked for next, and is part of this reading. */
    if (!o.is_covered)
        shown_set_logged(reading->r, ref);
    if (o.is_distressing && !o.is_covered && is_seen(o.media.way))
        shown_opened(reading->r, o.st.object.sha256);
    write_page(out, &o);
    return ERR_OK;
}
