#ifndef WEB_VISITS_INSIDE_H
#define WEB_VISITS_INSIDE_H

/* What visits.c (who is in) and pool.c (their archives) share. */

#include <pthread.h>

#include "web/visits.h"

struct handle {
    struct archive *archive; /* NULL: none is open here */
    bool is_lent;
    int64_t used_ns;
};

struct visit {
    uint64_t number;
    char cookie[VISITOR_TOKEN + 1];
    char token[VISITOR_TOKEN + 1];
    struct session *session; /* NULL: nobody has a passphrase */
    int64_t used_ns;
    int64_t idle_ns;
    unsigned inside; /* threads that have entered */
    bool is_over;
    char *why;          /* as said; or NULL */
    struct arena arena; /* of the next two; lives as long */
    struct str member;
    struct str name;
    unsigned roles;
    bool is_reader;
    size_t taken;      /* archives that are out */
    size_t handle_max; /* fewer, where each holds an index of its own in memory */
    struct handle handles[VISIT_HANDLES];
};

struct visits {
    const char *folder;
    void (*key_used)(void *context);
    void *context;
    int64_t patience;
    pthread_mutex_t lock;   /* of everything here */
    pthread_cond_t freed;   /* a handle was given back */
    pthread_mutex_t trying; /* a passphrase: one at a time */
    pthread_mutex_t asking; /* of the next four: who may sign in */
    struct arena known_arena;
    struct str *known;
    size_t known_count;
    int64_t known_ns;
    struct visit *items[VISITS_MAX];
    size_t count;
    uint64_t last_number;
    char key[VISITOR_TOKEN + 1]; /* empty: used */
    unsigned failures;           /* wrong passphrases, fading with time */
    int64_t failed_ns;
};

/* Closes idle archives: those that were not used for a while, and the oldest of them
 * where more are open than `most`. */
void pool_close_idle(struct visits *visits, size_t most);

/* One more that is open, whoever it belongs to. */
void pool_add(struct visits *visits, struct visit *visit, struct archive *archive);

#endif
