#include "web/watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"

struct watched {
    int fd;
    bool is_waiting;  /* for a head */
    int64_t since_ns; /* the present step began */
    int64_t until_ns; /* INT64_MAX: no matter */
    struct watched *next;
    struct watched **before;
};

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t thread;
    bool is_ending;
    size_t count;
    struct watched *first;
};

/* Where most places are taken, whoever says nothing gives theirs up sooner. */
static bool is_slow(const struct watch *watch, const struct watched *c, int64_t now)
{
    return c->until_ns < now || (c->is_waiting && watch->count > WATCH_CROWD &&
                                 now - c->since_ns > WATCH_CROWD_SECONDS * 1000000000LL);
}

/* Only shut: the library, whose socket it is, then closes it. */
static void shut_slow(struct watch *watch)
{
    int64_t now = clock_monotonic_ns();

    for (struct watched *c = watch->first; c; c = c->next)
        if (is_slow(watch, c, now)) {
            c->until_ns = INT64_MAX;
            c->is_waiting = false;
            (void)shutdown(c->fd, SHUT_RDWR);
            log_line("refused", "status=0 reason=too-slow");
        }
}

static void *look(void *context)
{
    struct watch *watch = context;

    (void)pthread_mutex_lock(&watch->lock);
    while (!watch->is_ending) {
        struct timespec until;

        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        (void)pthread_cond_timedwait(&watch->ended, &watch->lock, &until);
        shut_slow(watch);
    }
    (void)pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct watch *watch_start(void)
{
    struct watch *watch = calloc(1, sizeof *watch);
    pthread_condattr_t attributes;

    if (!watch)
        out_of_memory(sizeof *watch);
    (void)pthread_mutex_init(&watch->lock, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&watch->ended, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    if (pthread_create(&watch->thread, NULL, look, watch) != 0)
        out_of_memory(0);
    return watch;
}

void watch_stop(struct watch *watch)
{
    (void)pthread_mutex_lock(&watch->lock);
    watch->is_ending = true;
    (void)pthread_cond_signal(&watch->ended);
    (void)pthread_mutex_unlock(&watch->lock);
    (void)pthread_join(watch->thread, NULL);
    (void)pthread_cond_destroy(&watch->ended);
    (void)pthread_mutex_destroy(&watch->lock);
    free(watch);
}

static void set(struct watch *watch, struct watched *watched, int64_t seconds,
                bool is_waiting)
{
    (void)pthread_mutex_lock(&watch->lock);
    watched->since_ns = clock_monotonic_ns();
    watched->until_ns =
        seconds < 0 ? INT64_MAX : watched->since_ns + seconds * 1000000000;
    watched->is_waiting = is_waiting;
    (void)pthread_mutex_unlock(&watch->lock);
}

void watch_until(struct watch *watch, struct watched *watched, int64_t seconds)
{
    set(watch, watched, seconds, false);
}

void watch_wait(struct watch *watch, struct watched *watched)
{
    set(watch, watched, WATCH_HEAD_SECONDS, true);
}

int64_t watch_seconds_for(uint64_t bytes)
{
    return WATCH_SENT_SECONDS + (int64_t)(bytes / WATCH_BYTES_A_SECOND);
}

void watch_pause(struct watch *watch, struct watched *watched)
{
    set(watch, watched, -1, false);
}

struct watched *watch_add(struct watch *watch, int fd)
{
    struct watched *c = calloc(1, sizeof *c);

    if (!c)
        out_of_memory(sizeof *c);
    c->fd = fd;
    watch_wait(watch, c);
    (void)pthread_mutex_lock(&watch->lock);
    watch->count++;
    c->next = watch->first;
    c->before = &watch->first;
    if (c->next)
        c->next->before = &c->next;
    watch->first = c;
    (void)pthread_mutex_unlock(&watch->lock);
    return c;
}

void watch_remove(struct watch *watch, struct watched *watched)
{
    struct watched *c = watched;

    if (!c)
        return;
    (void)pthread_mutex_lock(&watch->lock);
    watch->count--;
    *c->before = c->next;
    if (c->next)
        c->next->before = c->before;
    (void)pthread_mutex_unlock(&watch->lock);
    free(c);
}
