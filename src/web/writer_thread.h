#ifndef WEB_WRITER_THREAD_H
#define WEB_WRITER_THREAD_H

/* The thread behind writer.h: begins before the first request, ends after the last. */

struct visits;
struct writer;

struct writer *writer_start(struct visits *visits);
void writer_stop(struct writer *writer);

#endif
