#include "names/stem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static struct stemmer *stemmer;

static int start(void **state)
{
    (void)state;
    stemmer = stemmer_new();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    return 0;
}

static void write_stems(struct buf *out, const char *word)
{
    struct stem stems[STEMS_MAX];
    size_t count = word_stem(stems, stemmer, str_from_c(word));

    buf_reset(out);
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i > 0 ? " " : "");
        buf_bytes(out, stems[i].text, stems[i].len);
    }
}

struct row {
    const char *word;
    const char *stems;
};

static void check(const struct row *rows, size_t count)
{
    struct buf out = {0};

    for (size_t i = 0; i < count; i++) {
        write_stems(&out, rows[i].word);
        assert_string_equal(buf_text(&out), rows[i].stems);
    }
    buf_release(&out);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])

/* A row for each reading of an ending. і, ї, є, ґ or ' keep the Russian stem away. */
static void ukrainian_endings_are_read_in_their_ways(void **state)
{
    static const struct row rows[] = {
        {"слідства", "слідств"},
        {"слідчою", "слідч"},
        {"марії", "мар"},          /* as Марія, Маріє */
        {"музею", "муз"},          /* as музей, музеї */
        {"обличчі", "облич"},      /* as облич */
        {"жінці", "жінц жінк"},    /* ц for к */
        {"дорозі", "дороз дорог"}, /* з for г */
        {"волновасі", "волновас волновах"},
        {"столів", "столів стол століл"}, /* столи; Харків; сидів */
        {"харкові", "харк харков"},       /* столові; Харків */
        {"ізюмом", "ізюм ізюмом"},        /* столом; погром */
        {"дім", "дім"},                   /* an ending leaves two letters at least */
        {"ніч", "ніч"},
        {"свідків", "свідків свідк свідкіл"},
        {"стріляти", "стрілят стрілял"}, /* роботи is no verb */
        {"стріляв", "стріляв стрілял"},
        {"стріляємо", "стрілял"},
        {"стрілятимуть", "стрілял"},
        {"стріляє", "стріля стрілял"},
        {"стріляючи", "стрілял"},
        {"ексгумує", "ексгуму ексгумувал"},
        {"ексгумували", "ексгумувал ексгумува"},
        {"ексгумація", "ексгумац ексгумувал"},
        {"поранені", "поранен"},
        {"пораненій", "поранен поранил"},
        {"пораненню", "поранен поранил"},
        {"розстріляний", "розстрілян розстрілял"},
        {"ґвалтований", "ґвалтован ґвалтувал ґвалтовал"},
        {"зґвалтування", "зґвалтуван зґвалтувал"},
        {"вбивсті", "вбивст"},
        {"свідчить", "свідчил"},
        {"свідчать", "свідчат свідчил"}, /* пам'ять is no verb */
        {"їздять", "їздят їздил"},
        {"свідчу", "свідч свідчил"},
        {"зустріну", "зустрін зустрінил"},
        {"спіткнулася", "спіткнул спіткн"},
        {"ховається", "ховал"},
        {"люблять", "люблят любил любля"},
    };

    (void)state;
    CHECK(rows);
}

static void letters_tell_ukrainian_from_russian(void **state)
{
    static const struct row rows[] = {
        {"тіла", "тіл"},       {"п'ять", "п'ят"},
        {"мирный", "мирн"},    {"эксгумации", "эксгумац"},
        {"объекте", "объект"}, {"поховали", "поховал похова"}, /* either */
        {"ранами", "ран"},                                     /* the same of both */
        {"могила", "могил"}, /* мог, of "could", is left out */
        {"ызі", "ызі"},      /* letters of both: neither's */
    };

    (void)state;
    CHECK(rows);
}

static void other_scripts_have_their_stemmers(void **state)
{
    static const struct row rows[] = {
        {"exhumations", "exhum"},
        {"exhumed", "exhum"},
        {"kharkiv's", "kharkiv"},
        {"rockets", "rocket rockets"},
        /* Kravets */ {"جثة", "جث"},
        {"الجثة", "جث"},
        {"بالجثة", "جث"},
        {"والجثث", "جثث"},
        {"الله", "الله"}, /* too short to have an article */
        {"المقبرة", "مقبر"},
    };

    (void)state;
    CHECK(rows);
}

static void some_words_are_their_own_stems(void **state)
{
    static const struct row rows[] = {
        {"uw0067", "uw0067"}, {"2022", "2022"}, {"т72", "т72"}, {"xарьков", "xарьков"},
        {"αθηνασ", "αθηνασ"}, {"尔", "尔"},     {"", ""},       {"'", ""},
        {"я", "я"},           {"ий", "ий"},
    };

    (void)state;
    CHECK(rows);
}

static void the_longest_word_has_a_stem(void **state)
{
    struct stem stems[STEMS_MAX];
    char word[WORD_MAX];
    size_t count;

    (void)state;
    for (size_t i = 0; i < WORD_MAX; i += 2)
        memcpy(word + i, i + 4 < WORD_MAX ? "і" : i + 2 < WORD_MAX ? "т" : "и", 2);
    count = word_stem(stems, stemmer, (struct str){word, WORD_MAX});
    assert_in_range(count, 1, STEMS_MAX);
    for (size_t i = 0; i < count; i++)
        assert_in_range(stems[i].len, 1, WORD_MAX);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(ukrainian_endings_are_read_in_their_ways),
        cmocka_unit_test(letters_tell_ukrainian_from_russian),
        cmocka_unit_test(other_scripts_have_their_stemmers),
        cmocka_unit_test(some_words_are_their_own_stems),
        cmocka_unit_test(the_longest_word_has_a_stem),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
