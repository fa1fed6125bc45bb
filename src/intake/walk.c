#include "intake/walk.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/message.h"

struct name {
    const char *text;
    unsigned char type; /* DT_…; DT_UNKNOWN where the file system does not say */
};

/* One open folder on the way down. */
struct level {
    struct arena arena; /* its names */
    struct name *names;
    size_t count;
    size_t next;
    size_t path_len; /* of the walk's path, for this folder, with its slash */
    int fd;
};

struct walk {
    struct level levels[WALK_MAX_DEPTH];
    size_t depth;          /* 0: nothing is open any more */
    const char *file_root; /* set while a root that is a file has not come out yet */
    struct buf path;
    struct buf reason;
    const struct walk_left_out *left_out;
    size_t left_out_count;
};

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

/* openat() that leaves the access time alone where we may ask for that: only the owner
 * may. */
static int open_quietly(int dir_fd, const char *name, int flags)
{
    int fd = openat(dir_fd, name, flags | O_NOATIME);

    return fd < 0 && errno == EPERM ? openat(dir_fd, name, flags) : fd;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

/* Everything in the folder but "." and "..", sorted. False and errno when reading fails.
 */
static bool read_names(struct level *level, DIR *folder)
{
    size_t cap = 0;

    for (;;) {
        const struct dirent *found;

        errno = 0;
        found = readdir(folder); /* NOLINT(concurrency-mt-unsafe): one thread, one DIR */
        if (!found)
            break;
        if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
            continue;
        if (level->count == cap) {
            struct name *more = ARENA_ARRAY(&level->arena, struct name, cap * 2 + 16);

            if (cap > 0)
                memcpy(more, level->names, cap * sizeof *more);
            level->names = more;
            cap = cap * 2 + 16;
        }
        level->names[level->count++] = (struct name){
            arena_str(&level->arena, str_from_c(found->d_name)).ptr, found->d_type};
    }
    if (errno != 0)
        return false;
    if (level->count > 1)
        qsort(level->names, level->count, sizeof *level->names, by_bytes);
    return true;
}

/* Go down into the open folder fd, which this takes over. False and errno on failure. */
static bool push_level(struct walk *walk, int fd)
{
    struct level *level = &walk->levels[walk->depth];
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0); /* closedir() closes its own */
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    bool is_read = false;
    int saved;

    *level = (struct level){.fd = fd, .path_len = walk->path.len};
    if (folder)
        is_read = read_names(level, folder);
    saved = errno;
    if (folder)
        (void)closedir(folder);
    else if (copy >= 0)
        (void)close(copy);
    if (is_read) {
        walk->depth++;
        return true;
    }
    arena_free(&level->arena);
    (void)close(fd);
    errno = saved;
    return false;
}

static void pop_level(struct walk *walk)
{
    struct level *level = &walk->levels[--walk->depth];

    arena_free(&level->arena);
    (void)close(level->fd);
}

static enum err_code root_error(const char *root, struct err *err)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return err_set(err, ERR_NOT_FOUND, "\"%s\": no such file or folder", root);
    case ELOOP:
        return err_set(err, ERR_INVALID,
                       "\"%s\" is a symbolic link: give what it points to", root);
    case EACCES:
    case EPERM:
        return err_set(err, ERR_DENIED, "cannot open \"%s\": permission denied", root);
    default:
        return err_set_errno(err, "could not open \"%s\"", root);
    }
}

static enum err_code open_root(struct walk *walk, const char *root, struct err *err)
{
    struct stat st;
    int fd;

