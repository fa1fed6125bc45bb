#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

/*
 * A bounded queue between threads. Items move by value, so that nothing is shared
 * but the queue itself: it, the store's write lock and the server's
 * (web/) are the only locks in the program. Any number of threads may push and pop.
 */

#include <stdbool.h>
#include <stddef.h>

struct queue;

/* Never NULL: without memory the process stops. Room for `capacity` items, at least one.
 */
struct queue *queue_new(size_t capacity, size_t item_size);

/* No thread may be using it any more. NULL is nothing. */
void queue_free(struct queue *q);

/* Copy the item in, waiting while the queue is full. False once it is closed. */
bool queue_push(struct queue *q, const void *item);

/* Copy the oldest item out, waiting while there is none. False when closed and empty. */
bool queue_pop(struct queue *q, void *item);

/* As queue_pop(), but false at once when there is none. */
bool queue_try_pop(struct queue *q, void *item);

/* Nothing more comes in; what is in still comes out. Wakes everybody who waits. */
void queue_close(struct queue *q);

#endif
