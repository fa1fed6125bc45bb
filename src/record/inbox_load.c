/* Who reads what, read from the index: all of it once, later what was added. */

#include <stdlib.h>

#include "format/canon.h"
#include "record/inbox_inside.h"

/* What is read of one feed, and where it goes. */
struct loading {
    struct inbox *inbox;
    struct view view;
    bool is_anew; /* nothing was read before */
};

struct file *inbox_file(struct inbox *inbox, int64_t n)
{
    struct file *file = NULL;

    HASH_FIND(hh, inbox->by_n, &n, sizeof n, file);
    if (file)
        return file;
    file = ARENA_NEW(&inbox->arena, struct file);
    file->n = n;
    HASH_ADD(hh, inbox->by_n, n, sizeof file->n, file);
    return file;
}

/* --- files --- */

static struct str folder_of(struct str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return str_prefix(path, i - 1);
    return STR("");
}

/* Many files lie in one folder, one after the other. */
static struct str folder_kept(struct inbox *inbox, struct str folder)
{
    if (inbox->count > 0 && str_equal(inbox->files[inbox->count - 1]->folder, folder))
        return inbox->files[inbox->count - 1]->folder;
    return arena_str(&inbox->arena, folder);
}

static enum err_code read_file(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;
    struct inbox *inbox = l->inbox;
    struct file *file = inbox_file(inbox, db_column_int(at->query, 0));
    void *items = inbox->files;
    struct file **place;

    (void)err;
    if (file->is_listed)
        return ERR_OK;
    file->is_listed = true;
    file->has_time = !db_is_null(at->query, 1);
    file->at_s = db_column_int(at->query, 1);
    file->type = db_column_int(at->query, 2);
    file->run = db_column_int(at->query, 3);
    file->folder = folder_kept(inbox, folder_of(db_column_text(at->query, 4)));
    place = list_add(&items, &inbox->count, &inbox->cap, &inbox->arena, sizeof(void *));
    inbox->files = items;
    *place = file;
    inbox_judge(file);
    return ERR_OK;
}

static enum err_code read_lang(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;
    struct file *file = inbox_file(l->inbox, db_column_int(at->query, 0));

    (void)err;
    if (file->lang == 0)
        file->lang = db_column_int(at->query, 1);
    return ERR_OK;
}

static enum err_code read_import(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;
    struct file *file = inbox_file(l->inbox, db_column_int(at->query, 0));

    (void)err;
    file->is_imported = true;
    inbox_judge(file);
    return ERR_OK;
}

static enum err_code read_ours(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;

    (void)err;
    inbox_file(l->inbox, db_column_int(at->query, 0))->is_ours = true;
    return ERR_OK;
}

/* --- what was taken from them --- */

/* An object is named by a reference to its statement or by its SHA-256. */
static enum err_code each_named(struct loading *l, struct str name,
                                void (*with)(struct loading *, struct file *,
                                             struct db_query *),
                                struct db_query *row, struct err *err)
{
    struct index *index = l->inbox->index;
    struct db_query *query = NULL;
    struct ref ref = REF_NONE;
    bool has_row = false;
    enum err_code code;

    if (index_parse_ref(&ref, index, name)) {
        with(l, inbox_file(l->inbox, ref.n), row);
        return ERR_OK;
    }
    code = index_take(&query, index, "SELECT n FROM object WHERE sha256 = $1", err);
    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, name);
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row)
        with(l, inbox_file(l->inbox, db_column_int(query, 0)), row);
    index_give(index, query);
    return code;
}

static void keep_source(struct loading *l, struct file *file, struct db_query *row)
{
    (void)l;
    if (file->source == 0)
        file->source = db_column_int(row, 0);
}

static enum err_code read_kept(void *context, struct scan_row *at, struct err *err)
{
    return each_named(context, db_column_text(at->query, 1), keep_source, at->query, err);
}

static void keep_passage(struct loading *l, struct file *file, struct db_query *row)
{
    struct located *located = ARENA_NEW(&l->inbox->arena, struct located);

    located->passage = db_column_int(row, 0);
    located->source = db_column_int(row, 1);
    located->before = file->located;
    file->located = located;
}

static enum err_code read_located(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;
    struct arena arena = {0};
    struct str text = db_column_text(at->query, 2);
    struct value locator = {0};
    struct err ignored = {0};
    enum err_code code = ERR_OK;

    if (str_find_str(text, STR("\"object\"")) == text.len)
        return ERR_OK;
    if (canon_parse(&locator, &arena, text, &ignored) == ERR_OK)
        code = each_named(l, value_get_string(&locator, STR("object")), keep_passage,
                          at->query, err);
    arena_free(&arena);
    return code;
}

/* --- what was said --- */

