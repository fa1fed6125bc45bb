#include "names/word.h"

#include <string.h>

#include "names/word_unit.h"

/* More changes than this between letters and digits, and it is an identifier that
 * nobody looks for by its parts (a digest, an id of ours). */
enum { CHANGES_MAX = 4 };

/* A run of letters and digits without a sign between: one part, or parts[0..count). */
struct chunk {
    struct word_part parts[CHANGES_MAX];
    size_t count;
    bool is_unsplit;
    bool is_full; /* WORD_MAX is reached; what follows is left out */
};

void word_reader_init(struct word_reader *reader, struct str text)
{
    word_units_ready();
    reader->text = text;
    reader->at = 0;
    reader->position = 0;
    reader->next = 0;
    reader->count = 0;
    reader->run.folded_len = 0;
    reader->run.marked_len = 0;
}

static bool is_word(const struct word_unit *unit)
{
    return unit->kind == UNIT_LETTER || unit->kind == UNIT_DIGIT;
}

/* The kind of the first unit at or after `at` that does not vanish. */
static const struct word_unit *unit_after(size_t *at, size_t *len, struct str text,
                                          struct word_unit *scratch)
{
    static const struct word_unit end = {.kind = UNIT_PARTS};

    while (*at < text.len) {
        const struct word_unit *unit = word_unit_at(len, text, *at, scratch);

        if (unit->kind != UNIT_NOTHING && unit->kind != UNIT_ACCENT)
            return unit;
        *at += *len;
    }
    *len = 0;
    return &end;
}

static bool begins_after_ditto(const struct word_unit *unit)
{
    static const char *const letters[] = {"я", "ю", "є", "ї", "y", "i", "j"};

    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (strlen(letters[i]) == unit->folded_len &&
            memcmp(letters[i], unit->folded, unit->folded_len) == 0)
            return true;
    return false;
}

/* Whether the apostrophe or ditto at `at` stands inside a word. */
static bool is_inside_word(struct str text, size_t at, size_t len, enum word_kind kind)
{
    struct word_unit scratch;
    const struct word_unit *unit;

    at += len;
    unit = unit_after(&at, &len, text, &scratch);
    return unit->kind == UNIT_LETTER &&
           (kind == UNIT_APOSTROPHE || begins_after_ditto(unit));
}

static void append(struct word_run *run, const struct word_unit *unit)
{
    memcpy(run->folded + run->folded_len, unit->folded, unit->folded_len);
    run->folded_len += unit->folded_len;
    memcpy(run->marked + run->marked_len, unit->marked, unit->marked_len);
    run->marked_len += unit->marked_len;
}

/* The last letter of marked and an accent become one, as in й of NFD. */
static void put_accent(struct word_run *run, const struct word_part *part,
                       const struct word_unit *accent)
{
    char composed[UNIT_BYTES];
    struct str letter = {run->marked + run->marked_len, 0};
    size_t len;

    while (letter.ptr > run->marked + part->marked && letter.len < 4) {
        letter.ptr--;
        letter.len++;
        if ((*letter.ptr & 0xc0) != 0x80)
            break;
    }
    len = letter.len > 0 ? word_unit_compose(composed, letter, accent) : 0;
    if (len == 0)
        return;
    if (word_unit_keeps_its_mark((struct str){composed, len})) {
        memcpy(run->folded + run->folded_len - len, composed, len);
        memcpy(run->marked + run->marked_len - len, composed, len);
    } else if (part->letters == WORD_LATIN) {
        run->marked_len -= letter.len;
        memcpy(run->marked + run->marked_len, composed, len);
        run->marked_len += len;
    }
}

static struct word_part *last_part(struct chunk *chunk)
{
    return &chunk->parts[chunk->count - 1];
}

