#include "intake/import_words.h"

#include "base/message.h"
#include "base/progress.h"

enum { ROWS_SHOWN = 60 };

/* "1,234", as long as the arena. */
static const char *number(struct arena *arena, uint64_t n)
{
    struct buf digits = {0};
    struct str text;

    progress_number(&digits, n);
    text = arena_printf(arena, "%s", buf_text(&digits));
    buf_release(&digits);
    return text.ptr;
}

static bool is_same_group(const struct import_finding *a, const struct import_finding *b)
{
    bool has_text = a->oddity == IMPORT_REJECTED || a->oddity == IMPORT_DENIED ||
                    a->oddity == IMPORT_LEFT_OUT || a->oddity == IMPORT_WITHHELD ||
                    a->oddity == IMPORT_KEY_AGAIN || a->oddity == IMPORT_SHEET_LEFT ||
                    a->oddity == IMPORT_COVERED;

    return a->oddity == b->oddity && str_equal(a->column, b->column) &&
           (a->text.len == 0) == (b->text.len == 0) &&
           (!has_text || str_equal(a->text, b->text)) &&
           (a->oddity != IMPORT_KEY_AGAIN || a->other_row == b->other_row);
}

/* What only a later release of a list has. */
static void release_head(struct buf *out, const struct import_finding *f, int64_t count,
                         const char *rows, const char *column, const char *text)
{
    switch ((int)f->oddity) {
    case IMPORT_ASKED:
        buf_printf(
            out,
            _("ANSWER THIS IN THE MAPPING: every row has \"%s\" in \"%s\". Did nobody "
              "fill it in? Then write  ignore \"%s\"  and leave out the lines that "
              "use it, or  empty \"%s\"  behind it where it is used. Is it what is "
              "meant? Then write  constant \"%s\""),
            text, column, column, text, column);
        break;
    case IMPORT_VANISHED:
        buf_printf(out,
                   _n(count, "%s row of the version before not in this one",
                      "%s rows of the version before not in this one"),
                   rows);
        break;
    case IMPORT_BACK:
        buf_printf(out,
                   _n(count, "%s row that had vanished and came back",
                      "%s rows that had vanished and came back"),
                   rows);
        break;
    case IMPORT_BY_CONTENT:
        buf_printf(out,
                   _n(count, "%s row without a key of its own, known by what it says",
                      "%s rows without a key of their own, known by what they say"),
                   rows);
        break;
    case IMPORT_BY_PLACE:
        buf_printf(out,
                   _n(count, "%s row without a key of its own, known by its place",
                      "%s rows without a key of their own, known by their place"),
                   rows);
        break;
    case IMPORT_MISSING:
        buf_printf(out,
                   _("the table has no column \"%s\": what earlier releases said in it "
                     "stands"),
                   column);
        break;
    default:
        break;
    }
}

/* What only workbooks have. */
static void sheet_head(struct buf *out, const struct import_finding *f, int64_t count,
                       const char *rows, const char *column, const char *text)
{
    switch ((int)f->oddity) {
    case IMPORT_SHEET_LEFT:
        buf_printf(out, _("the sheet \"%s\" was not read"), text);
        break;
    case IMPORT_SHEET_HIDDEN:
        buf_printf(out, _("the sheet \"%s\" is hidden in the workbook"), text);
        break;
    case IMPORT_COLUMN_HIDDEN:
        buf_printf(out, _("the sheet hides the column \"%s\": it was read"), column);
        break;
    case IMPORT_ROW_HIDDEN:
        buf_printf(out,
                   _n(count, "%s row hidden by the sheet, taken like the others",
                      "%s rows hidden by the sheet, taken like the others"),
                   rows);
        break;
    case IMPORT_MERGED:
        buf_printf(out,
                   _n(count,
                      "%s row where \"%s\" lies in a merged area: its value was taken",
                      "%s rows where \"%s\" lies in a merged area: its value was taken"),
                   rows, column);
        break;
    case IMPORT_COVERED:
        buf_printf(out,
                   _n(count,
                      "%s row where \"%s\" has \"%s\" under a merged area: the value of "
                      "the area was taken",
                      "%s rows where \"%s\" has \"%s\" under a merged area: the value of "
                      "the area was taken"),
                   rows, column, text);
        break;
    case IMPORT_YEAR_HIDDEN:
        buf_printf(
            out,
            _n(count,
               "%s row where \"%s\" is shown without its year: the year stored with "
               "it was taken",
               "%s rows where \"%s\" is shown without its year: the year stored "
               "with it was taken"),
            rows, column);
        break;
    default:
        break;
    }
}

