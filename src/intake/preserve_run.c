#include "intake/preserve_run.h"

#include "base/message.h"
#include "intake/walk.h"
#include "record/archive.h"

enum {
    PATH_MAX_BYTES = 16384, /* as hex, twice, it still fits into a statement */
    CHANGED_MAX = 10000     /* files to be tried once more */
};

static void tell(const struct preserve_work *work, const struct preserve_outcome *outcome)
{
    if (work->options->outcome)
        work->options->outcome(work->options->context, outcome);
}

static void refuse(struct preserve_work *work, struct str path, struct str reason)
{
    struct preserve_outcome outcome = {
        .kind = PRESERVE_REFUSED, .root = work->root, .path = path, .reason = reason};

    work->report->refused++;
    work->settled_files++;
    progress_clear(&work->progress);
    tell(work, &outcome);
}

/* In the archive already: nothing to state. */
static void pass(struct preserve_work *work, enum preserve_kind kind, struct str path,
                 const struct digest *sha256, uint64_t size)
{
    struct preserve_outcome outcome = {
        .kind = kind, .root = work->root, .path = path, .sha256 = *sha256, .size = size};

    if (kind == PRESERVE_RESUMED)
        work->report->resumed++;
    else
        work->report->unchanged++;
    work->settled_files++;
    tell(work, &outcome);
}

static void acknowledge(struct preserve_work *work, const struct finding *finding)
{
    struct preserve_outcome outcome = {.kind = finding->existed ? PRESERVE_DUPLICATE
                                                                : PRESERVE_NEW,
                                       .root = work->root,
                                       .path = finding->path,
                                       .sha256 = finding->sha256,
                                       .size = finding->size,
                                       .type = finding->type,
                                       .ref = finding->ref};

    if (finding->existed) {
        work->report->duplicates++;
    } else {
        work->report->preserved++;
        work->report->bytes += finding->size;
    }
    work->settled_files++;
    tell(work, &outcome);
}

static enum err_code commit(struct preserve_work *work, struct err *err)
{
    struct findings *findings = &work->findings;

    if (findings_commit(findings, work->archive, work->run->id, &work->obtained, err) !=
        ERR_OK)
        return err->code;
    for (size_t i = 0; i < findings->count; i++)
        acknowledge(work, &findings->items[i]);
    work->stated += findings->count;
    findings_reset(findings);
    return ERR_OK;
}

static enum err_code commit_if_due(struct preserve_work *work, struct err *err)
{
    return findings_are_due(&work->findings) ? commit(work, err) : ERR_OK;
}

static void remember_changed(struct preserve_work *work, struct str path)
{
    if (!work->changed)
        work->changed = ARENA_ARRAY(&work->arena, struct str, CHANGED_MAX);
    work->changed[work->changed_count++] = arena_str(&work->arena, path);
}

static enum err_code keep_finding(struct preserve_work *work, const struct taken *taken,
                                  struct err *err)
{
    const struct take_result *result = taken->result;
    struct finding finding = {.path = taken->path,
                              .sha256 = result->sha256,
                              .stored = result->stored,
                              .size = (uint64_t)taken->stat.st_size,
                              .type = result->type,
                              .stat = source_stat(&taken->stat, taken->has_lasting_inode),
                              .existed = result->existed};

    findings_add(&work->findings, &finding);
    return commit_if_due(work, err);
}

/* What becomes of a file that was read. */
static enum err_code settle(struct preserve_work *work, const struct taken *taken,
                            struct err *err)
{
    const struct take_result *result = taken->result;

    switch (result->outcome) {
    case TAKE_KEPT:
        return keep_finding(work, taken, err);
    case TAKE_SAME:
        pass(work, PRESERVE_UNCHANGED, taken->path, &result->sha256,
             (uint64_t)taken->stat.st_size);
        return ERR_OK;
    case TAKE_CHANGED:
        if (!work->is_last_try && work->changed_count < CHANGED_MAX) {
            remember_changed(work, taken->path);
            return ERR_OK;
        }
        refuse(work, taken->path, str_from_c(result->err.message));
        return ERR_OK;
    case TAKE_UNREADABLE:
        refuse(work, taken->path, str_from_c(result->err.message));
        return ERR_OK;
    case TAKE_FAILED:
    case TAKE_STORED_WHOLE:
    case TAKE_NOT_STORED:
    case TAKE_DAMAGED:
        break;
    }
    *err = result->err;
    return err->code;
}

/* Wait until something has come on, and see to it. */
static enum err_code step(struct preserve_work *work, struct err *err)
{
    struct taken taken;
    enum err_code code;

