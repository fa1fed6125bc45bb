/* What the words about files come to, and the files that a question is about. */

#include "record/inbox.h"

#include <assert.h>

#include "record/inbox_inside.h"

static const struct str state_names[INBOX_STATES] = {
    [INBOX_UNREAD] = STR_INIT("unread"),   [INBOX_TAKEN] = STR_INIT("taken"),
    [INBOX_SECOND] = STR_INIT("second"),   [INBOX_DONE] = STR_INIT("done"),
    [INBOX_SKIPPED] = STR_INIT("skipped"),
};

struct str inbox_state_name(enum inbox_state state)
{
    return state_names[state];
}

enum inbox_state inbox_state_of(struct str name)
{
    enum inbox_state state = 0;

    while (state < INBOX_STATES && !str_equal(name, state_names[state]))
        state++;
    return state;
}

/* --- one file --- */

/* The wish for a second reader is a word of its own beside what its author does. */
static bool is_same_matter(const struct said *a, const struct said *b)
{
    return a->by == b->by &&
           ref_feed((struct ref){a->n}) == ref_feed((struct ref){b->n}) &&
           (a->said == INBOX_SAYS_SECOND_WANTED) == (b->said == INBOX_SAYS_SECOND_WANTED);
}

static bool stands(const struct file *file, const struct said *said)
{
    if (said->is_undone)
        return false;
    for (const struct said *s = file->said; s; s = s->before)
        if (!s->is_undone && s->n > said->n && is_same_matter(s, said))
            return false;
    return said->said != INBOX_SAYS_GIVEN_BACK;
}

static bool was_counted(const struct said *said)
{
    for (const struct said *s = said->before; s; s = s->before)
        if (s->stands && s->said == INBOX_SAYS_DONE && s->by == said->by)
            return true;
    return false;
}

static enum inbox_state state_of(const struct file *file, const bool has[INBOX_SAYS])
{
    if (file->is_second_wanted && (file->readers > 0 || has[INBOX_SAYS_SKIPPED]) &&
        file->readers < 2)
        return INBOX_SECOND;
    if (file->readers > 0)
        return INBOX_DONE;
    if (has[INBOX_SAYS_TAKEN])
        return INBOX_TAKEN;
    if (has[INBOX_SAYS_SKIPPED])
        return INBOX_SKIPPED;
    return file->is_imported ? INBOX_DONE : INBOX_UNREAD;
}

void inbox_judge(struct file *file)
{
    bool has[INBOX_SAYS] = {0};

    file->readers = 0;
    for (struct said *s = file->said; s; s = s->before) {
        s->stands = stands(file, s);
        has[s->said] = has[s->said] || s->stands;
    }
    for (const struct said *s = file->said; s; s = s->before)
        if (s->stands && s->said == INBOX_SAYS_DONE && !was_counted(s))
            file->readers++;
    file->is_second_wanted = has[INBOX_SAYS_SECOND_WANTED];
    file->state = state_of(file, has);
}

/* --- which files --- */

struct asked {
    const struct inbox_filter *filter;
    struct inbox *inbox;
    int64_t member;
    int64_t run;
    int64_t lang;
    struct arena *arena;
};

static enum err_code ask(struct asked *out, struct arena *arena, struct index *index,
                         struct view view, const struct inbox_filter *filter,
                         struct err *err)
{
    enum err_code code = inbox_of(&out->inbox, index, view, err);

    out->filter = filter;
    out->arena = arena;
    if (code == ERR_OK && filter->member.len > 0)
        code = index_find_ident(&out->member, index, filter->member, err);
    if (code == ERR_OK && filter->run.len > 0)
        code = index_find_word(&out->run, index, filter->run, err);
    if (code == ERR_OK && filter->lang.len > 0)
        code = index_find_word(&out->lang, index, filter->lang, err);
    return code;
}

static bool is_in_folder(struct str folder, struct str wanted)
{
    return str_starts_with(folder, wanted) &&
           (folder.len == wanted.len || folder.ptr[wanted.len] == '/');
}

/* Whether that member's word stands; 0: anybody's. */
static bool has_word(const struct file *file, int64_t member)
{
    for (const struct said *s = file->said; s; s = s->before)
        if (s->stands && (member == 0 || s->by == member))
            return true;
    return false;
}

static bool is_asked_by_type(bool *out, const struct asked *a, const struct file *file,
                             struct err *err)
{
    struct str type = {0};

    if (a->filter->type.len == 0) {
        *out = true;
        return true;
    }
    if (index_word_text(&type, a->arena, a->inbox->index, file->type, err) != ERR_OK)
        return false;
    *out = str_starts_with(type, a->filter->type);
    return true;
}

/* All but the state. */
static enum err_code is_asked(bool *out, const struct asked *a, const struct file *file,
                              struct err *err)
{
    const struct inbox_filter *f = a->filter;

    *out = false;
    if (file->is_ours || (f->run.len > 0 && file->run != a->run) ||
        (f->lang.len > 0 && file->lang != a->lang) ||
        (f->folder.len > 0 && !is_in_folder(file->folder, f->folder)) ||
        (f->member.len > 0 && !has_word(file, a->member)) ||
        (f->is_nobodys && has_word(file, 0)))
        return ERR_OK;
    return is_asked_by_type(out, a, file, err) ? ERR_OK : err->code;
}

