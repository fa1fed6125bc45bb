#ifndef WEB_WATCH_H
#define WEB_WATCH_H

/*
 * Ends connections that hold a place and do not get on: a head that trickles in byte by
 * byte never exceeds the library's time without a byte. Each connection has a moment by
 * which its present step must be over; a thread looks every second.
 */

#include <stdbool.h>
#include <stdint.h>

struct watch;
struct watched;

enum {
    WATCH_HEAD_SECONDS = 20,  /* from the connection, or the last answer, to the head */
    WATCH_CROWD = 160,        /* so many connections, and whoever says nothing … */
    WATCH_CROWD_SECONDS = 3,  /* … so long gives the place up */
    WATCH_FORM_SECONDS = 60,  /* for a form */
    WATCH_SENT_SECONDS = 120, /* for an answer, and a second more for each … */
    WATCH_BYTES_A_SECOND = 4096
};

struct watch *watch_start(void);
void watch_stop(struct watch *watch);

/* A connection came, by its socket; and went. */
struct watched *watch_add(struct watch *watch, int fd);
void watch_remove(struct watch *watch, struct watched *watched);

/* The next head has to come. */
void watch_wait(struct watch *watch, struct watched *watched);

/* So many seconds from now. */
void watch_until(struct watch *watch, struct watched *watched, int64_t seconds);

/* For an answer or a body of so many bytes. */
int64_t watch_seconds_for(uint64_t bytes);

/* While we work for it ourselves, nobody is slow but us. */
void watch_pause(struct watch *watch, struct watched *watched);

#endif
