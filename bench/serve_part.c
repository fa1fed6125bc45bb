/*
 * serve_part PORT COOKIE TARGET CONNECTIONS SECONDS: asks for one page again and again on
 * kept connections, one thread each, and prints how long answers took. No wrk, no ab:
 * they are not on every machine, and this is all that is needed of them.
 */

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

enum { THREADS_MAX = 256, BLOCK = 1 << 16 };

struct client {
    pthread_t thread;
    unsigned port;
    struct str request;
    int64_t until_ns;
    int64_t *took_ns;
    size_t count;
    size_t cap;
    size_t failed;
    size_t bytes; /* of one answer, head and all */
};

static int connect_to(unsigned port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;

    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
        return -1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return fd;
}

/* The length that the head names; SIZE_MAX while the head is not all there. */
static size_t whole_length(struct str got)
{
    static const struct str name = STR_INIT("Content-Length: ");
    size_t end = str_find_str(got, STR("\r\n\r\n"));
    size_t at = str_find_str(got, name);
    struct str digits;
    uint64_t length = 0;

    if (end == got.len || at >= end)
        return SIZE_MAX;
    digits = str_after(got, at + name.len);
    return str_to_u64(&length, str_prefix(digits, str_find(digits, '\r', 0)))
               ? end + 4 + length
               : SIZE_MAX;
}

static bool ask(struct client *c, int fd, struct buf *got)
{
    size_t sent = 0;

    buf_reset(got);
    while (sent < c->request.len) {
        ssize_t n = write(fd, c->request.ptr + sent, c->request.len - sent);

        if (n <= 0)
            return false;
        sent += (size_t)n;
    }
    while (got->len < whole_length(buf_str(got))) {
        ssize_t n = read(fd, buf_reserve(got, BLOCK), BLOCK);

        if (n <= 0)
            return false;
        got->len += (size_t)n;
    }
    c->bytes = got->len;
    return str_starts_with(buf_str(got), STR("HTTP/1.1 200 ")) ||
           str_starts_with(buf_str(got), STR("HTTP/1.1 404 "));
}

static void note(struct client *c, int64_t ns)
{
    if (c->count == c->cap) {
        c->cap = c->cap > 0 ? 2 * c->cap : 4096;
        c->took_ns = realloc(c->took_ns, c->cap * sizeof *c->took_ns);
        if (!c->took_ns)
            out_of_memory(c->cap);
    }
    c->took_ns[c->count++] = ns;
}

static void *run(void *context)
{
    struct client *c = context;
    struct buf got = {0};
    int fd = connect_to(c->port);

    while (clock_monotonic_ns() < c->until_ns) {
        int64_t began = clock_monotonic_ns();

        if (fd >= 0 && ask(c, fd, &got)) {
            note(c, clock_monotonic_ns() - began);
            continue;
        }
        c->failed++;
        if (fd >= 0)
            (void)close(fd);
        fd = connect_to(c->port);
        if (c->failed > 1000)
            break;
    }
    if (fd >= 0)
        (void)close(fd);
    buf_release(&got);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void report(struct client *clients, size_t n, double seconds)
{
    struct client all = {0};
    size_t failed = 0;
    size_t middle;
    size_t high;

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < clients[i].count; k++)
            note(&all, clients[i].took_ns[k]);
        failed += clients[i].failed;
        free(clients[i].took_ns);
    }
    if (all.count == 0) {
        printf("{\"requests\":0,\"failed\":%zu}\n", failed);
        return;
    }
    middle = all.count / 2;
    high = all.count * 99 / 100;
    qsort(all.took_ns, all.count, sizeof *all.took_ns, by_size);
    printf("{\"requests\":%zu,\"failed\":%zu,\"a_second\":%.0f,\"bytes\":%zu,"
           "\"median_us\":%.0f,\"p99_us\":%.0f,\"longest_us\":%.0f}\n",
           all.count, failed, (double)all.count / seconds, clients[0].bytes,
           (double)all.took_ns[middle] / 1000, (double)all.took_ns[high] / 1000,
           (double)all.took_ns[all.count - 1] / 1000);
    free(all.took_ns);
}

int main(int argc, char **argv)
{
    static struct client clients[THREADS_MAX];
    struct arena arena = {0};
    uint64_t port = 0;
    uint64_t count = 0;
    uint64_t seconds = 0;

    if (argc != 6 || !str_to_u64(&port, str_from_c(argv[1])) ||
        !str_to_u64(&count, str_from_c(argv[4])) || count == 0 || count > THREADS_MAX ||
        !str_to_u64(&seconds, str_from_c(argv[5]))) {
        (void)fprintf(stderr, "usage: serve_part PORT COOKIE TARGET CONNECTIONS "
                              "SECONDS\n");
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        clients[i].port = (unsigned)port;
        clients[i].request = arena_printf(
            &arena, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: %s\r\n\r\n",
            argv[3], (unsigned)port, argv[2]);
        clients[i].until_ns = clock_monotonic_ns() + (int64_t)seconds * 1000000000;
        if (pthread_create(&clients[i].thread, NULL, run, &clients[i]) != 0)
            out_of_memory(0);
    }
    for (size_t i = 0; i < count; i++)
        (void)pthread_join(clients[i].thread, NULL);
    report(clients, count, (double)seconds);
    arena_free(&arena);
    return 0;
}
