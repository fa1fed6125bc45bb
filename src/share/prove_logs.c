#include "share/prove_logs.h"

#include <stdlib.h>

struct standing {
    const struct admission_feed *feed;
    const struct admission *admission;
    size_t place; /* in the reading */
};

static int in_order(const void *a, const void *b)
{
    const struct standing *x = a;
    const struct standing *y = b;

    if (x->admission->depth != y->admission->depth)
        return x->admission->depth < y->admission->depth ? -1 : 1;
    return str_compare(x->feed->id, y->feed->id);
}

static uint32_t place_among(const struct standing *standings, size_t count, size_t place)
{
    for (size_t i = 0; i < count; i++)
        if (standings[i].place == place)
            return (uint32_t)i;
    return 0;
}

static size_t choose(struct standing *out, const struct admission_reading *reading)
{
    size_t count = 0;

    for (size_t i = 0; i < reading->count; i++)
        if (reading->admissions[i].ground != ADMISSION_NONE)
            out[count++] =
                (struct standing){&reading->feeds[i], &reading->admissions[i], i};
    qsort(out, count, sizeof *out, in_order);
    return count;
}

enum err_code prove_logs_open(struct prove_logs *out, struct arena *arena,
                              struct store *store, struct str archive, struct err *err)
{
    struct admission_reading reading = {0};
    struct standing *standings;
    size_t count;
    enum err_code code = admission_read(&reading, arena, store, archive, err);

    if (code != ERR_OK)
        return code;
    standings = ARENA_ARRAY(arena, struct standing, reading.count);
    count = choose(standings, &reading);
    out->items = ARENA_ARRAY(arena, struct prove_log, count);
    for (size_t i = 0; i < count; i++) {
        struct prove_log *log = &out->items[i];

        log->admission = *standings[i].admission;
        log->admission.by = place_among(standings, count, log->admission.by);
        log->admission.ended_by = place_among(standings, count, log->admission.ended_by);
        if (feed_log_open(&log->log, store, standings[i].feed->id, err) != ERR_OK)
            return err->code;
        out->count++;
    }
    return ERR_OK;
}

void prove_logs_close(struct prove_logs *logs)
{
    for (size_t i = 0; i < logs->count; i++)
        feed_log_close(&logs->items[i].log);
    logs->count = 0;
}

uint64_t prove_log_end(const struct prove_log *log)
{
    return log->log.head.size < log->admission.until ? log->log.head.size
                                                     : log->admission.until;
}
