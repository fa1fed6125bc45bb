#include "web/help.h"

#include "base/message.h"

const struct help_topic *help_find(struct str name)
{
    for (size_t i = 0; i < help_topic_count; i++)
        if (str_equal(str_from_c(help_topics[i].name), name))
            return &help_topics[i];
    return NULL;
}

const struct help_text *help_text(const struct help_topic *topic)
{
    return &topic->texts[message_is_ukrainian() ? HELP_UKRAINIAN : HELP_ENGLISH];
}
