#include "sheet/passage_text.h"

#include "base/message.h"
#include "base/text.h"
#include "sheet/plain.h"

/* "26-35" becomes "26 to 35". */
static void put_place_number(struct buf *out, const struct value *v)
{
    struct str rest;
    struct str first;

    if (v->type == VALUE_INTEGER) {
        buf_i64(out, v->integer);
        return;
    }
    rest = v->type == VALUE_STRING ? v->string : STR("");
    first = str_cut(&rest, '-');
    plain_append(out, first);
    if (rest.len > 0) {
        buf_puts(out, _(" to "));
        plain_append(out, rest);
    }
}

static bool is_range(const struct value *v)
{
    return v->type == VALUE_STRING && str_find(v->string, '-', 0) < v->string.len;
}

static void put_separator(struct buf *out, size_t start)
{
    if (out->len > start)
        buf_append(out, STR(", "));
}

static void put_seconds(struct buf *out, const struct value *locator, size_t start)
{
    const struct value *from = value_get(locator, STR("from_s"));
    const struct value *until = value_get(locator, STR("until_s"));

    if (!from && !until)
        return;
    put_separator(out, start);
    if (from) {
        buf_puts(out, _("from second "));
        put_place_number(out, from);
    }
    if (until) {
        buf_puts(out, from ? _(" to ") : _("to second "));
        put_place_number(out, until);
    }
}

static void put_region(struct buf *out, const struct value *region, size_t start)
{
    int64_t n[4] = {0};
    static const struct str keys[] = {STR_INIT("x"), STR_INIT("y"), STR_INIT("width"),
                                      STR_INIT("height")};

    if (!region)
        return;
    for (size_t i = 0; i < 4; i++)
        (void)value_get_integer(&n[i], region, keys[i]);
    put_separator(out, start);
    buf_printf(out, _("region of %lld × %lld pixels at %lld, %lld"), (long long)n[2],
               (long long)n[3], (long long)n[0], (long long)n[1]);
}

void locator_text(struct buf *out, const struct phrase *p, const struct value *locator)
{
    static const struct {
        struct str key;
        const char *one;
        const char *many;
    } numbered[] = {{STR_INIT("page"), N_("page "), N_("pages ")},
                    {STR_INIT("paragraph"), N_("paragraph "), N_("paragraphs ")},
                    {STR_INIT("line"), N_("line "), N_("lines ")},
                    {STR_INIT("row"), N_("row "), N_("rows ")},
                    {STR_INIT("frame"), N_("frame "), N_("frames ")}};
    static const struct {
        struct str key;
        const char *before;
    } named[] = {{STR_INIT("section"), N_("section ")},
                 {STR_INIT("sheet"), N_("sheet ")},
                 {STR_INIT("column"), N_("column ")},
                 {STR_INIT("cell"), N_("cell ")},
                 {STR_INIT("item"), N_("item ")}};
    struct str part = value_get_string(locator, STR("part"));
    struct str file = value_get_string(locator, STR("file"));
    size_t start = out->len;

    for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++) {
        const struct value *v = value_get(locator, numbered[i].key);

        if (!v)
            continue;
        put_separator(out, start);
        buf_puts(out, is_range(v) ? _(numbered[i].many) : _(numbered[i].one));
        put_place_number(out, v);
    }
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        struct str v = value_get_string(locator, named[i].key);

        if (v.len == 0)
            continue;
        put_separator(out, start);
        buf_puts(out, _(named[i].before));
        plain_isolated(out, v, p->isolates);
    }
    if (part.len > 0) {
        put_separator(out, start);
        plain_isolated(out, part, p->isolates);
    }
    put_seconds(out, locator, start);
    put_region(out, value_get(locator, STR("region")), start);
    if (file.len > 0) {
        buf_puts(out, out->len > start ? _(" of ") : "");
        plain_isolated(out, file, p->isolates);
    }
}

static struct str language_name(struct str tag)
{
    static const struct {
        struct str tag;
        const char *name;
    } names[] = {{STR_INIT("en"), N_("English")}, {STR_INIT("uk"), N_("Ukrainian")},
                 {STR_INIT("ru"), N_("Russian")}, {STR_INIT("ar"), N_("Arabic")},
                 {STR_INIT("fr"), N_("French")},  {STR_INIT("de"), N_("German")},
                 {STR_INIT("pl"), N_("Polish")}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(names[i].tag, tag))
            return str_from_c(_(names[i].name));
    return tag;
}

static void put_words(struct buf *out, const struct phrase *p,
                      const struct passage_row *passage, struct str words)
{
    if (passage->words.len == 0) {
        buf_puts(out, _("no words: it is seen there, not said"));
        return;
    }
    plain_quoted(out, words, passage->lang, p->isolates);
    if (passage->lang.len > 0) {
        buf_append(out, STR(" ("));
        plain_append(out, language_name(passage->lang));
        buf_char(out, ')');
    }
}

void words_text(struct buf *out, const struct phrase *p,
                const struct passage_row *passage)
{
    put_words(out, p, passage, passage->words);
}

/* Cut at a blank, so that no word is halved. */
struct str words_cut(struct str words, size_t max)
{
    size_t at = 0;
    size_t cut = 0;

