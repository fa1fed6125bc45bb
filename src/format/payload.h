#ifndef FORMAT_PAYLOAD_H
#define FORMAT_PAYLOAD_H

/*
 * What is encrypted when a statement is sealed (format.md 4.2):
 *
 *   P = r[32] || u32be(len S) || S || 0x00*     length = max(512, Padme(36 + len S))
 *
 * so that the size of a sealed statement tells little about what it says. Padme (Nikitin
 * et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
 * PoPETs 2019): a length keeps only its leading bits; at most 12 % are added.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "format/frame.h"

enum { PAYLOAD_MIN_BYTES = 512, PAYLOAD_HEAD_BYTES = FRAME_SALT_BYTES + 4 };

/* The length that len is padded to. */
uint64_t padme(uint64_t len);

/* Append P. The statement has at most STATEMENT_MAX_BYTES. */
void payload_append(struct buf *out, const uint8_t salt[FRAME_SALT_BYTES],
                    struct str statement);

/*
 * Salt and statement of P, pointing into it. ERR_CORRUPT unless it is what
 * payload_append() makes, its zeros included.
 */
MUST_USE enum err_code payload_read(struct str *salt, struct str *statement,
                                    struct str payload, struct err *err);

#endif