/* "4 rows without a source": what is told, before the numbers of the rows. */
static void group_head(struct buf *out, struct arena *arena,
                       const struct import_finding *f, int64_t count)
{
    const char *rows = number(arena, (uint64_t)count);
    const char *column = arena_printf(arena, STR_FMT, STR_ARG(f->column)).ptr;
    const char *text = arena_printf(arena, STR_FMT, STR_ARG(f->text)).ptr;

    switch ((int)f->oddity) {
    case IMPORT_NO_KEY:
        buf_printf(out,
                   _n(count, "%s row without \"%s\", known by what they say",
                      "%s rows without \"%s\", known by what they say"),
                   rows, column);
        break;
    case IMPORT_KEY_AGAIN:
        buf_printf(out,
                   _n(count, "%s row with the %s \"%s\" of row %jd, kept beside it",
                      "%s rows with the %s \"%s\" of row %jd, kept beside it"),
                   rows, column, text, (intmax_t)f->other_row);
        break;
    case IMPORT_NO_SOURCE:
        buf_printf(out,
                   _n(count, "%s row without a source (\"%s\")",
                      "%s rows without a source (\"%s\")"),
                   rows, column);
        break;
    case IMPORT_WITHHELD:
        buf_printf(out,
                   _n(count, "%s row with the source held back (\"%s\": \"%s\")",
                      "%s rows with the source held back (\"%s\": \"%s\")"),
                   rows, column, text);
        break;
    case IMPORT_LEFT_OUT:
        buf_printf(out,
                   _n(count, "%s row where \"%s\" is not understood and left out: \"%s\"",
                      "%s rows where \"%s\" is not understood and left out: \"%s\""),
                   rows, column, text);
        break;
    case IMPORT_CONSTANT:
        buf_printf(out, _("every row has \"%s\" in \"%s\": perhaps nobody filled it in"),
                   text, column);
        break;
    case IMPORT_UNUSED:
        buf_printf(out, _("the mapping does not speak of the column \"%s\""), column);
        break;
    case IMPORT_REJECTED:
    case IMPORT_DENIED:
        buf_printf(out, _n(count, "%s row handed back: %s", "%s rows handed back: %s"),
                   rows, text);
        break;
    default:
        sheet_head(out, f, count, rows, column, text);
        release_head(out, f, count, rows, column, text);
        break;
    }
}

struct groups {
    const struct import_finding *findings;
    size_t count;
    bool *is_told;
    struct str sheet; /* empty: the table is no workbook */
};

/* "row 17 (row 19 of the sheet "Dead")". */
static void tell_rows(struct buf *out, struct str sheet, struct buf *rows,
                      struct buf *sheet_rows, int64_t count)
{
    buf_printf(out, _n(count, ": row %s", ": rows %s"), buf_text(rows));
    if (sheet_rows->len > 0)
        buf_printf(out,
                   _n(count, " (row %s of the sheet \"" STR_FMT "\")",
                      " (rows %s of the sheet \"" STR_FMT "\")"),
                   buf_text(sheet_rows), STR_ARG(sheet));
}

static void add_row(struct buf *rows, int64_t row)
{
    if (row == 0)
        return;
    buf_append(rows, rows->len > 0 ? STR(", ") : STR(""));
    buf_i64(rows, row);
}

/* Rows that this table has not have no number in it: their keys. */
static bool is_told_by_key(const struct import_finding *f)
{
    return (f->oddity == IMPORT_VANISHED || f->oddity == IMPORT_BACK) && f->text.len > 0;
}

static void add_key(struct buf *keys, struct str key)
{
    buf_append(keys, keys->len > 0 ? STR(", ") : STR(""));
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];

        if ((unsigned char)c < 0x20)
            c = ' ';
        buf_char(keys, c);
    }
}

static void tell_group(struct buf *out, struct arena *arena, const struct groups *groups,
                       size_t first)
{
    const struct import_finding *f = &groups->findings[first];
    struct buf rows = {0};
    struct buf sheet_rows = {0};
    int64_t count = 0;

    for (size_t i = first; i < groups->count; i++) {
        if (groups->is_told[i] || !is_same_group(f, &groups->findings[i]))
            continue;
        groups->is_told[i] = true;
        if (++count > ROWS_SHOWN)
            continue;
        if (is_told_by_key(f))
            add_key(&rows, groups->findings[i].text);
        else
            add_row(&rows, groups->findings[i].row);
        add_row(&sheet_rows, groups->findings[i].sheet_row);
    }
    group_head(out, arena, f, count);
    if (f->row > 0 && is_told_by_key(f))
        buf_printf(out, ": %s", buf_text(&rows));
    else if (f->row > 0)
        tell_rows(out, groups->sheet, &rows, &sheet_rows, count);
    if (f->row > 0 && count > ROWS_SHOWN)
        buf_printf(out,
                   _n(count - ROWS_SHOWN, " and %jd more (--json tells all)",
                      " and %jd more (--json tells all)"),
                   (intmax_t)(count - ROWS_SHOWN));
    buf_release(&rows);
    buf_release(&sheet_rows);
}

static struct str taken(struct arena *arena, struct buf *line)
{
    struct str text = arena_str(arena, buf_str(line));

    buf_reset(line);
    return text;
}

size_t import_findings_lines(struct str **out, struct arena *arena,
                             const struct import_result *result,
                             const struct import_job *job)
{
    struct groups groups = {.findings = result->findings,
                            .count = result->finding_count,
                            .sheet = table_detected(job->table).sheet};
    struct str *lines = ARENA_ARRAY(arena, struct str, result->finding_count + 1);
    struct buf line = {0};
    int64_t total = 0;
    size_t count = 0;

    groups.is_told = ARENA_ARRAY(arena, bool, result->finding_count + 1);
    for (size_t i = 0; i < groups.count; i++) {
        if (groups.is_told[i])
            continue;
        tell_group(&line, arena, &groups, i);
        lines[count++] = taken(arena, &line);
    }
    for (size_t i = 0; i < IMPORT_ODDITY_COUNT; i++)
        total += result->oddities[i];
    if ((size_t)total > result->finding_count && result->finding_count > 0) {
        buf_printf(&line,
                   _n((size_t)total - result->finding_count, "and %jd more of this",
                      "and %jd more of this"),
                   (intmax_t)((size_t)total - result->finding_count));
        lines[count++] = taken(arena, &line);
    }
    buf_release(&line);
    *out = lines;
    return count;
}
