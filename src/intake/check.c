#include "base/message.h"
#include "base/progress.h"
#include "intake/preserve.h"
#include "intake/source.h"
#include "intake/stated.h"
#include "intake/survey.h"
#include "intake/taker.h"
#include "intake/walk.h"
#include "record/archive.h"

enum { THREADS = 2 };

struct checking {
    struct archive *archive;
    const struct preserve_check_options *options;
    struct preserve_check_report *report;
    struct takers *takers;
    struct progress progress;
    struct source_device device;
    struct arena scratch; /* one file */
    const char *root;
};

static void miss(struct checking *checking, struct str path, struct str reason)
{
    const struct preserve_check_options *options = checking->options;

    checking->report->files++;
    progress_clear(&checking->progress);
    if (options->missing)
        options->missing(options->context, checking->root, path, reason);
}

static enum err_code settle(struct checking *checking, const struct taken *taken,
                            struct err *err)
{
    const struct take_result *result = taken->result;
    bool is_stated = false;

    arena_reset(&checking->scratch);
    if (result->outcome == TAKE_NOT_STORED) {
        miss(checking, taken->path, str_from_c(_("is not in the archive")));
        return ERR_OK;
    }
    if (result->outcome != TAKE_STORED_WHOLE) {
        miss(checking, taken->path, str_from_c(result->err.message));
        return ERR_OK;
    }
    if (stated_anywhere(&is_stated, checking->archive, &checking->scratch,
                        &result->sha256, err) != ERR_OK)
        return err->code;
    if (!is_stated) {
        miss(checking, taken->path,
             str_from_c(_("is stored, but no statement names it: preserve it again")));
        return ERR_OK;
    }
    checking->report->files++;
    checking->report->whole++;
    checking->report->bytes += (uint64_t)taken->stat.st_size;
    return ERR_OK;
}

static enum err_code step(struct checking *checking, struct err *err)
{
    struct taken taken;
    enum err_code code = ERR_OK;

    if (takers_next(&taken, checking->takers))
        code = settle(checking, &taken, err);
    progress_update(&checking->progress, checking->report->files,
                    takers_read_bytes(checking->takers));
    return code;
}

static enum err_code offer(struct checking *checking, const struct walk_entry *entry,
                           struct err *err)
{
    struct err source_err = {0};
    struct source source;

    if (entry->kind == WALK_REFUSED) {
        miss(checking, entry->path, entry->reason);
        return ERR_OK;
    }
    while (takers_is_full(checking->takers)) {
        if (step(checking, err) != ERR_OK)
            return err->code;
    }
    if (source_open(&source, &checking->device, entry->dir_fd, entry->name,
                    &source_err) == ERR_OK)
        takers_give(checking->takers, TAKE_CHECK, source, NULL, entry->path);
    else
        miss(checking, entry->path, str_from_c(source_err.message));
    return ERR_OK;
}

static enum err_code check_root(struct checking *checking, const char *root,
                                struct err *err)
{
    struct walk_entry entry;
    struct walk *walk = NULL;
    enum err_code code = ERR_OK;

    checking->root = root;
    if (walk_open(&walk, root, err) != ERR_OK)
        return err->code;
    while (code == ERR_OK && walk_next(&entry, walk))
        code = offer(checking, &entry, err);
    walk_close(walk);
    while (code == ERR_OK && !takers_is_empty(checking->takers))
        code = step(checking, err);
    return code;
}

enum err_code preserve_check(struct preserve_check_report *report,
                             struct archive *archive,
                             const struct preserve_check_options *options,
                             struct err *err)
{
    struct checking checking = {.archive = archive, .options = options, .report = report};
    struct survey survey = {0};
    enum err_code code = ERR_OK;

    *report = (struct preserve_check_report){0};
    for (size_t i = 0; code == ERR_OK && i < options->path_count; i++)
        code = survey_add(&survey, options->paths[i], NULL, err);
    if (code == ERR_OK)
        code = takers_start(&checking.takers, archive, THREADS, NULL, err);
    if (code != ERR_OK)
        return code;
    progress_start(&checking.progress, N_("checking"), N_("files found whole"),
                   survey.files, survey.bytes, options->quiet);
    for (size_t i = 0; code == ERR_OK && i < options->path_count; i++)
        code = check_root(&checking, options->paths[i], err);
    progress_clear(&checking.progress);
    takers_stop(checking.takers);
    arena_free(&checking.scratch);
    return code;
}
