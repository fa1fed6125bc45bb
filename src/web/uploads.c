#include "web/uploads.h"

#include <pthread.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "crypto/random.h"
#include "web/site.h"
#include "web/visitor.h"

static struct {
    pthread_mutex_t lock;
    struct upload items[UPLOADS_MAX]; /* id "": free */
} table = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void copy_text(char *out, size_t size, struct str text)
{
    struct str cut = str_prefix(text, size - 1);

    memset(out, 0, size);
    if (cut.len > 0)
        memcpy(out, cut.ptr, cut.len);
}

/* Under the lock. What can be gone on with stays on the disk. */
static void clear(struct upload *upload)
{
    incoming_leave(upload->in);
    explicit_bzero(upload, sizeof *upload);
}

static bool is_idle(const struct upload *upload)
{
    return !upload->is_busy && clock_monotonic_ns() - upload->used_ns >
                                   UPLOAD_IDLE_SECONDS * INT64_C(1000000000);
}

/* A free place, under the lock; NULL: none. */
static struct upload *find_place(void)
{
    struct upload *place = NULL;

    for (size_t i = 0; i < UPLOADS_MAX; i++) {
        struct upload *upload = &table.items[i];

        if (upload->id[0] != '\0' && is_idle(upload))
            clear(upload);
        if (upload->id[0] == '\0')
            place = upload;
    }
    return place;
}

static struct upload *find(struct str id)
{
    for (size_t i = 0; i < UPLOADS_MAX; i++)
        if (table.items[i].id[0] != '\0' && str_equal(str_from_c(table.items[i].id), id))
            return &table.items[i];
    return NULL;
}

static void take_place(struct upload *upload, const struct request *r, struct str id,
                       const struct receive_to *to)
{
    copy_text(upload->id, sizeof upload->id, id);
    copy_text(upload->member, sizeof upload->member, r->visitor->member);
    if (to) {
        upload->to = *to;
        copy_text(upload->seal, sizeof upload->seal, to->seal);
        upload->to.seal = str_from_c(upload->seal);
    }
    upload->is_busy = true;
    upload->used_ns = clock_monotonic_ns();
}

static void give_up(struct upload *upload)
{
    (void)pthread_mutex_lock(&table.lock);
    clear(upload);
    (void)pthread_mutex_unlock(&table.lock);
}

static enum err_code too_many(struct err *err)
{
    return err_set(err, ERR_LIMIT, "too many uploads are under way: try again later");
}

static enum err_code is_busy(struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   "another request is at this upload: try again in a moment");
}

/* A place of its own, taken and entered. Of two requests that go on with the same upload
 * after a restart one gets it: two would write into one file. */
static enum err_code reserve(struct upload **out, const struct request *r, struct str id,
                             const struct receive_to *to, struct err *err)
{
    struct upload *upload = NULL;
    bool is_there;

    (void)pthread_mutex_lock(&table.lock);
    is_there = find(id) != NULL;
    if (!is_there)
        upload = find_place();
    if (upload)
        take_place(upload, r, id, to);
    (void)pthread_mutex_unlock(&table.lock);
    if (is_there)
        return is_busy(err);
    if (!upload)
        return too_many(err);
    *out = upload;
    return ERR_OK;
}

enum err_code uploads_begin(struct upload **out, const struct request *r,
                            const struct receive_to *to, struct err *err)
{
    uint8_t random[UPLOAD_ID / 2];
    char id[UPLOAD_ID];
    struct upload *upload = NULL;

    random_fill(random, sizeof random);
    hex_encode(id, random, sizeof random);
    if (reserve(&upload, r, (struct str){id, sizeof id}, to, err) != ERR_OK)
        return err->code;
    if (incoming_begin(&upload->in, site_folder(r->site), receive_key(&upload->to),
                       (struct str){id, sizeof id}, err) != ERR_OK) {
        give_up(upload);
        return err->code;
    }
    *out = upload;
    return ERR_OK;
}

static bool is_id(struct str id)
{
    uint8_t bytes[UPLOAD_ID / 2];

    return hex_decode(bytes, sizeof bytes, id);
}

static enum err_code is_gone(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "this upload is no longer here: begin it anew");
}

/* One that was left when this server was stopped: read again for its hash, which takes
 * long and holds nobody up. */
static enum err_code go_on(struct upload **out, const struct request *r, struct str id,
                           struct err *err)
{
    struct upload *upload = NULL;
    enum err_code code;

    if (reserve(&upload, r, id, NULL, err) != ERR_OK)
        return err->code;
    code = incoming_go_on(&upload->in, site_folder(r->site), id, err);
    if (code == ERR_OK) {
        *out = upload;
        return ERR_OK;
    }
    give_up(upload);
    return code == ERR_NOT_FOUND ? is_gone(err) : code;
}

/* Under the lock. *is_unknown: there is none of that id. */
static enum err_code enter(struct upload **out, bool *is_unknown, const struct request *r,
                           struct str id, struct err *err)
{
    struct upload *upload = find(id);

    *is_unknown = !upload;
    if (!upload || !str_equal(str_from_c(upload->member),
                              str_prefix(r->visitor->member, sizeof upload->member - 1)))
        return is_gone(err);
    if (upload->is_busy)
        return is_busy(err);
    upload->is_busy = true;
    upload->used_ns = clock_monotonic_ns();
    *out = upload;
    return ERR_OK;
}

enum err_code uploads_enter(struct upload **out, const struct request *r, struct str id,
                            bool may_go_on, struct err *err)
{
    bool is_unknown = false;
    enum err_code code;

    (void)pthread_mutex_lock(&table.lock);
    code = enter(out, &is_unknown, r, id, err);
    (void)pthread_mutex_unlock(&table.lock);
    return is_unknown && may_go_on && is_id(id) ? go_on(out, r, id, err) : code;
}

void uploads_leave(struct upload *upload)
{
    if (!upload)
        return;
    (void)pthread_mutex_lock(&table.lock);
    upload->is_busy = false;
    upload->used_ns = clock_monotonic_ns();
    (void)pthread_mutex_unlock(&table.lock);
}

void uploads_drop(struct upload *upload)
{
    (void)pthread_mutex_lock(&table.lock);
    incoming_abort(upload->in);
    upload->in = NULL;
    clear(upload);
    (void)pthread_mutex_unlock(&table.lock);
}
