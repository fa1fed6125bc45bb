#include "web/enter_draft.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "crypto/random.h"
#include "format/foreign.h"
#include "format/html.h"
#include "web/own_note.h"
#include "web/visitor.h"

enum { NOTE_NAME_MAX = 80, FIRST_WORDS_MAX = 90, RANDOM_BYTES = 8 };

/* One at a time: the list of a member's drafts is read, changed and written. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void note_name(char out[NOTE_NAME_MAX], const struct request *r, struct str id)
{
    (void)snprintf(out, NOTE_NAME_MAX, "draft-" STR_FMT "-" STR_FMT,
                   STR_ARG(str_prefix(r->visitor->member, 17)),
                   STR_ARG(str_prefix(id, DRAFT_ID_LEN)));
}

/* ---- the list: one line a draft ---- */

static bool line_read(struct enter_draft *out, struct str line)
{
    struct str rest = line;

    out->id = str_cut(&rest, '\t');
    if (!str_to_i64(&out->at_s, str_cut(&rest, '\t')) ||
        !str_to_i64(&out->rev, str_cut(&rest, '\t')))
        return false;
    out->page = str_cut(&rest, '\t');
    out->first = rest;
    return out->id.len == DRAFT_ID_LEN;
}

static enum err_code list_read(struct enter_draft_list *out, const struct request *r,
                               struct err *err)
{
    char name[NOTE_NAME_MAX];
    struct str rest = STR("");

    *out = (struct enter_draft_list){
        .items = ARENA_ARRAY(r->arena, struct enter_draft, DRAFTS_OF_MEMBER_MAX + 1)};
    note_name(name, r, STR("list"));
    if (own_note_read(&rest, r, name, err) != ERR_OK && err->code != ERR_NOT_FOUND)
        return err->code;
    while (rest.len > 0 && out->count < DRAFTS_OF_MEMBER_MAX)
        if (line_read(&out->items[out->count], str_cut(&rest, '\n')))
            out->count++;
    return ERR_OK;
}

static enum err_code list_write(const struct enter_draft_list *list,
                                const struct request *r, struct err *err)
{
    char name[NOTE_NAME_MAX];
    struct buf text = {0};
    enum err_code code;

    for (size_t i = 0; i < list->count; i++)
        buf_printf(&text, STR_FMT "\t%lld\t%lld\t" STR_FMT "\t" STR_FMT "\n",
                   STR_ARG(list->items[i].id), (long long)list->items[i].at_s,
                   (long long)list->items[i].rev, STR_ARG(list->items[i].page),
                   STR_ARG(list->items[i].first));
    note_name(name, r, STR("list"));
    code = own_note_write(r, name, buf_str(&text), err);
    buf_release(&text);
    return code;
}

static struct enter_draft *in_list(const struct enter_draft_list *list, struct str id)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].id, id))
            return &list->items[i];
    return NULL;
}

enum err_code enter_drafts(struct enter_draft_list *out, struct request *r,
                           struct err *err)
{
    enum err_code code;

    (void)pthread_mutex_lock(&lock);
    code = list_read(out, r, err);
    (void)pthread_mutex_unlock(&lock);
    return code;
}

/* ---- one draft ---- */

/* The first words that were copied, or typed; on one line. */
static struct str first_words(struct arena *arena, const struct entry_form *form)
{
    static const char *const fields[] = {"p1.words", "p1.says", "victims", "p1.source"};
    struct str text = STR("");
    char *kept;
    size_t len;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && text.len == 0; i++)
        text = entry_get(form, str_from_c(fields[i]));
    len = text.len < FIRST_WORDS_MAX ? text.len : FIRST_WORDS_MAX;
    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xc0U) == 0x80)
        len--;
    kept = ARENA_ARRAY(arena, char, len + 1);
    for (size_t i = 0; i < len; i++) {
        kept[i] = text.ptr[i];
        if (kept[i] == '\n' || kept[i] == '\t')
            kept[i] = ' ';
    }
    return (struct str){kept, len};
}

static void form_write(struct buf *out, const struct entry_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        if (form->items[i].value.len == 0)
            continue;
        if (out->len > 0)
            buf_char(out, '&');
        html_url(out, form->items[i].name);
        buf_char(out, '=');
        html_url(out, form->items[i].value);
    }
}

static struct str new_id(struct arena *arena)
{
    uint8_t bytes[RANDOM_BYTES];
    char text[DRAFT_ID_LEN + 1] = {0};

