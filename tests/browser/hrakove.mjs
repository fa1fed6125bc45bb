// The Hrakove paragraph (model.md, fact 11) entered by keyboard alone: two unnamed victims,
// findings on each, who led there, who buried, sources that differ. Real keys are pressed,
// and counted: `words` are what has to be typed in any program (what the sources say, where,
// and what people and sources are called); everything else is counted against the limit,
// letters that choose a term and punctuation too, Alt+N as two keys.
//
//   node hrakove.mjs SIGN-IN-ADDRESS SOURCE-ID [KEYS-A-MINUTE]
//
// The archive has three sources: "Example site, fresh atrocities" (SOURCE-ID), "Example
// Daily, 10 September" and "Sample Agency, 9 September". Prints one line of JSON; what was
// recorded is looked at afterwards by tests/cli/serve_entry.bats' sister, tests/browser/hrakove.

import { launch, openWindow, takeWrong } from "./browser.mjs";
import { typing } from "./typing.mjs";

const [address, source, speed] = process.argv.slice(2);
const limit = 90;
const browser = await launch();
const window = await openWindow(browser, new URL(address).origin, undefined);
const { page } = window;
const { words, keys, press, count } = typing(page, speed);

await page.goto(address);
await page.goto(`/enter/passage?source=${source}`);
await page.waitForFunction(() => document.activeElement.id === "p1.where");
const began = Date.now();

// Paragraph 15 of the site that the last entry was from.
await words("15");
await press("Tab");
await words("locals led investigators to the graves of two young men whom they claimed had been buried by Russian soldiers");
await press("Tab");
await words("locals");
await press("Enter");
await words("investigators");
await keys(",to~");
await press("Tab");
await words("2");
await keys(" ");
await words("the two of Hrakove");
await press("Enter");
await keys("bu:");
await words("Russian soldiers");
await press("Enter");
await keys("le:");
await words("locals");

// Paragraph 17.
await press("Alt+n");
await words("17");
await press("Tab");
await words("Each has a gunshot wound to the back of the head. Their ears were cut off.");
await press("Tab");
await words("investigators");
await keys(",ex");
await press("Tab");
await keys("bod");
await press("Enter");
await keys("gu oc a");
await press("Enter");
await keys("-ear a");

// Another source: a resident was forced to bury them.
await press("Alt+a");
await words("Example Daily");
await press("Tab");
await words("1");
await press("Tab");
await words("the Russians forced him to bury two men");
await press("Tab");
await words("a resident");
await keys(",di");
await press("Enter");
await words("police");
await keys(",to");
await press("Tab");
await keys("bu:");
await words("a resident");
await keys(",gu");

// And a third: at least one of the two; the resident declines to confirm.
await press("Alt+a");
await words("Sample Agency");
await press("Tab");
await words("what he did not confirm");
await press("Tab");
await words("at least one of the two victims had their ears cut off");
await press("Tab");
await words("police");
await keys(",ex");
await press("Tab");
await keys("-ear at");
await press("Enter");
await keys("dec:");
await words("a resident");
await press("Control+Enter");

await page.waitForURL(/recorded=/, { timeout: 15000 }).catch(() => {});
const seconds = (Date.now() - began) / 1000;
const wrong = await takeWrong(window);
const said = await page.locator("main .box").first().textContent();
const recorded = Number(new URL(page.url()).searchParams.get("recorded") ?? 0);
await browser.close();

console.log(JSON.stringify({ keys: count.keys, limit, words: count.words, seconds, recorded, wrong, said: recorded ? undefined : said }));
process.exit(recorded > 0 && count.keys <= limit && wrong.length === 0 ? 0 : 1);
