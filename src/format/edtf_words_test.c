#include "format/edtf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct {
    const char *text;
    const char *english;
    const char *ukrainian;
} sayings[] = {
    {"2022-09-10", "on 10 September 2022", "10 вересня 2022"},
    {"2022-09", "September 2022", "вересень 2022"},
    {"2022", "2022", "2022 рік"},
    {"-0043", "44 BCE", "44 до н. е."},
    {"Y17000", "17000", "17000 рік"},
    {"2022-09-10~", "about 10 September 2022", "близько 10 вересня 2022"},
    {"2022-09~", "about September 2022", "близько вересня 2022"},
    {"2022~", "about 2022", "близько 2022 року"},
    {"2022-09-10?", "on 10 September 2022 (uncertain)", "10 вересня 2022 (непевно)"},
    {"2022%", "about 2022 (uncertain)", "близько 2022 року (непевно)"},
    {"2022?-09-~10", "on 10 September 2022 (approximate: day; uncertain: year)",
     "10 вересня 2022 (приблизно: день; непевно: рік)"},
    {"2022-09?-10", "on 10 September 2022 (uncertain: year, month)",
     "10 вересня 2022 (непевно: рік, місяць)"},
    {"2022-~21", "spring 2022 (approximate: season)",
     "весна 2022 (приблизно: пора року)"},
    {"2022-21", "spring 2022", "весна 2022"},
    {"2022-24~", "about winter 2022", "близько зими 2022"},
    {"2022-26", "summer 2022 (northern hemisphere)", "літо 2022 (північна півкуля)"},
    {"2022-29", "spring 2022 (southern hemisphere)", "весна 2022 (південна півкуля)"},
    {"2022-34", "second quarter of 2022", "2-й квартал 2022 року"},
    {"2022-39", "third third of 2022", "3-а третина 2022 року"},
    {"2022-40", "first half of 2022", "1-а половина 2022 року"},
    {"2022-09-XX", "September 2022 (day unknown)", "вересень 2022 (день невідомий)"},
    {"2022-XX", "2022 (month unknown)", "2022 рік (місяць невідомий)"},
    {"2022-XX-XX", "2022 (month and day unknown)", "2022 рік (місяць і день невідомі)"},
    {"202X", "2020s", "2020-ті роки"},
    {"202X~", "about 2020s", "близько 2020-х років"},
    {"20XX", "2000–2099 (year unknown)", "2000–2099 роки (рік невідомий)"},
    {"2022-XX-15", "15 January 2022 – 15 December 2022 (not all digits known)",
     "15 січня 2022 – 15 грудня 2022 (не всі цифри відомі)"},
    {"2022-09-10T14:05:00Z", "on 10 September 2022, 14:05:00 UTC",
     "10 вересня 2022, 14:05:00 UTC"},
    {"2022-09-10T14:05:00-03:30", "on 10 September 2022, 14:05:00 UTC-03:30",
     "10 вересня 2022, 14:05:00 UTC-03:30"},
    {"2022-09-10T14:05:00", "on 10 September 2022, 14:05:00 (time zone not given)",
     "10 вересня 2022, 14:05:00 (часовий пояс не вказано)"},
    {"2022-03/2022-09", "between March and September 2022",
     "між березнем і вереснем 2022"},
    {"2022-03-01/2022-03-04", "between 1 March and 4 March 2022",
     "між 1 березня і 4 березня 2022"},
    {"2021-12/2022-02", "between December 2021 and February 2022",
     "між груднем 2021 і лютим 2022"},
    {"2022-03~/2022-09", "between March 2022 (approximate) and September 2022",
     "між березнем 2022 (приблизно) і вереснем 2022"},
    {"2020/2022-21", "between 2020 and spring 2022", "між 2020 роком і весною 2022"},
    {"2022-33/2022-41", "between first quarter of 2022 and second half of 2022",
     "між 1-м кварталом 2022 року і 2-ю половиною 2022 року"},
    {"2022-02-24/..", "since 24 February 2022", "від 24 лютого 2022"},
    {"2022-02-24/", "since 24 February 2022, end unknown",
     "від 24 лютого 2022, кінець невідомий"},
    {"../2022", "until 2022", "до 2022 року"},
    {"/2022-03", "until March 2022, start unknown", "до березня 2022, початок невідомий"},
    {"[2022-03-01,2022-03-04]", "one of 1 March 2022, 4 March 2022",
     "одне з: 1 березня 2022, 4 березня 2022"},
    {"[2022-03-01]", "1 March 2022", "1 березня 2022"},
    {"[2022-03..2022-05]", "some time between March and May 2022",
     "у якийсь час між березнем і травнем 2022"},
    {"[..2022-03-10]", "before or on 10 March 2022", "10 березня 2022 або раніше"},
    {"[..2022-03]", "before or in March 2022", "березень 2022 або раніше"},
    {"[2022-03..]", "in March 2022 or later", "березень 2022 або пізніше"},
    {"[..2021,2022-03..2022-05,2023..]",
     "one of 2021 or earlier, March 2022 – May 2022, 2023 or later",
     "одне з: 2021 рік або раніше, березень 2022 – травень 2022, 2023 рік або пізніше"},
    {"{2022-03-01,2022-04}", "all of 1 March 2022, April 2022",
     "усе з: 1 березня 2022, квітень 2022"},
};

static void dates_are_said_in_both_languages(void **state)
{
    struct buf out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++) {
        struct edtf e = {.span_count = 0};
        struct err err = {0};

        if (edtf_parse(&e, str_from_c(sayings[i].text), &err) != ERR_OK)
            fail_msg("%s: %s", sayings[i].text, err.message);
        buf_reset(&out);
        edtf_describe(&out, &e, EDTF_ENGLISH);
        buf_char(&out, '\0');
        assert_string_equal(out.ptr, sayings[i].english);
        buf_reset(&out);
        edtf_describe(&out, &e, EDTF_UKRAINIAN);
        buf_char(&out, '\0');
        assert_string_equal(out.ptr, sayings[i].ukrainian);
    }
    buf_release(&out);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"dates are said in both languages", dates_are_said_in_both_languages, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
