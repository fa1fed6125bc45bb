/* Saying who reads a file. */

#include "record/inbox.h"

#include "record/archive.h"
#include "record/drafts.h"

static struct str ref_text(struct arena *arena, struct archive *archive, struct ref ref)
{
    return archive_ref_text(archive, arena, ref);
}

static struct value draft_of(struct arena *arena, const struct inbox_say *say)
{
    struct value draft = value_object();

    value_set(&draft, arena, STR("kind"), value_string(STR("assess")));
    value_set(&draft, arena, STR("reading"), value_string(inbox_said_term(say->said)));
    if (say->why.len > 0)
        value_set(&draft, arena, STR("skipped"), value_string(say->why));
    if (say->note.len > 0)
        value_set(&draft, arena, STR("reason"), value_string(say->note));
    return draft;
}

/* A word of somebody else is taken back by naming it. */
static enum err_code add_for(struct value *drafts, size_t *found, struct arena *arena,
                             struct archive *archive, struct view view, struct ref file,
                             const struct inbox_say *say, struct err *err)
{
    struct inbox_row row = {0};
    enum err_code code = inbox_find(&row, arena, archive_index(archive), view, file, err);

    for (size_t i = 0; code == ERR_OK && i < row.word_count; i++) {
        struct value draft = draft_of(arena, say);
        struct value of = value_array();
        struct value pinned = {0};

        if (!str_equal(row.words[i].member, say->given_back_for) ||
            row.words[i].said == INBOX_SAYS_SECOND_WANTED)
            continue;
        code = archive_ref_pinned(&pinned, arena, archive, row.words[i].ref, err);
        value_add(&of, arena, value_string(ref_text(arena, archive, file)));
        value_set(&draft, arena, STR("of"), of);
        value_set(&draft, arena, STR("supersedes"), pinned);
        value_add(drafts, arena, draft);
        ++*found;
    }
    return code;
}

static enum err_code give_back_for(struct value *out, struct arena *arena,
                                   struct archive *archive, struct view view,
                                   const struct inbox_say *say, struct err *err)
{
    struct value drafts = value_array();
    size_t found = 0;
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < say->count; i++)
        code = add_for(&drafts, &found, arena, archive, view, say->files[i], say, err);
    if (code == ERR_OK && found == 0)
        code = err_set(err, ERR_NOT_FOUND,
                       "member " STR_FMT " has not said anything of it that stands",
                       STR_ARG(say->given_back_for));
    *out = drafts;
    return code;
}

enum err_code inbox_drafts(struct value *out, struct arena *arena,
                           struct archive *archive, struct view view,
                           const struct inbox_say *say, struct err *err)
{
    struct value draft = draft_of(arena, say);
    struct value of = value_array();

    if (say->given_back_for.len > 0)
        return give_back_for(out, arena, archive, view, say, err);
    for (size_t i = 0; i < say->count; i++)
        value_add(&of, arena, value_string(ref_text(arena, archive, say->files[i])));
    value_set(&draft, arena, STR("of"), of);
    if (!ref_is_none(say->duplicate_of) && str_equal(say->why, STR("duplicate")))
        value_set(&draft, arena, STR("duplicate_of"),
                  value_string(ref_text(arena, archive, say->duplicate_of)));
    *out = value_array();
    value_add(out, arena, draft);
    return ERR_OK;
}

enum err_code inbox_take_next(struct ref *out, struct arena *arena,
                              struct archive *archive, const struct inbox_filter *filter,
                              struct err *err)
{
    struct inbox_filter next = *filter;
    struct inbox_list list = {0};
    struct inbox_say say = {.said = INBOX_SAYS_TAKEN, .duplicate_of = REF_NONE};
    struct draft_result *results = NULL;
    struct value drafts = {0};
    struct view view = {0};
    size_t count = 0;
    enum err_code code = frontier_now(&view, arena, archive_index(archive), err);

    *out = REF_NONE;
    next.states = 1U << INBOX_UNREAD;
    next.limit = 1;
    if (code == ERR_OK)
        code = inbox_list(&list, arena, archive_index(archive), view, &next, err);
    if (code != ERR_OK || list.count == 0)
        return code;
    say.files = &list.items[0].object.ref;
    say.count = 1;
    code = inbox_drafts(&drafts, arena, archive, view, &say, err);
    if (code == ERR_OK)
        code = drafts_add(&results, &count, arena, archive, &drafts, err);
    if (code == ERR_OK)
        *out = list.items[0].object.ref;
    return code;
}
