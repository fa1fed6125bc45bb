/* The XML of workbooks, as a stream. */

#include "intake/workbook_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "intake/workbook_number.h"
#include "intake/workbook_ods.h"
#include "intake/workbook_xlsx.h"

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define SHEET(rows) "<worksheet " MAIN ">" rows "</worksheet>"
#define ROWS(rows) SHEET("<sheetData>" rows "</sheetData>")

static void assert_stream(const struct workbook_writer *w, const char *wanted)
{
    if (!str_equal(buf_str(&w->out), str_from_c(wanted)))
        fail_msg("it gives\n" STR_FMT "not\n%s", STR_ARG(buf_str(&w->out)), wanted);
}

/* Shared texts "nought" and "Місто"; styles 0 a number, 1 a date, 2 date and time. */
static enum err_code read_sheet(struct workbook_writer *w, const char *xml, bool is_1904,
                                struct err *err)
{
    static struct str strings[] = {STR_INIT("nought"), STR_INIT("Місто")};
    static unsigned shows[] = {0, 7, 15};
    struct arena arena = {0};
    struct xlsx book = {.arena = &arena,
                        .is_1904 = is_1904,
                        .strings = strings,
                        .string_count = 2,
                        .shows = shows,
                        .style_count = 3};
    enum err_code code;

    *w = (struct workbook_writer){.fd = -1};
    code = xlsx_sheet_from(w, &book, str_from_c(xml), STR(""), err);
    arena_free(&arena);
    return code;
}

