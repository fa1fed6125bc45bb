#include "web/gazetteer_pool.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/self.h"

enum { IDLE_MAX = 4, BORROWED_MAX = 256 };

/* What the two folders looked like when a set was opened. */
struct folders {
    struct timespec home;
    struct timespec shipped;
};

struct opened {
    struct gazetteers *gazetteers;
    struct folders folders;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct opened idle[IDLE_MAX];
static size_t idle_count;
static struct opened borrowed[BORROWED_MAX]; /* to know of what age they are */
static size_t borrowed_count;

/* As the command line finds them: beside the program, or in the source tree. */
static struct str shipped_folder(struct arena *arena)
{
    static const char *const places[] = {"../../share/stele/gazetteers",
                                         "../share/stele/gazetteers"};

    return self_find(arena, places, sizeof places / sizeof places[0], R_OK | X_OK);
}

static struct timespec changed(struct str folder)
{
    struct stat st;

    if (folder.len == 0 || stat(folder.ptr, &st) != 0)
        return (struct timespec){0};
    return st.st_mtim;
}

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool is_same(const struct folders *a, const struct folders *b)
{
    return is_same_time(a->home, b->home) && is_same_time(a->shipped, b->shipped);
}

/* What waits and is of now; what is older is closed. */
static struct gazetteers *take(const struct folders *now)
{
    struct gazetteers *found = NULL;

    (void)pthread_mutex_lock(&lock);
    while (!found && idle_count > 0) {
        struct opened *last = &idle[--idle_count];

        if (is_same(&last->folders, now))
            found = last->gazetteers;
        else
            gazetteers_close(last->gazetteers);
    }
    (void)pthread_mutex_unlock(&lock);
    return found;
}

static void remember(struct gazetteers *gazetteers, const struct folders *now)
{
    (void)pthread_mutex_lock(&lock);
    if (borrowed_count < BORROWED_MAX)
        borrowed[borrowed_count++] = (struct opened){gazetteers, *now};
    (void)pthread_mutex_unlock(&lock);
}

enum err_code gazetteer_borrow(struct gazetteers **out, struct arena *arena,
                               struct err *err)
{
    struct str home = gazetteers_home(arena);
    struct str shipped = shipped_folder(arena);
    struct folders now = {changed(home), changed(shipped)};
    struct gazetteers *gazetteers = take(&now);

    if (!gazetteers && gazetteers_open(&gazetteers, home, shipped, err) != ERR_OK)
        return err->code;
    remember(gazetteers, &now);
    *out = gazetteers;
    return ERR_OK;
}

/* One that was not remembered, because so many were out, is closed. */
void gazetteer_return(struct gazetteers *gazetteers)
{
    bool is_kept = false;

    (void)pthread_mutex_lock(&lock);
    for (size_t i = 0; i < borrowed_count; i++) {
        if (borrowed[i].gazetteers != gazetteers)
            continue;
        if (idle_count < IDLE_MAX) {
            idle[idle_count++] = borrowed[i];
            is_kept = true;
        }
        borrowed[i] = borrowed[--borrowed_count];
        break;
    }
    (void)pthread_mutex_unlock(&lock);
    if (!is_kept)
        gazetteers_close(gazetteers);
}
