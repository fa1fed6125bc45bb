#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* Force-included into every file: using one of these names does not compile. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Under clang the fortified C library makes macros of these two. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat strtok strtok_r sprintf vsprintf
#pragma GCC poison atoi atol atoll atof gmtime localtime ctime asctime strerror
#pragma GCC poison mktemp tmpnam system popen gets

#endif
