#ifndef RECORD_CHECK_PARTS_H
#define RECORD_CHECK_PARTS_H

/* What the parts of check_statement() share; nobody else includes this. */

#include "record/check_shape.h"

/* Members that every statement may have; each table of members begins with them. */
enum {
    COMMON_KIND,
    COMMON_FEED,
    COMMON_INDEX,
    COMMON_AT,
    COMMON_BY,
    COMMON_TEST_CLOCK,
    COMMON_COMPARTMENT,
    COMMON_COUNT
};

#define COMMON_MEMBERS                                                                   \
    SHAPE_NEEDED("kind", SHAPE_TEXT), SHAPE_MEMBER("feed", SHAPE_FEED),                  \
        SHAPE_MEMBER("index", SHAPE_NATURAL), SHAPE_MEMBER("at", SHAPE_TIME),            \
        SHAPE_MEMBER("by", SHAPE_ID), SHAPE_MEMBER("test_clock", SHAPE_TRUE),            \
        SHAPE_MEMBER("compartment", SHAPE_ID)

/* Messages call the thing by name. */
MUST_USE enum err_code check_entity_exists(struct check_entity *out,
                                           const struct check_context *context,
                                           struct str id, uint32_t kinds, struct str name,
                                           struct err *err);

/* As above for a value that must be an id. */
MUST_USE enum err_code check_entity_ref(const struct check_context *context,
                                        const struct value *v, uint32_t kinds,
                                        struct str name, struct err *err);

/* kinds: names of statement kinds separated by blanks; empty: any. */
MUST_USE enum err_code check_statement_exists(struct check_target *out,
                                              const struct check_context *context,
                                              struct str ref, struct str kinds,
                                              struct str name, struct err *err);

/* A member that names an object by a reference or by its SHA-256. */
MUST_USE enum err_code check_object_name(const struct check_context *context,
                                         const struct value *v, struct str name,
                                         struct err *err);

uint32_t check_kind_bits(struct str kinds); /* names separated by blanks */

MUST_USE enum err_code check_value(const struct check_context *context,
                                   const struct schema_property *property,
                                   const struct value *value, struct err *err);
MUST_USE enum err_code check_field(const struct check_context *context,
                                   const struct schema_field *field,
                                   const struct value *value, struct err *err);
MUST_USE enum err_code check_qualifiers(const struct check_context *context,
                                        const struct schema_property *property,
                                        const struct value *qualifiers, struct err *err);

/* The forms of an object value, one function each. */
MUST_USE enum err_code form_count(const struct check_context *context,
                                  const struct schema_property *property,
                                  const struct value *value, struct err *err);
MUST_USE enum err_code form_quantity(const struct check_context *context,
                                     const struct value *value, struct err *err);
MUST_USE enum err_code form_place_relation(const struct check_context *context,
                                           const struct value *value, struct err *err);
MUST_USE enum err_code form_place(const struct check_context *context,
                                  const struct value *value, struct err *err);
MUST_USE enum err_code form_coordinates(const struct value *value, struct err *err);
MUST_USE enum err_code form_area(const struct value *value, struct err *err);
MUST_USE enum err_code form_name(const struct check_context *context,
                                 const struct value *value, struct err *err);
MUST_USE enum err_code form_definition(const struct check_context *context,
                                       const struct value *value, struct err *err);
MUST_USE enum err_code form_identifier(const struct check_context *context,
                                       const struct value *value, struct err *err);
MUST_USE enum err_code form_words(const struct value *value, struct err *err);

/* One function a kind of statement. */
MUST_USE enum err_code check_claim(const struct check_context *context,
                                   const struct value *claim, struct err *err);
MUST_USE enum err_code check_passage(const struct check_context *context,
                                     const struct value *passage, struct err *err);
MUST_USE enum err_code check_new_entity(const struct check_context *context,
                                        const struct value *entity, struct err *err);
MUST_USE enum err_code check_assess(const struct check_context *context,
                                    const struct value *assess, struct err *err);
MUST_USE enum err_code check_decide(const struct check_context *context,
                                    const struct value *decide, struct err *err);
MUST_USE enum err_code check_withdraw(const struct check_context *context,
                                      const struct value *withdraw, struct err *err);
MUST_USE enum err_code check_object(const struct check_context *context,
                                    const struct value *object, struct err *err);
MUST_USE enum err_code check_derived(const struct check_context *context,
                                     const struct value *derived, struct err *err);
MUST_USE enum err_code check_import(const struct check_context *context,
                                    const struct value *import, struct err *err);
MUST_USE enum err_code check_archive(const struct check_context *context,
                                     const struct value *archive, struct err *err);
MUST_USE enum err_code check_member(const struct check_context *context,
                                    const struct value *member, struct err *err);
MUST_USE enum err_code check_device(const struct check_context *context,
                                    const struct value *device, struct err *err);
MUST_USE enum err_code check_compartment(const struct check_context *context,
                                         const struct value *compartment,
                                         struct err *err);
MUST_USE enum err_code check_clock(const struct check_context *context,
                                   const struct value *clock, struct err *err);
MUST_USE enum err_code check_schema(const struct check_context *context,
                                    const struct value *addition, struct err *err);

MUST_USE enum err_code check_access(const struct check_context *context,
                                    const struct value *access, struct err *err);
MUST_USE enum err_code check_consent(const struct check_context *context,
                                     const struct value *consent, struct err *err);

/* Protection. Called last, so that what is denied would otherwise have been right. */
MUST_USE enum err_code check_erase(const struct check_context *context,
                                   const struct value *erase, struct err *err);
MUST_USE enum err_code check_reseal(const struct check_context *context,
                                    const struct value *reseal, struct err *err);

MUST_USE enum err_code protect_seal(const struct check_context *context,
                                    const struct value *statement, struct err *err);
MUST_USE enum err_code protect_entity(const struct check_context *context,
                                      struct str kind, struct str class_, bool has_label,
                                      struct err *err);
MUST_USE enum err_code protect_claim(const struct check_context *context,
                                     const struct schema_property *property,
                                     const struct check_entity *subject,
                                     const struct value *value, struct err *err);
MUST_USE enum err_code protect_passage(const struct check_context *context,
                                       const struct value *passage, struct err *err);
MUST_USE enum err_code protect_derived(const struct check_context *context,
                                       const struct value *derived, struct err *err);
MUST_USE enum err_code protect_consent(const struct check_context *context,
                                       struct err *err);

#endif
