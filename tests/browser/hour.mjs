// Files entered one after the other by keyboard, as fast as it goes: how many keys each takes,
// and how long the program makes one wait. bench/entering makes hours of it.
//
//   node hour.mjs SIGN-IN-ADDRESS SOURCE-ID [FILES]

import { launch, openWindow, takeWrong } from "./browser.mjs";
import { typing } from "./typing.mjs";

const [address, source, files = "10"] = process.argv.slice(2);
const browser = await launch();
const window = await openWindow(browser, new URL(address).origin, undefined);
const { page } = window;
const { words, keys, press, count } = typing(page);
let waited = 0;
let statements = 0;
let passages = 0;

async function wait(what) {
  const began = performance.now();

  await what();
  waited += performance.now() - began;
}

await page.goto(address);
await page.goto(`/enter/passage?source=${source}`);
for (let file = 1; file <= Number(files); file++) {
  // A new source in place; two passages; seven claims.
  await page.locator("#p1\\.source").focus();
  await press("Control+a");
  await words(`Made-up report ${file}`);
  await keys(",rep");
  await press("Tab");
  await words("3");
  await press("Tab");
  await words("In the cellar of the school soldiers held eleven men for nine days without light.");
  await press("Tab");
  await words("a resident");
  await keys(",ob");
  await press("Tab");
  await words("11 men");
  await keys(" ");
  await words(`held in cellar ${file}`);
  await press("Enter");
  await keys("gua:");
  await words("soldiers");
  await press("Enter");
  await keys("when:");
  await words("march to april 2022");
  await press("Alt+n");
  await words("4");
  await press("Tab");
  await words("Two of them came back with broken arms.");
  await press("Tab");
  await press("Tab");
  await keys("frac upper_arm both some");
  await press("Enter");
  await keys("rel:");
  await words("two of them");
  await press("Control+Enter");
  await wait(() => page.waitForFunction((before) => location.search.includes("recorded=") && !document.getElementById("p1.words").value, file));
  statements += Number(new URL(page.url()).searchParams.get("recorded"));
  passages += 2;
}
const wrong = await takeWrong(window);
await browser.close();
console.log(JSON.stringify({ files: Number(files), passages, statements, keys: count.keys + count.words, waited_ms: Math.round(waited), wrong }));
process.exit(wrong.length === 0 && statements > 0 ? 0 : 1);
