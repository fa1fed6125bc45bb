#include "record/gate_now.h"

#include "base/clock.h"
#include "record/additions.h"
#include "record/archive_view.h"
#include "record/genesis.h"

enum { DAY_SECONDS = 86400 };

enum err_code gate_today(int64_t *day, const struct archive *archive, struct err *err)
{
    struct clock_text now;
    int64_t seconds = 0;
    enum err_code code = genesis_clock(&now, archive_is_synthetic(archive), err);

    if (code != ERR_OK)
        return code;
    if (!clock_parse(&seconds, str_from_c(now.text)))
        return err_set(err, ERR_INVALID, "the clock shows no time that there is");
    *day = seconds / DAY_SECONDS;
    return ERR_OK;
}

static enum err_code check_purpose(struct arena *arena, struct archive *archive,
                                   struct view view, struct str purpose, struct err *err)
{
    struct additions *additions = NULL;

    if (purpose.len == 0)
        return ERR_OK;
    if (additions_read(&additions, arena, archive_index(archive), view, err) != ERR_OK)
        return err->code;
    if (additions_term(additions, schema_vocabulary(STR("consent_purpose")), purpose))
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "\"" STR_FMT "\" is no purpose that people can agree to; docs/"
                   "consent.md lists them",
                   STR_ARG(str_prefix(purpose, 64)));
}

enum err_code gate_ask_now(struct gate_answer *out, struct arena *arena,
                           struct archive *archive, const struct gate_question *question,
                           const struct gate_item *items, size_t count, struct err *err)
{
    struct gate_question asked = *question;
    struct archive_view now = {0};

    if (archive_view_now(&now, arena, archive, err) != ERR_OK ||
        check_purpose(arena, archive, now.view, asked.purpose, err) != ERR_OK ||
        gate_today(&asked.today, archive, err) != ERR_OK)
        return err->code;
    return gate_ask(out, arena, archive_index(archive), now.view, &asked, items, count,
                    err);
}

enum err_code gate_ask_reading(struct gate_answer *out, struct arena *arena,
                               struct archive *archive, const struct gate_item *items,
                               size_t count, struct err *err)
{
    static const struct gate_question reading = {STR_INIT("documentation"),
                                                 STR_INIT("own_team"), 0};

    return gate_ask_now(out, arena, archive, &reading, items, count, err);
}
