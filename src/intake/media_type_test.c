#include "intake/media_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"

struct media_case {
    struct str head;
    struct str name;
    const char *type;
};

static void check_all(const struct media_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_string_equal(media_type(cases[i].head, cases[i].name), cases[i].type);
}

#define ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

static void the_content_decides_about_what_is_not_text(void **state)
{
    static const struct media_case cases[] = {
        {STR_INIT("\xff\xd8\xff\xe1\x12\x34"), STR_INIT("letter.txt"), "image/jpeg"},
        {STR_INIT("\x89PNG\r\n\x1a\n\0\0"), STR_INIT("a.jpg"), "image/png"},
        {STR_INIT("GIF89a\x01\0\x01\0"), STR_INIT(""), "image/gif"},
        {STR_INIT("II*\0\x08\0\0\0"), STR_INIT(""), "image/tiff"},
        {STR_INIT("II*\0\x10\0\0\0CR\x02\0"), STR_INIT(""), "image/x-canon-cr2"},
        {STR_INIT("MM\0*\0\0\0\x08"), STR_INIT(""), "image/tiff"},
        {STR_INIT("RIFF\x10\0\0\0WEBPVP8 "), STR_INIT(""), "image/webp"},
        {STR_INIT("RIFF\x10\0\0\0WAVEfmt "), STR_INIT(""), "audio/wav"},
        {STR_INIT("RIFF\x10\0\0\0AVI LIST"), STR_INIT(""), "video/x-msvideo"},
        {STR_INIT("\0\0\0\x18"
                  "ftypheic\0\0\0\0"),
         STR_INIT("IMG_1.JPG"), "image/heic"},
        {STR_INIT("\0\0\0\x18"
                  "ftypisom\0\0\0\0"),
         STR_INIT(""), "video/mp4"},
        {STR_INIT("\0\0\0\x14"
                  "ftypqt  \0\0\0\0"),
         STR_INIT(""), "video/quicktime"},
        {STR_INIT("\0\0\0\x08moov\0\0"), STR_INIT(""), "video/quicktime"},
        {STR_INIT("\0\0\0\x18"
                  "ftypM4A \0\0\0\0"),
         STR_INIT(""), "audio/mp4"},
        {STR_INIT("\0\0\0\x18"
                  "ftyp3gp4\0\0\0\0"),
         STR_INIT(""), "video/3gpp"},
        {STR_INIT("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"), STR_INIT(""),
         "video/webm"},
        {STR_INIT("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska"),
         STR_INIT(""), "video/x-matroska"},
        {STR_INIT("OggS\0\x02"), STR_INIT(""), "application/ogg"},
        {STR_INIT("fLaC\0\0"), STR_INIT(""), "audio/flac"},
        {STR_INIT("ID3\x04\0\0"), STR_INIT(""), "audio/mpeg"},
        {STR_INIT("\xff\xfb\x90\x64\0\0"), STR_INIT(""), "audio/mpeg"},
        {STR_INIT("\xff\xf1\x50\x80\0\0"), STR_INIT(""), "audio/aac"},
        {STR_INIT("PK\x03\x04\x14\0\0\0\0\0a.txt"), STR_INIT("a.docx"),
         "application/zip"},
        {STR_INIT("PK\x03\x04\x14\0\x06\0[Content_Types].xml word/document.xml"),
         STR_INIT(""),
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {STR_INIT("PK\x03\x04\x14\0\x06\0[Content_Types].xml xl/workbook.xml"),
         STR_INIT(""),
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {STR_INIT("PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x27\0\0\0\x27\0\0\0\x08\0\0\0"
                  "mimetypeapplication/vnd.oasis.opendocument.text"),
         STR_INIT(""), "application/vnd.oasis.opendocument.text"},
        {STR_INIT("\x1f\x8b\x08\0\0"), STR_INIT(""), "application/gzip"},
        {STR_INIT("SQLite format 3\0\x10"), STR_INIT(""), "application/vnd.sqlite3"},
        {STR_INIT("\xff\xfe"
                  "a\0b\0"),
         STR_INIT("a.txt"), "text/plain"},
        {STR_INIT("\x01\x02\x03"), STR_INIT("photo.jpg"), "application/octet-stream"},
        {STR_INIT(""), STR_INIT("photo.jpg"), "application/octet-stream"},
    };

    (void)state;
    ALL(cases);
}

static void the_name_chooses_between_kinds_of_text_that_fit(void **state)
{
    static const struct media_case cases[] = {
        {STR_INIT("a,b\n1,2\n"), STR_INIT("t.csv"), "text/csv"},
        {STR_INIT("\xef\xbb\xbf"
                  "a;b\r\n1;2\r\n"),
         STR_INIT("T.CSV"), "text/csv"},
        {STR_INIT("a,b\n\"1\n1\",2\n"), STR_INIT("t.csv"), "text/csv"},
        {STR_INIT("a\tb\n"), STR_INIT("t.tsv"), "text/tab-separated-values"},
        {STR_INIT("a,b\n1,2\n"), STR_INIT("t.txt"), "text/plain"},
        {STR_INIT("a,b\n1,2,3\n"), STR_INIT("t.csv"), "text/plain"},
        {STR_INIT("one word\n"), STR_INIT("t.csv"), "text/plain"},
        {STR_INIT("one word\n"), STR_INIT("t.jpg"), "text/plain"},
        {STR_INIT("csv"), STR_INIT("csv"), "text/plain"},
    };

    (void)state;
    ALL(cases);
}

static void text_says_by_its_beginning_what_it_is(void **state)
{
    static const struct media_case cases[] = {
        {STR_INIT("{\"a\": 1}"), STR_INIT(""), "application/json"},
        {STR_INIT("  [\n 1, 2]"), STR_INIT("x.txt"), "application/json"},
        {STR_INIT("[sic] he said"), STR_INIT(""), "text/plain"},
        {STR_INIT("{not json}"), STR_INIT("x.json"), "text/plain"},
        {STR_INIT("<!DOCTYPE html><p>"), STR_INIT(""), "text/html"},
        {STR_INIT("<HTML lang=uk>"), STR_INIT(""), "text/html"},
        {STR_INIT("<?xml version=\"1.0\"?><a/>"), STR_INIT(""), "application/xml"},
        {STR_INIT("<?xml version=\"1.0\"?>\n<svg/>"), STR_INIT(""), "image/svg+xml"},
        {STR_INIT("<?xml version=\"1.0\"?>\n<html/>"), STR_INIT(""),
         "application/xhtml+xml"},
        {STR_INIT("<svg xmlns=\"\"/>"), STR_INIT(""), "image/svg+xml"},
        {STR_INIT("Received: from a\r\nSubject: b\r\n\r\nText"), STR_INIT(""),
         "message/rfc822"},
        {STR_INIT("From: my notebook\n\nI saw"), STR_INIT(""), "text/plain"},
        {STR_INIT("Dear all,\nFrom: a\nTo: b\n"), STR_INIT(""), "text/plain"},
        {STR_INIT("BEGIN:VCARD\r\n"), STR_INIT(""), "text/vcard"},
        {STR_INIT("%PDF-1.7\n"), STR_INIT("a.txt"), "application/pdf"},
        {STR_INIT("{\\rtf1 a}"), STR_INIT(""), "application/rtf"},
        {STR_INIT("BMW number plates"), STR_INIT(""), "text/plain"},
        {STR_INIT("MZ 12-34"), STR_INIT(""), "text/plain"},
        {STR_INIT("Ізюм, 10 вересня"), STR_INIT(""), "text/plain"},
        {STR_INIT("\xc3"), STR_INIT(""), "application/octet-stream"},
        {STR_INIT("a\0b"), STR_INIT("a.txt"), "application/octet-stream"},
    };

    (void)state;
    ALL(cases);
}

static void a_character_cut_by_the_end_of_the_look_is_still_text(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_char(&b, 'a');
    while (b.len < MEDIA_TYPE_LOOK + 2)
        buf_append(&b, STR("\xd1\x96"));
    assert_string_equal(media_type(buf_str(&b), STR("")), "text/plain");
    b.ptr[MEDIA_TYPE_LOOK / 2 + 1] = 'x';
    assert_string_equal(media_type(buf_str(&b), STR("")), "application/octet-stream");
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_content_decides_about_what_is_not_text),
        cmocka_unit_test(the_name_chooses_between_kinds_of_text_that_fit),
        cmocka_unit_test(text_says_by_its_beginning_what_it_is),
        cmocka_unit_test(a_character_cut_by_the_end_of_the_look_is_still_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