static const struct str terms[INBOX_SAYS] = {
    [INBOX_SAYS_TAKEN] = STR_INIT("taken"),
    [INBOX_SAYS_GIVEN_BACK] = STR_INIT("given_back"),
    [INBOX_SAYS_DONE] = STR_INIT("done"),
    [INBOX_SAYS_SKIPPED] = STR_INIT("skipped"),
    [INBOX_SAYS_SECOND_WANTED] = STR_INIT("second_wanted"),
};

struct str inbox_said_term(enum inbox_said said)
{
    return terms[said];
}

enum inbox_said inbox_said_of(struct str term)
{
    enum inbox_said said = 0;

    while (said < INBOX_SAYS && !str_equal(term, terms[said]))
        said++;
    return said;
}

static void keep_said(struct inbox *inbox, struct said *said, struct file *file)
{
    struct said *first = NULL;

    said->before = file->said;
    file->said = said;
    said->file = file;
    HASH_FIND(hh, inbox->said_by_n, &said->n, sizeof said->n, first);
    if (first) {
        said->beside = first->beside;
        first->beside = said;
    } else {
        HASH_ADD(hh, inbox->said_by_n, n, sizeof said->n, said);
    }
    inbox_judge(file);
}

static enum err_code read_said(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;
    struct inbox *inbox = l->inbox;
    struct said *said;
    struct str term = {0};
    struct arena arena = {0};
    enum err_code code =
        index_word_text(&term, &arena, inbox->index, db_column_int(at->query, 2), err);

    if (code == ERR_OK && inbox_said_of(term) < INBOX_SAYS) {
        said = ARENA_NEW(&inbox->arena, struct said);
        said->n = db_column_int(at->query, 0);
        said->said = inbox_said_of(term);
        said->why = db_column_int(at->query, 3);
        said->by = db_column_int(at->query, 4);
        said->has_time = !db_is_null(at->query, 5);
        said->at_s = db_column_int(at->query, 5);
        keep_said(inbox, said, inbox_file(inbox, db_column_int(at->query, 1)));
    }
    arena_free(&arena);
    return code;
}

static void undo(struct inbox *inbox, int64_t n)
{
    struct said *said = NULL;

    HASH_FIND(hh, inbox->said_by_n, &n, sizeof n, said);
    for (; said; said = said->beside) {
        said->is_undone = true;
        inbox_judge(said->file);
    }
}

static enum err_code read_undone(void *context, struct scan_row *at, struct err *err)
{
    struct loading *l = context;

    (void)err;
    if (view_has(l->view, column_ref(at->query, 1)))
        undo(l->inbox, db_column_int(at->query, 0));
    return ERR_OK;
}

/* --- all of it --- */

enum { PART_WORDS = 4 };

struct part {
    const char *sql;
    row_reader read;
    const char *words[PART_WORDS]; /* the numbers of these are the first keys */
};

static const struct part parts[] = {
    {"SELECT object.n, made_at, type, run, path FROM object JOIN statement ON"
     " statement.n = object.n WHERE statement.kind = $1 AND object.n >= $2 AND"
     " object.n < $3 ORDER BY object.n",
     read_file,
     {"object"}},
    {"SELECT coalesce(made_of, n), lang FROM text WHERE lang IS NOT NULL AND n >= $1 AND"
     " n < $2 ORDER BY n",
     read_lang,
     {0}},
    {"SELECT source FROM import WHERE source IS NOT NULL AND n >= $1 AND n < $2 ORDER BY"
     " n",
     read_import,
     {0}},
    {"SELECT edge.target FROM import JOIN edge ON edge.source = import.n WHERE edge.role"
     " IN ($1, $2) AND import.n >= $3 AND import.n < $4 ORDER BY import.n",
     read_ours,
     {"mapping", "differences"}},
    {"SELECT about, text FROM claim WHERE property = $1 AND about IS NOT NULL AND text IS"
     " NOT NULL AND n >= $2 AND n < $3 ORDER BY n",
     read_kept,
     {"preserved_as"}},
    {"SELECT n, source, locator FROM passage WHERE locator IS NOT NULL AND n >= $1 AND"
     " n < $2 ORDER BY n",
     read_located,
     {0}},
    {"SELECT reading.n, object, said, why, made_by, made_at FROM reading JOIN statement"
     " ON statement.n = reading.n WHERE reading.n >= $1 AND reading.n < $2 ORDER BY"
     " reading.n",
     read_said,
     {0}},
};

/* From the words to what takes them back, or, for what was added, the other way. */
static const struct part undone[] = {
    {"SELECT edge.target, edge.source FROM reading JOIN edge ON edge.target = reading.n"
     " JOIN statement ON statement.n = edge.source WHERE (edge.role = $1 OR (edge.role ="
     " $2 AND statement.kind IN ($3, $4))) AND reading.n >= $5 AND reading.n < $6 ORDER"
     " BY reading.n",
     read_undone,
     {"supersedes", "of", "withdraw", "undo"}},
    {"SELECT edge.target, edge.source FROM edge JOIN reading ON reading.n = edge.target"
     " JOIN statement ON statement.n = edge.source WHERE (edge.role = $1 OR (edge.role ="
     " $2 AND statement.kind IN ($3, $4))) AND edge.source >= $5 AND edge.source < $6"
     " ORDER BY edge.source",
     read_undone,
     {"supersedes", "of", "withdraw", "undo"}},
};