/* One part instead of several: an identifier. */
static void unsplit(struct chunk *chunk)
{
    struct word_part *first = &chunk->parts[0];
    const struct word_part *last = last_part(chunk);

    first->end = last->end;
    first->folded_end = last->folded_end;
    first->marked_end = last->marked_end;
    for (size_t i = 1; i < chunk->count; i++)
        first->letters |= chunk->parts[i].letters;
    chunk->count = 1;
    chunk->is_unsplit = true;
}

static void begin_part(struct chunk *chunk, const struct word_run *run, size_t start)
{
    if (chunk->count == CHANGES_MAX)
        unsplit(chunk);
    else if (!chunk->is_unsplit)
        chunk->parts[chunk->count++] = (struct word_part){
            .start = start,
            .folded = run->folded_len,
            .folded_end = run->folded_len,
            .marked = run->marked_len,
            .marked_end = run->marked_len,
            .parts = 1,
        };
}

static bool has_room(const struct chunk *chunk, const struct word_run *run,
                     const struct word_unit *unit)
{
    const struct word_part *first = &chunk->parts[0];

    return chunk->count == 0 ||
           (run->folded_len - first->folded + unit->folded_len <= WORD_MAX &&
            run->marked_len - first->marked + unit->marked_len <= WORD_MAX);
}

static void put_unit(struct chunk *chunk, struct word_run *run,
                     const struct word_unit *unit)
{
    struct word_part *part = last_part(chunk);

    append(run, unit);
    part->letters |= unit->letters;
    part->folded_end = run->folded_len;
    part->marked_end = run->marked_len;
}

/* A letter, digit or accent at `at`; before: the kind of the letter or digit before. */
static void take_unit(struct chunk *chunk, struct word_run *run,
                      const struct word_unit *unit, enum word_kind before, size_t at)
{
    bool is_accent = unit->kind == UNIT_ACCENT;

    chunk->is_full = chunk->is_full || !has_room(chunk, run, unit);
    if (chunk->is_full)
        return;
    if (is_accent) {
        put_accent(run, last_part(chunk), unit);
        last_part(chunk)->marked_end = run->marked_len;
        return;
    }
    if (before == UNIT_PARTS || (before == UNIT_DIGIT) != (unit->kind == UNIT_DIGIT))
        begin_part(chunk, run, at);
    put_unit(chunk, run, unit);
}

/* The kind a unit has in the word before it. */
static enum word_kind kind_inside(const struct word_unit *unit, struct str text,
                                  size_t at, size_t len, enum word_kind before)
{
    enum word_kind kind = (enum word_kind)unit->kind;

    if (kind != UNIT_APOSTROPHE && kind != UNIT_DITTO)
        return kind;
    return before == UNIT_LETTER && is_inside_word(text, at, len, kind) ? UNIT_LETTER
                                                                        : UNIT_PARTS;
}

/* Reads on from a letter or digit; returns the kind of the last of them. */
static enum word_kind read_chunk(struct chunk *chunk, struct word_reader *reader)
{
    struct word_run *run = &reader->run;
    struct word_unit scratch;
    enum word_kind last = UNIT_PARTS;
    size_t len;

    chunk->count = 0;
    chunk->is_unsplit = false;
    chunk->is_full = false;
    for (; reader->at < reader->text.len; reader->at += len) {
        const struct word_unit *unit =
            word_unit_at(&len, reader->text, reader->at, &scratch);
        enum word_kind kind = kind_inside(unit, reader->text, reader->at, len, last);

        if (kind == UNIT_NOTHING)
            continue;
        if (kind != UNIT_LETTER && kind != UNIT_DIGIT && kind != UNIT_ACCENT)
            break;
        take_unit(chunk, run, unit, last, reader->at);
        if (kind != UNIT_ACCENT)
            last = kind;
        last_part(chunk)->end = reader->at + len;
    }
    return last;
}

enum join { JOIN_NONE, JOIN_SIGN, JOIN_LINES };

/* Blanks with one line end among them, and a small letter behind: a word that was parted
 * at the end of a line. Moves *at to the letter. */
