#include "cli/ways_out.h"

/* In the order of commands.c; one a line, so that two branches can each add one. */
/* clang-format off */
const struct way_out ways_out[] = {
    {"init", WAY_INSIDE},
    {"preserve", WAY_INSIDE},
    {"inbox", WAY_INSIDE},
    {"derive", WAY_INSIDE},
    {"near", WAY_INSIDE},
    {"import", WAY_INSIDE},
    {"lists", WAY_INSIDE},
    {"add", WAY_INSIDE},
    {"consent", WAY_OWN},
    {"assess", WAY_INSIDE},
    {"decide", WAY_INSIDE},
    {"withdraw", WAY_INSIDE},
    {"erase", WAY_INSIDE},
    {"reseal", WAY_INSIDE},
    {"clock", WAY_INSIDE},
    {"show", WAY_INSIDE},
    {"find", WAY_INSIDE},
    {"table", WAY_ASKS},
    {"gazetteer", WAY_INSIDE},
    {"place", WAY_INSIDE},
    {"history", WAY_INSIDE},
    {"compare", WAY_INSIDE},
    {"access", WAY_INSIDE},
    {"serve", WAY_INSIDE}, /* what leaves by its pages asks web/leaving.h */
    {"verify", WAY_INSIDE},
    {"copy", WAY_WHOLE},
    {"anchor", WAY_COMMITMENTS},
    {"unseal", WAY_ASKS},
    {"prove", WAY_ASKS},
    {"publish", WAY_COMMITMENTS},
    {"seal", WAY_OWN},
    {"unlock", WAY_INSIDE},
    {"lock", WAY_INSIDE},
    {"member", WAY_INSIDE},
    {"device", WAY_INSIDE},
    {"recovery", WAY_OWN},
    {"doctor", WAY_INSIDE},
    {"reindex", WAY_INSIDE},
};
/* clang-format on */

const size_t ways_out_count = sizeof ways_out / sizeof ways_out[0];
