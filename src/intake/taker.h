#ifndef INTAKE_TAKER_H
#define INTAKE_TAKER_H

/*
 * Takers: the threads that read source files and turn them into stored objects. The
 * main thread gives files in the order of the walk and gets them back in that order,
 * whoever finished first; meanwhile at most TAKERS_WINDOW files are open. Everything
 * moves by value through two queues, and only the main thread decides what becomes
 * of a file.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "intake/source.h"

struct archive;
struct taker;
struct takers;

enum { TAKERS_WINDOW = 64, TAKER_BUFFER = 256 * 1024 };

enum take_task {
    TAKE_KEEP,    /* store it */
    TAKE_COMPARE, /* store it unless its bytes have the digest `known` */
    TAKE_CHECK    /* read it and the stored bytes of the same digest; store nothing */
};

enum take_outcome {
    TAKE_KEPT,         /* stored; durable with the next commit that names it */
    TAKE_SAME,         /* has the digest `known` */
    TAKE_STORED_WHOLE, /* checked: its stored bytes were read and are the same */
    TAKE_NOT_STORED,   /* checked: the archive does not hold these bytes */
    TAKE_DAMAGED,      /* checked: what the archive holds under its name is not it */
    TAKE_CHANGED,      /* it changed while it was read; nothing was stored */
    TAKE_UNREADABLE,   /* the source could not be read; nothing was stored */
    TAKE_FAILED        /* the archive could not write: nothing more can be stored */
};

/* The compartment that what is kept is sealed to while it is read. */
struct take_seal {
    uint8_t key[1][AGE_KEY_BYTES];
};

struct take_job {
    struct source source; /* closed by the taker */
    struct digest known;
    enum take_task task;
    uint32_t slot;
    char name_end[8]; /* for the media type; NUL-filled */
};

struct take_result {
    struct digest sha256; /* of the file */
    struct digest stored; /* what it is stored under, when it was kept */
    const char *type;     /* media type, a constant; NULL unless stored */
    uint64_t read;        /* bytes of the source since the last result */
    enum take_outcome outcome;
    uint32_t slot;
    bool is_done;
    bool existed;   /* the same bytes were stored before; of sealed ones nobody knows */
    struct err err; /* for the last five outcomes */
};

/* What one thread needs; takers make their own. Public for tests. */
struct taker *taker_new(struct archive *archive, const struct take_seal *seal,
                        void (*tell)(void *, uint64_t), void *context);
void taker_free(struct taker *taker);

/* Do one job in this thread. tell() hears of the bytes read before the last few. */
void taker_work(struct take_result *out, struct taker *taker, struct take_job *job);

/* seal NULL: what is kept stays open. It must live as long as the takers. */
MUST_USE enum err_code takers_start(struct takers **out, struct archive *archive,
                                    unsigned thread_count, const struct take_seal *seal,
                                    struct err *err);

/* Waits for the jobs under way, drops the others. NULL is nothing. */
void takers_stop(struct takers *takers);

bool takers_is_full(const struct takers *takers);
bool takers_is_empty(const struct takers *takers);

/* Hand over an open file. Not when takers_is_full(). The path is copied. */
void takers_give(struct takers *takers, enum take_task task, struct source source,
                 const struct digest *known, struct str path);

/* The oldest file given, finished. Valid until the next call with these takers. */
struct taken {
    const struct take_result *result;
    struct str path;
    struct stat stat; /* as it was when opened */
    bool has_lasting_inode;
};

/*
 * Wait until something has happened. True: the oldest file is finished, *out is it.
 * False: something else came on (call again); takers_read_bytes() may have grown.
 * Not when takers_is_empty().
 */
bool takers_next(struct taken *out, struct takers *takers);

/* Bytes read from sources so far. */
uint64_t takers_read_bytes(const struct takers *takers);

#endif
