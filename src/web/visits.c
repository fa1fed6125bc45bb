#include "web/visits.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "crypto/random.h"
#include "record/frontier.h"
#include "record/member.h"
#include "record/roles.h"
#include "sheet/labels.h"
#include "web/guard.h"
#include "web/visits_inside.h"

enum {
    TOKEN_BYTES = 32,
    FAILURES_FREE = 5, /* wrong passphrases before it gets slow */
    FAILURE_SECONDS = 30,
    KNOWN_SECONDS = 2 /* which members have a lock here */
};

static int64_t seconds(int64_t n)
{
    return n * 1000000000;
}

/* base64url of 32 bytes. */
static void make_token(char out[VISITOR_TOKEN + 1])
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    uint8_t bytes[TOKEN_BYTES + 1] = {0};

    random_fill(bytes, TOKEN_BYTES);
    for (size_t i = 0; i < VISITOR_TOKEN; i++) {
        size_t bit = i * 6;
        unsigned pair = (unsigned)bytes[bit / 8] << 8 | bytes[bit / 8 + 1];

        out[i] = letters[pair >> (10 - bit % 8) & 0x3f];
    }
    out[VISITOR_TOKEN] = '\0';
    crypto_wipe(bytes, sizeof bytes);
}

struct visits *visits_new(const char *folder, void (*key_used)(void *context),
                          void *context)
{
    struct visits *visits = calloc(1, sizeof *visits);
    pthread_condattr_t attributes;

    if (!visits)
        out_of_memory(sizeof *visits);
    visits->folder = folder;
    visits->key_used = key_used;
    visits->context = context;
    visits->patience = VISIT_WAIT_SECONDS;
    (void)pthread_mutex_init(&visits->lock, NULL);
    (void)pthread_mutex_init(&visits->trying, NULL);
    (void)pthread_mutex_init(&visits->asking, NULL);
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&visits->freed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return visits;
}

void visits_set_patience(struct visits *visits, int64_t seconds_to_wait)
{
    visits->patience = seconds_to_wait;
}

static void free_visit(struct visit *visit)
{
    for (size_t i = 0; i < VISIT_HANDLES; i++)
        archive_close(visit->handles[i].archive);
    session_close(visit->session);
    if (visit->why)
        explicit_bzero(visit->why, strlen(visit->why));
    free(visit->why);
    arena_free(&visit->arena);
    explicit_bzero(visit, sizeof *visit);
    free(visit);
}

void visits_free(struct visits *visits)
{
    if (!visits)
        return;
    for (size_t i = 0; i < visits->count; i++)
        free_visit(visits->items[i]);
    (void)pthread_cond_destroy(&visits->freed);
    (void)pthread_mutex_destroy(&visits->trying);
    (void)pthread_mutex_destroy(&visits->asking);
    arena_free(&visits->known_arena);
    (void)pthread_mutex_destroy(&visits->lock);
    explicit_bzero(visits, sizeof *visits);
    free(visits);
}

void visits_new_key(char out[VISITOR_TOKEN + 1], struct visits *visits)
{
    (void)pthread_mutex_lock(&visits->lock);
    make_token(visits->key);
    memcpy(out, visits->key, sizeof visits->key);
    (void)pthread_mutex_unlock(&visits->lock);
}

/* Those with a lock here, read from the archive into visits->known. */
static enum err_code read_members(struct visits *visits, struct err *err)
{
    struct archive *archive = NULL;
    struct arena arena = {0};
    struct member_facts *members = NULL;
    size_t count = 0;
    enum err_code code =
        archive_open_as(&archive, visits->folder, ARCHIVE_READ, NULL, err);

    if (code == ERR_OK && archive_has_members(archive))
        code = member_list(&members, &count, &arena, archive, err);
    if (code == ERR_OK) {
        arena_reset(&visits->known_arena);
        visits->known = ARENA_ARRAY(&visits->known_arena, struct str, count);
        visits->known_count = 0;
        for (size_t i = 0; i < count; i++)
            if (members[i].has_lock)
                visits->known[visits->known_count++] =
                    arena_str(&visits->known_arena, members[i].id);
        visits->known_ns = clock_monotonic_ns();
    }
    archive_close(archive);
    arena_free(&arena);
    return code;
}

/* Anybody may ask for the page that shows them, so it costs little to ask often. */
enum err_code visits_members(struct str **out, size_t *count, struct arena *arena,
                             struct visits *visits, struct err *err)
{
    enum err_code code = ERR_OK;

    (void)pthread_mutex_lock(&visits->asking);
    if (visits->known_ns == 0 ||
        clock_monotonic_ns() - visits->known_ns > seconds(KNOWN_SECONDS))
        code = read_members(visits, err);
    if (code == ERR_OK) {
        *count = visits->known_count;
        *out = ARENA_ARRAY(arena, struct str, visits->known_count);
        for (size_t i = 0; i < visits->known_count; i++)
            (*out)[i] = arena_str(arena, visits->known[i]);
    }
    (void)pthread_mutex_unlock(&visits->asking);
    return code;
}

