// Goes through routes, tasks and hostile texts; prints TAP.
//
// usage: node main.mjs ADDRESS WORLD.json [WORD] [--long]
//
// ADDRESS: as stele serve printed it. WORD: only the routes and tasks whose address or name has it.
// --long: each page in each language and each light, each hostile text by itself.

import { readFileSync } from "node:fs";
import { axe, inlineMarkup, launch, openWindow, sideways, takeWrong } from "./browser.mjs";
import { allAtOnce, countForms, payloads, sendForm } from "./hostile.mjs";
import { addressOf, routes as allRoutes } from "./routes.mjs";
import { tasks as allTasks } from "./tasks.mjs";

const isLong = process.argv.includes("--long");
const [address, worldFile, only = ""] = process.argv.slice(2).filter((word) => word !== "--long");
const world = JSON.parse(readFileSync(worldFile, "utf8"));
let routes = []; // those that were asked for, once the links are known
const tasks = Object.fromEntries(Object.entries(allTasks).filter(([name]) => name.includes(only)));
const origin = new URL(address).origin;
const browser = await launch();
const windowsAtOnce = 4;
let count = 0;
let failed = 0;

function took(what) {
  console.log(`# ${what} after ${Math.round(performance.now() / 1000)} s`);
}

function tell(name, wrong) {
  count++;
  if (wrong.length === 0) {
    console.log(`ok ${count} - ${name}`);
    return;
  }
  failed++;
  console.log(`not ok ${count} - ${name}`);
  for (const line of wrong)
    console.log(`#   ${String(line).replace(/\n/g, "\n#   ")}`);
}

/** Several windows, which take one item after the other. A window costs as much as a page: each is used for many. */
async function inWindows(state, items, work, options = {}) {
  const left = [...items];

  await Promise.all(Array.from({ length: windowsAtOnce }, async () => {
    const window = await openWindow(browser, origin, state, options);

    for (let item = left.shift(); item !== undefined; item = left.shift())
      await work(window, item);
    await window.context.close();
  }));
}

// Pages whose address only another page knows: what it calls them, and where they are.
const linked = {
  objects: ["/table/objects", /^\/o\/[^/?]+$/],
  lists: ["/lists", /^\/lists\/[^/?]+$/],
  inbox: ["/inbox", /^\/inbox\/[^/?]+$/],
  import: ["/import", /^\/import\/[^/?]+$/],
};

async function findLinks(state) {
  const window = await openWindow(browser, origin, state);

  world.links = {};
  for (const [name, [path, wanted]] of Object.entries(linked)) {
    await window.page.goto(path);
    const links = await window.page.locator("main a").evaluateAll((all) => all.map((a) => [a.textContent.trim(), a.getAttribute("href")]));

    world.links[name] = Object.fromEntries(links.filter(([, href]) => wanted.test(href)));
    if (Object.keys(world.links[name]).length === 0)
      throw new Error(`${path} has no link like ${wanted}`);
  }
  await window.context.close();
}

async function signIn() {
  const context = await browser.newContext();
  const page = await context.newPage();

  await page.goto(address);
  const state = await context.storageState();

  await context.close();
  return state;
}

/** The same visitor, who has chosen this language. */
async function speaking(state, language) {
  const window = await openWindow(browser, origin, state);

  await window.page.goto(`/language?to=${language}&back=/`);
  const chosen = await window.context.storageState();

  await window.context.close();
  return chosen;
}

// What axe says of a dark page differs from the light one in colours alone.
const colours = ["color-contrast", "link-in-text-block"];

async function lookAt(window, route, language, scheme) {
  const response = await window.page.goto(addressOf(route, world));
  const status = route.status ?? 200;
  const wrong = [];

  if (response.status() !== status)
    wrong.push(`the status is ${response.status()} and not ${status}`);
  if (await window.page.locator("html").getAttribute("lang") !== language)
    wrong.push("the page is in another language");
  if (!(await window.page.title()))
    wrong.push("the page has no title");
  if (await window.page.locator("h1").count() !== 1)
    wrong.push("the page has not one h1");
  wrong.push(...await axe(window.page, scheme === "dark" ? colours : undefined));
  wrong.push(...await inlineMarkup(window.page));
  wrong.push(...await takeWrong(window));
  return wrong;
}

// Every link of the pages that were looked at, and one page that has it.
const links = new Map();