    if (takers_next(&taken, work->takers))
        code = settle(work, &taken, err);
    else
        code = commit_if_due(work, err); /* a long file must not hold up the others */
    progress_update(&work->progress, work->settled_files,
                    takers_read_bytes(work->takers) + work->passed_bytes);
    return code;
}

static enum err_code finish_all(struct preserve_work *work, struct err *err)
{
    while (!takers_is_empty(work->takers)) {
        if (step(work, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* Hand an open file to the takers, unless this run has stated it. */
static enum err_code give(struct preserve_work *work, struct source *source,
                          struct str path, struct err *err)
{
    struct finding finding = {
        .path = path,
        .size = (uint64_t)source->before.st_size,
        .stat = source_stat(&source->before, source->has_lasting_inode)};
    struct digest known = {0};
    enum run_knows knows;

    arena_reset(&work->scratch);
    if (run_find(&knows, &known, work->run, work->archive, &work->scratch, &finding,
                 &work->obtained, err) != ERR_OK) {
        source_close(source);
        return err->code;
    }
    if (knows == RUN_HAS_STATED) {
        source_close(source);
        work->passed_bytes += finding.size;
        pass(work, PRESERVE_RESUMED, path, &known, finding.size);
        return ERR_OK;
    }
    takers_give(work->takers, knows == RUN_EARLIER_STATED ? TAKE_COMPARE : TAKE_KEEP,
                *source, &known, path);
    return ERR_OK;
}

static enum err_code make_place(struct preserve_work *work, struct err *err)
{
    while (takers_is_full(work->takers)) {
        if (step(work, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code offer(struct preserve_work *work, const struct walk_entry *entry,
                           struct err *err)
{
    struct err source_err = {0};
    struct source source;

    if (entry->kind == WALK_REFUSED) {
        refuse(work, entry->path, entry->reason);
        return ERR_OK;
    }
    if (entry->path.len > PATH_MAX_BYTES) {
        refuse(work, entry->path, str_from_c(_("its path is longer than 16,384 bytes")));
        return ERR_OK;
    }
    if (make_place(work, err) != ERR_OK)
        return err->code;
    if (source_open(&source, &work->device, entry->dir_fd, entry->name, &source_err) !=
        ERR_OK) {
        refuse(work, entry->path, str_from_c(source_err.message));
        return ERR_OK;
    }
    if (work->options->opened)
        work->options->opened(work->options->context, entry->path);
    return give(work, &source, entry->path, err);
}

static enum err_code walk_root(struct preserve_work *work, struct err *err)
{
    struct walk_entry entry;
    struct walk *walk = NULL;
    enum err_code code = ERR_OK;

    if (walk_open(&walk, work->root, err) != ERR_OK)
        return err->code;
    walk_leave_out(walk, work->left_out, work->left_out_count);
    while (code == ERR_OK && walk_next(&entry, walk))
        code = offer(work, &entry, err);
    walk_close(walk);
    return code == ERR_OK ? finish_all(work, err) : code;
}

/* Files that changed while they were read may have come to rest. */
static enum err_code try_changed_again(struct preserve_work *work, struct err *err)
{
    work->is_last_try = true;
    for (size_t i = 0; i < work->changed_count; i++) {
        struct err source_err = {0};
        struct source source;
        int fd = walk_reopen(work->root, work->changed[i]);

        if (fd < 0)
            (void)err_set_errno(&source_err, "could not open this file");
        if (fd < 0 || source_adopt(&source, &work->device, fd, &source_err) != ERR_OK) {
            refuse(work, work->changed[i], str_from_c(source_err.message));
            continue;
        }
        if (work->options->opened)
            work->options->opened(work->options->context, work->changed[i]);
        if (make_place(work, err) != ERR_OK ||
            give(work, &source, work->changed[i], err) != ERR_OK)
            return err->code;
    }
    return finish_all(work, err);
}

enum err_code preserve_root(struct preserve_work *work, const char *root,
                            const struct run *run, struct err *err)
{
    work->root = root;
    work->run = run;
    work->changed = NULL;
    work->changed_count = 0;
    work->stated = 0;
    work->is_last_try = false;
    arena_reset(&work->arena);
    if (run_begin(run, work->archive, err) != ERR_OK || walk_root(work, err) != ERR_OK ||
        try_changed_again(work, err) != ERR_OK || commit(work, err) != ERR_OK)
        return err->code;
    return run_end(run, work->archive, work->stated > 0, err);
}
