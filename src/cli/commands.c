#include "cli/commands.h"

#include "cli/cli.h"

/* In the order a newcomer meets them. */
const struct command commands[] = {
    {"init", cmd_init, "Make a new archive"},
    {"preserve", cmd_preserve, "Preserve files as they are; check that all of them are"},
    {"derive", cmd_derive,
     "Record the text of a preserved file, as a tool or person made it"},
    {"import", cmd_import, "Record the rows of a table"},
    {"lists", cmd_lists,
     "Show lists, their versions, and what versions have differently"},
    {"add", cmd_add, "Record statements: entities, passages, claims"},
    {"consent", cmd_consent, "Record and show what people agreed to; keep promises"},
    {"assess", cmd_assess, "Record what somebody thinks of statements"},
    {"decide", cmd_decide, "Prefer one of several conflicting claims"},
    {"withdraw", cmd_withdraw, "Take a statement back, saying why"},
    {"erase", cmd_erase, "Destroy content for good: two members must agree"},
    {"reseal", cmd_reseal, "Seal statements anew, to another key"},
    {"clock", cmd_clock, "Record how far this machine's clock is from another"},
    {"show", cmd_show, "Show what is recorded about something, and from whom"},
    {"find", cmd_find, "Find words, names, claims"},
    {"gazetteer", cmd_gazetteer, "Say which places there are: import lists of them"},
    {"place", cmd_place, "Say which places may be meant, and why: a person chooses"},
    {"history", cmd_history, "Tell what was recorded, corrected and decided, in order"},
    {"compare", cmd_compare, "Say whether two claims contradict each other, and why"},
    {"access", cmd_access, "Tell who looked at what is not open to all"},
    {"serve", cmd_serve, "Serve the pages: read and enter in a browser"},
    {"verify", cmd_verify, "Check every file of the archive"},
    {"copy", cmd_copy, "Copy the archive to another folder; bring a copy up to date"},
    {"anchor", cmd_anchor, "Fix the record by a signed paper or a timestamp"},
    {"seal", cmd_seal, "Make and hand on the keys that things are sealed to"},
    {"unseal", cmd_unseal, "Write a sealed file or statement out, opened"},
    {"prove", cmd_prove, "Let a stranger check a statement"},
    {"publish", cmd_publish, "Give the log away as static files"},
    {"unlock", cmd_unlock, "Sign in as a member, on this machine"},
    {"lock", cmd_lock, "Sign out"},
    {"member", cmd_member, "Say who works with the archive; set passphrases"},
    {"device", cmd_device, "Tell which machines write here; begin to write on this one"},
    {"recovery", cmd_recovery,
     "Share a key out on paper; put it together again; practise it"},
    {"doctor", cmd_doctor, "Say what is missing or doubtful on this machine"},
    {"reindex", cmd_reindex, "Build the index anew from the statements"},
};

const size_t command_count = sizeof commands / sizeof commands[0];
