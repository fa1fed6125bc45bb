#include "base/queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>

#include "base/arena.h"

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    size_t item_size;
    size_t capacity;
    size_t first; /* slot of the oldest item */
    size_t count;
    bool is_closed;
    unsigned char *slots;
};

/* A failing lock is a bug in this file, never a state of the world. */
static void must(int result)
{
    assert(result == 0);
    (void)result;
}

struct queue *queue_new(size_t capacity, size_t item_size)
{
    struct queue *q = calloc(1, sizeof *q);

    assert(capacity > 0 && item_size > 0);
    if (q)
        q->slots = calloc(capacity, item_size);
    if (!q || !q->slots)
        out_of_memory(capacity * item_size);
    q->capacity = capacity;
    q->item_size = item_size;
    must(pthread_mutex_init(&q->lock, NULL));
    must(pthread_cond_init(&q->not_empty, NULL));
    must(pthread_cond_init(&q->not_full, NULL));
    return q;
}

void queue_free(struct queue *q)
{
    if (!q)
        return;
    must(pthread_cond_destroy(&q->not_full));
    must(pthread_cond_destroy(&q->not_empty));
    must(pthread_mutex_destroy(&q->lock));
    free(q->slots);
    free(q);
}

bool queue_push(struct queue *q, const void *item)
{
    bool is_open;

    must(pthread_mutex_lock(&q->lock));
    while (q->count == q->capacity && !q->is_closed)
        must(pthread_cond_wait(&q->not_full, &q->lock));
    is_open = !q->is_closed;
    if (is_open) {
        size_t slot = (q->first + q->count) % q->capacity;

        memcpy(q->slots + slot * q->item_size, item, q->item_size);
        q->count++;
        must(pthread_cond_signal(&q->not_empty));
    }
    must(pthread_mutex_unlock(&q->lock));
    return is_open;
}

/* The lock is held and there is an item. */
static void take_oldest(struct queue *q, void *item)
{
    memcpy(item, q->slots + q->first * q->item_size, q->item_size);
    q->first = (q->first + 1) % q->capacity;
    q->count--;
    must(pthread_cond_signal(&q->not_full));
}

bool queue_pop(struct queue *q, void *item)
{
    bool has_item;

    must(pthread_mutex_lock(&q->lock));
    while (q->count == 0 && !q->is_closed)
        must(pthread_cond_wait(&q->not_empty, &q->lock));
    has_item = q->count > 0;
    if (has_item)
        take_oldest(q, item);
    must(pthread_mutex_unlock(&q->lock));
    return has_item;
}

bool queue_try_pop(struct queue *q, void *item)
{
    bool has_item;

    must(pthread_mutex_lock(&q->lock));
    has_item = q->count > 0;
    if (has_item)
        take_oldest(q, item);
    must(pthread_mutex_unlock(&q->lock));
    return has_item;
}

void queue_close(struct queue *q)
{
    must(pthread_mutex_lock(&q->lock));
    q->is_closed = true;
    must(pthread_cond_broadcast(&q->not_empty));
    must(pthread_cond_broadcast(&q->not_full));
    must(pthread_mutex_unlock(&q->lock));
}
