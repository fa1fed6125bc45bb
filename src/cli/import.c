#include "cli/import.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/message.h"
#include "base/shipped.h"
#include "cli/commands.h"
#include "crypto/sha256.h"

struct import_options {
    struct cli *cli;
    const char *file;
    const char *map;
    const char *release;
    const char *sheet;
    const char *before;
    const char *rejects;
    struct str rejects_folder; /* where they go without that; empty for where we are */
    bool is_dry_run;
    bool is_newest;
};

enum { KEY_BEFORE = 256, KEY_NEWEST };

static const struct argp_option options[] = {
    {"map", 'm', "MAP", 0,
     "The mapping: a file, or the name of one that comes with the program", 0},
    {"dry-run", 'n', NULL, 0, "Read and check every row, write nothing", 0},
    {"release", 'r', "NAME", 0,
     "Which release of the list this file is (default: as the mapping says)", 0},
    {"sheet", 's', "NAME", 0,
     "Which sheet of a workbook to read (default: as the mapping says, or the only "
     "visible one)",
     0},
    {"before", KEY_BEFORE, "RELEASE", 0,
     "It is an older release, which came before RELEASE: it is recorded beside what "
     "newer "
     "ones say",
     0},
    {"newest", KEY_NEWEST, NULL, 0,
     "It is the newest release, though its name or the rows it lacks look otherwise", 0},
    {"rejected", 'R', "OUT", 0,
     "Where to write the rows that cannot be taken, each with its reason (default: the "
     "file's name with .rejected, in this folder, or beside the archive where this "
     "folder "
     "lies in it); correct them there and import it",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct import_options *import = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = import->cli;
        return 0;
    case 'm':
        import->map = arg;
        return 0;
    case 'n':
        import->is_dry_run = true;
        return 0;
    case 'r':
        import->release = arg;
        return 0;
    case 's':
        import->sheet = arg;
        return 0;
    case KEY_BEFORE:
        import->before = arg;
        return 0;
    case KEY_NEWEST:
        import->is_newest = true;
        return 0;
    case 'R':
        import->rejects = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (import->file)
            cli_misuse(state, "one file at a time: \"%s\" is the second", arg);
        import->file = arg;
        return 0;
    case ARGP_KEY_END:
        if (!import->file)
            cli_misuse(state, "say which file to import");
        if (!import->map)
            cli_misuse(state, "say with which mapping: --map MAP");
        if (import->before && import->is_newest)
            cli_misuse(state, "--before and --newest say the opposite of each other");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static struct str last_part(struct str path)
{
    while (str_find(path, '/', 0) < path.len)
        (void)str_cut(&path, '/');
    return path;
}

/* A file of that name; else, for a plain name, the shipped mapping. */
static enum err_code read_map(struct str *out, struct str *name, struct cli *cli,
                              const char *map, struct err *err)
{
    struct str folder = shipped_folder(&cli->arena, "mappings");
    struct err ignored = {0};
    struct str plain = str_from_c(map);
    const char *ending = str_ends_with(plain, STR(".map")) ? "" : ".map";
    struct str path;
    enum err_code code =
        file_read(out, &cli->arena, AT_FDCWD, map, MAPPING_MAX_BYTES, err);

    *name = last_part(plain);
    if (code != ERR_NOT_FOUND || str_find(plain, '/', 0) < plain.len)
        return code;
    path = arena_printf(&cli->arena, STR_FMT "/%s%s", STR_ARG(folder), map, ending);
    if (file_read(out, &cli->arena, AT_FDCWD, path.ptr, MAPPING_MAX_BYTES, &ignored) ==
        ERR_OK) {
        *name = last_part(path);
        return ERR_OK;
    }
    return err_set(
        err, ERR_NOT_FOUND,
        "there is no mapping \"%s\": neither such a file, nor one that came with "
        "the program",
        map);
}

static enum err_code read_job(struct import_job *job, struct cli *cli,
                              const struct import_options *import, struct err *err)
{
    struct sha256 *sha256;

    job->is_dry_run = import->is_dry_run;
    job->version = str_from_c(import->release);
    job->before = str_from_c(import->before);
    job->is_newest = import->is_newest;
    job->file_name = last_part(str_from_c(import->file));
    job->mapping = ARENA_NEW(&cli->arena, struct mapping);
    if (read_map(&job->map_text, &job->map_name, cli, import->map, err) != ERR_OK)
        return err->code;
    if (mapping_parse(job->mapping, &cli->arena, job->map_text, err) != ERR_OK)
        return err_context(err, "\"%s\": ", import->map);
    if (file_read(&job->file_text, &cli->arena, AT_FDCWD, import->file, TABLE_MAX_BYTES,
                  err) != ERR_OK)
        return err->code;
    sha256 = sha256_new();
    job->map_sha256 = sha256_of(sha256, job->map_text);
    job->file_sha256 = sha256_of(sha256, job->file_text);
    sha256_free(sha256);
    return ERR_OK;
}

static enum err_code open_table(struct import_job *job, struct cli *cli,
                                const struct import_options *import, struct err *err)
{
    struct table_options read = mapping_table_options(job->mapping);
    const struct str *names;
    size_t count;

    if (import->sheet)
        read.sheet = str_from_c(import->sheet);
    if (table_open(&job->table, &cli->arena, job->file_text, &read, err) != ERR_OK)
        return err_context(err, "\"%s\": ", import->file);
    if (import->sheet && !table_workbook(job->table))
        return err_set(err, ERR_INVALID,
                       "\"%s\": it has no sheets: --sheet is for workbooks",
                       import->file);
    names = table_names(job->table, &count);
    if (mapping_bind(job->mapping, names, count, err) != ERR_OK)
        return err_context(err, "\"%s\": ", import->map);
    return ERR_OK;
}

static enum err_code write_new(const char *path, struct str text, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);

    if (fd < 0)
        return err_set_errno(err, "\"%s\": could not make it", path);
    if (file_write(fd, path, text, err) != ERR_OK) {
        (void)close(fd);
        return err->code;
    }
    return file_close(fd, path, err);
}

/* The folder that a path's last part lies in, with its slash; "./" for a plain name. */
static struct str folder_of(struct arena *arena, struct str path)
{
    size_t len = path.len - last_part(path).len;

    return len > 0 ? arena_str(arena, str_prefix(path, len)) : STR("./");
}

static bool lies_in(const char *folder, const char *archive)
{
    size_t len = strlen(archive);

    return strncmp(folder, archive, len) == 0 &&
           (folder[len] == '\0' || folder[len] == '/');
}

/* Rows that were refused, perhaps because they name somebody, have no place in the
 * archive's folder: whoever gets a copy of it would have them. */
static enum err_code keep_outside(struct str *folder, struct cli *cli,
                                  struct import_options *import, struct err *err)
{
    struct str archive = arena_str(&cli->arena, archive_folder(cli->archive));
    char of_archive[PATH_MAX];
    char of_rejects[PATH_MAX];

    if (!realpath(archive.ptr, of_archive))
        return file_error(err, archive.ptr, "could not look at the folder");
    if (!realpath(folder->ptr, of_rejects))
        return file_error(err, folder->ptr,
                          "could not find the folder for the rows that cannot be taken");
    if (!lies_in(of_rejects, of_archive))
        return ERR_OK;
    if (import->rejects)
        return err_set(err, ERR_INVALID,
                       "\"%s\" lies inside the archive: name a file outside it",
                       import->rejects);
    *folder = folder_of(&cli->arena, arena_str(&cli->arena, str_from_c(of_archive)));
    import->rejects_folder = *folder;
    return ERR_OK;
}

/*
 * Asked before the first row is recorded: once they are, the rows that cannot be taken
 * would be handed back nowhere, and importing again adds nothing.
 */
static enum err_code place_rejects(struct cli *cli, struct import_options *import,
                                   struct err *err)
{
    struct str folder = folder_of(&cli->arena, str_from_c(import->rejects));
    struct stat st;

    if (import->rejects && lstat(import->rejects, &st) == 0)
        return err_set(
            err, ERR_CONFLICT,
            "\"%s\" is there already: name a new file for the rows that cannot "
            "be taken",
            import->rejects);
    if (keep_outside(&folder, cli, import, err) != ERR_OK)
        return err->code;
    if (access(folder.ptr, W_OK) != 0)
        return file_error(err, folder.ptr,
                          "cannot write the rows that cannot be taken there; name "
                          "another place with --rejected");
    return ERR_OK;
}

/* A file of an earlier run may hold corrections: it is never written over. */
static enum err_code write_rejects(struct str *path, struct cli *cli,
                                   const struct import_options *import,
                                   const struct import_job *job,
                                   const struct import_result *result, struct err *err)
{
    bool is_json = table_detected(job->table).format == TABLE_JSON;
    const char *ending = is_json ? "json" : "csv";

    if (import->rejects) {
        *path = str_from_c(import->rejects);
        return write_new(import->rejects, buf_str(&result->rejects.text), err);
    }
    for (int n = 1; n < 1000; n++) {
        struct str folder = import->rejects_folder;

        *path = n == 1
                    ? arena_printf(&cli->arena, STR_FMT STR_FMT ".rejected.%s",
                                   STR_ARG(folder), STR_ARG(job->file_name), ending)
                    : arena_printf(&cli->arena, STR_FMT STR_FMT ".rejected-%d.%s",
                                   STR_ARG(folder), STR_ARG(job->file_name), n, ending);
        if (access(path->ptr, F_OK) != 0)
            return write_new(path->ptr, buf_str(&result->rejects.text), err);
    }
    return err_set(err, ERR_IO, "there are too many files of rejected rows here already");
}

static int run(struct cli *cli, const struct import_options *import,
               struct import_job *job, struct err *err)
{
    struct import_result result = {0};
    struct import_names names = {import->file, STR(""), import->is_dry_run};
    struct progress progress;
    enum err_code code;

    progress_start(&progress, N_("importing"), N_("rows saved"), 0, 0, cli->quiet);
    job->progress = &progress;
    code = import_run(&result, cli->archive, &cli->arena, job, err);
    progress_clear(&progress);
    job->progress = NULL;
    if (code != ERR_OK) {
        (void)err_context(err, "\"%s\": ", import->file);
        return cli_fail(cli, err);
    }
    if (result.rejects.count > 0 && archive_seals_all(cli->archive) && !import->rejects)
        cli_remark(cli, "the rows that cannot be taken are not written out on a field "
                        "device, where they would stand in clear; to have them all the "
                        "same, name a place with --rejected");
    else if (result.rejects.count > 0)
        code = write_rejects(&names.rejects, cli, import, job, &result, err);
    if (code != ERR_OK)
        names.rejects = STR("");
    import_report(cli, &result, job, &names);
    buf_release(&result.rejects.text);
    if (code != ERR_OK)
        return cli_fail(cli, err);
    if (result.outcome == IMPORT_ASKS)
        return EXIT_FOUND_WRONG;
    return result.rejected > 0 && result.outcome != IMPORT_NOTHING_NEW ? EXIT_FOUND_WRONG
                                                                       : EXIT_DONE;
}

int cmd_import(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FILE",
        .doc =
            "Record what the rows of FILE say: a CSV table, a JSON array, or a sheet of "
            "an XLSX or ODS workbook. The mapping tells what its columns mean "
            "(docs/mapping.md). The file is preserved, and every claim cites its row; "
            "importing it again adds nothing.",
        .children = children,
    };
    struct import_options import = {.cli = cli, .rejects_folder = STR("")};
    struct import_job job = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &import, &status))
        return status;
    if (read_job(&job, cli, &import, &err) != ERR_OK ||
        open_table(&job, cli, &import, &err) != ERR_OK ||
        cli_open(cli, import.is_dry_run ? ARCHIVE_READ : ARCHIVE_WRITE, &err) != ERR_OK ||
        place_rejects(cli, &import, &err) != ERR_OK)
        status = cli_fail(cli, &err);
    else
        status = run(cli, &import, &job, &err);
    table_close(job.table);
    return status;
}
