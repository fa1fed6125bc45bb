#include "base/queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

struct numbered {
    uint32_t n;
    char pad[60]; /* items are more than a word */
};

static void items_come_out_in_the_order_they_went_in(void **state)
{
    struct queue *q = queue_new(3, sizeof(struct numbered));
    struct numbered item = {0};

    (void)state;
    for (uint32_t n = 0; n < 100; n++) {
        item.n = n;
        assert_true(queue_push(q, &item));
        item.n = n + 1000;
        assert_true(queue_push(q, &item));
        assert_true(queue_pop(q, &item));
        assert_int_equal(item.n, n);
        assert_true(queue_try_pop(q, &item));
        assert_int_equal(item.n, n + 1000);
    }
    assert_false(queue_try_pop(q, &item));
    queue_free(q);
}

static void a_closed_queue_gives_what_it_holds_and_takes_nothing(void **state)
{
    struct queue *q = queue_new(2, sizeof(int));
    int item = 7;

    (void)state;
    assert_true(queue_push(q, &item));
    queue_close(q);
    assert_false(queue_push(q, &item));
    item = 0;
    assert_true(queue_pop(q, &item));
    assert_int_equal(item, 7);
    assert_false(queue_pop(q, &item));
    queue_free(q);
    queue_free(NULL);
}

struct relay {
    struct queue *in;
    struct queue *out;
};

static void *pass_on(void *argument)
{
    const struct relay *relay = argument;
    struct numbered item;

    while (queue_pop(relay->in, &item) && queue_push(relay->out, &item))
        ;
    return NULL;
}

static void every_item_arrives_once_through_several_threads(void **state)
{
    enum { ITEMS = 20000, THREADS = 3 };
    struct relay relay = {queue_new(8, sizeof(struct numbered)),
                          queue_new(8, sizeof(struct numbered))};
    static unsigned char seen[ITEMS];
    pthread_t threads[THREADS];
    struct numbered item = {0};
    uint32_t sent = 0;
    uint32_t received = 0;

    (void)state;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, pass_on, &relay), 0);
    while (received < ITEMS) {
        /* Never more on the way than the queues hold, or this thread would wait for
         * itself. */
        while (sent < ITEMS && sent - received < 8) {
            item.n = sent++;
            assert_true(queue_push(relay.in, &item));
        }
        assert_true(queue_pop(relay.out, &item));
        assert_true(item.n < ITEMS);
        seen[item.n]++;
        received++;
    }
    queue_close(relay.in);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (uint32_t n = 0; n < ITEMS; n++)
        assert_int_equal(seen[n], 1);
    queue_free(relay.in);
    queue_free(relay.out);
}

static void closing_wakes_a_thread_that_waits(void **state)
{
    struct relay relay = {queue_new(1, sizeof(struct numbered)),
                          queue_new(1, sizeof(struct numbered))};
    pthread_t thread;

    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, pass_on, &relay), 0);
    queue_close(relay.in);
    assert_int_equal(pthread_join(thread, NULL), 0);
    queue_free(relay.in);
    queue_free(relay.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_out_in_the_order_they_went_in),
        cmocka_unit_test(a_closed_queue_gives_what_it_holds_and_takes_nothing),
        cmocka_unit_test(every_item_arrives_once_through_several_threads),
        cmocka_unit_test(closing_wakes_a_thread_that_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
