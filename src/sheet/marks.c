#include "sheet/marks.h"

#include "base/message.h"

struct sign {
    const char *names; /* of the edge */
    const char *word;
    const char *shape; /* markup of ours, inside <svg viewBox="0 0 16 16"> */
};

static const struct sign signs[MARK_COUNT] = {
    [MARK_ACCEPTED] = {"st st-accepted", N_("accepted"),
                       "<path d=\"M3 8.5l3.5 3.5L13 4.5\"/>"},
    [MARK_ALLEGED] = {"st st-alleged", N_("alleged"),
                      "<path d=\"M6.5 4C4 5 3 7 3 9.5h3.5V12H3M13 4c-2.5 1-3.5 3-3.5 "
                      "5.5H13V12H9.5\"/>"},
    [MARK_DENIAL] = {"st st-contrary", N_("denied"),
                     "<path d=\"M2 5.5h9M8 2.5l3 3-3 3M14 10.5H5M8 7.5l-3 3 3 3\"/>"},
    [MARK_CONFLICT] = {"st st-conflict", N_("conflict"),
                       "<path d=\"M2.5 6h11M2.5 10h11M11 2.5L5 13.5\"/>"},
    [MARK_PREFERRED] = {"st st-preferred", N_("preferred"),
                        "<path d=\"M3 13.5V2.5h9.5L10 5.5l2.5 3H3\"/>"},
    [MARK_WORK_NEEDED] = {"st st-work", N_("work needed"),
                          "<path d=\"M3 13l1-3.5L11 2.5l2.5 2.5-7 7z\"/>"},
    [MARK_MISSING] = {"st st-missing", N_("missing"),
                      "<rect x=\"2.5\" y=\"2.5\" width=\"11\" height=\"11\" "
                      "stroke-dasharray=\"2.5 2\"/>"},
    [MARK_SEALED] = {"st st-sealed", N_("sealed"),
                     "<rect x=\"3\" y=\"7\" width=\"10\" height=\"7\" "
                     "fill=\"currentColor\"/><path d=\"M5 7V5a3 3 0 0 1 6 0v2\"/>"},
    [MARK_MACHINE] = {"st st-machine", N_("machine-made"),
                      "<rect x=\"4\" y=\"4\" width=\"8\" height=\"8\"/><path d=\"M6.5 "
                      "1.5V4M9.5 1.5V4M6.5 12v2.5M9.5 12v2.5M1.5 6.5H4M1.5 9.5H4M12 "
                      "6.5h2.5M12 9.5h2.5\"/>"},
    [MARK_WITHDRAWN] = {"st st-withdrawn", N_("withdrawn"), "<path d=\"M3 8h10\"/>"},
    [MARK_SYNTHETIC] = {"st st-synth", N_("synthetic"),
                        "<path d=\"M2.5 13.5l11-11M2.5 8.5l6-6M7.5 13.5l6-6\"/>"},
    [MARK_VERIFIED] = {"st st-accepted", N_("verified"),
                       "<path d=\"M8 1.5l5.5 2v4c0 3.5-2.5 6-5.5 7-3-1-5.5-3.5-5.5-7v-4z"
                       "M5.5 8l2 2 3-3.5\"/>"},
};

static void put_markup(struct html *h, const char *markup)
{
    struct str text = str_from_c(markup);

    html_markup(h, text.ptr, text.len);
}

struct str mark_word(enum mark mark)
{
    return str_from_c(_(signs[mark].word));
}

void mark_icon(struct html *h, enum mark mark)
{
    put_markup(h, "<svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">");
    put_markup(h, signs[mark].shape);
    put_markup(h, "</svg>");
}

void mark_state(struct html *h, enum mark mark, struct str word)
{
    const struct sign *sign = &signs[mark];

    html_open(h, "span");
    html_class(h, sign->names);
    mark_icon(h, mark);
    html_puts(h, " ");
    html_text(h, word.len > 0 ? word : str_from_c(_(sign->word)));
    html_close(h, "span");
}

/* The browser sets the quotation marks of the language (stele.css: q:lang()). */
void mark_said(struct html *h, struct str words, struct str lang)
{
    html_open(h, "q");
    html_class(h, "say");
    if (lang.len > 0)
        html_attr(h, "lang", lang);
    html_set(h, "dir", "auto");
    html_text(h, words);
    html_close(h, "q");
}

void mark_code(struct html *h, struct str text)
{
    html_open(h, "bdi");
    html_set(h, "dir", "ltr");
    html_class(h, "mono");
    html_text(h, text);
    html_close(h, "bdi");
}

static void append_path(struct buf *out, const char *before, struct str id)
{
    buf_puts(out, before);
    html_url(out, id);
}

void href_entity(struct buf *out, struct str id)
{
    append_path(out, "/e/", id);
}

void href_statement(struct buf *out, struct str ref)
{
    append_path(out, "/s/", ref);
}

void href_object(struct buf *out, struct str ref)
{
    append_path(out, "/o/", ref);
}
