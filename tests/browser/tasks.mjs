// What people do. Each is done twice, with scripts off and with scripts on: nothing may need
// them. A task gets the page and the example archive's ids, and throws when it cannot be done.

import assert from "node:assert/strict";

export const tasks = {
  async "the skip link leads past the navigation"({ page }) {
    await page.goto("/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest("main")), "the focus is not in the sheet");
  },

  async "the language is changed where one is, and back"({ page }) {
    await page.goto("/help/keys");
    await page.getByRole("link", { name: "Українська" }).click();
    assert.equal(await page.locator("html").getAttribute("lang"), "uk");
    assert.match(page.url(), /\/help\/keys$/);
    await page.getByRole("link", { name: "English" }).click();
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.match(page.url(), /\/help\/keys$/);
  },

  async "help is where it is needed"({ page }) {
    await page.goto("/");
    await page.locator("main a.help").first().click();
    assert.equal(await page.locator("h1").textContent(), "Reading a sheet");
  },
};