/* Where the page begins: behind the file that `after` names. */
static size_t place_behind(const struct inbox *inbox, struct ref after)
{
    const struct file *last = NULL;
    size_t low = 0;
    size_t high = inbox->count;

    if (!ref_is_asked(after))
        return 0;
    HASH_FIND(hh, inbox->by_n, &after.n, sizeof after.n, last);
    if (!last || !last->is_listed)
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct file *file = inbox->files[middle];

        if (file->at_s < last->at_s || (file->at_s == last->at_s && file->n <= last->n))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum err_code inbox_count(uint64_t out[INBOX_STATES], struct index *index,
                          struct view view, const struct inbox_filter *filter,
                          struct err *err)
{
    struct arena arena = {0};
    struct asked a = {0};
    enum err_code code = ask(&a, &arena, index, view, filter, err);

    memset(out, 0, INBOX_STATES * sizeof *out);
    for (size_t i = 0; code == ERR_OK && i < a.inbox->count; i++) {
        bool is_one = false;

        code = is_asked(&is_one, &a, a.inbox->files[i], err);
        if (is_one)
            out[a.inbox->files[i]->state]++;
    }
    arena_free(&arena);
    return code;
}

/* --- what is told of one --- */

static enum err_code tell_words(struct inbox_row *out, const struct asked *a,
                                const struct file *file, struct err *err)
{
    struct index *index = a->inbox->index;
    struct inbox_word *words;
    size_t count = 0;
    enum err_code code = ERR_OK;

    for (const struct said *s = file->said; s; s = s->before)
        count += s->stands;
    words = ARENA_ARRAY(a->arena, struct inbox_word, count + 1);
    out->words = words;
    out->word_count = count;
    for (const struct said *s = file->said; s && code == ERR_OK; s = s->before) {
        struct inbox_word *word;

        if (!s->stands)
            continue;
        word = &words[--count];
        *word = (struct inbox_word){
            .ref = {s->n}, .said = s->said, .has_time = s->has_time, .at_s = s->at_s};
        code = index_ident_text(&word->member, a->arena, index, s->by, err);
        if (code == ERR_OK)
            code = index_word_text(&word->why, a->arena, index, s->why, err);
    }
    return code;
}

static enum err_code tell_object(struct inbox_row *out, const struct asked *a,
                                 struct view view, int64_t n, struct err *err)
{
    /* The one behind the one before it. */
    struct object_filter filter = {.after = {n - 1}, .limit = 1};
    struct object_list list = {0};
    enum err_code code =
        query_objects(&list, a->arena, a->inbox->index, view, &filter, err);

    if (code == ERR_OK && list.count == 1 && list.items[0].ref.n == n)
        out->object = list.items[0];
    else if (code == ERR_OK)
        code = err_set(err, ERR_NOT_FOUND, "this statement preserves no file");
    return code;
}

/* The earliest file of the same bytes, unless that is this one. */
static enum err_code tell_same(struct inbox_row *out, const struct asked *a,
                               struct view view, struct err *err)
{
    struct object_filter filter = {.sha256 = out->object.sha256, .limit = 1};
    struct object_list list = {0};
    enum err_code code = ERR_OK;

    out->same_as = REF_NONE;
    if (out->object.sha256.len > 0)
        code = query_objects(&list, a->arena, a->inbox->index, view, &filter, err);
    if (code == ERR_OK && list.count == 1 && list.items[0].ref.n != out->object.ref.n)
        out->same_as = list.items[0].ref;
    return code;
}

static enum err_code count_of(uint64_t *sum, const struct asked *a, struct view view,
                              const char *sql, int64_t key, struct err *err)
{
    struct scan scan = {.sql = sql};
    uint64_t count = 0;
    enum err_code code;

    scan_key_number(&scan, key);
    code = query_scan_count(&count, a->inbox->index, view, &scan, err);
    *sum += count;
    return code;
}

/* Passages that name the file, and those of what was preserved as it. */
static enum err_code tell_use(struct inbox_row *out, const struct asked *a,
                              const struct file *file, struct view view, struct err *err)
{
    enum err_code code = ERR_OK;

    if (file->source != 0) {
        code = count_of(&out->passages, a, view,
                        "SELECT count(*) FROM passage WHERE source = $1 AND n >= $2 AND"
                        " n < $3",
                        file->source, err);
        if (code == ERR_OK)
            code = count_of(&out->claims, a, view,
                            "SELECT count(*) FROM passage JOIN claim ON claim.basis ="
                            " passage.n WHERE passage.source = $1 AND claim.n >= $2 AND"
                            " claim.n < $3",
                            file->source, err);
    }
    for (const struct located *l = file->located; l && code == ERR_OK; l = l->before) {
        if (l->source == file->source && file->source != 0)
            continue;
        out->passages++;
        code = count_of(&out->claims, a, view,
                        "SELECT count(*) FROM claim WHERE basis = $1 AND n >= $2 AND"
                        " n < $3",
                        l->passage, err);
    }
    if (code == ERR_OK && file->is_imported)
        code = count_of(&out->rows, a, view,
                        "SELECT coalesce(sum(closing.accepted), 0) FROM import JOIN"
                        " import AS closing ON closing.opening = import.n WHERE"
                        " import.source = $1 AND closing.n >= $2 AND closing.n < $3",
                        file->n, err);
    return code;
}

static enum err_code tell(struct inbox_row *out, const struct asked *a,
                          const struct file *file, struct view view, struct err *err)
{
    struct index *index = a->inbox->index;
    enum err_code code;

    *out = (struct inbox_row){.has_time = file->has_time,
                              .at_s = file->at_s,
                              .state = file->state,
                              .is_imported = file->is_imported,
                              .is_second_wanted = file->is_second_wanted,
                              .readers = file->readers};
    code = tell_object(out, a, view, file->n, err);
    if (code == ERR_OK)
        code = tell_words(out, a, file, err);
    if (code == ERR_OK)
        code = index_word_text(&out->lang, a->arena, index, file->lang, err);
    if (code == ERR_OK)
        code = index_ident_text(&out->source, a->arena, index, file->source, err);
    if (code == ERR_OK)
        code = tell_same(out, a, view, err);
    if (code == ERR_OK)
        code = tell_use(out, a, file, view, err);
    return code;
}

/* --- the questions --- */

enum err_code inbox_list(struct inbox_list *out, struct arena *arena, struct index *index,
                         struct view view, const struct inbox_filter *filter,
                         struct err *err)
{
    struct asked a = {0};
    uint32_t limit = limit_or_default(filter->limit);
    enum err_code code = ask(&a, arena, index, view, filter, err);

    *out = (struct inbox_list){0};
    if (code != ERR_OK)
        return code;
    out->items = ARENA_ARRAY(arena, struct inbox_row, limit);
    for (size_t i = place_behind(a.inbox, filter->after);
         code == ERR_OK && i < a.inbox->count && !out->has_more; i++) {
        const struct file *file = a.inbox->files[i];
        bool is_one = false;

        if (filter->states != 0 && !(filter->states & 1U << file->state))
            continue;
        code = is_asked(&is_one, &a, file, err);
        if (code != ERR_OK || !is_one)
            continue;
        if (out->count == limit)
            out->has_more = true;
        else
            code = tell(&out->items[out->count++], &a, file, view, err);
    }
    return code;
}

enum err_code inbox_find(struct inbox_row *out, struct arena *arena, struct index *index,
                         struct view view, struct ref object, struct err *err)
{
    const struct inbox_filter filter = {0};
    struct asked a = {0};
    const struct file *file = NULL;
    enum err_code code = ask(&a, arena, index, view, &filter, err);

    if (code != ERR_OK)
        return code;
    HASH_FIND(hh, a.inbox->by_n, &object.n, sizeof object.n, file);
    if (!file || !file->is_listed)
        return err_set(err, ERR_NOT_FOUND, "this statement preserves no file");
    return tell(out, &a, file, view, err);
}

/* --- what there is to choose from --- */

enum { CHOICES_MAX = 64 };

static void choose(struct str *items, size_t *count, struct arena *arena, struct str text)
{
    if (text.len == 0 || *count == CHOICES_MAX)
        return;
    for (size_t i = 0; i < *count; i++)
        if (str_equal(items[i], text))
            return;
    items[(*count)++] = arena_str(arena, text);
}

static struct str before_slash(struct str text)
{
    return str_prefix(text, str_find_str(text, STR("/")));
}

enum err_code inbox_choices(struct inbox_choices *out, struct arena *arena,
                            struct index *index, struct view view, struct err *err)
{
    struct inbox *inbox = NULL;
    int64_t last_type = 0;
    int64_t last_lang = 0;
    const char *last_folder = NULL; /* files of one folder come one after the other */
    enum err_code code = inbox_of(&inbox, index, view, err);

    *out = (struct inbox_choices){.types = ARENA_ARRAY(arena, struct str, CHOICES_MAX),
                                  .langs = ARENA_ARRAY(arena, struct str, CHOICES_MAX),
                                  .folders = ARENA_ARRAY(arena, struct str, CHOICES_MAX)};
    for (size_t i = 0; code == ERR_OK && i < inbox->count; i++) {
        const struct file *file = inbox->files[i];
        struct str type = {0};
        struct str lang = {0};

        if (file->is_ours)
            continue;
        if (file->folder.ptr != last_folder)
            choose(out->folders, &out->folder_count, arena, before_slash(file->folder));
        last_folder = file->folder.ptr;
        if (file->type != last_type)
            code = index_word_text(&type, arena, index, file->type, err);
        if (code == ERR_OK && file->lang != last_lang)
            code = index_word_text(&lang, arena, index, file->lang, err);
        last_type = file->type;
        last_lang = file->lang;
        choose(out->types, &out->type_count, arena, before_slash(type));
        choose(out->langs, &out->lang_count, arena, lang);
    }
    return code;
}