    if (fstatat(AT_FDCWD, root, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return root_error(root, err);
    if (S_ISREG(st.st_mode)) {
        walk->file_root = root;
        return ERR_OK;
    }
    if (S_ISLNK(st.st_mode)) {
        errno = ELOOP;
        return root_error(root, err);
    }
    if (!S_ISDIR(st.st_mode))
        return err_set(err, ERR_INVALID, "\"%s\" is neither a file nor a folder", root);
    fd = open_quietly(AT_FDCWD, root, FOLDER_FLAGS);
    if (fd < 0 || !push_level(walk, fd))
        return root_error(root, err);
    return ERR_OK;
}

enum err_code walk_open(struct walk **out, const char *root, struct err *err)
{
    struct walk *walk = calloc(1, sizeof *walk);

    if (!walk)
        return err_set(err, ERR_IO, "out of memory");
    if (open_root(walk, root, err) != ERR_OK) {
        walk_close(walk);
        return err->code;
    }
    *out = walk;
    return ERR_OK;
}

void walk_close(struct walk *walk)
{
    if (!walk)
        return;
    while (walk->depth > 0)
        pop_level(walk);
    buf_release(&walk->path);
    buf_release(&walk->reason);
    free(walk);
}

void walk_leave_out(struct walk *walk, const struct walk_left_out *folders, size_t count)
{
    walk->left_out = folders;
    walk->left_out_count = count;
}

static const struct walk_left_out *find_left_out(const struct walk *walk, int fd)
{
    struct stat st;

    if (walk->left_out_count == 0 || fstat(fd, &st) != 0)
        return NULL;
    for (size_t i = 0; i < walk->left_out_count; i++)
        if (walk->left_out[i].folder.st_dev == st.st_dev &&
            walk->left_out[i].folder.st_ino == st.st_ino)
            return &walk->left_out[i];
    return NULL;
}

static void refuse(struct walk_entry *out, struct str reason)
{
    out->kind = WALK_REFUSED;
    out->reason = reason;
}

static void refuse_errno(struct walk_entry *out, struct walk *walk, const char *what)
{
    struct err err = {0};

    (void)err_set_errno(&err, "%s", _(what));
    buf_reset(&walk->reason);
    buf_append(&walk->reason, str_from_c(err.message));
    refuse(out, buf_str(&walk->reason));
}

static void enter_folder(struct walk_entry *out, struct walk *walk, bool *is_entered)
{
    const struct walk_left_out *left_out;
    int fd;

    if (walk->depth == WALK_MAX_DEPTH) {
        refuse(out, str_from_c(_("is more than 250 folders deep")));
        return;
    }
    fd = open_quietly(out->dir_fd, out->name, FOLDER_FLAGS);
    if (fd < 0) {
        refuse_errno(out, walk, "could not open this folder");
        return;
    }
    left_out = find_left_out(walk, fd);
    if (left_out) {
        (void)close(fd);
        refuse(out, left_out->reason);
        return;
    }
    buf_char(&walk->path, '/');
    *is_entered = push_level(walk, fd);
    if (!*is_entered) {
        walk->path.len--;
        refuse_errno(out, walk, "could not read this folder");
    }
}

static unsigned char type_from_mode(mode_t mode)
{
    return (unsigned char)IFTODT(mode);
}

/* What to do with the entry; *is_entered when it is a folder that was gone into. */
static void classify(struct walk_entry *out, struct walk *walk, unsigned char type,
                     bool *is_entered)
{
    struct stat st;

    if (type == DT_UNKNOWN) {
        if (fstatat(out->dir_fd, out->name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
            refuse_errno(out, walk, "could not be looked at");
            return;
        }
        type = type_from_mode(st.st_mode);
    }
    switch (type) {
    case DT_REG:
        return;
    case DT_DIR:
        enter_folder(out, walk, is_entered);
        return;
    case DT_LNK:
        refuse(out, str_from_c(_("is a symbolic link")));
        return;
    case DT_FIFO:
        refuse(out, str_from_c(_("is a named pipe")));
        return;
    case DT_SOCK:
        refuse(out, str_from_c(_("is a socket")));
        return;
    case DT_CHR:
    case DT_BLK:
        refuse(out, str_from_c(_("is a device")));
        return;
    default:
        refuse(out, str_from_c(_("is neither a file nor a folder")));
    }
}

static bool next_file_root(struct walk_entry *out, struct walk *walk)
{
    const char *slash;

    if (!walk->file_root)
        return false;
    slash = strrchr(walk->file_root, '/');
    *out = (struct walk_entry){.kind = WALK_FILE,
                               .dir_fd = AT_FDCWD,
                               .name = walk->file_root,
                               .path = str_from_c(slash ? slash + 1 : walk->file_root)};
    walk->file_root = NULL;
    return true;
}

bool walk_next(struct walk_entry *out, struct walk *walk)
{
    if (next_file_root(out, walk))
        return true;
    while (walk->depth > 0) {
        struct level *level = &walk->levels[walk->depth - 1];
        bool is_entered = false;
        struct name name;

        if (level->next == level->count) {
            pop_level(walk);
            continue;
        }
        name = level->names[level->next++];
        walk->path.len = level->path_len;
        buf_append(&walk->path, str_from_c(name.text));
        *out = (struct walk_entry){
            .kind = WALK_FILE, .dir_fd = level->fd, .name = name.text};
        classify(out, walk, name.type, &is_entered);
        if (is_entered)
            continue;
        out->path = buf_str(&walk->path);
        return true;
    }
    return false;
}

int walk_open_file(int dir_fd, const char *name)
{
    /* Without O_NONBLOCK a pipe put in the file's place would hold us up for ever. */
    enum { FLAGS = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

    return open_quietly(dir_fd, name, FLAGS);
}

int walk_reopen(const char *root, struct str path)
{
    struct stat st;
    struct buf name = {0};
    int fd;

    if (fstatat(AT_FDCWD, root, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
        return walk_open_file(AT_FDCWD, root);
    fd = open_quietly(AT_FDCWD, root, FOLDER_FLAGS);
    while (fd >= 0 && path.len > 0) {
        struct str part = str_cut(&path, '/');
        int folder = fd;
        int saved;

        buf_reset(&name);
        buf_append(&name, part);
        buf_char(&name, '\0');
        fd = path.len > 0 ? open_quietly(folder, name.ptr, FOLDER_FLAGS)
                          : walk_open_file(folder, name.ptr);
        saved = errno;
        (void)close(folder);
        errno = saved;
    }
    buf_release(&name);
    return fd;
}