async function noteLinks(page) {
  const path = new URL(page.url()).pathname;

  for (const href of await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href)))
    if (href.startsWith(`${origin}/`) && !links.has(href.replace(/#.*/, "")))
      links.set(href.replace(/#.*/, ""), path);
}

const looks = [["en", "light"], ["uk", "light"], ["en", "dark"], ["uk", "dark"]];

// The markup is the same in each light, and in each language but for the words: every page in
// English in the light, and in one of the others by turns. Brief ones in one of the languages.
function looksAt(route, number) {
  if (isLong)
    return route.isBrief ? looks.slice(0, 2) : looks;
  return route.isBrief ? [looks[number % 2]] : [looks[0], looks[1 + number % 3]];
}

async function lookAtOne(window, cookies, route, [language, scheme]) {
  await window.context.addCookies(cookies[language]);
  await window.page.emulateMedia({ colorScheme: scheme });
  const wrong = await lookAt(window, route, language, scheme).catch((error) => [error.message]);

  await noteLinks(window.page);
  await window.page.setViewportSize({ width: 320, height: 700 });
  const over = await sideways(window.page);

  if (over)
    wrong.push(`scrolls sideways at 320 px: ${over}`);
  await window.page.setViewportSize({ width: 1280, height: 900 });
  tell(`${addressOf(route, world)} in ${language}, ${scheme}`, wrong);
}

async function lookAtAll(state) {
  const all = routes.flatMap((route, number) => looksAt(route, number).map((look) => [route, look]));
  const cookies = { en: (await speaking(state, "en")).cookies, uk: (await speaking(state, "uk")).cookies };

  await inWindows(state, all, (window, [route, look]) => lookAtOne(window, cookies, route, look));
}

// What leaves as a file may be refused, with a page that says what stands in the way.
const leaves = /\.(csv|xlsx|geojson|json)(\?|$)|\/(download|bytes|proof)(\?|$)/;

// A link that leads nowhere. What asks for a reason first leads to /why, which is somewhere.
async function followLinks(state) {
  const wrong = [];

  await inWindows(state, links, async ({ context }, [href, from]) => {
    const answer = await context.request.get(href);

    if (answer.status() !== 200 && !(answer.status() === 403 && leaves.test(href)))
      wrong.push(`${href.slice(origin.length)} on ${from} answers ${answer.status()}`);
    await answer.dispose();
  });
  tell(`${links.size} links of these pages lead somewhere`, links.size > 0 || only ? wrong : ["there are none"]);
}

async function doAll(state) {
  for (const scripts of [false, true])
    await inWindows(state, Object.entries(tasks), async (window, [name, task]) => {
      const wrong = [];

      await task({ page: window.page, context: window.context, world, scripts }).catch((error) => wrong.push(error.message));
      wrong.push(...await takeWrong(window));
      tell(`${name}, scripts ${scripts ? "on" : "off"}`, wrong);
    }, { scripts });
}

// Each form of each page: its first button with each of the texts in each field, the others once.
async function typeInto(window, route, texts) {
  const path = addressOf(route, world);
  const wrong = [];

  await window.page.goto(path);
  const forms = await countForms(window.page, path);

  for (let form = 0; form < forms; form++) {
    let isThere = true;

    for (let button = 0; isThere; button++)
      for (let round = 0; isThere && round < (button === 0 ? texts.length : 1); round++) {
        await window.page.goto(path);
        isThere = await sendForm(window.page, path, form, button, (field) => texts[(round + field) % texts.length]);
        wrong.push(...await inlineMarkup(window.page), ...await takeWrong(window));
      }
  }
  return [...new Set(wrong)];
}

async function typeEverywhere(state) {
  const texts = isLong ? payloads : [allAtOnce];

  await inWindows(state, routes.filter((r) => !r.status && !r.isBrief), async (window, route) => {
    tell(`hostile text typed into ${addressOf(route, world)}`,
      await typeInto(window, route, texts).catch((error) => [error.message]));
  });
}

// What was typed is shown again: drafts, records, what waits.
async function lookAgain(state) {
  const wrong = [];

  await inWindows(state, routes.filter((r) => !r.isBrief), async (window, route) => {
    await window.page.goto(addressOf(route, world));
    wrong.push(...await inlineMarkup(window.page), ...await takeWrong(window));
  });
  tell("the pages after hostile text was typed into them", [...new Set(wrong)]);
}

// Last: it ends the visit of all windows.
async function signOut(state) {
  const window = await openWindow(browser, origin, state);
  const wrong = [];

  await window.page.goto("/");
  await window.page.getByRole("button", { name: "Sign out" }).click();
  for (const path of ["/", "/log", "/table/places", "/no-such-page"]) {
    const response = await window.page.goto(path);
    const text = await window.page.content();

    if (response.ok() && !new URL(window.page.url()).pathname.startsWith("/sign-in"))
      wrong.push(`${path} is shown after signing out`);
    if (/Kharkiv|Kupiansk|statements/.test(text))
      wrong.push(`${path} tells of the archive after signing out`);
    wrong.push(...await axe(window.page));
  }
  tell("after signing out nothing is shown", [...new Set(wrong)]);
  await window.context.close();
}

try {
  const state = await signIn();

  await findLinks(state);
  routes = allRoutes.filter((route) => addressOf(route, world).includes(only));
  await lookAtAll(state);
  await followLinks(state);
  took("looked at");
  await doAll(state);
  took("done what people do");
  await typeEverywhere(state);
  await lookAgain(state);
  took("typed hostile text");
  await signOut(state);
} catch (error) {
  tell("going through the pages", [error.stack]);
} finally {
  await browser.close();
}
console.log(`1..${count}`);
process.exit(failed > 0 ? 1 : 0);