static bool goes_on_in_next_line(size_t *at, struct str text)
{
    struct word_unit scratch;
    const struct word_unit *unit;
    size_t here = *at;
    size_t len;
    int line_ends = 0;

    for (; here < text.len && strchr(" \t\r\n", text.ptr[here]) && text.ptr[here]; here++)
        line_ends += text.ptr[here] == '\n';
    if (line_ends != 1 || here >= text.len)
        return false;
    unit = word_unit_at(&len, text, here, &scratch);
    if (unit->kind != UNIT_LETTER || len != unit->marked_len ||
        memcmp(unit->marked, text.ptr + here, len) != 0)
        return false;
    *at = here;
    return true;
}

/* How the chunk that ends at reader->at is joined to one behind it, and moves there. */
static enum join join_next(struct word_reader *reader, enum word_kind last)
{
    static const char soft_hyphen[] = "\u00ad";
    struct str text = reader->text;
    struct str before = str_prefix(text, reader->at);
    struct word_unit scratch;
    struct word_unit next_scratch;
    const struct word_unit *sign;
    const struct word_unit *next;
    size_t at = reader->at;
    size_t len;
    size_t next_len;

    if (last == UNIT_LETTER && str_ends_with(before, str_from_c(soft_hyphen)) &&
        goes_on_in_next_line(&reader->at, text))
        return JOIN_LINES;
    if (at >= text.len)
        return JOIN_NONE;
    sign = word_unit_at(&len, text, at, &scratch);
    if (sign->kind != UNIT_HYPHEN && sign->kind != UNIT_SIGN && sign->kind != UNIT_POINT)
        return JOIN_NONE;
    at += len;
    if (sign->kind == UNIT_HYPHEN && last == UNIT_LETTER &&
        goes_on_in_next_line(&at, text)) {
        reader->at = at;
        return JOIN_LINES;
    }
    next = unit_after(&at, &next_len, text, &next_scratch);
    if (!is_word(next) ||
        (sign->kind == UNIT_POINT && (last != UNIT_DIGIT || next->kind != UNIT_DIGIT)))
        return JOIN_NONE;
    append(&reader->run, sign);
    reader->at = at;
    return JOIN_SIGN;
}

/* The chunks of a run and the joins behind them. */
struct chunks {
    struct chunk at[WORD_PARTS_MAX];
    enum join joins[WORD_PARTS_MAX];
    size_t count;
    size_t parts;
    bool is_cut; /* more parts than a whole may have follow */
    bool has_lines;
    unsigned letters;
};

static void read_chunks(struct chunks *chunks, struct word_reader *reader)
{
    enum join join = JOIN_SIGN;

    chunks->count = 0;
    chunks->parts = 0;
    chunks->is_cut = false;
    chunks->has_lines = false;
    chunks->letters = 0;
    while (join != JOIN_NONE) {
        struct chunk *chunk;
        enum word_kind last;

        if (chunks->parts + CHANGES_MAX > WORD_PARTS_MAX) {
            chunks->is_cut = true;
            return;
        }
        chunk = &chunks->at[chunks->count];
        last = read_chunk(chunk, reader);
        for (size_t i = 0; i < chunk->count; i++)
            chunks->letters |= chunk->parts[i].letters;
        chunks->parts += chunk->count;
        join = join_next(reader, last);
        chunks->has_lines = chunks->has_lines || join == JOIN_LINES;
        chunks->joins[chunks->count++] = join;
    }
}

static void enqueue(struct word_reader *reader, struct word_part part, size_t position)
{
    part.position = position;
    reader->queue[reader->count++] = part;
}

/* From the first part of one chunk to the last of another, if it is not too long. */
static void enqueue_whole(struct word_reader *reader, struct chunk *from,
                          struct chunk *to, size_t parts, size_t position)
{
    struct word_part whole = from->parts[0];
    const struct word_part *last = last_part(to);