static void cells_of_xlsx_are_given_as_typed(void **state)
{
    static const struct {
        const char *xml;
        const char *stream;
    } cases[] = {
        {ROWS("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c>"
              "<c r=\"C2\" s=\"1\"><v>44616</v></c><c r=\"D2\" s=\"2\"><v>44616.5</v></c>"
              "</row>"),
         "R 2 v\nC 0 t 10:Місто\nC 2 d 10:2022-02-24\nC 3 D 19:2022-02-24T12:00:00\n"},
        /* without references, and with empty cells and rows */
        {ROWS("<row><c><v>1</v></c><c/><c s=\"9\"><v>1E+2</v></c></row><row/>"
              "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>"),
         "R 1 v\nC 0 n 1:1\nC 2 n 3:100\nR 3 v\nC 0 b 4:TRUE\nC 1 b 5:FALSE\n"},
        {ROWS("<row hidden=\"1\"><c t=\"inlineStr\"><is><r><t>00</t></r><r><t>12 &lt;"
              "</t></r><rPh><t>no</t></rPh></is></c>"
              "<c t=\"str\"><f>A1&amp;B1</f><v>a_x000D_\nb_x005F_</v></c></row>"),
         "R 1 h\nC 0 t 6:0012 <\nC 1 t 4:a\nb_\n"},
        {ROWS("<row><c t=\"e\"><v>#N/A</v></c><c><f>1+1</f></c><c><f>1+1</f><v/></c>"
              "<c t=\"str\"><f>\"\"</f><v></v></c><c><f>1+1</f><v>2</v></c>"
              "<c><v>abc</v></c></row>"),
         "R 1 v\nC 0 e 4:#N/A\nC 1 f 4:=1+1\nC 2 f 4:=1+1\nC 4 n 1:2\nC 5 e 3:abc\n"},
        {ROWS("<row><c t=\"d\"><v>2022-02-24T13:30:00</v></c>"
              "<c t=\"d\" s=\"1\"><v>2022-02-24T00:00:00</v></c></row>"),
         "R 1 v\nC 0 D 19:2022-02-24T13:30:00\nC 1 d 10:2022-02-24\n"},
        {SHEET("<cols><col min=\"1\" max=\"1\"/><col min=\"2\" max=\"3\" hidden=\"1\"/>"
               "</cols><sheetData><row><c><v>1</v></c></row></sheetData>"
               "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"XFD1048576\"/>"
               "</mergeCells>"),
         "H 1 2\nR 1 v\nC 0 n 1:1\nM 1 0 2 1\nM 1048576 16383 1048576 16383\n"},
        /* strict, with a prefix; what is of another namespace is passed over */
        {"<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" "
         "xmlns:y=\"urn:other\"><y:row><y:c><y:v>9</y:v></y:c></y:row><x:sheetData>"
         "<x:row><x:c><x:v>1</x:v><y:v>8</y:v></x:c></x:row></x:sheetData></x:worksheet>",
         "R 1 v\nC 0 n 1:1\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook_writer w;
        struct err err = {0};

        if (read_sheet(&w, cases[i].xml, false, &err) != ERR_OK)
            fail_msg("%s", err.message);
        assert_stream(&w, cases[i].stream);
        buf_release(&w.out);
    }
}

static void days_are_counted_from_1904_where_the_workbook_says_so(void **state)
{
    struct workbook_writer w;
    struct err err = {0};

    (void)state;
    assert_int_equal(
        read_sheet(&w, ROWS("<row><c s=\"1\"><v>43154</v></c></row>"), true, &err),
        ERR_OK);
    assert_stream(&w, "R 1 v\nC 0 d 10:2022-02-24\n");
    buf_release(&w.out);
}

static void xlsx_that_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *xml;
        enum err_code code;
        const char *message;
    } cases[] = {
        {"", ERR_INVALID, "it is not XML as it should be, at line 1: no element found"},
        {"<a>\n</b>", ERR_INVALID,
         "it is not XML as it should be, at line 2: mismatched tag"},
        {"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", ERR_INVALID,
         "it has a DOCTYPE, which no spreadsheet program writes: it is not read"},
        {"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", ERR_INVALID,
         "it has a DOCTYPE, which no spreadsheet program writes: it is not read"},
        {"<a>&b;</a>", ERR_INVALID,
         "it is not XML as it should be, at line 1: undefined entity"},
        {ROWS("<row r=\"2\"/><row r=\"2\"/>"), ERR_INVALID, "row 2 stands behind row 2"},
        {ROWS("<row r=\"1048577\"/>"), ERR_LIMIT,
         "it has the number 1048577 where at most 1048576 is read"},
        {ROWS("<row r=\"x\"/>"), ERR_INVALID, "it has \"x\" where a number should be"},
        {ROWS("<row><row/></row>"), ERR_INVALID, "a row lies inside another one"},
        {ROWS("<row r=\"1\"><c r=\"A2\"/></row>"), ERR_INVALID,
         "a cell in row 1 is called \"A2\""},
        {ROWS("<row r=\"1\"><c r=\"XFE1\"/></row>"), ERR_INVALID,
         "a cell in row 1 is called \"XFE1\""},
        {ROWS("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), ERR_INVALID,
         "the cells of row 1 are not in order"},
        {ROWS("<row><c t=\"x\"/></row>"), ERR_INVALID,
         "a cell has the type \"x\", which XLSX does not know"},
        {ROWS("<row><c t=\"s\"><v>2</v></c></row>"), ERR_INVALID,
         "a cell in row 1 points to a text that the file does not have"},
        {SHEET("<mergeCell ref=\"B2:A1\"/>"), ERR_INVALID,
         "it has a merged area called \"B2:A1\""},
        {SHEET("<mergeCell/>"), ERR_INVALID, "it has a merged area called \"\""},
        {SHEET("<col min=\"3\" max=\"2\" hidden=\"1\"/>"), ERR_INVALID,
         "its columns are not in order"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook_writer w;
        struct err err = {0};

        assert_int_equal(read_sheet(&w, cases[i].xml, false, &err), cases[i].code);
        assert_string_equal(err.message, cases[i].message);
        buf_release(&w.out);
    }
}

static void xml_too_deep_or_too_long_is_refused(void **state)
{
    struct workbook_writer w;
    struct buf xml = {0};
    struct err err = {0};

    (void)state;
    for (int i = 0; i <= WORKBOOK_MAX_DEPTH; i++)
        buf_append(&xml, STR("<a>"));
    buf_char(&xml, '\0');
    assert_int_equal(read_sheet(&w, xml.ptr, false, &err), ERR_LIMIT);
    assert_string_equal(err.message, "its elements lie more than 64 deep");
    buf_reset(&xml);
    buf_append(&xml, STR("<a b=\""));
    for (int i = 0; i < WORKBOOK_MAX_MARKUP + (1 << 17); i++)
        buf_char(&xml, 'x');
    buf_char(&xml, '\0');
    assert_int_equal(read_sheet(&w, xml.ptr, false, &err), ERR_LIMIT);
    assert_string_equal(err.message, "a tag in it is longer than 1048576 bytes");
    buf_reset(&xml);
    buf_append(&xml, STR("<worksheet " MAIN "><row><c t=\"str\"><v>"));
    for (int i = 0; i <= WORKBOOK_MAX_TEXT; i++)
        buf_char(&xml, 'x');
    buf_char(&xml, '\0');
    assert_int_equal(read_sheet(&w, xml.ptr, false, &err), ERR_LIMIT);
    assert_string_equal(err.message, "a text in it is longer than 1048576 bytes");
    buf_release(&xml);
}

static void shared_texts_are_whole_and_without_readings(void **state)
{
    static const char xml[] =
        "<sst " MAIN "><si><t>plain</t></si><si/><si><r><rPr/><t>rich </t></r><r><t>text"
        "</t></r><rPh sb=\"0\"><t>reading</t></rPh><phoneticPr/></si>"
        "<si><t xml:space=\"preserve\"> _x0041__x00g1_ </t></si></sst>";
    struct arena arena = {0};
    struct xlsx book = {.arena = &arena};
    struct xlsx_strings_reader reader = {.book = &book};
    struct err err = {0};

    (void)state;
    assert_int_equal(part_parse(STR(""), &xlsx_strings, &reader, &err), ERR_INVALID);
    assert_int_equal(part_parse(str_from_c(xml), &xlsx_strings, &reader, &err), ERR_OK);
    assert_int_equal(book.string_count, 4);
    assert_true(str_equal(book.strings[0], STR("plain")));
    assert_true(str_equal(book.strings[1], STR("")));
    assert_true(str_equal(book.strings[2], STR("rich text")));
    assert_true(str_equal(book.strings[3], STR(" A_x00g1_ ")));
    buf_release(&reader.text);
    arena_free(&arena);
}

static void styles_say_what_their_formats_show(void **state)
{
    static const char xml[] =
        "<styleSheet " MAIN
        "><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd.mm.yyyy\"/>"
        "<numFmt numFmtId=\"20\" formatCode=\"0.00\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"17\"/>"
        "<xf numFmtId=\"20\"/><xf/></cellXfs>"
        "<dxfs><dxf><numFmt numFmtId=\"165\" "
        "formatCode=\"hh\"/></dxf></dxfs></styleSheet>";
    static const unsigned wanted[] = {
        0, WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH | WORKBOOK_SHOWS_DAY,
        WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH, 0, 0};
    struct arena arena = {0};
    struct xlsx book = {.arena = &arena};
    struct xlsx_styles_reader reader = {.book = &book};
    struct err err = {0};

    (void)state;
    assert_int_equal(part_parse(str_from_c(xml), &xlsx_styles, &reader, &err), ERR_OK);
    assert_int_equal(book.style_count, sizeof wanted / sizeof wanted[0]);
    for (uint32_t i = 0; i < book.style_count; i++)
        assert_int_equal(book.shows[i], wanted[i]);
    arena_free(&arena);
}

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"
#define ODS(styles, sheets)                                                              \
    "<o:document-content xmlns:o=\"" ODF "office:1.0\" xmlns:t=\"" ODF                   \
    "table:1.0\" xmlns:x=\"" ODF "text:1.0\" xmlns:s=\"" ODF                             \
    "style:1.0\" xmlns:n=\"" ODF "datastyle:1.0\" "                                      \
    "xmlns:c=\"urn:org:documentfoundation:names:experimental:calc:xmlns:"                \
    "calcext:1.0\"><o:automatic-styles>" styles "</o:automatic-styles><o:body>"          \
    "<o:spreadsheet>" sheets "</o:spreadsheet></o:body></o:document-content>"
#define TABLE(rows) ODS("", "<t:table t:name=\"A\">" rows "</t:table>")
#define CELL(attributes, text)                                                           \
    "<t:table-cell " attributes "><x:p>" text "</x:p></t:table-cell>"

static enum err_code read_ods(struct workbook_writer *w, const char *xml, uint32_t chosen,
                              struct err *err)
{
    struct arena arena = {0};
    struct ods_survey survey = {.arena = &arena};
    struct ods_reader *reader;
    enum err_code code = part_parse(str_from_c(xml), &ods_survey_handlers, &survey, err);

    *w = (struct workbook_writer){.fd = -1, .max_cells = 20000};
    if (code == ERR_OK) {
        ods_survey_finish(&survey);
        reader = ods_reader_new(w, &arena, &survey.styles, chosen);
        code = part_parse(str_from_c(xml), &ods_sheet_handlers, reader, err);
        ods_reader_finish(reader);
        ods_reader_free(reader);
    }
    arena_free(&arena);
    return code;
}

static void cells_of_ods_are_given_as_typed(void **state)
{
    static const struct {
        const char *xml;
        uint32_t chosen;
        const char *stream;
    } cases[] = {
        {TABLE("<t:table-row>" CELL("o:value-type=\"string\"", "0012") CELL(
             "o:value-type=\"float\" o:value=\"2.2999999999999998\"",
             "2,3") CELL("o:value-type=\"percentage\" o:value=\"0.25\"", "25 %")
                   CELL("o:value-type=\"boolean\" o:boolean-value=\"true\"", "WAHR")
                       CELL("o:value-type=\"time\" o:time-value=\"PT13H30M00S\"", "13:30")
                           CELL("o:value-type=\"date\" o:date-value=\"2022-02-24\"",
                                "24.02.22") "</t:table-row>"),
         0,
         "R 1 v\nC 0 t 4:0012\nC 1 n 3:2.3\nC 2 n 4:0.25\nC 3 b 4:TRUE\n"
         "C 4 T 8:13:30:00\nC 5 d 10:2022-02-24\n"},
        /* texts: blanks, paragraphs, marks; notes and drawings are no text */
        {TABLE("<t:table-row><t:table-cell o:value-type=\"string\"><o:annotation><x:p>no"
               "</x:p></o:annotation><x:p> a\n  b<x:s x:c=\"2\"/><x:span>c</x:span></x:p>"
               "<x:p>d<x:line-break/>e<x:tab/>f<x:ruby><x:ruby-base>g</x:ruby-base>"
               "<x:ruby-text>no</x:ruby-text></x:ruby></x:p></t:table-cell>"
               "<t:table-cell o:value-type=\"string\" o:string-value=\"said\"><x:p>shown"
               "</x:p></t:table-cell></t:table-row>"),
         0, "R 1 v\nC 0 t 13:a b  c\nd\ne\tfg\nC 1 t 4:said\n"},
        /* repeated cells and rows; the empty end of a sheet */
        {TABLE("<t:table-column t:number-columns-repeated=\"2\"/><t:table-column "
               "t:visibility=\"collapse\"/><t:table-header-rows><t:table-row "
               "t:number-rows-repeated=\"2\">" CELL(
                   "t:number-columns-repeated=\"2\" o:value-type=\"string\"",
                   "x") "</t:table-row></t:table-header-rows><t:table-row "
                        "t:number-rows-repeated=\"3\"><t:table-cell "
                        "t:number-columns-repeated=\"99999\"/></t:table-row>"
                        "<t:table-row t:visibility=\"filter\">" CELL(
                            "o:value-type=\"string\"",
                            "y") "</t:table-row><t:table-row "
                                 "t:number-rows-repeated=\"2000000000\"><t:table-cell/>"
                                 "</t:table-row>"),
         0,
         "H 2 2\nR 1 v\nC 0 t 1:x\nC 1 t 1:x\nR 2 v\nC 0 t 1:x\nC 1 t 1:x\nR 6 h\n"
         "C 0 t 1:y\n"},
        /* errors, and formulas without a value */
        {TABLE("<t:table-row>" CELL("t:formula=\"of:=NA()\" o:value-type=\"string\" "
                                    "o:string-value=\"\" c:value-type=\"error\"",
                                    "#N/A") CELL("t:formula=\"of:=1/0\" "
                                                 "o:value-type=\"float\" o:value=\"0\"",
                                                 "#DIV/0!") "<t:table-cell "
                                                            "t:formula=\"of:=1\"/>"
                                                            "</t:table-row>"),
         0, "R 1 v\nC 0 e 4:#N/A\nC 1 e 7:#DIV/0!\nC 2 f 1:=\n"},
        /* a merged area, and the second of two sheets */
        {ODS("", "<t:table t:name=\"A\"><t:table-row>" CELL(
                     "o:value-type=\"string\"",
                     "no") "</t:table-row></t:table><t:table t:name=\"B\"><t:table-row>"
                           "<t:table-cell/>" CELL("t:number-columns-spanned=\"2\" "
                                                  "t:number-rows-spanned=\"3\" "
                                                  "o:value-type=\"string\"",
                                                  "z") "<t:covered-table-cell/>"
                                                       "</t:table-row></t:table>"),
         1, "R 1 v\nC 1 t 1:z\nM 1 1 3 2\n"},
        /* the style says how much of a date is shown */
        {ODS("<n:date-style s:name=\"N1\"><n:month/><n:year/></n:date-style><s:style "
             "s:name=\"c0\" s:family=\"table-cell\" s:data-style-name=\"N1\"/><s:style "
             "s:name=\"c1\" s:family=\"table-cell\" s:parent-style-name=\"c0\"/>",
             "<t:table><t:table-column/><t:table-column "
             "t:default-cell-style-name=\"c1\"/><t:table-row>" CELL(
                 "t:style-name=\"c1\" o:value-type=\"date\" "
                 "o:date-value=\"2022-02-01\"",
                 "Feb") CELL("o:value-type=\"date\" o:date-value=\"2022-03-01\"",
                             "Mar") "</t:table-row></t:table>"),
         0, "R 1 v\nC 0 d 7:2022-02\nC 1 d 7:2022-03\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook_writer w;
        struct err err = {0};

        if (read_ods(&w, cases[i].xml, cases[i].chosen, &err) != ERR_OK)
            fail_msg("%s", err.message);
        assert_stream(&w, cases[i].stream);
        buf_release(&w.out);
    }
}

static void ods_that_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *xml;
        enum err_code code;
        const char *message;
    } cases[] = {
        {TABLE("<t:table-row t:number-rows-repeated=\"2000000\">" CELL(
             "o:value-type=\"string\"", "x") "</t:table-row>"),
         ERR_LIMIT, "it has more than 1048576 rows"},
        {TABLE("<t:table-row t:number-rows-repeated=\"1000000\">" CELL(
             "t:number-columns-repeated=\"16384\" o:value-type=\"string\"",
             "x") "</t:table-row>"),
         ERR_LIMIT, "the sheet has more than 20000 cells"},
        {TABLE("<t:table-row>" CELL(
             "t:number-columns-repeated=\"16385\" o:value-type=\"string\"",
             "x") "</t:table-row>"),
         ERR_LIMIT, "it has more than 16384 columns"},
        {TABLE("<t:table-row><t:table-cell><t:table/></t:table-cell></t:table-row>"),
         ERR_INVALID, "a cell of row 1 holds a table of its own"},
        {TABLE("<t:table-row/><t:table-column/>"), ERR_INVALID,
         "its columns stand behind its rows"},
        {TABLE("<t:table-row>" CELL("t:number-columns-repeated=\"-1\"",
                                    "") "</t:table-row>"),
         ERR_INVALID, "it has \"-1\" where a number should be"},
        {TABLE("<t:table-row><t:table-cell t:number-columns-repeated=\"16384\"/>" CELL(
             "t:number-columns-spanned=\"2\"", "") "</t:table-row>"),
         ERR_LIMIT,
         "it has more than 65536 merged areas, or one beyond the last row or column"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook_writer w = {0};
        struct err err = {0};

        assert_int_equal(read_ods(&w, cases[i].xml, 0, &err), cases[i].code);
        assert_string_equal(err.message, cases[i].message);
        buf_release(&w.out);
    }
}

static void what_is_no_workbook_is_refused(void **state)
{
    static const struct {
        struct str file;
        const char *message;
    } cases[] = {
        {STR_INIT(""), "its zip archive is damaged: Unrecognized archive format"},
        {STR_INIT("PK\x03\x04 and no more"),
         "its zip archive is damaged: Unrecognized archive format"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook_writer w = {.fd = -1};
        struct err err = {0};

        assert_int_equal(workbook_read(&w, cases[i].file, STR(""), &err), ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        buf_release(&w.out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_xlsx_are_given_as_typed),
        cmocka_unit_test(days_are_counted_from_1904_where_the_workbook_says_so),
        cmocka_unit_test(xlsx_that_makes_no_sense_is_refused),
        cmocka_unit_test(xml_too_deep_or_too_long_is_refused),
        cmocka_unit_test(shared_texts_are_whole_and_without_readings),
        cmocka_unit_test(styles_say_what_their_formats_show),
        cmocka_unit_test(cells_of_ods_are_given_as_typed),
        cmocka_unit_test(ods_that_makes_no_sense_is_refused),
        cmocka_unit_test(what_is_no_workbook_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
