#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/message.h"
#include "cli/recovery.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/share_text.h"

/* Shares as people bring them: files, a scanner's output, typed lines. */

enum { TEXT_MAX = 65536, TYPED_MAX = 1024 };

/* Text in memory of crypto/secret.h: a share, or several. */
struct intake {
    struct recovery_hand *hand;
    struct cli *cli;
    char *text;
    size_t len;
};

/* --- adding one --- */

static void set_from(struct recovery_hand *hand, const char *name, size_t number,
                     size_t count)
{
    char *from = hand->from[hand->count];

    if (count > 1)
        (void)snprintf(from, RECOVERY_FROM_MAX + 1, "%s, %zu", name, number);
    else
        (void)snprintf(from, RECOVERY_FROM_MAX + 1, "%s", name);
}

static enum err_code add(struct recovery_hand *hand, struct str text, const char *name,
                         size_t number, size_t count, struct err *err)
{
    struct err why = {0};
    unsigned line = 0;

    if (hand->count == SHARES_MAX)
        return err_set(err, ERR_LIMIT, "at most %d shares are taken at a time",
                       SHARES_MAX);
    set_from(hand, name, number, count);
    if (share_text_parse(&hand->shares[hand->count], &line, text, &why) == ERR_OK) {
        hand->count++;
        return ERR_OK;
    }
    (void)fprintf(stderr, _("\"%s\" is no share: %s\n"), hand->from[hand->count],
                  why.message);
    return ERR_OK;
}

static enum err_code add_text(struct intake *in, const char *name, struct err *err)
{
    struct str found[SHARE_TEXT_SHARES_MAX];
    size_t count = share_text_find(found, (struct str){in->text, in->len});

    if (count == 0)
        (void)fprintf(stderr, _("\"%s\" is no share: it is empty\n"), name);
    for (size_t i = 0; i < count; i++)
        if (add(in->hand, found[i], name, i + 1, count, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* --- files, and what comes in --- */

static enum err_code read_fd(struct intake *in, int fd, const char *name, struct err *err)
{
    ssize_t got = 1;

    in->len = 0;
    while (got > 0 && in->len < TEXT_MAX) {
        got = read(fd, in->text + in->len, TEXT_MAX - in->len);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            in->len += (size_t)got;
    }
    if (got < 0)
        return err_set_errno(err, "could not read \"%s\"", name);
    if (in->len == TEXT_MAX)
        return err_set(err, ERR_LIMIT, "\"%s\" is too long for shares", name);
    return ERR_OK;
}

static enum err_code take_file(struct intake *in, const char *path, struct err *err)
{
    bool is_standard = strcmp(path, "-") == 0;
    const char *name = is_standard ? _("what came in") : path;
    int fd = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    enum err_code code;

    if (fd < 0) {
        code = err_set_errno(err, "could not open \"%s\"", path);
        err->code = errno == ENOENT ? ERR_NOT_FOUND : code;
        return err->code;
    }
    code = read_fd(in, fd, name, err);
    if (!is_standard)
        (void)close(fd);
    return code == ERR_OK ? add_text(in, name, err) : code;
}

/* --- typed --- */

/* A line, without its end; empty at the end of what comes in. */
static struct str read_typed(char typed[TYPED_MAX])
{
    (void)fflush(stderr);
    if (!fgets(typed, TYPED_MAX, stdin))
        typed[0] = '\0';
    return str_trim(str_from_c(typed));
}

/* What was typed for a line: asked again until its check is right. False: no more. */
static bool ask_line(struct intake *in, size_t share, unsigned number)
{
    struct str typed;
    struct err why = {0};
    char *at = in->text + in->len;

    for (;;) {
        (void)fprintf(stderr, _("Share %zu, line %u: "), share, number);
        typed = read_typed(at);
        if (typed.len == 0)
            return false;
        /* The whole of it at once, as a scanner types it. */
        if (number == 1 && typed.len >= (size_t)SHARE_TEXT_LINES * SHARE_TEXT_LINE)
            break;
        if (share_text_check_line(number, typed, &why) == ERR_OK)
            break;
        (void)fprintf(stderr, "  %s\n", why.message);
    }
    in->len += strlen(at);
    return true;
}

/* One share into the text; false when whoever types has no more. */
static bool ask_share(struct intake *in, size_t share)
{
    in->len = 0;
    for (unsigned number = 1; number <= SHARE_TEXT_LINES; number++) {
        if (!ask_line(in, share, number))
            return false;
        if (number == 1 && in->len >= (size_t)SHARE_TEXT_LINES * SHARE_TEXT_LINE)
            return true;
    }
    return true;
}

/* Whether the shares so far can be put together; says how many more are needed. */
static bool has_enough(struct recovery_hand *hand)
{
    struct err why = {0};

    if (hand->count == 0)
        return false;
    if (shares_combine(hand->secret, hand->verdicts, &hand->missing, hand->shares,
                       hand->count, &why) == ERR_OK)
        return true;
    if (hand->missing > 0)
        (void)fprintf(
            stderr, _n(hand->missing, "%zu more is needed.\n", "%zu more are needed.\n"),
            hand->missing);
    else
        (void)fprintf(stderr, "%s\n", why.message);
    return false;
}

static enum err_code take_typed(struct intake *in, struct err *err)
{
    char *const buffer = secret_alloc(1, TYPED_MAX);
    enum err_code code = ERR_OK;

    /* The library's own buffer would keep what was typed in ordinary memory. */
    (void)setvbuf(stdin, buffer, _IOFBF, TYPED_MAX);
    (void)fprintf(stderr,
                  _("Type each share as it stands on its sheet. An empty line ends.\n"));
    while (code == ERR_OK && !has_enough(in->hand)) {
        size_t share = in->hand->count + 1;

        if (!ask_share(in, share))
            break;
        code =
            add(in->hand, (struct str){in->text, in->len},
                arena_printf(&in->cli->arena, _("share %zu that was typed"), share).ptr,
                1, 1, err);
    }
    (void)setvbuf(stdin, NULL, _IONBF, 0);
    secret_free(buffer);
    return code;
}

enum err_code recovery_gather(struct recovery_hand *hand, struct cli *cli,
                              char *const *files, size_t count, struct err *err)
{
    static char standard[] = "-";
    char *const only_standard[] = {standard};
    struct intake in = {.hand = hand, .cli = cli, .text = secret_alloc(1, TEXT_MAX + 1)};
    enum err_code code = ERR_OK;

    if (count == 0 && isatty(STDIN_FILENO)) {
        code = take_typed(&in, err);
    } else {
        char *const *from = count > 0 ? files : only_standard;

        for (size_t i = 0; code == ERR_OK && i < (count > 0 ? count : 1); i++)
            code = take_file(&in, from[i], err);
    }
    secret_free(in.text);
    if (code == ERR_OK && hand->count == 0)
        return err_set(err, ERR_NOT_FOUND, "no share was given");
    return code;
}

const struct shares_set *recovery_hand_set(const struct recovery_hand *hand)
{
    for (size_t i = 0; i < hand->count; i++)
        if (hand->verdicts[i] != SHARE_OTHER_SET)
            return &hand->shares[i].set;
    return &hand->shares[0].set;
}
