#include "intake/preserve.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/message.h"
#include "format/edtf.h"
#include "intake/preserve_run.h"
#include "intake/survey.h"
#include "record/archive.h"

enum { THREADS = 2 }; /* the disk is the limit before a third one helps */

static bool lies_in(struct str path, const char *folder)
{
    struct str absolute = str_from_c(folder);

    return str_starts_with(path, absolute) &&
           (path.len == absolute.len || path.ptr[absolute.len] == '/');
}

/*
 * A folder that stays out: no run may begin in it, and a run that comes upon it passes it
 * by.
 */
static enum err_code leave_out(struct preserve_work *work, const struct run *runs,
                               const char *folder, struct str where, struct err *err)
{
    struct walk_left_out *left_out = &work->left_out[work->left_out_count];
    char *absolute = realpath(folder, NULL);
    enum err_code code = ERR_OK;

    if (!absolute || stat(absolute, &left_out->folder) != 0)
        code = err_set_errno(err, "could not look at \"%s\"", folder);
    for (size_t i = 0; code == ERR_OK && i < work->options->path_count; i++)
        if (lies_in(runs[i].path, absolute))
            code = err_set(err, ERR_INVALID, "\"" STR_FMT "\" lies in " STR_FMT,
                           STR_ARG(str_prefix(runs[i].path, 300)), STR_ARG(where));
    if (code == ERR_OK)
        work->left_out_count++;
    free(absolute);
    return code;
}

/* Preserving the archive into itself would not end, and a key that is preserved is no
 * key any more: whoever gets a copy of the archive has it. */
static enum err_code leave_out_ours(struct preserve_work *work, const struct run *runs,
                                    struct arena *arena, struct err *err)
{
    struct str archive = arena_str(arena, archive_folder(work->archive));
    struct str machine[ARCHIVE_MACHINE_FOLDERS];
    enum err_code code;

    work->left_out[0].reason = str_from_c(_("is this archive itself"));
    code = leave_out(work, runs, archive.ptr, str_from_c(_("the archive itself")), err);
    archive_machine_folders(machine, arena);
    for (size_t i = 0; code == ERR_OK && i < ARCHIVE_MACHINE_FOLDERS; i++) {
        work->left_out[work->left_out_count].reason =
            str_from_c(_("is where this machine keeps its keys and indexes"));
        if (machine[i].len == 0 || access(machine[i].ptr, F_OK) != 0)
            continue;
        code = leave_out(
            work, runs, machine[i].ptr,
            str_from_c(_("the folder where this machine keeps its keys and indexes")),
            err);
    }
    return code;
}

static enum err_code open_runs(struct run *runs, struct preserve_work *work,
                               struct arena *arena, struct err *err)
{
    const struct preserve_options *options = work->options;

    for (size_t i = 0; i < options->path_count; i++)
        if (run_open(&runs[i], work->archive, arena, options->paths[i],
                     options->seal.len > 0, err) != ERR_OK)
            return err->code;
    return leave_out_ours(work, runs, arena, err);
}

/* For the survey: what is known as it stands needs no room. */
struct asked {
    struct preserve_work *work;
    const struct run *run;
};

static enum err_code is_known(bool *out, void *context, struct str path,
                              const struct stat *st, bool has_lasting_inode,
                              struct err *err)
{
    const struct asked *asked = context;
    struct finding finding = {.path = path,
                              .size = (uint64_t)st->st_size,
                              .stat = source_stat(st, has_lasting_inode)};
    struct digest sha256;
    enum run_knows knows;

    arena_reset(&asked->work->scratch);
    if (run_find(&knows, &sha256, asked->run, asked->work->archive, &asked->work->scratch,
                 &finding, &asked->work->obtained, err) != ERR_OK)
        return err->code;
    *out = knows != RUN_KNOWS_NOTHING;
    return ERR_OK;
}

static enum err_code free_space(uint64_t *out, struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct str folder = arena_str(&arena, archive_folder(archive));
    enum err_code code;
    int fd = -1;

    code = file_open_dir(&fd, AT_FDCWD, folder.ptr, err);
    if (code == ERR_OK) {
        code = file_free_space(out, fd, err);
        (void)close(fd);
    }
    arena_free(&arena);
    return code;
}

static enum err_code look_ahead(struct survey *survey, struct preserve_work *work,
                                const struct run *runs, struct err *err)
{
    uint64_t free_bytes = 0;

    for (size_t i = 0; i < work->options->path_count; i++) {
        struct asked asked = {work, &runs[i]};
        struct survey_known known = {is_known, &asked};

        if (survey_add(survey, work->options->paths[i], &known, err) != ERR_OK)
            return err->code;
    }
    if (free_space(&free_bytes, work->archive, err) != ERR_OK)
        return err->code;
    return survey_check_room(survey, free_bytes, err);
}

static enum err_code check_options(const struct preserve_options *options,
                                   struct err *err)
{
    struct edtf date;

    if (options->on.len > 0 && edtf_parse(&date, options->on, err) != ERR_OK)
        return err_context(err, "the date on which it was obtained: ");
    return ERR_OK;
}

static enum err_code run_all(struct preserve_work *work, const struct run *runs,
                             const struct survey *survey, struct err *err)
{
    enum err_code code =
        takers_start(&work->takers, work->archive, THREADS,
                     work->options->seal.len > 0 ? &work->seal : NULL, err);

    progress_start(&work->progress, N_("preserving"), N_("files saved"), survey->files,
                   survey->bytes, work->options->quiet);
    for (size_t i = 0; code == ERR_OK && i < work->options->path_count; i++)
        code = preserve_root(work, work->options->paths[i], &runs[i], err);
    progress_clear(&work->progress);
    takers_stop(work->takers);
    return code;
}

enum err_code preserve(struct preserve_report *report, struct archive *archive,
                       const struct preserve_options *options, struct err *err)
{
    struct preserve_work work = {
        .archive = archive,
        .options = options,
        .report = report,
        .findings = {.seal = options->seal},
        .obtained = {options->how.len > 0 ? options->how : STR("copied"), options->from,
                     options->where, options->on}};
    struct arena arena = {0};
    struct run *runs = ARENA_ARRAY(&arena, struct run, options->path_count + 1);
    struct survey survey = {0};
    enum err_code code = check_options(options, err);

    memcpy(work.seal.key[0], options->seal_key, sizeof work.seal.key[0]);
    *report = (struct preserve_report){0};
    if (code == ERR_OK)
        code = archive_begin(archive, err); /* may we write at all? before reading it */
    if (code == ERR_OK) {
        archive_rollback(archive);
        code = open_runs(runs, &work, &arena, err);
    }
    if (code == ERR_OK)
        code = look_ahead(&survey, &work, runs, err);
    if (code == ERR_OK)
        code = run_all(&work, runs, &survey, err);
    findings_release(&work.findings);
    arena_free(&work.scratch);
    arena_free(&work.arena);
    arena_free(&arena);
    return code;
}
