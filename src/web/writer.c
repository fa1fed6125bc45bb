#include "web/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/message.h"
#include "web/exchange.h"
#include "web/visitor.h"
#include "web/visits.h"
#include "web/writer_thread.h"

enum {
    GROUP_MAX = 64,     /* jobs of one commit */
    HANDLES_MAX = 8,    /* archives open for writing, one a visit */
    SWEEP_SECONDS = 30, /* to look for visits that are over */
    IDLE_SECONDS = 600
};

/* Lives on the stack of the thread that waits for it. */
struct job {
    struct request *r;
    struct visit *visit;
    const struct value *drafts; /* or NULL: work */
    writer_work work;
    void *context;
    struct draft_result *results;
    size_t count;
    struct err err;
    bool is_done;
    struct job *next;
};

struct writer_handle {
    struct archive *archive; /* NULL: none */
    uint64_t visit;
    int64_t used_ns;
};

struct writer {
    struct visits *visits;
    pthread_t thread;
    pthread_mutex_t lock;   /* of the next four */
    pthread_cond_t came;    /* a job, or the end */
    pthread_cond_t is_done; /* some job */
    struct job *first;
    struct job **last;
    bool is_ending;
    struct writer_handle handles[HANDLES_MAX]; /* the thread's own */
};

/* --- its archives --- */

static void close_handle(struct writer_handle *handle)
{
    archive_close(handle->archive);
    *handle = (struct writer_handle){0};
}

static void sweep(struct writer *w)
{
    int64_t now = clock_monotonic_ns();

    visits_tidy(w->visits);
    for (size_t i = 0; i < HANDLES_MAX; i++) {
        struct writer_handle *handle = &w->handles[i];

        if (handle->archive && (!visits_has(w->visits, handle->visit) ||
                                now - handle->used_ns > IDLE_SECONDS * 1000000000LL))
            close_handle(handle);
    }
}

/* The visit's own, or else the place of the one that was used longest ago. */
static struct writer_handle *place_for(struct writer *w, uint64_t visit)
{
    struct writer_handle *oldest = &w->handles[0];

    for (size_t i = 0; i < HANDLES_MAX; i++) {
        if (w->handles[i].archive && w->handles[i].visit == visit)
            return &w->handles[i];
        if (w->handles[i].used_ns < oldest->used_ns)
            oldest = &w->handles[i];
    }
    close_handle(oldest);
    return oldest;
}

static enum err_code find_archive(struct archive **out, struct writer *w,
                                  struct visit *visit, struct err *err)
{
    struct writer_handle *handle = place_for(w, visit_number(visit));
    bool is_stale = false;
    enum err_code code = ERR_OK;

    if (handle->archive)
        code = archive_refresh(&is_stale, handle->archive, err);
    if (code != ERR_OK || is_stale)
        close_handle(handle);
    if (code == ERR_OK && !handle->archive)
        code = visit_open(&handle->archive, w->visits, visit, ARCHIVE_WRITE, err);
    if (code != ERR_OK)
        return code;
    handle->visit = visit_number(visit);
    handle->used_ns = clock_monotonic_ns();
    *out = handle->archive;
    return ERR_OK;
}

/* --- one commit --- */

/* What is refused is said in the language of whoever asked. */
static void speak_as(const struct job *job)
{
    message_speak(job->r->visitor->is_ukrainian ? MESSAGE_UKRAINIAN : MESSAGE_ENGLISH);
}

static void fail_all(struct job **jobs, size_t count, const struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (jobs[i]->err.code == ERR_OK)
            jobs[i]->err = *err;
}

