#ifndef RECORD_SCHEMA_TABLES_H
#define RECORD_SCHEMA_TABLES_H

/* The tables that tools/schema-embed.py writes; only schema.c reads them. */

#include "record/schema.h"

extern const struct schema_kind schema_kind_table[];
extern const size_t schema_kind_count;
extern const struct schema_property schema_property_table[];
extern const size_t schema_property_count;
extern const struct schema_field schema_field_table[];
extern const size_t schema_field_count;
extern const struct schema_vocabulary schema_vocabulary_table[];
extern const size_t schema_vocabulary_count;
extern const struct digest schema_digest_value;

#endif
