/*
 * The XML of a workbook: the first byte says of which part, the rest is its text.
 * Whatever is made of it, our own strict reader of the stream accepts, so that every cell
 * lies within the limits; and it does not depend on the pieces in which it came.
 */

#include <assert.h>

#include "intake/workbook_ods.h"
#include "intake/workbook_stream.h"
#include "intake/workbook_xlsx.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err_code parse(struct str xml, size_t cut,
                           const struct xml_handlers *handlers, void *data,
                           struct err *err)
{
    struct xml_reader *reader = xml_reader_new(handlers, data);
    enum err_code code = xml_take(reader, str_prefix(xml, cut), false, err);

    if (code == ERR_OK)
        code = xml_take(reader, str_after(xml, cut), true, err);
    xml_reader_free(reader);
    return code;
}

/* The shared texts and styles, told in the stream's way. */
static enum err_code read_parts(struct buf *out, struct arena *arena, struct str xml,
                                size_t cut, bool are_strings, struct err *err)
{
    struct xlsx book = {.arena = arena};
    struct xlsx_strings_reader strings = {.book = &book};
    struct xlsx_styles_reader styles = {.book = &book};
    enum err_code code = are_strings ? parse(xml, cut, &xlsx_strings, &strings, err)
                                     : parse(xml, cut, &xlsx_styles, &styles, err);

    assert(book.string_count <= WORKBOOK_MAX_STRINGS);
    assert(book.style_count <= WORKBOOK_MAX_STYLES);
    for (uint32_t i = 0; i < book.string_count; i++)
        buf_append(out, book.strings[i]);
    for (uint32_t i = 0; i < book.style_count; i++)
        buf_i64(out, book.shows[i]);
    buf_release(&strings.text);
    return code;
}

static enum err_code read_ods(struct workbook_writer *w, struct arena *arena,
                              struct str xml, size_t cut, struct err *err)
{
    struct ods_survey survey = {.arena = arena};
    struct ods_reader *reader;
    enum err_code code = parse(xml, cut, &ods_survey_handlers, &survey, err);

    if (code != ERR_OK)
        return code;
    ods_survey_finish(&survey);
    reader = ods_reader_new(w, arena, &survey.styles, 0);
    code = parse(xml, cut, &ods_sheet_handlers, reader, err);
    ods_reader_finish(reader);
    ods_reader_free(reader);
    return code;
}

static enum err_code read_sheet(struct workbook_writer *w, struct arena *arena, char part,
                                struct str xml, size_t cut, struct err *err)
{
    static struct str strings[] = {STR_INIT("a"), STR_INIT("b")};
    static unsigned shows[] = {0, 7, 15, 8};
    struct xlsx book = {.arena = arena,
                        .is_1904 = part == 'S',
                        .strings = strings,
                        .string_count = 2,
                        .shows = shows,
                        .style_count = 4};
    enum err_code code;

    workbook_write_format(w, WORKBOOK_XLSX);
    workbook_write_sheet(w, STR("A"), false);
    workbook_write_chosen(w, 1);
    if (part == 'o')
        code = read_ods(w, arena, xml, cut, err);
    else
        code = xlsx_sheet_from(w, &book, str_prefix(xml, cut), str_after(xml, cut), err);
    if (code == ERR_OK)
        code = workbook_write_end(w, err);
    return code;
}

static enum err_code read_one(struct buf *out, char part, struct str xml, size_t cut)
{
    struct workbook_writer w = {.fd = -1, .max_cells = 20000};
    struct arena arena = {0};
    struct workbook book;
    struct err err = {0};
    enum err_code code;

    if (part == 't' || part == 'y')
        code = read_parts(&w.out, &arena, xml, cut, part == 't', &err);
    else
        code = read_sheet(&w, &arena, part, xml, cut, &err);
    if (code == ERR_OK && part != 't' && part != 'y')
        assert(workbook_parse(&book, &arena, buf_str(&w.out), &err) == ERR_OK);
    arena_free(&arena);
    *out = w.out;
    return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str xml = {(const char *)data + 1, size - 1};
    struct buf whole;
    struct buf halves;
    enum err_code code;

    if (size == 0)
        return 0;
    code = read_one(&whole, (char)data[0], xml, xml.len);
    assert(read_one(&halves, (char)data[0], xml, xml.len / 2) == code);
    assert(code != ERR_OK || str_equal(buf_str(&whole), buf_str(&halves)));
    buf_release(&whole);
    buf_release(&halves);
    return 0;
}