/* *refused: one of them was, and the batch is rolled back: the others go again. */
static enum err_code try_group(bool *refused, struct archive *archive, struct job **jobs,
                               size_t count, struct err *err)
{
    *refused = false;
    if (archive_begin(archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < count && !*refused; i++) {
        struct job *job = jobs[i];

        if (job->err.code != ERR_OK)
            continue;
        speak_as(job);
        *refused = drafts_put(&job->results, &job->count, job->r->arena, archive,
                              job->drafts, &job->err) != ERR_OK;
        if (!*refused) /* what was tried and mended may have left its words there */
            job->err = (struct err){0};
    }
    if (*refused) {
        archive_rollback(archive);
        return ERR_OK;
    }
    return archive_commit(archive, err);
}

static void record_group(struct writer *w, struct job **jobs, size_t count)
{
    struct archive *archive = NULL;
    struct err err = {0};
    bool refused = true;
    enum err_code code;

    speak_as(jobs[0]);
    code = find_archive(&archive, w, jobs[0]->visit, &err);
    while (code == ERR_OK && refused)
        code = try_group(&refused, archive, jobs, count, &err);
    if (code != ERR_OK)
        fail_all(jobs, count, &err);
}

static void run_alone(struct writer *w, struct job *job)
{
    struct archive *archive = NULL;

    speak_as(job);
    if (find_archive(&archive, w, job->visit, &job->err) != ERR_OK)
        return;
    /* As above. */
    if (job->work(archive, job->context, &job->err) == ERR_OK)
        job->err = (struct err){0};
    archive_rollback(archive); /* of a batch that was left open; nothing otherwise */
}

/* --- the thread --- */

static size_t size_of(const struct job *job)
{
    return job->drafts->type == VALUE_ARRAY ? job->drafts->count : 0;
}

/* The first that waits, and behind it what the same visit wants to record, as much as one
 * commit takes; order is kept within a visit. */
static size_t take_group(struct job *group[GROUP_MAX], struct writer *w)
{
    struct job *first = w->first;
    struct job **at = &w->first;
    size_t count = 0;
    size_t drafts = 0;

    while (*at && count < GROUP_MAX) {
        struct job *job = *at;
        bool is_same = job->visit == first->visit;
        bool fits = job == first || (first->drafts && job->drafts &&
                                     drafts + size_of(job) <= ARCHIVE_BATCH);

        if (is_same && !fits)
            break;
        if (!is_same) {
            at = &job->next;
            continue;
        }
        group[count++] = job;
        drafts += job->drafts ? size_of(job) : 0;
        *at = job->next;
    }
    w->last = &w->first;
    while (*w->last)
        w->last = &(*w->last)->next;
    return count;
}

/* Returns how many there are; 0: it is time to end. */
static size_t wait_for_group(struct job *group[GROUP_MAX], struct writer *w)
{
    size_t count = 0;

    (void)pthread_mutex_lock(&w->lock);
    while (!w->first && !w->is_ending) {
        struct timespec until;

        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += SWEEP_SECONDS;
        if (pthread_cond_timedwait(&w->came, &w->lock, &until) != 0) {
            (void)pthread_mutex_unlock(&w->lock);
            sweep(w);
            (void)pthread_mutex_lock(&w->lock);
        }
    }
    if (w->first)
        count = take_group(group, w);
    (void)pthread_mutex_unlock(&w->lock);
    return count;
}

static void *write_on(void *context)
{
    struct writer *w = context;
    struct job *group[GROUP_MAX];
    size_t count;

    while ((count = wait_for_group(group, w)) > 0) {
        if (group[0]->drafts)
            record_group(w, group, count);
        else
            run_alone(w, group[0]);
        (void)pthread_mutex_lock(&w->lock);
        for (size_t i = 0; i < count; i++)
            group[i]->is_done = true;
        (void)pthread_cond_broadcast(&w->is_done);
        (void)pthread_mutex_unlock(&w->lock);
    }
    for (size_t i = 0; i < HANDLES_MAX; i++)
        close_handle(&w->handles[i]);
    return NULL;
}

struct writer *writer_start(struct visits *visits)
{
    struct writer *w = calloc(1, sizeof *w);
    pthread_condattr_t attributes;

    if (!w)
        out_of_memory(sizeof *w);
    w->visits = visits;
    w->last = &w->first;
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&w->came, &attributes);
    (void)pthread_cond_init(&w->is_done, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&w->thread, NULL, write_on, w) != 0)
        out_of_memory(0);
    return w;
}

void writer_stop(struct writer *w)
{
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->is_ending = true;
    (void)pthread_cond_signal(&w->came);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->thread, NULL);
    (void)pthread_cond_destroy(&w->came);
    (void)pthread_cond_destroy(&w->is_done);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
}

/* --- the threads that want something --- */

static void hand_in(struct writer *w, struct job *job)
{
    (void)pthread_mutex_lock(&w->lock);
    *w->last = job;
    w->last = &job->next;
    (void)pthread_cond_signal(&w->came);
    while (!job->is_done)
        (void)pthread_cond_wait(&w->is_done, &w->lock);
    (void)pthread_mutex_unlock(&w->lock);
}

static enum err_code do_it(struct job *job, struct err *err)
{
    hand_in(exchange_of(job->r)->site->writer, job);
    if (job->err.code == ERR_OK)
        return ERR_OK;
    *err = job->err;
    return err->code;
}

static enum err_code finish(struct job *job, struct err *err)
{
    struct exchange *x = exchange_of(job->r);
    struct err ignored = {0};

    if (do_it(job, err) != ERR_OK)
        return err->code;
    /* It is recorded, and must not look as if it were not: what cannot be read again is
     * found by whatever reads next. */
    if (exchange_refresh(x, &ignored) != ERR_OK)
        return ERR_OK;
    return ERR_OK;
}

enum err_code writer_record(struct draft_result **out, size_t *count, struct request *r,
                            const struct value *drafts, struct err *err)
{
    struct job job = {.r = r, .visit = exchange_of(r)->visit, .drafts = drafts};

    if (finish(&job, err) != ERR_OK)
        return err->code;
    *out = job.results;
    *count = job.count;
    return ERR_OK;
}

enum err_code writer_record_aside(struct request *r, const struct value *drafts,
                                  struct err *err)
{
    struct job job = {.r = r, .visit = exchange_of(r)->visit, .drafts = drafts};

    return do_it(&job, err);
}

enum err_code writer_run(struct request *r, writer_work work, void *context,
                         struct err *err)
{
    struct job job = {
        .r = r, .visit = exchange_of(r)->visit, .work = work, .context = context};

    return finish(&job, err);
}