    for (size_t n = 0; n < max && at < words.len; n++) {
        if (words.ptr[at] == ' ')
            cut = at;
        if (utf8_sequence(str_after(words, at)) == 0)
            at++;
        else
            (void)utf8_next(words, &at);
    }
    return at >= words.len ? words : str_prefix(words, cut > 0 ? cut : at);
}

void words_text_short(struct buf *out, const struct phrase *p,
                      const struct passage_row *passage, size_t max)
{
    struct str words = words_cut(passage->words, max);
    struct buf shown = {0};

    if (words.len == passage->words.len) {
        put_words(out, p, passage, words);
        return;
    }
    buf_append(&shown, words);
    buf_append(&shown, STR(" …"));
    plain_quoted(out, buf_str(&shown), passage->lang, p->isolates);
    buf_release(&shown);
}

static void put_language(struct buf *out, struct str lang)
{
    /* TRANSLATORS: a language follows, as in ", in English" */
    buf_puts(out, _(", in "));
    plain_append(out, language_name(lang));
}

static void put_link(struct buf *out, const struct phrase *p, const struct hand_row *hand)
{
    struct str note = value_get_string(hand->more, STR("note"));
    struct str words = value_get_string(hand->more, STR("words"));
    struct str lang = value_get_string(hand->more, STR("lang"));

    buf_append(out, STR(" ("));
    phrase_term_of(out, p, STR("link"), hand->link);
    if (lang.len > 0) {
        put_language(out, lang);
    }
    if (words.len > 0) {
        buf_append(out, STR(", "));
        plain_quoted(out, words, lang, p->isolates);
    }
    if (note.len > 0) {
        buf_append(out, STR(": "));
        plain_isolated(out, note, p->isolates);
    }
    buf_char(out, ')');
}

bool hand_is_stated(const struct hand_row *hand)
{
    return hand->who.len > 0 && !str_equal(hand->who, STR("not_stated"));
}

void hand_text(struct buf *out, const struct phrase *p, const struct hand_row *hand)
{
    if (hand_is_stated(hand))
        phrase_entity(out, p, hand->who);
    else
        buf_puts(out, _("not stated who"));
    buf_append(out, STR(" – "));
    if (str_equal(hand->knows, STR("not_stated")))
        buf_puts(out, _("how they know is not stated"));
    else
        phrase_term_of(out, p, STR("knows"), hand->knows);
    put_link(out, p, hand);
}

static void put_chain(const struct lines *lines, size_t indent, const struct phrase *p,
                      const struct passage_row *passage)
{
    struct buf line = {0};

    if (passage->chain_count == 0)
        lines_put(lines, indent, indent, str_from_c(_("hands: not recorded")));
    else
        lines_put(lines, indent, indent, str_from_c(_("hands:")));
    for (size_t i = 0; i < passage->chain_count; i++) {
        buf_printf(&line, "%s%zu ", i > 0 ? "→ " : "", i + 1);
        hand_text(&line, p, &passage->chain[i]);
        lines_take(lines, indent + (i == 0 ? 4U : 2U), indent + 6, &line);
    }
    buf_release(&line);
}

bool translation_text(struct buf *out, const struct phrase *p,
                      const struct passage_row *passage)
{
    const struct value *translation = value_get(passage->more, STR("translation"));
    struct str by = value_get_string(translation, STR("by"));
    struct str status = value_get_string(translation, STR("status"));

    if (!translation)
        return false;
    buf_puts(out, _("translation: "));
    plain_quoted(out, value_get_string(translation, STR("words")),
                 value_get_string(translation, STR("lang")), p->isolates);
    if (by.len > 0) {
        /* TRANSLATORS: who translated follows */
        buf_puts(out, _(", by "));
        if (labels_find(p->labels, by))
            phrase_entity(out, p, by);
        else
            plain_isolated(out, by, p->isolates);
    }
    if (status.len > 0) {
        buf_append(out, STR(" ["));
        phrase_term_of(out, p, STR("translation_status"), status);
        buf_char(out, ']');
    }
    return true;
}

void where_text(struct buf *out, const struct phrase *p,
                const struct passage_row *passage)
{
    struct buf source = {0};

    locator_text(out, p, passage->locator);
    phrase_entity(&source, p, passage->source);
    buf_printf(out, _(", in %s"), buf_text(&source));
    buf_release(&source);
}

void passage_text(const struct lines *lines, size_t indent, const struct phrase *p,
                  const struct passage_row *passage, struct str head)
{
    const struct value *uttered = value_get(passage->more, STR("uttered"));
    struct str note = value_get_string(passage->more, STR("note"));
    struct buf line = {0};

    buf_append(&line, head);
    buf_char(&line, ' ');
    words_text(&line, p, passage);
    lines_take(lines, indent, indent + 4, &line);
    indent += 4;
    if (translation_text(&line, p, passage))
        lines_take(lines, indent, indent + 2, &line);
    where_text(&line, p, passage);
    lines_take(lines, indent, indent + 2, &line);
    if (uttered) {
        buf_puts(&line, _("uttered "));
        phrase_date(&line, p, uttered, DATE_MOMENT);
        lines_take(lines, indent, indent + 2, &line);
    }
    put_chain(lines, indent, p, passage);
    if (note.len > 0) {
        buf_puts(&line, _("note: "));
        plain_isolated(&line, note, p->isolates);
        lines_take(lines, indent, indent + 2, &line);
    }
    buf_release(&line);
}
