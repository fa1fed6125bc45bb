#include <time.h>

#include "base/clock.h"
#include "record/keyring.h"
#include "web/visits_inside.h"

/* The archives of visits: each is used by one request at a time, and stays open for the
 * next. */

enum {
    OPEN_MAX = 16, /* in all; more only while so many requests run at once */
    IDLE_SECONDS = 120,
    PRIVATE_HANDLES =
        2,        /* of a visit whose keys open something: its index is in memory */
    TAKEN_MAX = 6 /* as many as a browser opens connections */
};

enum err_code visit_open(struct archive **out, struct visits *visits, struct visit *visit,
                         enum archive_mode mode, struct err *err)
{
    return archive_open_as(out, visits->folder, mode,
                           visit->session ? session_copy(visit->session) : NULL, err);
}

/* Others look whether one is open. */
static void set(struct visits *visits, struct handle *handle, struct archive *archive)
{
    (void)pthread_mutex_lock(&visits->lock);
    handle->archive = archive;
    (void)pthread_mutex_unlock(&visits->lock);
}

static void close_one(struct visits *visits, struct handle *handle)
{
    struct archive *archive = handle->archive;

    set(visits, handle, NULL);
    archive_close(archive);
}

static void know_size(struct visits *visits, struct visit *visit, struct archive *archive)
{
    bool is_private = keyring_count(archive_keyring(archive)) > 0;

    (void)pthread_mutex_lock(&visits->lock);
    visit->handle_max = is_private ? PRIVATE_HANDLES : VISIT_HANDLES;
    (void)pthread_mutex_unlock(&visits->lock);
}

void pool_add(struct visits *visits, struct visit *visit, struct archive *archive)
{
    know_size(visits, visit, archive);
    visit->handles[0] = (struct handle){archive, false, clock_monotonic_ns()};
}

/* The one that is idle longest, taken out; NULL: there is no need, or none. */
static struct archive *take_idle(struct visits *visits, size_t most)
{
    struct handle *oldest = NULL;
    struct archive *archive = NULL;
    size_t open = 0;

    (void)pthread_mutex_lock(&visits->lock);
    for (size_t i = 0; i < visits->count; i++)
        for (size_t k = 0; k < VISIT_HANDLES; k++) {
            struct handle *handle = &visits->items[i]->handles[k];

            open += handle->archive != NULL;
            if (handle->archive && !handle->is_lent &&
                (!oldest || handle->used_ns < oldest->used_ns))
                oldest = handle;
        }
    if (oldest && (open > most || clock_monotonic_ns() - oldest->used_ns >
                                      IDLE_SECONDS * 1000000000LL)) {
        archive = oldest->archive;
        oldest->archive = NULL;
    }
    (void)pthread_mutex_unlock(&visits->lock);
    return archive;
}

void pool_close_idle(struct visits *visits, size_t most)
{
    struct archive *archive;

    while ((archive = take_idle(visits, most)))
        archive_close(archive);
}

/* One that is open, rather than a place for another; the one used last, whose pages are
 * warm. */
static struct handle *choose(struct visit *visit)
{
    struct handle *best = NULL;

    for (size_t i = 0; i < visit->handle_max; i++) {
        struct handle *handle = &visit->handles[i];

        if (!handle->is_lent && (!best || (handle->archive && !best->archive) ||
                                 (handle->archive && handle->used_ns > best->used_ns)))
            best = handle;
    }
    return best;
}

static struct handle *wait_for_one(struct visits *visits, struct visit *visit)
{
    struct timespec until;
    struct handle *handle;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += visits->patience;
    (void)pthread_mutex_lock(&visits->lock);
    while (!(handle = choose(visit)))
        if (pthread_cond_timedwait(&visits->freed, &visits->lock, &until) != 0)
            break;
    if (handle)
        handle->is_lent = true;
    (void)pthread_mutex_unlock(&visits->lock);
    return handle;
}

static void give_back(struct visits *visits, struct handle *handle)
{
    (void)pthread_mutex_lock(&visits->lock);
    handle->is_lent = false;
    handle->used_ns = clock_monotonic_ns();
    (void)pthread_cond_broadcast(&visits->freed);
    (void)pthread_mutex_unlock(&visits->lock);
}

/* Who may do what may have changed with what was committed. What the handle held before
 * is closed when this succeeds. */
static enum err_code open_anew(struct visits *visits, struct visit *visit,
                               struct handle *handle, struct err *err)
{
    struct archive *archive = NULL;
    unsigned roles = 0;
    bool is_reader = false;
    enum err_code code;

    pool_close_idle(visits, OPEN_MAX - 1);
    code = visit_open(&archive, visits, visit, ARCHIVE_READ, err);
    if (code == ERR_OK)
        code = archive_roles(&roles, archive, err);
    if (code == ERR_OK)
        code = archive_is_reader(&is_reader, archive, err);
    if (code != ERR_OK) {
        archive_close(archive);
        return code;
    }
    close_one(visits, handle);
    set(visits, handle, archive);
    know_size(visits, visit, archive);
    (void)pthread_mutex_lock(&visits->lock);
    visit->roles = roles;
    visit->is_reader = is_reader;
    (void)pthread_mutex_unlock(&visits->lock);
    return ERR_OK;
}

enum err_code visit_borrow(struct archive **out, size_t *place, struct visits *visits,
                           struct visit *visit, struct err *err)
{
    struct handle *handle = wait_for_one(visits, visit);
    bool is_stale = false;
    enum err_code code = ERR_OK;

    if (!handle)
        return err_set(err, ERR_LIMIT, "too much at once");
    if (handle->archive)
        code = archive_refresh(&is_stale, handle->archive, err);
    if (code == ERR_OK && is_stale)
        close_one(visits, handle); /* two would need twice the memory */
    if (code == ERR_OK && !handle->archive)
        code = open_anew(visits, visit, handle, err);
    if (code != ERR_OK) {
        close_one(visits, handle);
        give_back(visits, handle);
        return code;
    }
    *out = handle->archive;
    *place = (size_t)(handle - visit->handles);
    return ERR_OK;
}

/* Where that fails the old one stays: the request goes on with it. */
enum err_code visit_renew(struct archive **out, size_t place, struct visits *visits,
                          struct visit *visit, struct err *err)
{
    struct handle *handle = &visit->handles[place];
    enum err_code code = open_anew(visits, visit, handle, err);

    *out = handle->archive;
    return code;
}

struct archive *visit_take(struct visits *visits, struct visit *visit, size_t place)
{
    struct handle *handle = &visit->handles[place];
    struct archive *archive = NULL;

    (void)pthread_mutex_lock(&visits->lock);
    if (visit->taken < TAKEN_MAX) {
        visit->taken++;
        archive = handle->archive;
        handle->archive = NULL;
    }
    (void)pthread_mutex_unlock(&visits->lock);
    if (archive)
        give_back(visits, handle);
    return archive;
}

/* Into a place that is empty, if there is one: opening is dear where keys open much. */
void visit_bring(struct visits *visits, struct visit *visit, struct archive *archive)
{
    (void)pthread_mutex_lock(&visits->lock);
    visit->taken--;
    for (size_t i = 0; archive && i < visit->handle_max; i++)
        if (!visit->handles[i].archive && !visit->handles[i].is_lent) {
            visit->handles[i] = (struct handle){archive, false, clock_monotonic_ns()};
            archive = NULL;
        }
    (void)pthread_mutex_unlock(&visits->lock);
    archive_close(archive);
}

void visit_return(struct visits *visits, struct visit *visit, size_t place)
{
    give_back(visits, &visit->handles[place]);
}
