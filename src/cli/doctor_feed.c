#include "cli/doctor_feed.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/message.h"
#include "format/canon.h"
#include "format/checkpoint.h"
#include "log/feed.h"
#include "store/store.h"
#include "store/store_feed.h"
#include "store/store_inspect.h"

enum { NOTE_MAX = 65536, STATEMENTS_LOOKED_AT = 262144, SHORT_FEED = 6 };

/* --- the last note signed, and the one in the folder; stele verify checks signatures ---
 */

static bool position_of(struct checkpoint *out, struct str note)
{
    struct str lines[3];
    struct err ignored = {0};

    for (size_t i = 0; i < 3; i++)
        lines[i] = str_cut(&note, '\n');
    return checkpoint_from_lines(out, lines[0], lines[1], lines[2], &ignored) == ERR_OK;
}

struct standing {
    const char *found;
    const char *todo;
};

static struct standing compare(const struct checkpoint *head,
                               const struct checkpoint *folder)
{
    if (head->size > folder->size)
        return (struct standing){_("this machine signed more than the folder shows"),
                                 _("if a writer was just killed, the next command that "
                                   "writes publishes it; if "
                                   "the folder is an older copy, take the newer one")};
    if (head->size < folder->size)
        return (struct standing){
            _("this machine remembers less than the folder shows"),
            _("an older state was put back: only other copies can tell whether more was "
              "signed; compare them before writing")};
    if (!digest_equal(&head->root, &folder->root))
        return (struct standing){
            _("two histories of one length were signed"),
            _("write nothing; keep both copies, and ask whoever else holds the archive")};
    return (struct standing){_("the last note signed here fits the folder"), NULL};
}

static void compare_notes(struct doctor *d, struct str feed)
{
    struct checkpoint head = {0};
    struct checkpoint folder = {0};
    struct standing standing;
    struct str note = STR("");
    struct err err = {0};

    if (store_head_read(&note, d->arena, d->store, feed, &err) != ERR_OK ||
        !position_of(&head, note)) {
        doctor_say(d, "state.head", DOCTOR_MISSING,
                   _("nothing is signed without it: put the state folder back from a "
                     "backup that is newer than the archive"),
                   _("feed " STR_FMT ": this machine's last note is not there, or cannot "
                     "be read"),
                   STR_ARG(str_prefix(feed, SHORT_FEED)));
        return;
    }
    if (store_part_read(&note, d->arena, d->store, feed, store_checkpoint(), NOTE_MAX,
                        &err) != ERR_OK ||
        !position_of(&folder, note)) {
        doctor_say(d, "state.head", DOCTOR_DOUBTFUL, _("stele verify tells more"),
                   _("feed " STR_FMT ": the checkpoint in the folder is not there, or "
                     "cannot be read"),
                   STR_ARG(str_prefix(feed, SHORT_FEED)));
        return;
    }
    standing = compare(&head, &folder);
    doctor_say(
        d, "state.head", standing.todo ? DOCTOR_DOUBTFUL : DOCTOR_OK, standing.todo,
        _("%s (feed " STR_FMT ": %" PRIu64 " statements signed here, %" PRIu64
          " in the folder)"),
        standing.found, STR_ARG(str_prefix(feed, SHORT_FEED)), head.size, folder.size);
}

void doctor_own_feed(struct doctor *d, struct str feed, const struct store_place *key)
{
    if (!key->is_private)
        doctor_say(
            d, "state.key.private", DOCTOR_DOUBTFUL,
            arena_printf(d->arena, "chmod 600 \"" STR_FMT "\"", STR_ARG(key->path)).ptr,
            _("feed " STR_FMT ": others on this machine may read its key"),
            STR_ARG(str_prefix(feed, SHORT_FEED)));
    compare_notes(d, feed);
}

/* --- what the statements tell --- */

struct contents {
    struct arena scratch;
    uint64_t imports;
    uint64_t ended;
    int64_t newest_s; /* of the newest statement's clock */
};

static enum err_code look_at(void *context, const struct feed_statement *statement,
                             struct err *err)
{
    struct contents *c = context;
    struct value value = {0};
    int64_t at_s = 0;
    struct str is_import = STR("\"kind\":\"import\"");
    struct str at = str_after(statement->bytes, strlen("{\"at\":\""));

    (void)err;
    if (statement->form != FRAME_OPEN)
        return ERR_OK;
    if (clock_parse(&at_s, str_prefix(at, CLOCK_TEXT_LEN)) && at_s > c->newest_s)
        c->newest_s = at_s;
    if (str_find_str(statement->bytes, is_import) == statement->bytes.len)
        return ERR_OK;
    arena_reset(&c->scratch);
    if (canon_parse(&value, &c->scratch, statement->bytes, err) != ERR_OK ||
        !str_equal(value_get_string(&value, STR("kind")), STR("import")))
        return ERR_OK;
    if (value_get(&value, STR("of")))
        c->ended++;
    else
        c->imports++;
    return ERR_OK;
}

static enum err_code read_contents(struct contents *c, struct doctor *d, struct err *err)
{
    struct feed *feed = NULL;
    struct feed_position position;
    enum err_code code = feed_open(&feed, d->store, store_facts(d->store)->feed, err);

    if (code != ERR_OK)
        return code;
    position = feed_position(feed);
    code = feed_scan(
        feed,
        position.size > STATEMENTS_LOOKED_AT ? position.size - STATEMENTS_LOOKED_AT : 0,
        position.size, look_at, c, err);
    feed_close(feed);
    return code;
}

static void say_clock(struct doctor *d, const struct contents *c)
{
    struct clock_text now = {{0}};
    struct err ignored = {0};
    int64_t now_s = 0;

    if (clock_now(&now, &ignored) != ERR_OK || !clock_parse(&now_s, str_from_c(now.text)))
        return; /* said under "clock" */
    if (now_s < c->newest_s)
        doctor_say(
            d, "clock.last_statement", DOCTOR_DOUBTFUL,
            _("set it before anything is recorded"),
            _("the clock says %s, but a statement says that it was recorded at %s"),
            now.text, clock_write(c->newest_s).text);
    else
        doctor_say(d, "clock.last_statement", DOCTOR_OK, NULL,
                   _("the clock is not behind the newest statement"));
}

void doctor_contents(struct doctor *d)
{
    struct contents c = {0};
    struct err err = {0};

    if (read_contents(&c, d, &err) != ERR_OK) {
        doctor_say(d, "archive.statements", DOCTOR_DOUBTFUL, _("stele verify tells more"),
                   "%s", err.message);
        arena_free(&c.scratch);
        return;
    }
    say_clock(d, &c);
    if (c.imports > c.ended)
        doctor_say(d, "archive.imports", DOCTOR_DOUBTFUL,
                   _("import the same table again: rows that are there are not recorded "
                     "twice"),
                   _n(c.imports - c.ended, "%" PRIu64 " import was begun and not ended",
                      "%" PRIu64 " imports were begun and not ended"),
                   c.imports - c.ended);
    arena_free(&c.scratch);
}
