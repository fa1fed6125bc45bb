// The pictures of docs/screenshots/, made anew: few, and small.
//
// usage: node shots.mjs ADDRESS WORLD.json FOLDER

import { mkdirSync, readFileSync } from "node:fs";
import { launch, openWindow } from "./browser.mjs";

const [address, worldFile, folder] = process.argv.slice(2);
const world = JSON.parse(readFileSync(worldFile, "utf8"));
const origin = new URL(address).origin;

// name, address, language, how wide, which light
const shots = [
  ["overview", "/", "en", 1280],
  ["sheet", (w) => `/e/${w.entity.p_son_wife}`, "en", 1280],
  ["sheet-narrow", (w) => `/e/${w.entity.p_izium_dead}`, "uk", 390],
  ["source-dark", (w) => `/e/${w.entity.s1}/text`, "uk", 1280, "dark"],
  ["enter", "/enter/violation", "en", 1280],
  ["inbox", "/inbox", "uk", 1280],
  ["search-narrow", "/find?q=Kuyansk", "en", 390, "dark"],
  ["help-reading", "/help/reading", "uk", 1280],
];

mkdirSync(folder, { recursive: true });
const browser = await launch();
const context = await browser.newContext();
const page = await context.newPage();

await page.goto(address);
const state = await context.storageState();

for (const [name, path, language, width, scheme] of shots) {
  const window = await openWindow(browser, origin, state, { width, height: width > 800 ? 900 : 844, scheme });
  const to = typeof path === "function" ? path(world) : path;

  await window.page.goto(`/language?to=${language}&back=${encodeURIComponent(to)}`);
  await window.page.screenshot({ path: `${folder}/${name}.png` });
  await window.context.close();
}
await browser.close();
