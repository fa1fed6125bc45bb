#include "intake/media_type.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct signature {
    size_t at;
    struct str bytes;
    const char *type;
};

/* The first that fits counts; longer signatures stand before those they begin with. */
static const struct signature signatures[] = {
    {0, STR_INIT("\xff\xd8\xff"), "image/jpeg"},
    {0, STR_INIT("\x89PNG\r\n\x1a\n"), "image/png"},
    {0, STR_INIT("GIF87a"), "image/gif"},
    {0, STR_INIT("GIF89a"), "image/gif"},
    {8, STR_INIT("CR\x02\0"), "image/x-canon-cr2"},
    {0, STR_INIT("II*\0"), "image/tiff"},
    {0, STR_INIT("MM\0*"), "image/tiff"},
    {0, STR_INIT("BM"), "image/bmp"},
    {0, STR_INIT("%PDF-"), "application/pdf"},
    {0, STR_INIT("%!PS"), "application/postscript"},
    {0, STR_INIT("{\\rtf"), "application/rtf"},
    {0, STR_INIT("AT&TFORM"), "image/vnd.djvu"},
    {0, STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "application/x-ole-storage"},
    {0, STR_INIT("\x1f\x8b\x08"), "application/gzip"},
    {0, STR_INIT("BZh"), "application/x-bzip2"},
    {0,
     STR_INIT("\xfd"
              "7zXZ\0"),
     "application/x-xz"},
    {0, STR_INIT("\x28\xb5\x2f\xfd"), "application/zstd"},
    {0, STR_INIT("7z\xbc\xaf\x27\x1c"), "application/x-7z-compressed"},
    {0, STR_INIT("Rar!\x1a\x07"), "application/vnd.rar"},
    {257, STR_INIT("ustar"), "application/x-tar"},
    {0, STR_INIT("SQLite format 3\0"), "application/vnd.sqlite3"},
    {0, STR_INIT("OggS"), "application/ogg"},
    {0, STR_INIT("fLaC"), "audio/flac"},
    {0, STR_INIT("ID3"), "audio/mpeg"},
    {0, STR_INIT("#!AMR"), "audio/amr"},
    {0, STR_INIT("FLV\x01"), "video/x-flv"},
    {0, STR_INIT("\x30\x26\xb2\x75\x8e\x66\xcf\x11"), "video/x-ms-asf"},
    {0, STR_INIT("\0\0\x01\xba"), "video/mpeg"},
    {0, STR_INIT("\0\0\x01\xb3"), "video/mpeg"},
    {0,
     STR_INIT("\x7f"
              "ELF"),
     "application/x-elf"},
    {0, STR_INIT("MZ"), "application/vnd.microsoft.portable-executable"},
    {0, STR_INIT("WARC/"), "application/warc"},
    {0, STR_INIT("age-encryption.org/v1\n"), "application/x-age"},
};

static bool has_at(struct str head, size_t at, struct str bytes)
{
    return head.len >= at + bytes.len && memcmp(head.ptr + at, bytes.ptr, bytes.len) == 0;
}

static bool has_somewhere(struct str head, struct str bytes)
{
    return str_find_str(head, bytes) < head.len;
}

