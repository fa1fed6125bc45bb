#include "base/message.h"
#include "share/copy_inside.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "format/canon.h"
#include "record/genesis.h"
#include "share/archive_facts.h"
#include "store/store_feed.h"

static const struct str facts_path = STR_INIT("stele.json");

void copy_find(struct copying *c, enum copy_grade grade, struct str file, struct str what)
{
    const struct copy_finding finding = {grade, file, what};

    if (grade == COPY_REPAIRED)
        c->report.repaired++;
    else
        c->report.wrong++;
    progress_clear(&c->progress);
    if (c->options->found)
        c->options->found(c->options->context, &finding);
}

enum copy_standing copy_compare_size(const struct copying *c, struct str path,
                                     uint64_t size)
{
    struct stat st;

    if (c->target.fd < 0 || fstatat(c->target.fd, path.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return COPY_ABSENT;
    return S_ISREG(st.st_mode) && (uint64_t)st.st_size == size ? COPY_SAME : COPY_OTHER;
}

enum copy_standing copy_compare(struct copying *c, struct str path, struct str bytes)
{
    struct arena arena = {0};
    struct str there = {0};
    struct err ignored = {0};
    enum copy_standing standing = copy_compare_size(c, path, bytes.len);

    if (standing != COPY_SAME)
        return standing;
    if (file_read(&there, &arena, c->target.fd, path.ptr, bytes.len, &ignored) !=
            ERR_OK ||
        !str_equal(there, bytes))
        standing = COPY_OTHER;
    arena_free(&arena);
    return standing;
}

void copy_count_kept(struct copying *c, uint64_t bytes)
{
    c->report.kept_files++;
    c->report.kept_bytes += bytes;
}

void copy_count_planned(struct copying *c, uint64_t bytes)
{
    c->planned_files++;
    c->planned_bytes += bytes;
}

enum err_code copy_put(struct copying *c, struct str path, struct str bytes,
                       struct err *err)
{
    if (copy_writer_put(c->writer, path, COPY_FILE_MODE, bytes, err) != ERR_OK)
        return err->code;
    c->report.copied_files++;
    c->report.copied_bytes += bytes.len;
    progress_update(&c->progress, c->report.copied_files, c->report.copied_bytes);
    return ERR_OK;
}

/* --- what there is to copy --- */

void copy_note_ahead(struct copying *c, const struct err *why)
{
    c->report.ahead++;
    if (c->ahead.code == ERR_OK)
        c->ahead = *why;
}

/* A feed that nothing was signed in, of a device that has written nothing yet. */
static void pass_empty(struct copying *c, struct str id)
{
    struct str path =
        arena_printf(&c->scratch, "feeds/" STR_FMT "/checkpoint", STR_ARG(id));
    struct err why = {0};

    if (copy_compare_size(c, path, 0) == COPY_ABSENT)
        return;
    (void)err_set(&why, ERR_CONFLICT,
                  "\"%s\" is ahead: it holds statements of feed " STR_FMT
                  ", this archive none; this archive is the older one: copy from the "
                  "newest",
                  c->target.path, STR_ARG(id));
    copy_note_ahead(c, &why);
}

/* One feed that cannot be read does not keep the others from being copied. */
static void open_feed(struct copying *c, struct str id)
{
    struct copy_feed *f = &c->feeds[c->feed_count];
    struct err why = {0};
    enum err_code code = feed_log_open(&f->log, c->store, id, &why);

    if (code == ERR_NOT_FOUND) {
        pass_empty(c, id);
        return;
    }
    if (code != ERR_OK) {
        c->takes_all = true;
        copy_find(c, COPY_DAMAGED, arena_printf(&c->kept, "feeds/" STR_FMT, STR_ARG(id)),
                  arena_printf(&c->kept, _("this feed is not copied: %s"), why.message));
        return;
    }
    f->number = (uint32_t)c->feed_count++;
}

/* Feeds of the copy that this archive does not have stay as they are. */
static void note_feeds_there(struct copying *c, const struct str *ids, size_t count)
{
    struct store *copy = NULL;
    struct str *there = NULL;
    struct err ignored = {0};
    size_t there_count = 0;
    size_t at = 0;

    if (c->target.fd < 0 || store_open(&copy, c->target.path, &ignored) != ERR_OK)
        return; /* no whole copy yet */
    if (store_feed_list(&there, &there_count, &c->kept, copy, &ignored) != ERR_OK)
        there_count = 0;
    store_close(copy);
    for (size_t i = 0; i < there_count; i++) { /* both are sorted */
        while (at < count && str_compare(ids[at], there[i]) < 0)
            at++;
        if (at == count || !str_equal(ids[at], there[i])) {
            (void)err_set(&ignored, ERR_CONFLICT,
                          "\"%s\" is ahead: it holds feed " STR_FMT
                          ", which this archive does not; copy from the newest",
                          c->target.path, STR_ARG(there[i]));
            copy_note_ahead(c, &ignored);
        }
    }
}

/* A folder that needs nothing from here and holds more: most likely they were confused.
 */
static enum err_code refuse_newer(const struct copying *c, struct err *err)
{
    bool has_news = c->ahead.code == ERR_OK || c->target.is_marked;

    for (size_t i = 0; i < c->feed_count; i++)
        has_news = has_news || (!c->feeds[i].is_left &&
                                c->feeds[i].log.head.size > c->feeds[i].old.size);
    return has_news ? ERR_OK : err_set(err, c->ahead.code, "%s", c->ahead.message);
}

/* Each feed's note is read here, before anything else is (format.md 4.9). */
static enum err_code open_feeds(struct copying *c, struct err *err)
{
    struct str *ids = NULL;
    size_t count = 0;

    if (store_feed_list(&ids, &count, &c->kept, c->store, err) != ERR_OK)
        return err->code;
    note_feeds_there(c, ids, count);
    c->feeds = ARENA_ARRAY(&c->kept, struct copy_feed, count + 1);
    for (size_t i = 0; i < count; i++)
        open_feed(c, ids[i]);
    for (size_t i = 0; i < c->feed_count; i++)
        if (copy_feed_survey(c, &c->feeds[i], err) != ERR_OK)
            return err->code;
    if (refuse_newer(c, err) != ERR_OK)
        return err->code;
    return copy_erased_judge(c, err);
}

/* stele.json is derived from statement 0, whatever the archive's says. */
static enum err_code plan_facts(struct copying *c, struct err *err)
{
    const struct store_facts *facts = store_facts(c->store);
    struct feed_statement zero = {0};
    struct value value = {0};
    struct feed *feed = NULL;
    enum err_code code = feed_open(&feed, c->store, facts->feed, err);
    enum copy_standing standing;

    if (code == ERR_OK)
        code = feed_read(&zero, &c->kept, feed, 0, err);
    feed_close(feed);
    if (code == ERR_OK)
        code = canon_parse(&value, &c->kept, zero.bytes, err);
    if (code != ERR_OK)
        return code;
    genesis_public_facts(&c->facts, facts->archive, facts->feed,
                         value_get_string(&value, STR("name")));
    if (!str_equal(buf_str(&c->facts), facts->text))
        copy_find(
            c, COPY_DAMAGED, facts_path,
            str_from_c(_("it does not say what statement 0 says; the copy gets the right "
                         "one")));
    standing = copy_compare(c, facts_path, buf_str(&c->facts));
    if (standing == COPY_OTHER)
        copy_find(c, COPY_REPAIRED, facts_path,
                  str_from_c(_("the copy's file was damaged")));
    c->needs_facts = standing != COPY_SAME;
    if (c->needs_facts)
        copy_count_planned(c, c->facts.len);
    else
        copy_count_kept(c, c->facts.len);
    return ERR_OK;
}

static enum err_code plan(struct copying *c, const char *folder, struct err *err)
{
    struct archive_facts facts = {0};

    if (archive_facts_read(&facts, &c->kept, c->store, err) != ERR_OK)
        return err->code;
    c->report.archive = arena_str(c->arena, store_facts(c->store)->archive);
    c->report.is_synthetic = facts.is_synthetic;
    if (copy_target_open(c, folder, err) != ERR_OK || open_feeds(c, err) != ERR_OK)
        return err->code;
    c->report.is_new = c->target.is_new;
    for (size_t i = 0; i < c->feed_count; i++)
        if (copy_feed_plan(c, &c->feeds[i], err) != ERR_OK)
            return err->code;
    if (copy_objects_plan(c, err) != ERR_OK || copy_plain_plan(c, err) != ERR_OK ||
        plan_facts(c, err) != ERR_OK)
        return err->code;
    copy_erased_plan(c);
    return c->planned_files > 0 ? copy_target_need_space(c, err) : ERR_OK;
}

/* --- copying --- */

static enum err_code write_content(struct copying *c, struct err *err)
{
    for (size_t i = 0; i < c->feed_count; i++)
        if (copy_feed_write(c, &c->feeds[i], err) != ERR_OK)
            return err->code;
    if (copy_objects_write(c, err) != ERR_OK || copy_plain_write(c, err) != ERR_OK)
        return err->code;
    return copy_writer_settle(c->writer, err);
}

/* What makes the folder say that it holds all this: last, each after the one before. */
static enum err_code publish(struct copying *c, struct err *err)
{
    for (size_t i = 0; i < c->feed_count; i++)
        if (copy_feed_publish(c, &c->feeds[i], err) != ERR_OK)
            return err->code;
    if (copy_writer_settle(c->writer, err) != ERR_OK)
        return err->code;
    if (!c->needs_facts)
        return ERR_OK;
    if (copy_put(c, facts_path, buf_str(&c->facts), err) != ERR_OK)
        return err->code;
    return copy_writer_settle(c->writer, err);
}

static enum err_code carry_out(struct copying *c, struct err *err)
{
    enum err_code code = copy_target_begin(c, err);

    for (size_t i = 0; code == ERR_OK && i < c->feed_count; i++)
        code = copy_feed_check_unchanged(c, &c->feeds[i], err);
    if (code == ERR_OK)
        code = copy_writer_start(&c->writer, c->target.fd, c->target.path, err);
    if (code != ERR_OK)
        return code;
    progress_start(&c->progress, N_("copying"), N_("files copied"), c->planned_files,
                   c->planned_bytes, c->options->quiet);
    code = write_content(c, err);
    if (code == ERR_OK)
        code = publish(c, err);
    if (code == ERR_OK)
        code = copy_erased_remove(c, err);
    copy_writer_stop(c->writer);
    progress_clear(&c->progress);
    return code == ERR_OK ? copy_target_end(c, err) : code;
}

static void release(struct copying *c)
{
    for (size_t i = 0; i < c->feed_count; i++) {
        feed_log_close(&c->feeds[i].log);
        buf_release(&c->feeds[i].bundle);
    }
    copy_target_close(&c->target);
    buf_release(&c->facts);
    buf_release(&c->named);
    buf_release(&c->objects);
    buf_release(&c->words);
    buf_release(&c->doomed);
    buf_release(&c->plain);
    sha256_free(c->h);
    arena_free(&c->kept);
    arena_free(&c->scratch);
}

static void sum_up(struct copying *c)
{
    c->report.feeds = c->feed_count;
    for (size_t i = 0; i < c->feed_count; i++) {
        const struct copy_feed *f = &c->feeds[i];

        c->report.statements += f->is_left ? f->old.size : f->log.head.size;
        c->report.old_statements += f->old.size;
    }
    if (c->options->is_dry) {
        c->report.copied_files = c->planned_files;
        c->report.copied_bytes = c->planned_bytes;
    }
}

enum err_code copy_archive(struct copy_report *out, struct arena *arena,
                           struct store *store, const char *folder,
                           const struct copy_options *options, struct err *err)
{
    struct copying c = {.store = store, .options = options, .arena = arena};
    enum err_code code;

    c.target.fd = -1;
    c.h = sha256_new();
    c.buffer = ARENA_ARRAY(&c.kept, char, COPY_READ_BYTES);
    code = plan(&c, folder, err);
    if (code == ERR_OK && !options->is_dry &&
        (c.planned_files > 0 || c.doomed.len > 0 || c.target.is_marked))
        code = carry_out(&c, err);
    sum_up(&c);
    release(&c);
    if (code == ERR_OK)
        *out = c.report;
    return code;
}