static enum err_code add_keys(struct scan *scan, const struct loading *l,
                              const struct part *part, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < PART_WORDS && part->words[i] && code == ERR_OK; i++) {
        int64_t number = 0;

        code = index_find_word(&number, l->inbox->index, str_from_c(part->words[i]), err);
        scan_key_number(scan, number);
    }
    return code;
}

/* Of one feed, from where it was read to last time. */
static enum err_code load_part(struct loading *l, const struct part *part, uint32_t feed,
                               struct err *err)
{
    struct scan scan = {.sql = part->sql};
    struct view one = {.count = feed + 1};
    uint64_t *sizes = calloc(feed + 1, sizeof *sizes);
    enum err_code code;

    if (!sizes)
        out_of_memory((feed + 1) * sizeof *sizes);
    sizes[feed] = l->view.sizes[feed];
    one.sizes = sizes;
    if (!l->is_anew && feed < l->inbox->feeds && l->inbox->sizes[feed] > 0)
        scan.after = ref_of(feed, l->inbox->sizes[feed] - 1);
    code = add_keys(&scan, l, part, err);
    if (code == ERR_OK)
        code = query_scan(l->inbox->index, one, &scan, part->read, l, err);
    free(sizes);
    return code;
}

static bool has_grown(const struct loading *l, uint32_t feed)
{
    return feed >= l->inbox->feeds || l->view.sizes[feed] > l->inbox->sizes[feed];
}

static enum err_code load(struct loading *l, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        for (uint32_t feed = 0; feed < l->view.count && code == ERR_OK; feed++)
            if (has_grown(l, feed))
                code = load_part(l, &parts[i], feed, err);
    for (uint32_t feed = 0; feed < l->view.count && code == ERR_OK; feed++)
        if (has_grown(l, feed))
            code = load_part(l, &undone[0], feed, err);
    for (uint32_t feed = 0; feed < l->view.count && code == ERR_OK && !l->is_anew; feed++)
        if (has_grown(l, feed))
            code = load_part(l, &undone[1], feed, err);
    return code;
}

static int by_time(const void *a, const void *b)
{
    const struct file *x = *(struct file *const *)a;
    const struct file *y = *(struct file *const *)b;

    if (x->at_s != y->at_s)
        return x->at_s < y->at_s ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

static void keep_view(struct inbox *inbox, struct view view)
{
    uint64_t *sizes = realloc(inbox->sizes, (view.count + 1U) * sizeof *sizes);

    if (!sizes)
        out_of_memory((view.count + 1U) * sizeof *sizes);
    if (view.count > 0)
        memcpy(sizes, view.sizes, view.count * sizeof *sizes);
    inbox->sizes = sizes;
    inbox->feeds = view.count;
    if (inbox->sorted < inbox->count)
        qsort(inbox->files, inbox->count, sizeof(void *), by_time);
    inbox->sorted = inbox->count;
}

void inbox_forget(struct index *index)
{
    struct inbox *inbox = index->inbox;

    if (!inbox)
        return;
    HASH_CLEAR(hh, inbox->by_n);
    HASH_CLEAR(hh, inbox->said_by_n);
    free(inbox->sizes);
    arena_free(&inbox->arena);
    free(inbox);
    index->inbox = NULL;
}

/* An earlier day is asked for, or the feeds are others. */
static bool is_behind(const struct inbox *inbox, struct view view)
{
    if (view.count < inbox->feeds)
        return true;
    for (uint32_t i = 0; i < inbox->feeds; i++)
        if (view.sizes[i] < inbox->sizes[i])
            return true;
    return false;
}

static bool is_of(const struct inbox *inbox, struct view view)
{
    return view.count == inbox->feeds &&
           (view.count == 0 ||
            memcmp(inbox->sizes, view.sizes, view.count * sizeof *view.sizes) == 0);
}

enum err_code inbox_of(struct inbox **out, struct index *index, struct view view,
                       struct err *err)
{
    struct loading l = {.view = view};
    enum err_code code;

    if (index->inbox && is_behind(index->inbox, view))
        inbox_forget(index);
    l.is_anew = !index->inbox;
    if (!index->inbox) {
        index->inbox = calloc(1, sizeof *index->inbox);
        if (!index->inbox)
            out_of_memory(sizeof *index->inbox);
        index->inbox->index = index;
    }
    l.inbox = index->inbox;
    if (!l.is_anew && is_of(l.inbox, view)) {
        *out = l.inbox;
        return ERR_OK;
    }
    code = load(&l, err);
    if (code != ERR_OK) {
        inbox_forget(index);
        return code;
    }
    keep_view(l.inbox, view);
    *out = l.inbox;
    return ERR_OK;
}
