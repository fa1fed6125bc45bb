// Goes through routes, tasks and hostile texts; prints TAP.
//
// usage: node main.mjs ADDRESS WORLD.json [WORD]
//
// ADDRESS: as stele serve printed it. WORD: only the routes and tasks whose address or name has it.

import { readFileSync } from "node:fs";
import { axe, inlineMarkup, launch, openWindow, sideways, takeWrong } from "./browser.mjs";
import { countForms, payloads, sendForm } from "./hostile.mjs";
import { addressOf, routes as allRoutes } from "./routes.mjs";
import { tasks as allTasks } from "./tasks.mjs";

const [address, worldFile, only = ""] = process.argv.slice(2);
const world = JSON.parse(readFileSync(worldFile, "utf8"));
let routes = []; // those that were asked for, once the links are known
const tasks = Object.fromEntries(Object.entries(allTasks).filter(([name]) => name.includes(only)));
const origin = new URL(address).origin;
let count = 0;
let failed = 0;

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

// Pages whose address only another page knows: what it calls them, and where they are.
const linked = {
  objects: ["/table/objects", /^\/o\/[^/?]+$/],
  lists: ["/lists", /^\/lists\/[^/?]+$/],
  inbox: ["/inbox", /^\/inbox\/[^/?]+$/],
  import: ["/import", /^\/import\/[^/?]+$/],
};

async function findLinks(browser, state) {
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

async function signIn(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();

  await page.goto(address);
  const state = await context.storageState();

  await context.close();
  return state;
}

/** The same visitor, who has chosen this language. */
async function speaking(browser, state, language) {
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

async function lookAtAll(browser, state, language, scheme) {
  const window = await openWindow(browser, origin, state, { scheme });

  for (const route of routes.filter((r) => !r.isBrief || scheme === "light")) {
    const wrong = await lookAt(window, route, language, scheme).catch((error) => [error.message]);

    await window.page.setViewportSize({ width: 320, height: 700 });
    const over = await sideways(window.page);

    if (over)
      wrong.push(`scrolls sideways at 320 px: ${over}`);
    await window.page.setViewportSize({ width: 1280, height: 900 });
    tell(`${addressOf(route, world)} in ${language}, ${scheme}`, wrong);
  }
  await window.context.close();
}

async function doAll(browser, state) {
  for (const [name, task] of Object.entries(tasks))
    for (const scripts of [false, true]) {
      const window = await openWindow(browser, origin, state, { scripts });
      const wrong = [];

      await task({ page: window.page, context: window.context, world, scripts }).catch((error) => wrong.push(error.message));
      wrong.push(...await takeWrong(window));
      tell(`${name}, scripts ${scripts ? "on" : "off"}`, wrong);
      await window.context.close();
    }
}

// Each form of each page: its first button with each payload in each field, the others once.
async function typeInto(window, route) {
  const path = addressOf(route, world);
  const wrong = [];

  await window.page.goto(path);
  const forms = await countForms(window.page, path);

  for (let form = 0; form < forms; form++) {
    let isThere = true;

    for (let button = 0; isThere; button++)
      for (let round = 0; isThere && round < (button === 0 ? payloads.length : 1); round++) {
        await window.page.goto(path);
        isThere = await sendForm(window.page, path, form, button, round);
        wrong.push(...await inlineMarkup(window.page), ...await takeWrong(window));
      }
  }
  return [...new Set(wrong)];
}

async function typeEverywhere(browser, state) {
  const left = routes.filter((r) => !r.status && !r.isBrief);

  // Two windows, which take one page after the other.
  await Promise.all([1, 2].map(async () => {
    const window = await openWindow(browser, origin, state);

    for (let route = left.shift(); route; route = left.shift())
      tell(`hostile text typed into ${addressOf(route, world)}`,
        await typeInto(window, route).catch((error) => [error.message]));
    await window.context.close();
  }));
}

// What was typed is shown again: drafts, records, what waits.
async function lookAgain(browser, state) {
  const window = await openWindow(browser, origin, state);
  const wrong = [];

  for (const route of routes.filter((r) => !r.isBrief)) {
    await window.page.goto(addressOf(route, world));
    wrong.push(...await inlineMarkup(window.page), ...await takeWrong(window));
  }
  tell("the pages after hostile text was typed into them", [...new Set(wrong)]);
  await window.context.close();
}

// Last: it ends the visit of all windows.
async function signOut(browser, state) {
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

const browser = await launch();

try {
  const state = await signIn(browser);

  await findLinks(browser, state);
  routes = allRoutes.filter((route) => addressOf(route, world).includes(only));
  for (const language of ["en", "uk"]) {
    const chosen = await speaking(browser, state, language);

    await Promise.all(["light", "dark"].map((scheme) => lookAtAll(browser, chosen, language, scheme)));
  }
  await doAll(browser, state);
  await typeEverywhere(browser, state);
  await lookAgain(browser, state);
  await signOut(browser, state);
} catch (error) {
  tell("going through the pages", [error.stack]);
} finally {
  await browser.close();
}
console.log(`1..${count}`);
process.exit(failed > 0 ? 1 : 0);