/* --- whose time is over --- */

static bool is_over(const struct visit *visit, int64_t now)
{
    return visit->is_over || now - visit->used_ns > visit->idle_ns;
}

/* Takes those that are over, and in which nobody is, out of the table: they are freed
 * without the lock. */
static size_t take_ended(struct visit **out, struct visits *visits, int64_t now)
{
    size_t kept = 0;
    size_t taken = 0;

    for (size_t i = 0; i < visits->count; i++) {
        struct visit *visit = visits->items[i];

        if (is_over(visit, now) && visit->inside == 0)
            out[taken++] = visit;
        else
            visits->items[kept++] = visit;
    }
    visits->count = kept;
    return taken;
}

void visits_tidy(struct visits *visits)
{
    struct visit *ended[VISITS_MAX];
    size_t count;

    (void)pthread_mutex_lock(&visits->lock);
    count = take_ended(ended, visits, clock_monotonic_ns());
    (void)pthread_mutex_unlock(&visits->lock);
    for (size_t i = 0; i < count; i++)
        free_visit(ended[i]);
    pool_close_idle(visits, SIZE_MAX);
}

/* --- signing in --- */

static enum err_code add_visit(struct str *cookie, struct arena *arena,
                               struct visits *visits, struct visit *visit,
                               struct err *err)
{
    enum err_code code = ERR_OK;

    visits_tidy(visits);
    make_token(visit->cookie);
    make_token(visit->token);
    visit->used_ns = clock_monotonic_ns();
    (void)pthread_mutex_lock(&visits->lock);
    if (visits->count == VISITS_MAX) {
        code = err_set(err, ERR_LIMIT, "too many are signed in");
    } else {
        visit->number = ++visits->last_number;
        visits->items[visits->count++] = visit;
        *cookie = arena_str(arena, str_from_c(visit->cookie));
    }
    (void)pthread_mutex_unlock(&visits->lock);
    if (code != ERR_OK)
        free_visit(visit);
    return code;
}

/* What the member is called, as far as their own keys open it (record/member.c). */
static enum err_code learn_name(struct visit *visit, struct archive *archive,
                                struct err *err)
{
    struct arena arena = {0};
    struct labels labels = {.arena = &arena, .index = archive_index(archive)};
    const struct label *label;
    enum err_code code = frontier_now(&labels.view, &arena, labels.index, err);

    if (code == ERR_OK)
        code = labels_add(&labels, visit->member, err);
    label = labels_find(&labels, visit->member);
    if (code == ERR_OK && label)
        visit->name = arena_str(&visit->arena, label->name);
    labels_release(&labels);
    arena_free(&arena);
    return code;
}

static enum err_code learn(struct visit *visit, struct archive *archive, struct err *err)
{
    visit->member = arena_str(&visit->arena, archive_member(archive));
    if (learn_name(visit, archive, err) != ERR_OK)
        return err->code;
    if (archive_roles(&visit->roles, archive, err) != ERR_OK)
        return err->code;
    return archive_is_reader(&visit->is_reader, archive, err);
}

/* The archive with which it was learned who that is stays open for the first page. */
static enum err_code begin(struct str *cookie, struct arena *arena, struct visits *visits,
                           struct session *session, struct err *err)
{
    struct visit *visit = calloc(1, sizeof *visit);
    struct archive *archive = NULL;
    enum err_code code;

    if (!visit)
        out_of_memory(sizeof *visit);
    visit->session = session;
    visit->idle_ns = seconds(session ? SESSION_SECONDS : VISIT_SECONDS_WITHOUT);
    code = visit_open(&archive, visits, visit, ARCHIVE_READ, err);
    if (code == ERR_OK)
        code = learn(visit, archive, err);
    if (code != ERR_OK) {
        archive_close(archive);
        free_visit(visit);
        return code;
    }
    pool_add(visits, visit, archive);
    return add_visit(cookie, arena, visits, visit, err);
}

enum err_code visits_use_key(struct str *cookie, struct arena *arena,
                             struct visits *visits, struct str key, struct err *err)
{
    bool fits;

    (void)pthread_mutex_lock(&visits->lock);
    fits = visits->key[0] != '\0' && guard_same(key, str_from_c(visits->key));
    if (fits)
        explicit_bzero(visits->key, sizeof visits->key);
    (void)pthread_mutex_unlock(&visits->lock);
    if (!fits)
        return err_set(err, ERR_DENIED, "this key was used, or is another one");
    if (visits->key_used)
        visits->key_used(visits->context);
    return begin(cookie, arena, visits, NULL, err);
}

