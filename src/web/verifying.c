#include "web/verifying.h"

#include <pthread.h>

#include "base/message.h"
#include "format/canon.h"
#include "record/genesis.h"
#include "record/verified.h"
#include "record/verify.h"
#include "sheet/verify_text.h"

#define NOTE "verify-report"

/* One run. */
struct run {
    struct arena arena;
    struct str folder;
    struct root_code codes[VERIFYING_CODES];
    size_t code_count;
    bool is_ukrainian;
    struct str fixed;
    struct value findings;
    uint64_t more;
};

/* What the pages see of it: the one thing here that two threads touch. */
static struct {
    pthread_mutex_t lock;
    bool is_running;
    uint64_t bytes;
    char failed[sizeof((struct err *)NULL)->message];
    struct buf report; /* the last one: of a damaged archive no note may be kept */
} shared = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void lock(void)
{
    (void)pthread_mutex_lock(&shared.lock);
}

static void unlock(void)
{
    (void)pthread_mutex_unlock(&shared.lock);
}

struct verifying verifying_state(struct arena *arena)
{
    struct verifying state;

    lock();
    state = (struct verifying){.is_running = shared.is_running,
                               .bytes = shared.bytes,
                               .failed = arena_str(arena, str_from_c(shared.failed))};
    unlock();
    return state;
}

/* --- the run --- */

static void take_progress(void *context, uint64_t bytes)
{
    (void)context;
    lock();
    shared.bytes = bytes;
    unlock();
}

static void take_finding(void *context, const struct audit_finding *finding)
{
    struct run *run = context;
    struct buf line = {0};

    if (run->findings.count == VERIFYING_FINDINGS) {
        run->more++;
        return;
    }
    verify_finding_text(&line, finding);
    value_add(&run->findings, &run->arena,
              value_string(arena_str(&run->arena, str_trim(buf_str(&line)))));
    buf_release(&line);
}

static void take_fixed(void *context, const struct verify_result *so_far)
{
    struct run *run = context;
    struct buf text = {0};

    verify_fixed_text(&text, so_far);
    run->fixed = arena_str(&run->arena, buf_str(&text));
    buf_release(&text);
}

static void set_number(struct value *v, struct run *run, const char *key, uint64_t n)
{
    value_set(v, &run->arena, str_from_c(key), value_integer((int64_t)n));
}

static struct value report_of(struct run *run, const struct verify_result *result,
                              struct str at)
{
    struct value v = value_object();

    value_set(&v, &run->arena, STR("at"), value_string(at));
    value_set(&v, &run->arena, STR("fixed"), value_string(run->fixed));
    value_set(&v, &run->arena, STR("findings"), run->findings);
    set_number(&v, run, "more", run->more);
    set_number(&v, run, "wrong", result->wrong);
    set_number(&v, run, "unfinished", result->unfinished);
    set_number(&v, run, "unlooked", result->unlooked);
    set_number(&v, run, "statements", verify_statements(result));
    set_number(&v, run, "objects", result->objects);
    set_number(&v, run, "sealed", result->sealed_closed);
    return v;
}

/* False: it is shown until the server ends, and no longer. */
static bool keep_note(const struct run *run, struct str text)
{
    struct archive *archive = NULL;
    struct err ignored = {0};
    enum err_code code =
        archive_open(&archive, run->folder.ptr, ARCHIVE_SIGNED_OUT, &ignored);

    if (code == ERR_OK)
        code = archive_note_write(archive, NOTE, text, &ignored);
    archive_close(archive);
    return code == ERR_OK;
}

/* For all pages at once, and where the archive can be opened for the next start too. */
static enum err_code keep(struct run *run, const struct verify_result *result,
                          struct err *err)
{
    struct buf text = {0};
    struct clock_text now;
    struct value report;

    if (genesis_clock(&now, result->is_synthetic, err) != ERR_OK)
        return err->code;
    report = report_of(run, result, str_from_c(now.text));
    if (canon_write(&text, &report, err) != ERR_OK) {
        buf_release(&text);
        return err->code;
    }
    (void)keep_note(run, buf_str(&text));
    verified_keep(run->folder.ptr, result);
    lock();
    buf_reset(&shared.report);
    buf_append(&shared.report, buf_str(&text));
    unlock();
    buf_release(&text);
    return ERR_OK;
}

