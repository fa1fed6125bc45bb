/*
 * stele-serve FOLDER ADDRESS PORT JSON [HOST…]: the server itself, as `stele serve`
 * starts it. A program of its own, because `stele` is to start without loading the
 * libraries that it needs.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/message.h"
#include "base/process.h"
#include "format/foreign.h"
#include "record/archive.h"
#include "web/server.h"
#include "web/visits.h"
#include "web/writer_thread.h"

enum { BACKLOG = 128, WORDS = 5, FOUND_WRONG = 1, USED_WRONGLY = 2, COULD_NOT = 3 };

struct serve {
    struct arena arena;
    struct site site;
    struct archive *archive;
    struct str address; /* without the port: "127.0.0.1", "[::1]" */
    bool json;
    int socket;
};

/* --- where it listens --- */

static enum err_code listen_on(struct serve *s, const struct addrinfo *at,
                               struct err *err)
{
    int yes = 1;

    s->socket = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s->socket < 0)
        return err_set_errno(err, "could not open a socket");
    (void)setsockopt(s->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(s->socket, at->ai_addr, at->ai_addrlen) != 0 ||
        listen(s->socket, BACKLOG) != 0) {
        if (errno == EADDRINUSE)
            return err_set(err, ERR_CONFLICT,
                           "port %u is in use: another server runs already, or take "
                           "another one with --port",
                           s->site.port);
        return err_set_errno(err, "could not listen on port %u", s->site.port);
    }
    return ERR_OK;
}

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)(const void *)address)
                         ->sin_addr.s_addr) >>
                   24 ==
               127;
    return address->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(
               &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

/* Which port it became, and which address, as it stands in a URL. */
static enum err_code learn_address(struct serve *s, struct err *err)
{
    struct sockaddr_storage bound = {0};
    socklen_t len = sizeof bound;
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    uint64_t number = 0;

    if (getsockname(s->socket, (struct sockaddr *)&bound, &len) != 0 ||
        getnameinfo((struct sockaddr *)&bound, len, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0 ||
        !str_to_u64(&number, str_from_c(port)))
        return err_set_errno(err, "could not find out the server's own address");
    s->site.port = (unsigned)number;
    s->site.is_loopback = is_loopback((struct sockaddr *)&bound);
    s->address =
        arena_printf(&s->arena, bound.ss_family == AF_INET6 ? "[%s]" : "%s", host);
    return ERR_OK;
}

static enum err_code open_socket(struct serve *s, const char *address, const char *port,
                                 struct err *err)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int why = getaddrinfo(address, port, &hints, &found);
    enum err_code code;

    if (why != 0)
        return err_set(err, ERR_INVALID, "\"%s\" is no address of this machine: %s",
                       address, gai_strerror(why));
    code = listen_on(s, found, err);
    freeaddrinfo(found);
    return code == ERR_OK ? learn_address(s, err) : code;
}

/* --- by which names it is known --- */

static void add_host(struct serve *s, struct str host)
{
    s->site.hosts.items[s->site.hosts.count++] = host;
}

static void learn_hosts(struct serve *s, char **names, size_t count)
{
    struct arena *arena = &s->arena;
    unsigned port = s->site.port;

    s->site.hosts.items = ARENA_ARRAY(arena, struct str, 2 * count + 4);
    s->site.hosts.is_behind_tls = count > 0;
    add_host(s, arena_printf(arena, "localhost:%u", port));
    add_host(s, arena_printf(arena, "127.0.0.1:%u", port));
    add_host(s, arena_printf(arena, "[::1]:%u", port));
    add_host(s, arena_printf(arena, STR_FMT ":%u", STR_ARG(s->address), port));
    for (size_t i = 0; i < count; i++) {
        add_host(s, str_from_c(names[i]));
        add_host(s, arena_printf(arena, "%s:%u", names[i], port));
    }
}

/* --- what it says --- */

struct saying {
    struct arena arena; /* of its own: requests say things too, when a key was used */
    struct str address;
    struct str sign_in; /* may be empty */
};

static struct saying start_saying(const struct serve *s)
{
    struct saying saying = {0};

    saying.address = arena_printf(&saying.arena, "http://" STR_FMT ":%u/",
                                  STR_ARG(s->address), s->site.port);
    return saying;
}

/* The key is on the screen, where whoever reads it may read the state folder too. */
static void make_key(struct saying *saying, const struct serve *s)
{
    char key[VISITOR_TOKEN + 1];

    visits_new_key(key, s->site.visits);
    saying->sign_in = arena_printf(&saying->arena, STR_FMT "sign-in?key=%s",
                                   STR_ARG(saying->address), key);
    explicit_bzero(key, sizeof key);
}

static void say_json(struct saying *saying)
{
    struct value line = value_object();
    struct buf text = {0};

    value_set(&line, &saying->arena, STR("address"), value_string(saying->address));
    if (saying->sign_in.len > 0)
        value_set(&line, &saying->arena, STR("sign_in"), value_string(saying->sign_in));
    foreign_write(&text, &line);
    printf("%s\n", buf_text(&text));
    buf_release(&text);
}

static void say_address(const struct serve *s)
{
    struct saying saying = start_saying(s);

    if (!s->site.has_members)
        make_key(&saying, s);
    if (s->json) {
        say_json(&saying);
    } else {
        printf(_("The archive is at " STR_FMT "\n"), STR_ARG(saying.address));
        if (saying.sign_in.len > 0)
            printf(_("To sign in, open (works once): " STR_FMT "\n"),
                   STR_ARG(saying.sign_in));
        printf(_("Ctrl-C ends the server.\n"));
    }
    (void)fflush(stdout);
    arena_free(&saying.arena);
}

/* Whoever was let in by a key finds the next one on the screen. */
static void say_key(void *context)
{
    const struct serve *s = context;
    struct saying saying = start_saying(s);

    make_key(&saying, s);
    message_speak(MESSAGE_OF_ENVIRONMENT); /* of the terminal, not of the visitor */
    if (s->json)
        say_json(&saying);
    else
        printf(_("To sign in again, or from another browser (works once): " STR_FMT "\n"),
               STR_ARG(saying.sign_in));
    (void)fflush(stdout);
    arena_free(&saying.arena);
}

/* --- running --- */

static enum err_code open_archive(struct serve *s, struct err *err)
{
    struct str remark;

    if (archive_open_as(&s->archive, s->site.folder, ARCHIVE_READ, NULL, err) != ERR_OK)
        return err->code;
    s->site.has_members = archive_has_members(s->archive);
    s->site.folder =
        arena_str(&s->arena, archive_folder(s->archive)).ptr; /* as it was found */
    remark = archive_remark(s->archive);
    if (remark.len > 0)
        (void)fprintf(stderr, "stele serve: " STR_FMT "\n", STR_ARG(remark));
    return ERR_OK;
}

static void hold_signals(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

static enum err_code run(struct serve *s, struct err *err)
{
    struct server *server = NULL;
    sigset_t ending;
    int which = 0;
    enum err_code code;

    hold_signals(&ending); /* before any thread: all of them inherit it */
    s->site.visits = visits_new(s->site.folder, say_key, s);
    s->site.writer = writer_start(s->site.visits);
    code = server_start(&server, &s->site, s->socket, err);
    if (code == ERR_OK) {
        say_address(s);
        (void)sigwait(&ending, &which);
        /* What is being recorded is recorded, and answered, before anything ends. */
        server_stop(server);
    }
    writer_stop(s->site.writer);
    visits_free(s->site.visits);
    return code;
}

int main(int argc, char **argv)
{
    struct serve s = {.socket = -1};
    struct err err = {0};
    enum err_code code;

    message_start_child();
    (void)message_serve();
    if (argc == 2 && strcmp(argv[1], "--check") == 0)
        return 0; /* stele doctor asks whether all libraries were found */
    if (argc < WORDS) {
        (void)fprintf(stderr, "stele-serve is started by: stele serve\n");
        return USED_WRONGLY;
    }
    process_hide_memory();
    s.site.folder = argv[1];
    s.json = strcmp(argv[4], "json") == 0;
    code = open_archive(&s, &err);
    if (code == ERR_OK)
        code = open_socket(&s, argv[2], argv[3], &err);
    if (code == ERR_OK) {
        learn_hosts(&s, argv + WORDS, (size_t)(argc - WORDS));
        archive_close(s.archive); /* its index is level; each visit opens its own */
        s.archive = NULL;
        code = run(&s, &err);
    }
    archive_close(s.archive);
    if (code != ERR_OK)
        (void)fprintf(stderr, "stele serve: %s\n", err.message);
    arena_free(&s.arena);
    if (code == ERR_OK)
        return 0;
    return code == ERR_NOT_FOUND || code == ERR_INVALID || code == ERR_CORRUPT
               ? FOUND_WRONG
               : COULD_NOT;
}
