#ifndef BASE_ERR_H
#define BASE_ERR_H

/*
 * Errors: every fallible function returns an err_code and, on failure, fills
 * the caller's struct err. Nothing here allocates, so running out of memory
 * or disk can still be reported. On failure a function's outputs are unchanged.
 */

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

enum err_code {
    ERR_OK = 0,
    ERR_INVALID,   /* the input is malformed; say where */
    ERR_NOT_FOUND, /* the named thing does not exist */
    ERR_DENIED,    /* the caller may not do this */
    ERR_CONFLICT,  /* somebody else changed it first */
    ERR_LIMIT,     /* larger than we promise to handle */
    ERR_CORRUPT,   /* our own stored data fails its check */
    ERR_IO         /* the operating system refused */
};

struct err {
    enum err_code code;
    char message[1024]; /* one line, lower case, no full stop; cut at the end when longer
                         */
};

/* Record a failure and return its code: `return err_set(err, ...)`. The formats of all
 * three are keys of the catalogue: the message is in the user's language. */
enum err_code err_set(struct err *err, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* As err_set(ERR_IO), adding the meaning of the current errno. */
enum err_code err_set_errno(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Say what was being attempted: "line 7: " goes before the message. Returns err->code. */
enum err_code err_context(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