static enum err_code verify_and_keep(struct run *run, struct err *err)
{
    struct verify_options how = {.report = take_finding,
                                 .progress = take_progress,
                                 .fixed = take_fixed,
                                 .context = run,
                                 .codes = run->codes,
                                 .code_count = run->code_count};
    struct verify_result result = {0};
    enum err_code code = timestamp_trust_open(&how.trust, NULL, 0, true, err);

    if (code != ERR_OK)
        return code;
    code = verify_archive(&result, &run->arena, run->folder.ptr, &how, err);
    timestamp_trust_close(how.trust);
    return code == ERR_OK ? keep(run, &result, err) : code;
}

static void *work(void *context)
{
    struct run *run = context;
    struct err err = {0};
    struct run done;
    bool is_done;

    message_speak(run->is_ukrainian ? MESSAGE_UKRAINIAN : MESSAGE_ENGLISH);
    is_done = verify_and_keep(run, &err) == ERR_OK;
    lock();
    shared.is_running = false;
    shared.failed[0] = '\0';
    if (!is_done)
        memcpy(shared.failed, err.message, sizeof shared.failed);
    unlock();
    done = *run; /* it lies in its own arena */
    arena_free(&done.arena);
    return NULL;
}

/* --- starting it --- */

static enum err_code read_codes(struct run *run, struct str text, struct err *err)
{
    while (text.len > 0) {
        struct str line = str_trim(str_cut(&text, '\n'));

        if (line.len == 0)
            continue;
        if (run->code_count == VERIFYING_CODES)
            return err_set(err, ERR_INVALID, "at most %d codes, please", VERIFYING_CODES);
        if (root_code_parse(&run->codes[run->code_count], line, err) != ERR_OK)
            return err->code;
        run->code_count++;
    }
    return ERR_OK;
}

static bool claim(void)
{
    bool was_running;

    lock();
    was_running = shared.is_running;
    if (!was_running) {
        shared.is_running = true;
        shared.bytes = 0;
        shared.failed[0] = '\0';
    }
    unlock();
    return !was_running;
}

static void unclaim(void)
{
    lock();
    shared.is_running = false;
    unlock();
}

static enum err_code start_thread(struct run *run, struct err *err)
{
    pthread_attr_t detached;
    pthread_t thread;
    int failed;

    (void)pthread_attr_init(&detached);
    (void)pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    failed = pthread_create(&thread, &detached, work, run);
    (void)pthread_attr_destroy(&detached);
    return failed == 0 ? ERR_OK : err_set(err, ERR_IO, "cannot start a verification now");
}

enum err_code verifying_start(const char *folder, struct str codes, bool is_ukrainian,
                              struct err *err)
{
    struct arena arena = {0};
    struct run *run = ARENA_NEW(&arena, struct run);
    enum err_code code = read_codes(run, codes, err);

    if (code == ERR_OK && !claim())
        code = err_set(err, ERR_CONFLICT, "a verification runs already");
    if (code != ERR_OK) {
        arena_free(&arena);
        return code;
    }
    run->folder = arena_str(&arena, str_from_c(folder));
    run->is_ukrainian = is_ukrainian;
    run->findings = value_array();
    run->arena = arena;
    code = start_thread(run, err);
    if (code != ERR_OK) {
        unclaim();
        arena_free(&arena);
    }
    return code;
}

enum err_code verifying_report(struct value *out, struct arena *arena,
                               struct archive *archive, struct err *err)
{
    struct str text;

    lock();
    text = arena_str(arena, buf_str(&shared.report));
    unlock();
    if (text.len > 0)
        return canon_parse(out, arena, text, err);
    if (archive_note_read(&text, arena, archive, NOTE, err) != ERR_OK)
        return err->code;
    if (text.len == 0)
        return err_set(err, ERR_NOT_FOUND, "nothing was verified yet");
    return canon_parse(out, arena, text, err);
}
