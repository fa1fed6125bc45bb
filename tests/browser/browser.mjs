// Debian's Chromium, and pages that note what goes wrong in them.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axeSource = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

export async function launch() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
}

/** What a hostile text would have to do to be noticed; and what the policy refused. */
function watchInside() {
  window.__xss = undefined;
  window.__refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.__refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}

/**
 * A window of a visitor who is signed in (state: of the sign-in). wrong: what went wrong in
 * any page that was opened in it.
 */
export async function openWindow(browser, origin, state, { scripts = true, scheme = "light", width = 1280, height = 900 } = {}) {
  const context = await browser.newContext({
    baseURL: origin, storageState: state, javaScriptEnabled: scripts, colorScheme: scheme,
    viewport: { width, height }, reducedMotion: "reduce", acceptDownloads: true,
  });
  const page = await context.newPage();
  const wrong = [];

  page.setDefaultTimeout(30000);
  if (scripts)
    await page.addInitScript(watchInside);
  context.on("request", (request) => {
    const url = request.url();

    if (!url.startsWith(`${origin}/`) && !url.startsWith("blob:") && !url.startsWith("data:"))
      wrong.push(`asked for ${url}`);
  });
  page.on("dialog", async (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("pageerror", (error) => wrong.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content.Security.Policy|Refused to/i.test(message.text()))
      wrong.push(`refused by the policy: ${message.text().slice(0, 300)}`);
  });
  return { context, page, wrong, scripts };
}

/** What went wrong since the last time this was asked, in this page too. */
export async function takeWrong(window) {
  const found = window.wrong.splice(0);

  for (const frame of window.page.frames()) {
    const inside = await frame.evaluate(() => ({ xss: window.__xss, refused: window.__refused ?? [] })).catch(() => null);

    if (inside?.xss !== undefined)
      found.push("hostile text ran");
    found.push(...(inside?.refused ?? []).map((text) => `refused by the policy: ${text}`));
  }
  return [...new Set(found)];
}

/** Markup that only a hostile text could have brought, or that the policy would refuse. */
export async function inlineMarkup(page) {
  return page.evaluate(() => {
    const found = [];

    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes)
        if (name.startsWith("on") || name === "style" || /^\s*javascript:/i.test(value) && name !== "value")
          found.push(`<${element.localName} ${name}="${value.slice(0, 60)}">`);
      if (element.localName === "style" || element.localName === "base" || element.localName === "script" && !element.src)
        found.push(`<${element.localName}>`);
    }
    return found;
  });
}

/** How far the page scrolls sideways, and what sticks out. */
export async function sideways(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - width;

    if (over <= 0)
      return "";
    const wide = [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".vh, .skip, .scroll, .tw"))
      .map((e) => `${e.localName}.${e.getAttribute("class") ?? ""}`);

    return `${over} px: ${[...new Set(wide)].slice(0, 5).join(", ")}`;
  });
}

/** What axe finds: WCAG 2.0 to 2.2, A and AA, and its best practices. */
export async function axe(page, rules) {
  await page.evaluate(axeSource);
  const result = await page.evaluate((only) => window.axe.run(document, {
    resultTypes: ["violations"],
    runOnly: only ? { type: "rule", values: only } : {
      type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
  }), rules);

  return result.violations.map((violation) => `${violation.id}: ${violation.help}: ` +
    violation.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)}`).join(" | "));
}