/* Each wrong one beyond a few costs whoever tries half a minute, in which nobody may try;
 * time takes them back. */
static bool must_wait(struct visits *visits)
{
    int64_t now = clock_monotonic_ns();
    bool must;

    (void)pthread_mutex_lock(&visits->lock);
    while (visits->failures > 0 && now - visits->failed_ns > seconds(FAILURE_SECONDS)) {
        visits->failures--;
        visits->failed_ns += seconds(FAILURE_SECONDS);
    }
    must = visits->failures >= FAILURES_FREE;
    (void)pthread_mutex_unlock(&visits->lock);
    return must;
}

static void note_failure(struct visits *visits)
{
    (void)pthread_mutex_lock(&visits->lock);
    visits->failures++;
    visits->failed_ns = clock_monotonic_ns();
    (void)pthread_mutex_unlock(&visits->lock);
}

enum err_code visits_sign_in(struct str *cookie, struct arena *arena,
                             struct visits *visits, struct str member, struct str secret,
                             struct err *err)
{
    struct archive *archive = NULL;
    struct session *session = NULL;
    enum err_code code;

    (void)pthread_mutex_lock(&visits->trying);
    if (must_wait(visits))
        code = err_set(err, ERR_LIMIT,
                       "too many wrong passphrases: nobody can sign in for half a "
                       "minute");
    else
        code = archive_open(&archive, visits->folder, ARCHIVE_SIGNED_OUT, err);
    if (code == ERR_OK) {
        code = archive_try_session(&session, archive, member, secret, err);
        if (code == ERR_DENIED || code == ERR_NOT_FOUND || code == ERR_INVALID)
            note_failure(visits);
    }
    archive_close(archive);
    (void)pthread_mutex_unlock(&visits->trying);
    return code == ERR_OK ? begin(cookie, arena, visits, session, err) : code;
}

/* --- coming and going --- */

struct visit *visits_enter(struct visits *visits, struct str cookie)
{
    struct visit *found = NULL;
    int64_t now = clock_monotonic_ns();

    if (cookie.len != VISITOR_TOKEN)
        return NULL;
    (void)pthread_mutex_lock(&visits->lock);
    for (size_t i = 0; i < visits->count; i++)
        if (guard_same(cookie, (struct str){visits->items[i]->cookie, VISITOR_TOKEN}) &&
            !is_over(visits->items[i], now))
            found = visits->items[i];
    if (found) {
        found->inside++;
        found->used_ns = now;
    }
    (void)pthread_mutex_unlock(&visits->lock);
    return found;
}

void visit_leave(struct visits *visits, struct visit *visit)
{
    if (!visit)
        return;
    (void)pthread_mutex_lock(&visits->lock);
    visit->inside--;
    visit->used_ns = clock_monotonic_ns();
    (void)pthread_mutex_unlock(&visits->lock);
    visits_tidy(visits);
}

bool visits_has(struct visits *visits, uint64_t number)
{
    int64_t now = clock_monotonic_ns();
    bool has = false;

    (void)pthread_mutex_lock(&visits->lock);
    for (size_t i = 0; i < visits->count; i++)
        has = has ||
              (visits->items[i]->number == number && !is_over(visits->items[i], now));
    (void)pthread_mutex_unlock(&visits->lock);
    return has;
}

void visit_end(struct visits *visits, struct visit *visit)
{
    (void)pthread_mutex_lock(&visits->lock);
    visit->is_over = true;
    (void)pthread_mutex_unlock(&visits->lock);
}

struct visitor *visit_visitor(struct visits *visits, struct visit *visit,
                              struct arena *arena)
{
    struct visitor *visitor = ARENA_NEW(arena, struct visitor);

    (void)pthread_mutex_lock(&visits->lock);
    *visitor = (struct visitor){
        .member = arena_str(arena, visit->member),
        .name = arena_str(arena, visit->name),
        .roles = visit->roles,
        .is_reader = visit->is_reader,
        .token = arena_str(arena, str_from_c(visit->token)),
        .why = arena_str(arena, str_from_c(visit->why)),
    };
    (void)pthread_mutex_unlock(&visits->lock);
    return visitor;
}

void visit_set_why(struct visits *visits, struct visit *visit, struct str why)
{
    char *copy = strndup(why.len > 0 ? why.ptr : "", why.len);
    char *old;

    if (!copy)
        out_of_memory(why.len);
    (void)pthread_mutex_lock(&visits->lock);
    old = visit->why;
    visit->why = copy;
    (void)pthread_mutex_unlock(&visits->lock);
    if (old)
        explicit_bzero(old, strlen(old));
    free(old);
}

uint64_t visit_number(const struct visit *visit)
{
    return visit->number;
}
