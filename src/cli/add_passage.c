#include "base/fold.h"
#include "base/message.h"
#include "cli/add.h"
#include "cli/draft.h"
#include "sheet/plain.h"
#include "sheet/statement_sheet.h"
#include "sheet/subject.h"
#include "sheet/texts_text.h"

enum { KEY_CHAIN_AS = 256, KEY_ROLES_ONLY, KEY_UTTERED };

static const struct argp_option options[] = {
    {"words", 'w', "WORDS", 0, "The words as they stand in the source", 0},
    {"lang", 'l', "CODE", 0, "Their language, such as uk", 0},
    {"at", 'a', "WHERE=VALUE", 0,
     "Where in the source: paragraph=30, page=2, row=7 ... With page and object=FILE you "
     "are told whether the words stand on that page of the file's text",
     0},
    {"hand", 'H', "WHO:KNOWS[:inferred]", 0,
     "One hand of the chain, first the one who knows: an entity or not_stated, and how "
     "(observed, told, retold ...)",
     0},
    {"chain-as", KEY_CHAIN_AS, "PASSAGE", 0, "The same chain as that passage's", 0},
    {"uttered", KEY_UTTERED, "EDTF", 0, "When the words were uttered", 0},
    {"roles-only", KEY_ROLES_ONLY, NULL, 0,
     "A published source in which private persons stand by role only", 0},
    {"note", 'n', "WORDS", 0, "A remark", 0},
    {0},
};

static const struct draft_member members[] = {
    {'w', DRAFT_TEXT, "words"},
    {'l', DRAFT_TEXT, "lang"},
    {'a', DRAFT_INTO, "locator"},
    {'H', DRAFT_HAND, "chain"},
    {KEY_CHAIN_AS, DRAFT_TEXT, "chain_as"},
    {KEY_UTTERED, DRAFT_DATE, "uttered"},
    {KEY_ROLES_ONLY, DRAFT_TRUE, "roles_only"},
    {'n', DRAFT_TEXT, "note"},
    {0, DRAFT_TEXT, "source"},
    {0, DRAFT_TEXT, NULL},
};

/* --- whether the words stand on that page --- */

struct quoted {
    struct cli *cli;
    struct sheet sheet;
    struct str words;
    int64_t page;
};

/* Lines are broken anywhere in a text: blanks are alike. */
static bool stands_in(struct str page, struct str words)
{
    struct buf text[2] = {{0}};
    struct fold_needle needle;
    bool found;

    plain_append(&text[0], page);
    plain_append(&text[1], words);
    found = fold_needle_of(&needle, buf_str(&text[1]))
                ? fold_contains(buf_str(&text[0]), &needle)
                : str_find_str(buf_str(&text[0]), buf_str(&text[1])) < text[0].len;
    buf_release(&text[0]);
    buf_release(&text[1]);
    return found;
}

static enum err_code compare(struct quoted *q, const struct page_text *text,
                             struct err *err)
{
    struct buf maker = {0};
    struct str page = {0};
    enum err_code code =
        page_text_read(&page, q->sheet.arena, q->sheet.archive, text->ref, q->page, err);

    if (code == ERR_NOT_FOUND || code == ERR_DENIED || text->is_withdrawn)
        return ERR_OK;
    if (code != ERR_OK)
        return code;
    text_maker(&maker, text, false);
    cli_remark(
        q->cli,
        stands_in(page, q->words)
            ? _("these words stand on page %jd of the text " STR_FMT ", %s")
            : _("these words do NOT stand on page %jd of the text " STR_FMT ", %s"),
        (intmax_t)q->page,
        STR_ARG(archive_ref_short(q->sheet.archive, q->sheet.arena, text->ref)),
        buf_text(&maker));
    buf_release(&maker);
    return ERR_OK;
}

static enum err_code compare_all(struct quoted *q, struct str object, struct err *err)
{
    struct statement_sheet s = {0};
    struct subject subject = {0};
    enum err_code code = subject_find(&subject, &q->sheet, object, err);

    if (code == ERR_OK && subject.kind == SUBJECT_OBJECT)
        subject.ref = subject.objects.items[0].ref;
    if (code == ERR_OK)
        code = statement_sheet_read(&s, &q->sheet, subject.ref, err);
    for (size_t i = 0; code == ERR_OK && i < s.itself.count; i++)
        code = compare(q, &s.itself.items[i], err);
    for (size_t i = 0; code == ERR_OK && i < s.texts.count; i++)
        code = compare(q, &s.texts.items[i], err);
    return code;
}

/* Said, and nothing more: a text may be misread, and the words of the source count. */
static enum err_code look_up_words(struct draft *draft, struct err *err)
{
    const struct value *locator = value_get(&draft->members, STR("locator"));
    struct str object = locator ? value_get_string(locator, STR("object")) : STR("");
    struct quoted q = {.cli = draft->cli,
                       .words = value_get_string(&draft->members, STR("words"))};
    struct err ignored = {0};

    if (object.len == 0 || q.words.len == 0 ||
        !value_get_integer(&q.page, locator, STR("page")))
        return ERR_OK;
    if (cli_open(q.cli, ARCHIVE_WRITE, err) != ERR_OK)
        return err->code;
    if (sheet_open(&q.sheet, &q.cli->arena, q.cli->archive, STR(""), &ignored) ==
        ERR_OK) {
        (void)!compare_all(&q, object, &ignored);
        sheet_close(&q.sheet);
    }
    return ERR_OK;
}

int add_passage(struct cli *cli, int argc, char **argv)
{
    static const struct draft_command command = {
        .kind = "passage",
        .args_doc = "SOURCE",
        .doc = "Record words, where they stand in a source, and the hands they came "
               "through. Many claims may hang from one passage.",
        .missing = "say in which source the words stand",
        .options = options,
        .members = members,
        .finish = look_up_words,
    };

    return draft_run(cli, argc, argv, &command);
}
