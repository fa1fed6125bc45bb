#include "web/shown.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/digest.h"
#include "crypto/sha256.h"
#include "web/visitor.h"

/* Rings: what is older than these makes place. */
enum {
    OPENED_MAX = 4096,
    COVERING_MAX = 64,
    LOGGED_MAX = 1024,
    ANSWERED_MAX = 256,
    WHO_MAX = 64
};

struct who {
    char text[WHO_MAX];
};

struct opened {
    struct who who;
    struct digest sha256;
    int64_t day; /* since 1970; 0: free */
};

struct covering {
    struct who who;
    bool covers;
};

struct logged {
    struct who visit;
    struct ref object;
    int64_t at_ns; /* 0: free */
};

struct answered {
    struct who visit;
    struct digest about; /* names nobody in memory */
    int64_t at_ns;       /* 0: free */
};

static struct {
    pthread_mutex_t lock;
    size_t next_opened;
    size_t next_covering;
    size_t next_logged;
    size_t next_answered;
    struct opened opened[OPENED_MAX];
    struct covering covering[COVERING_MAX];
    struct logged logged[LOGGED_MAX];
    struct answered answered[ANSWERED_MAX];
} memory = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void enter(void)
{
    (void)pthread_mutex_lock(&memory.lock);
}

static void leave(void)
{
    (void)pthread_mutex_unlock(&memory.lock);
}

static struct who who_of(struct str text)
{
    struct who who = {{0}};
    struct str cut = str_prefix(text, WHO_MAX - 1);

    if (cut.len > 0)
        memcpy(who.text, cut.ptr, cut.len);
    return who;
}

static bool is_same(const struct who *a, const struct who *b)
{
    return memcmp(a->text, b->text, WHO_MAX) == 0;
}

static int64_t today(void)
{
    enum { DAY = 24 * 60 * 60 };

    return (int64_t)time(NULL) / DAY;
}

void shown_opened(const struct request *r, struct str sha256)
{
    struct opened now = {.who = who_of(r->visitor->member), .day = today()};
    bool is_known = false;

    if (!digest_parse(&now.sha256, sha256))
        return;
    enter();
    for (size_t i = 0; i < OPENED_MAX && !is_known; i++)
        is_known = memory.opened[i].day == now.day &&
                   is_same(&memory.opened[i].who, &now.who) &&
                   digest_equal(&memory.opened[i].sha256, &now.sha256);
    if (!is_known)
        memory.opened[memory.next_opened++ % OPENED_MAX] = now;
    leave();
}

unsigned shown_today(const struct request *r)
{
    struct who who = who_of(r->visitor->member);
    int64_t day = today();
    unsigned count = 0;

    enter();
    for (size_t i = 0; i < OPENED_MAX; i++)
        count += memory.opened[i].day == day && is_same(&memory.opened[i].who, &who);
    leave();
    return count;
}

static struct covering *find_covering(const struct who *who)
{
    for (size_t i = 0; i < COVERING_MAX; i++)
        if (is_same(&memory.covering[i].who, who))
            return &memory.covering[i];
    return NULL;
}

bool shown_covers_all(const struct request *r)
{
    struct who who = who_of(r->visitor->member);
    const struct covering *found;
    bool covers;

    enter();
    found = find_covering(&who);
    covers = found && found->covers;
    leave();
    return covers;
}

void shown_set_covers_all(const struct request *r, bool covers)
{
    struct who who = who_of(r->visitor->member);
    struct covering *found;

    enter();
    found = find_covering(&who);
    if (!found)
        found = &memory.covering[memory.next_covering++ % COVERING_MAX];
    *found = (struct covering){who, covers};
    leave();
}

/* What happened then is of a reading that goes on. */
static bool is_recent(int64_t at_ns)
{
    return at_ns > 0 &&
           at_ns > clock_monotonic_ns() - SHOWN_SECONDS * INT64_C(1000000000);
}

bool shown_is_logged(const struct request *r, struct ref object)
{
    struct who visit = who_of(r->visitor->token);
    bool is_logged = false;

    enter();
    for (size_t i = 0; i < LOGGED_MAX && !is_logged; i++)
        is_logged = is_recent(memory.logged[i].at_ns) &&
                    memory.logged[i].object.n == object.n &&
                    is_same(&memory.logged[i].visit, &visit);
    leave();
    return is_logged;
}

void shown_set_logged(const struct request *r, struct ref object)
{
    enter();
    memory.logged[memory.next_logged++ % LOGGED_MAX] =
        (struct logged){who_of(r->visitor->token), object, clock_monotonic_ns()};
    leave();
}

static struct digest digest_of(struct str text)
{
    struct sha256 *sha256 = sha256_new();
    struct digest digest = sha256_of(sha256, text);

    sha256_free(sha256);
    return digest;
}

bool shown_is_answered(const struct request *r, struct str about)
{
    struct who visit = who_of(r->visitor->token);
    struct digest digest = digest_of(about);
    bool is_answered = false;

    enter();
    for (size_t i = 0; i < ANSWERED_MAX && !is_answered; i++)
        is_answered = is_recent(memory.answered[i].at_ns) &&
                      digest_equal(&memory.answered[i].about, &digest) &&
                      is_same(&memory.answered[i].visit, &visit);
    leave();
    return is_answered;
}

void shown_set_answered(const struct request *r, struct str about)
{
    struct answered now = {who_of(r->visitor->token), digest_of(about),
                           clock_monotonic_ns()};

    enter();
    memory.answered[memory.next_answered++ % ANSWERED_MAX] = now;
    leave();
}