static bool name_ends(struct str name, struct str ending)
{
    struct str tail = str_after(name, name.len > ending.len ? name.len - ending.len : 0);

    if (tail.len != ending.len)
        return false;
    for (size_t i = 0; i < tail.len; i++) {
        char c = tail.ptr[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (c != ending.ptr[i])
            return false;
    }
    return true;
}

/* ISO base media files name their brand behind "ftyp". */
static const char *iso_media(struct str head)
{
    static const struct {
        struct str brand;
        const char *type;
    } brands[] = {
        {STR_INIT("heic"), "image/heic"},      {STR_INIT("heix"), "image/heic"},
        {STR_INIT("mif1"), "image/heif"},      {STR_INIT("msf1"), "image/heif"},
        {STR_INIT("avif"), "image/avif"},      {STR_INIT("crx "), "image/x-canon-cr3"},
        {STR_INIT("qt  "), "video/quicktime"}, {STR_INIT("M4A "), "audio/mp4"},
        {STR_INIT("M4B "), "audio/mp4"},       {STR_INIT("3gp"), "video/3gpp"},
        {STR_INIT("3g2"), "video/3gpp2"},
    };

    if (!has_at(head, 4, STR("ftyp"))) /* QuickTime before brands were invented */
        return has_at(head, 4, STR("moov")) || has_at(head, 4, STR("mdat"))
                   ? "video/quicktime"
                   : NULL;
    for (size_t i = 0; i < sizeof brands / sizeof *brands; i++) {
        if (has_at(head, 8, brands[i].brand))
            return brands[i].type;
    }
    return "video/mp4";
}

static const char *riff(struct str head)
{
    if (!has_at(head, 0, STR("RIFF")))
        return NULL;
    if (has_at(head, 8, STR("WEBP")))
        return "image/webp";
    if (has_at(head, 8, STR("WAVE")))
        return "audio/wav";
    return has_at(head, 8, STR("AVI ")) ? "video/x-msvideo" : NULL;
}

static const char *matroska(struct str head)
{
    if (!has_at(head, 0, STR("\x1a\x45\xdf\xa3")))
        return NULL;
    return has_somewhere(str_prefix(head, 64), STR("webm")) ? "video/webm"
                                                            : "video/x-matroska";
}

/* An OpenDocument file's first member says what it is; OOXML shows by its folders. */
static const char *zip(struct str head)
{
    static const struct {
        struct str type_member;
        const char *type;
    } open_document[] = {
        {STR_INIT("mimetypeapplication/vnd.oasis.opendocument.text"),
         "application/vnd.oasis.opendocument.text"},
        {STR_INIT("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
         "application/vnd.oasis.opendocument.spreadsheet"},
        {STR_INIT("mimetypeapplication/vnd.oasis.opendocument.presentation"),
         "application/vnd.oasis.opendocument.presentation"},
        {STR_INIT("mimetypeapplication/epub+zip"), "application/epub+zip"},
    };

    if (!has_at(head, 0, STR("PK\x03\x04")) && !has_at(head, 0, STR("PK\x05\x06")))
        return NULL;
    for (size_t i = 0; i < sizeof open_document / sizeof *open_document; i++) {
        if (has_at(head, 30, open_document[i].type_member))
            return open_document[i].type;
    }
    if (!has_somewhere(head, STR("[Content_Types].xml")) &&
        !has_somewhere(head, STR("_rels/.rels")))
        return "application/zip";
    if (has_somewhere(head, STR("word/")))
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    if (has_somewhere(head, STR("xl/")))
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    if (has_somewhere(head, STR("ppt/")))
        return "application/vnd.openxmlformats-officedocument.presentationml."
               "presentation";
    return "application/zip";
}

/* A frame header (layer II or III) without an ID3 tag before it; reserved values keep
 * chance hits away. */
static const char *mpeg_audio(struct str head)
{
    const uint8_t *b = (const uint8_t *)head.ptr;

    if (head.len < 4 || b[0] != 0xff || (b[1] & 0xe0) != 0xe0)
        return NULL;
    if ((b[1] & 0xf6) == 0xf0)
        return "audio/aac";
    if ((b[1] & 0x18) == 0x08 || (b[1] & 0x06) == 0 || (b[1] & 0x06) == 6 ||
        (b[2] & 0xf0) == 0xf0 || (b[2] & 0x0c) == 0x0c)
        return NULL;
    return "audio/mpeg";
}

/* UTF-8 without control characters. The look may end inside a character. */
static bool is_text(struct str head)
{
    size_t at = 0;

    while (at < head.len) {
        unsigned char c = (unsigned char)head.ptr[at];
        size_t n;

        if (c >= 0x20 && c < 0x7f) {
            at++;
            continue;
        }
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
            return false;
        n = utf8_sequence(str_after(head, at));
        if (n == 0)
            return head.len >= MEDIA_TYPE_LOOK && head.len - at < 4;
        at += n;
    }
    return true;
}

/* How many separators stand outside quotes; *is_open when a quote is open at the end. */
static size_t count_separators(bool *is_open, struct str line, char separator)
{
    size_t count = 0;
    bool is_quoted = false;

    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '"')
            is_quoted = !is_quoted;
        else if (!is_quoted && line.ptr[i] == separator)
            count++;
    }
    *is_open = is_quoted;
    return count;
}

/* The lines of the beginning have the same number of separators, and at least one. */
static bool is_table(struct str text, char separator)
{
    size_t expected = 0;

    for (int line_number = 0; line_number < 3 && text.len > 0; line_number++) {
        bool is_open = false;
        size_t count = count_separators(&is_open, str_cut(&text, '\n'), separator);

        if (is_open) /* a quoted line end: as good a sign of a table as any */
            return expected > 0 || count > 0;
        if (count == 0 || (expected > 0 && count != expected))
            return false;
        expected = count;
    }
    return expected > 0;
}

