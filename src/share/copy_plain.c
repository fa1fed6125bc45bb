#include "base/message.h"
#include "share/copy_inside.h"

/*
 * Files that are copied as they are: evidence in anchors/, which never changes, and
 * replica/, the log of this replica, which grows.
 */

static const struct str replica_note = STR_INIT("replica/checkpoint");

static bool is_evidence(struct str path)
{
    return str_starts_with(path, STR("anchors/"));
}

static bool is_plain(struct str path)
{
    return (is_evidence(path) || str_starts_with(path, STR("replica/"))) &&
           !str_ends_with(path, STR(".new")); /* in the making */
}

/* What the record accounts for is copied elsewhere; the rest is left. */
static bool is_stranger(struct str path)
{
    struct str rest = path;
    struct str top = str_cut(&rest, '/');

    return !is_plain(path) && !str_equal(path, STR("stele.json")) &&
           !str_equal(top, STR("feeds")) && !str_equal(top, STR("anchors")) &&
           !str_equal(top, STR("replica")) && !str_equal(top, STR(STORE_UNFINISHED_COPY));
}

/* The copy's begins as it should and was cut short. */
static bool is_cut_short(struct copying *c, struct str path, struct str bytes)
{
    struct str there = {0};
    struct err ignored = {0};

    return file_read(&there, &c->scratch, c->target.fd, path.ptr, bytes.len, &ignored) ==
               ERR_OK &&
           str_starts_with(bytes, there);
}

static void plan_one(struct copying *c, struct str path)
{
    struct str bytes = {0};
    struct err why = {0};
    enum copy_standing standing;

    arena_reset(&c->scratch);
    if (store_file_read(&bytes, &c->scratch, c->store, path, COPY_PLAIN_MAX, &why) !=
        ERR_OK) {
        copy_find(c, COPY_DAMAGED, path,
                  arena_printf(&c->scratch,
                               _("it could not be read, and is not copied: %s"),
                               why.message));
        return;
    }
    standing = copy_compare(c, path, bytes);
    if (standing == COPY_SAME) {
        copy_count_kept(c, bytes.len);
        return;
    }
    if (standing == COPY_OTHER && is_evidence(path)) {
        if (!is_cut_short(c, path, bytes)) {
            copy_find(c, COPY_DIFFERS, path,
                      str_from_c(
                          _("the copy has another file of this name, which is left as it "
                            "is: evidence is not overwritten; look at both")));
            return;
        }
        copy_find(c, COPY_REPAIRED, path, str_from_c(_("the copy's file was cut short")));
    }
    buf_bytes(&c->plain, &path, sizeof path);
    copy_count_planned(c, bytes.len);
}

enum err_code copy_plain_plan(struct copying *c, struct err *err)
{
    struct str *paths = NULL;
    size_t count = 0;
    bool has_note = false;

    if (store_list_files(&paths, &count, &c->kept, c->store, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(paths[i], replica_note))
            has_note = true; /* after what it promises */
        else if (is_plain(paths[i]))
            plan_one(c, paths[i]);
        else
            c->report.left_files += is_stranger(paths[i]);
    }
    if (has_note)
        plan_one(c, replica_note);
    return ERR_OK;
}

enum err_code copy_plain_write(struct copying *c, struct err *err)
{
    const struct str *paths = (const struct str *)(const void *)c->plain.ptr;
    size_t count = c->plain.len / sizeof *paths;

    for (size_t i = 0; i < count; i++) {
        struct str bytes = {0};

        arena_reset(&c->scratch);
        if (store_file_read(&bytes, &c->scratch, c->store, paths[i], COPY_PLAIN_MAX,
                            err) != ERR_OK ||
            copy_put(c, paths[i], bytes, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}