    random_fill(bytes, sizeof bytes);
    base32_encode(text, bytes, (size_t)DRAFT_ID_LEN * 5);
    return arena_str(arena, (struct str){text, DRAFT_ID_LEN});
}

static enum err_code keep(struct enter_draft *draft, struct request *r,
                          const struct entry_form *form, struct err *err)
{
    struct enter_draft_list list;
    struct enter_draft *there;
    char name[NOTE_NAME_MAX];
    struct buf text = {0};
    enum err_code code;

    if (list_read(&list, r, err) != ERR_OK)
        return err->code;
    there = in_list(&list, draft->id);
    if (there && there->rev != draft->rev) {
        *draft = *there;
        return err_set(err, ERR_CONFLICT,
                       "this draft was changed in another window since");
    }
    if (!there && list.count == DRAFTS_OF_MEMBER_MAX)
        return err_set(err, ERR_LIMIT,
                       "there are %d drafts already: record or discard some of them",
                       DRAFTS_OF_MEMBER_MAX);
    if (!there) {
        memmove(list.items + 1, list.items, list.count * sizeof *list.items);
        list.count++;
        there = &list.items[0];
        *there = (struct enter_draft){.id = new_id(r->arena), .page = draft->page};
    }
    there->rev++;
    there->at_s = (int64_t)time(NULL);
    there->first = first_words(r->arena, form);
    form_write(&text, form);
    note_name(name, r, there->id);
    code = text.len > DRAFT_BYTES_MAX
               ? err_set(err, ERR_LIMIT,
                         "the draft is too long to be kept: record what "
                         "there is first")
               : own_note_write(r, name, buf_str(&text), err);
    buf_release(&text);
    if (code != ERR_OK || list_write(&list, r, err) != ERR_OK)
        return err->code;
    *draft = *there;
    return ERR_OK;
}

enum err_code enter_draft_keep(struct enter_draft *draft, struct request *r,
                               const struct entry_form *form, struct err *err)
{
    enum err_code code;

    (void)pthread_mutex_lock(&lock);
    code = keep(draft, r, form, err);
    (void)pthread_mutex_unlock(&lock);
    return code;
}

static enum err_code read_one(struct enter_draft *draft, struct str *text,
                              struct request *r, struct str id, struct err *err)
{
    struct enter_draft_list list;
    const struct enter_draft *there;
    char name[NOTE_NAME_MAX];

    if (list_read(&list, r, err) != ERR_OK)
        return err->code;
    there = in_list(&list, id);
    if (!there)
        return err_set(err, ERR_NOT_FOUND, "there is no such draft");
    *draft = *there;
    note_name(name, r, id);
    return own_note_read(text, r, name, err);
}

enum err_code enter_draft_read(struct enter_draft *draft, struct entry_form *form,
                               struct request *r, struct str id, struct err *err)
{
    struct fields fields;
    struct entry_field *items;
    struct str text = STR("");
    enum err_code code;

    (void)pthread_mutex_lock(&lock);
    code = read_one(draft, &text, r, id, err);
    (void)pthread_mutex_unlock(&lock);
    if (code != ERR_OK || fields_read(&fields, r->arena, text, err) != ERR_OK)
        return err->code;
    items = ARENA_ARRAY(r->arena, struct entry_field, fields.count + 1);
    for (size_t i = 0; i < fields.count; i++)
        items[i] = (struct entry_field){fields.items[i].name, fields.items[i].value};
    *form = (struct entry_form){items, fields.count};
    return ERR_OK;
}

static enum err_code remove_one(struct request *r, struct str id, struct err *err)
{
    struct enter_draft_list list;
    char name[NOTE_NAME_MAX];
    size_t kept = 0;

    if (list_read(&list, r, err) != ERR_OK)
        return err->code;
    if (!in_list(&list, id))
        return ERR_OK;
    for (size_t i = 0; i < list.count; i++)
        if (!str_equal(list.items[i].id, id))
            list.items[kept++] = list.items[i];
    list.count = kept;
    note_name(name, r, id);
    if (archive_note_remove(r->archive, name, err) != ERR_OK &&
        err->code != ERR_NOT_FOUND)
        return err->code;
    return list_write(&list, r, err);
}

enum err_code enter_draft_remove(struct request *r, struct str id, struct err *err)
{
    enum err_code code;

    (void)pthread_mutex_lock(&lock);
    code = remove_one(r, id, err);
    (void)pthread_mutex_unlock(&lock);
    return code;
}