static bool starts_like_json(struct str text)
{
    int open = text.len > 0 ? text.ptr[0] : 0;
    struct str inside = str_trim(str_after(text, 1));
    int first = inside.len > 0 ? inside.ptr[0] : 0;

    if (open == '{')
        return first == '"' || first == '}';
    return open == '[' && first != 0 && strchr("{[]\"-0123456789tfn", first);
}

static bool starts_ignoring_case(struct str text, struct str lower)
{
    return name_ends(str_prefix(text, lower.len), lower);
}

/* Two header lines that every message has, before the first blank line. */
static bool is_message(struct str text)
{
    static const struct str fields[] = {
        STR_INIT("from:"),        STR_INIT("to:"),           STR_INIT("date:"),
        STR_INIT("received:"),    STR_INIT("subject:"),      STR_INIT("message-id:"),
        STR_INIT("return-path:"), STR_INIT("delivered-to:"), STR_INIT("mime-version:"),
    };
    int found = 0;

    for (int line_number = 0; line_number < 40 && text.len > 0; line_number++) {
        struct str line = str_cut(&text, '\n');

        if (str_trim(line).len == 0)
            break;
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            found += starts_ignoring_case(line, fields[i]);
        if (line_number == 0 && found == 0) /* the first line already names one */
            return false;
    }
    return found >= 2;
}

static const char *marked_up(struct str text)
{
    if (starts_ignoring_case(text, STR("<!doctype html")) ||
        starts_ignoring_case(text, STR("<html")))
        return "text/html";
    if (str_starts_with(text, STR("<svg")))
        return "image/svg+xml";
    if (!str_starts_with(text, STR("<?xml")))
        return NULL;
    if (has_somewhere(str_prefix(text, 1024), STR("<html")))
        return "application/xhtml+xml";
    return has_somewhere(str_prefix(text, 1024), STR("<svg")) ? "image/svg+xml"
                                                              : "application/xml";
}

static const char *text_kind(struct str head, struct str name)
{
    struct str text = head;
    const char *type;

    if (str_starts_with(text, STR("\xef\xbb\xbf")))
        text = str_after(text, 3);
    if (name_ends(name, STR(".tsv")) && is_table(text, '\t'))
        return "text/tab-separated-values";
    if (name_ends(name, STR(".csv")) &&
        (is_table(text, ',') || is_table(text, ';') || is_table(text, '\t')))
        return "text/csv";
    text = str_trim(text);
    type = marked_up(text);
    if (type)
        return type;
    if (starts_like_json(text))
        return "application/json";
    if (is_message(text))
        return "message/rfc822";
    if (str_starts_with(text, STR("BEGIN:VCARD")))
        return "text/vcard";
    return "text/plain";
}

static const char *by_signature(struct str head)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        if (has_at(head, signatures[i].at, signatures[i].bytes))
            return signatures[i].type;
    }
    return NULL;
}

/* "BM", "MZ", "ID3" and the like are also how a text may begin. */
static const char *binary_kind(struct str head)
{
    static const char *(*const containers[])(struct str) = {iso_media, riff, matroska,
                                                            zip, mpeg_audio};

    for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
        const char *type = containers[i](head);

        if (type)
            return type;
    }
    return by_signature(head);
}

/* Formats that are text, or may begin with a long run of it. */
static const char *printable_kind(struct str head)
{
    static const struct str openings[] = {
        STR_INIT("%PDF-"),
        STR_INIT("%!PS"),
        STR_INIT("{\\rtf"),
        STR_INIT("WARC/"),
        STR_INIT("age-encryption.org/v1\n"),
    };

    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        if (str_starts_with(head, openings[i]))
            return by_signature(head);
    }
    return NULL;
}

const char *media_type(struct str head, struct str name)
{
    const char *type;

    head = str_prefix(head, MEDIA_TYPE_LOOK);
    if (head.len == 0)
        return "application/octet-stream";
    if (is_text(head)) {
        type = printable_kind(head);
        return type ? type : text_kind(head, name);
    }
    type = binary_kind(head);
    if (type)
        return type;
    if (str_starts_with(head, STR("\xff\xfe")) || str_starts_with(head, STR("\xfe\xff")))
        return "text/plain"; /* UTF-16 with its mark: left as it is */
    return "application/octet-stream";
}
