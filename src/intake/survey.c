#include "intake/survey.h"

#include <fcntl.h>

#include "base/message.h"
#include "base/progress.h"
#include "intake/walk.h"

/* What a statement, its index rows and the file system's own blocks take, a file; and
 * what is left free so that the machine goes on working. */
enum { BYTES_A_FILE = 6144, RESERVE_BYTES = 64 << 20, MEGABYTE = 1000000 };

/* The file system of the entry's folder, or of a root that is a file. */
static void look_at_folder(struct source_device *device, const struct walk_entry *entry,
                           const struct stat *st)
{
    int fd;

    if (entry->dir_fd != AT_FDCWD) {
        source_look_at_device(device, entry->dir_fd, st->st_dev);
        return;
    }
    fd = walk_open_file(entry->dir_fd, entry->name);
    if (fd < 0)
        return;
    source_look_at_device(device, fd, st->st_dev);
    (void)close(fd);
}

static enum err_code add_file(struct survey *survey, struct source_device *device,
                              const struct walk_entry *entry,
                              const struct survey_known *known, struct err *err)
{
    bool is_known = false;
    struct stat st;

    if (fstatat(entry->dir_fd, entry->name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(st.st_mode))
        return ERR_OK; /* gone or replaced: whoever reads it will say so */
    survey->files++;
    survey->bytes += (uint64_t)st.st_size;
    if (!known)
        return ERR_OK;
    look_at_folder(device, entry, &st);
    if (known->is_known(&is_known, known->context, entry->path, &st,
                        device->has_lasting_inodes, err) != ERR_OK)
        return err->code;
    if (is_known) {
        survey->known_files++;
        survey->known_bytes += (uint64_t)st.st_size;
    }
    return ERR_OK;
}

enum err_code survey_add(struct survey *survey, const char *root,
                         const struct survey_known *known, struct err *err)
{
    struct source_device device = {0};
    struct walk_entry entry;
    struct walk *walk = NULL;
    enum err_code code = ERR_OK;

    if (walk_open(&walk, root, err) != ERR_OK)
        return err->code;
    while (code == ERR_OK && walk_next(&entry, walk)) {
        if (entry.kind == WALK_FILE)
            code = add_file(survey, &device, &entry, known, err);
    }
    walk_close(walk);
    return code;
}

enum err_code survey_check_room(const struct survey *survey, uint64_t free_bytes,
                                struct err *err)
{
    uint64_t files = survey->files - survey->known_files;
    uint64_t need = survey->bytes - survey->known_bytes + files * BYTES_A_FILE;
    struct buf file_count = {0};
    struct buf needed = {0};
    struct buf available = {0};

    if (files == 0 || need + RESERVE_BYTES <= free_bytes)
        return ERR_OK;
    progress_number(&file_count, files);
    progress_number(&needed, (need + MEGABYTE - 1) / MEGABYTE);
    progress_number(&available, free_bytes / MEGABYTE);
    (void)err_set(err, ERR_LIMIT,
                  _n(files,
                     "not enough room: %s file needs %s MB, %s MB are free on the "
                     "archive's disk, and %d MB stay free",
                     "not enough room: %s files need %s MB, %s MB are free on the "
                     "archive's disk, and %d MB stay free"),
                  buf_text(&file_count), buf_text(&needed), buf_text(&available),
                  RESERVE_BYTES / MEGABYTE);
    buf_release(&file_count);
    buf_release(&needed);
    buf_release(&available);
    return err->code;
}