    whole.end = last->end;
    whole.folded_end = last->folded_end;
    whole.marked_end = last->marked_end;
    whole.parts = parts;
    for (struct chunk *chunk = from; chunk <= to; chunk++)
        for (size_t i = 0; i < chunk->count; i++)
            whole.letters |= chunk->parts[i].letters;
    if (whole.folded_end - whole.folded <= WORD_MAX &&
        whole.marked_end - whole.marked <= WORD_MAX)
        enqueue(reader, whole, position);
}

static void enqueue_chunk(struct word_reader *reader, struct chunks *chunks, size_t i,
                          size_t position)
{
    struct chunk *chunk = &chunks->at[i];

    if (chunks->joins[i] == JOIN_LINES && i + 1 < chunks->count)
        enqueue_whole(reader, chunk, chunk + 1, chunk->count + chunk[1].count, position);
    if (chunk->count > 1)
        enqueue_whole(reader, chunk, chunk, chunk->count, position);
    for (size_t part = 0; part < chunk->count; part++)
        enqueue(reader, chunk->parts[part], position + part);
}

static void read_run(struct word_reader *reader)
{
    struct chunks chunks;

    read_chunks(&chunks, reader);
    if (chunks.count > 1 && (chunks.letters & WORD_DIGITS) && !chunks.is_cut &&
        !chunks.has_lines)
        enqueue_whole(reader, &chunks.at[0], &chunks.at[chunks.count - 1], chunks.parts,
                      reader->position);
    for (size_t i = 0; i < chunks.count; i++) {
        enqueue_chunk(reader, &chunks, i, reader->position);
        reader->position += chunks.at[i].count;
    }
}

static bool is_alone(const struct word_unit *unit)
{
    return unit->kind == UNIT_ALONE || unit->kind == UNIT_VOWEL;
}

/* A character that is a word by itself, with the vowels that stand on it. */
static void read_alone(struct word_reader *reader, const struct word_unit *unit,
                       size_t len)
{
    struct word_part part = {.start = reader->at, .parts = 1};
    struct word_run *run = &reader->run;
    struct word_unit scratch;

    do {
        if (run->folded_len + unit->folded_len <= WORD_MAX &&
            run->marked_len + unit->marked_len <= WORD_MAX)
            append(run, unit);
        part.letters |= unit->letters;
        reader->at += len;
        part.end = reader->at;
        if (reader->at == reader->text.len)
            break;
        unit = word_unit_at(&len, reader->text, reader->at, &scratch);
    } while (unit->kind == UNIT_VOWEL);
    part.folded_end = run->folded_len;
    part.marked_end = run->marked_len;
    enqueue(reader, part, reader->position++);
}

static void fill_queue(struct word_reader *reader)
{
    struct word_unit scratch;
    size_t len;

    reader->next = 0;
    reader->count = 0;
    reader->run.folded_len = 0;
    reader->run.marked_len = 0;
    while (reader->at < reader->text.len && reader->count == 0) {
        const struct word_unit *unit =
            word_unit_at(&len, reader->text, reader->at, &scratch);

        if (is_word(unit))
            read_run(reader);
        else if (is_alone(unit))
            read_alone(reader, unit, len);
        else
            reader->at += len;
    }
}

bool word_next(struct word *out, struct word_reader *reader)
{
    const struct word_part *part;
    const struct word_run *run = &reader->run;

    if (reader->next == reader->count)
        fill_queue(reader);
    if (reader->next == reader->count)
        return false;
    part = &reader->queue[reader->next++];
    *out = (struct word){
        .start = part->start,
        .len = part->end - part->start,
        .folded = {run->folded + part->folded, part->folded_end - part->folded},
        .marked = {run->marked + part->marked, part->marked_end - part->marked},
        .letters = part->letters,
        .position = part->position,
        .parts = part->parts,
    };
    return true;
}
