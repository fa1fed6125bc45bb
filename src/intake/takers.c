#include <assert.h>
#include <errno.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/queue.h"
#include "intake/taker.h"

enum { THREADS_MAX = 8 };

/* One file on its way, in the order of the walk. */
struct slot {
    struct buf path;
    struct take_result result;
    struct stat stat;
    bool has_lasting_inode;
};

struct takers {
    struct archive *archive;
    const struct take_seal *seal;
    struct queue *jobs;
    struct queue *results;
    struct slot slots[TAKERS_WINDOW];
    uint32_t first; /* slot of the oldest file */
    uint32_t count;
    uint64_t read_bytes;
    unsigned thread_count;
    pthread_t threads[THREADS_MAX];
};

static void tell_bytes(void *context, uint64_t bytes)
{
    struct takers *takers = context;
    struct take_result result = {.read = bytes};

    (void)queue_push(takers->results, &result);
}

static void *work(void *context)
{
    struct takers *takers = context;
    struct taker *taker = taker_new(takers->archive, takers->seal, tell_bytes, takers);
    struct take_result result;
    struct take_job job;

    while (queue_pop(takers->jobs, &job)) {
        if (taker) {
            taker_work(&result, taker, &job);
        } else {
            source_close(&job.source);
            result = (struct take_result){.slot = job.slot,
                                          .is_done = true,
                                          .outcome = TAKE_FAILED,
                                          .err = {ERR_IO, "out of memory"}};
        }
        (void)queue_push(takers->results, &result);
    }
    taker_free(taker);
    return NULL;
}

enum err_code takers_start(struct takers **out, struct archive *archive,
                           unsigned thread_count, const struct take_seal *seal,
                           struct err *err)
{
    struct takers *takers = calloc(1, sizeof *takers);

    assert(thread_count > 0 && thread_count <= THREADS_MAX);
    if (!takers)
        return err_set(err, ERR_IO, "out of memory");
    takers->archive = archive;
    takers->seal = seal;
    takers->jobs = queue_new(TAKERS_WINDOW, sizeof(struct take_job));
    takers->results = queue_new(TAKERS_WINDOW, sizeof(struct take_result));
    for (unsigned i = 0; i < thread_count; i++) {
        errno = pthread_create(&takers->threads[i], NULL, work, takers);
        if (errno != 0)
            break;
        takers->thread_count++;
    }
    if (takers->thread_count == 0) {
        (void)err_set_errno(err, "could not start a thread");
        takers_stop(takers);
        return err->code;
    }
    *out = takers;
    return ERR_OK;
}

void takers_stop(struct takers *takers)
{
    struct take_result result;
    struct take_job job;

    if (!takers)
        return;
    queue_close(takers->jobs);
    while (queue_try_pop(takers->jobs, &job))
        source_close(&job.source);
    queue_close(takers->results); /* a thread that waits to tell something goes on */
    for (unsigned i = 0; i < takers->thread_count; i++)
        (void)pthread_join(takers->threads[i], NULL);
    while (queue_try_pop(takers->results, &result))
        ;
    queue_free(takers->jobs);
    queue_free(takers->results);
    for (size_t i = 0; i < TAKERS_WINDOW; i++)
        buf_release(&takers->slots[i].path);
    free(takers);
}

bool takers_is_full(const struct takers *takers)
{
    return takers->count == TAKERS_WINDOW;
}

bool takers_is_empty(const struct takers *takers)
{
    return takers->count == 0;
}

static void copy_end(char *out, size_t cap, struct str path)
{
    struct str end = str_after(path, path.len > cap ? path.len - cap : 0);

    memset(out, 0, cap);
    if (end.len > 0)
        memcpy(out, end.ptr, end.len);
}

void takers_give(struct takers *takers, enum take_task task, struct source source,
                 const struct digest *known, struct str path)
{
    uint32_t n = (takers->first + takers->count) % TAKERS_WINDOW;
    struct slot *slot = &takers->slots[n];
    struct take_job job = {.source = source, .task = task, .slot = n};

    assert(!takers_is_full(takers));
    if (known)
        job.known = *known;
    copy_end(job.name_end, sizeof job.name_end, path);
    buf_reset(&slot->path);
    buf_append(&slot->path, path);
    slot->stat = source.before;
    slot->has_lasting_inode = source.has_lasting_inode;
    slot->result.is_done = false;
    takers->count++;
    (void)queue_push(takers->jobs, &job); /* has room for the whole window: never waits */
}

bool takers_next(struct taken *out, struct takers *takers)
{
    struct slot *oldest = &takers->slots[takers->first];
    struct take_result result;

    assert(!takers_is_empty(takers));
    if (!oldest->result.is_done) {
        if (!queue_pop(takers->results, &result))
            return false;
        takers->read_bytes += result.read;
        if (result.is_done)
            takers->slots[result.slot].result = result;
    }
    if (!oldest->result.is_done)
        return false;
    *out = (struct taken){.result = &oldest->result,
                          .path = buf_str(&oldest->path),
                          .stat = oldest->stat,
                          .has_lasting_inode = oldest->has_lasting_inode};
    takers->first = (takers->first + 1) % TAKERS_WINDOW;
    takers->count--;
    return true;
}

uint64_t takers_read_bytes(const struct takers *takers)
{
    return takers->read_bytes;
}
