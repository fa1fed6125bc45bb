#ifndef BASE_MAP_H
#define BASE_MAP_H

/*
 * Hash maps are uthash's: the macros HASH_ADD, HASH_FIND and their like, over a
 * UT_hash_handle in the struct. Include this and never <uthash.h>: its own hash
 * function is a switch that falls through on purpose, which our warnings refuse
 * wherever a macro of it is used.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* FNV-1a with a final mix (32 bits): keys here are ids and digests, random already. */
static inline uint32_t map_hash(const void *key, size_t len)
{
    const uint8_t *bytes = key;
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ bytes[i]) * 16777619U;
    hash ^= hash >> 16;
    hash *= 0x85ebca6bU;
    return hash ^ hash >> 13;
}

#define HASH_FUNCTION(key, len, hash) ((hash) = map_hash((key), (len)))

/* Without memory it would end the process without a word. */
/* NOLINTNEXTLINE(readability-identifier-naming): the name that uthash asks for */
#define uthash_fatal(message) out_of_memory(sizeof(UT_hash_table))

#include <uthash.h>

#endif
