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

  async "the sides of a conflict wait in one line of the first page"({ page }) {
    await page.goto("/");
    const lines = await page.locator("section:has(#work) li").allTextContents();

    assert.equal(new Set(lines).size, lines.length, "two lines say the same");
    await page.getByRole("link", { name: /^[0-9]+ claims$/ }).first().click();
    assert.ok(await page.locator("main a[href*='/s/']").count() >= 2, "the claims are not there");
  },

  async "a passage and what it says is entered, looked at, and recorded"({ page, world, scripts }) {
    await page.goto(`/enter/passage?source=${world.entity.s1}`);
    await page.getByLabel("Where in it").fill("15");
    await page.getByLabel("The words, as they are written").fill("two young men");
    await page.getByLabel("What it says, one thing a line").fill("2 the two of a village\ngunshot back of the head, all\nthis is nothing");
    if (scripts)
      await page.getByText("This is not", { exact: false }).or(page.locator("#p1\\.says\\.echo li.bad")).first().waitFor();
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await page.locator(".box.err a[href='#p1.says']").waitFor();
    await page.getByLabel("What it says, one thing a line").fill("2 the two of a village\ngunshot back of the head, all");
    await page.getByRole("button", { name: "Check", exact: true }).last().click();
    await page.getByText("Will be recorded").waitFor();
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await page.waitForURL(/recorded=/);
  },

  async "another passage is added, and what was typed stays"({ page, world }) {
    await page.goto(`/enter/passage?source=${world.entity.s1}`);
    await page.getByLabel("The words, as they are written").fill("kept words");
    await page.getByRole("button", { name: /Another passage of this source/ }).click();
    await page.locator("#p2\\.where").waitFor();
    assert.equal(await page.locator("#p1\\.words").inputValue(), "kept words");
  },

  async "a draft waits where it is listed, and goes by hand"({ page }) {
    await page.goto("/enter/violation");
    await page.getByLabel("The words, as they are written").fill("words of a draft");
    await page.getByRole("button", { name: "Keep as draft" }).click();
    await page.goto("/enter");
    const row = page.getByRole("row").filter({ hasText: "words of a draft" }).first();

    await row.getByRole("button", { name: "Discard" }).click();
    await page.waitForLoadState();
    assert.equal(await page.getByRole("row").filter({ hasText: "words of a draft" }).count(), 0);
  },

  async "a claim is assessed where it stands"({ page, world }) {
    await page.goto(`/s/${world.ref.c01}`);
    await page.locator(`main a[href$="/assess"]`).first().click();
    await page.getByRole("button", { name: "Record the assessment" }).click();
    await page.locator(".box.err").waitFor();
    await page.getByLabel("Status").selectOption("accepted");
    await page.getByLabel("Reason", { exact: true }).fill("seen by two of us");
    await page.getByRole("button", { name: "Record the assessment" }).click();
    await page.waitForURL(/\/s\/[^/]*$/);
    await page.getByText("seen by two of us").first().waitFor();
  },

  async "a claim is corrected, and the old one stays"({ page, world, scripts }) {
    const ref = world.ref[scripts ? "c96" : "c97"];

    await page.goto(`/s/${ref}/correct`);
    await page.getByLabel("In the source’s words").fill("an animal doctor");
    await page.getByRole("button", { name: "Record the correction" }).click();
    await page.locator(".box.err").waitFor();
    assert.equal(await page.getByLabel("In the source’s words").inputValue(), "an animal doctor");
    await page.getByLabel("Reason", { exact: true }).selectOption({ index: 1 });
    await page.getByRole("button", { name: "Record the correction" }).click();
    await page.waitForURL(/\/s\/[^/]*$/);
    await page.goto(`/e/${world.entity.w_vet}`);
    await page.getByText("an animal doctor").first().waitFor();
    assert.equal((await page.goto(`/s/${ref}`)).status(), 200);
  },

  async "it is decided between two claims"({ page, world }) {
    await page.goto(`/s/${world.ref.ci2}/decide`);
    await page.getByRole("button", { name: "Record the decision" }).click();
    await page.locator(".box.err").waitFor();
    await page.getByRole("radio").first().check();
    await page.getByLabel("By which rule").selectOption({ index: 1 });
    await page.getByLabel("Reason", { exact: true }).fill("counted when the site was finished");
    await page.getByRole("button", { name: "Record the decision" }).click();
    await page.waitForURL(/\/s\/[^/]*$/);
    await page.getByText("counted when the site was finished").first().waitFor();
  },

  async "a claim is withdrawn, and stays in the history"({ page, world, scripts }) {
    const ref = world.ref[scripts ? "cd5" : "cd6"];

    await page.goto(`/s/${ref}/withdraw`);
    await page.getByRole("button", { name: "Withdraw it" }).click();
    await page.locator(".box.err").waitFor();
    await page.getByLabel("Reason", { exact: true }).selectOption({ index: 1 });
    await page.getByLabel("What was wrong, in words").fill("typed from memory");
    await page.getByRole("button", { name: "Withdraw it" }).click();
    await page.waitForURL(/\/s\/[^/]*$/);
    await page.goto(`/e/${world.entity.w_son}/history`);
    await page.locator(`main a[href*="/s/${ref}"]`).first().waitFor();
  },

  async "a place is found however it is spelt"({ page }) {
    await page.goto("/");
    await page.locator("#find").fill("Kuyansk");
    await page.locator("form.find button").click();
    await page.getByRole("link", { name: "Kupiansk" }).first().click();
    assert.match(page.url(), /\/e\/[a-z0-9]+/);
    assert.match(await page.locator("h1").textContent(), /Kupiansk/);
  },

  async "a table is narrowed, sorted and taken away"({ page }) {
    await page.goto("/table/places");
    const before = await page.locator("main tbody tr").count();

    await page.getByLabel("Words").fill("Kupiansk");
    await page.locator("form.filters button").first().click();
    assert.match(page.url(), /text=Kupiansk/);
    assert.ok(await page.locator("main tbody tr").filter({ hasText: "Kupiansk" }).count() > 0);
    assert.ok(await page.locator("main tbody tr").count() < before, "no line less than before");
    const link = page.locator("main a[href*='.csv']").first();
    const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);

    assert.match(file.suggestedFilename(), /\.csv$/);
  },

  async "a sheet is shown as it was on a day, and as it is now"({ page, world }) {
    await page.goto(`/e/${world.entity.p_izium_dead}`);
    await page.locator("input[name='as-of']").fill(new Date().toISOString().slice(0, 10));
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.locator(".asof").waitFor();
    assert.match(await page.locator("nav.main a").first().getAttribute("href"), /as-of=/);
    await page.getByRole("link", { name: "Show it as it is now" }).click();
    assert.equal(await page.locator(".asof").count(), 0);
  },

  async "everything is verified, and every page says so"({ page }) {
    await page.goto("/log/verify");
    await page.getByRole("button", { name: "Verify all files now" }).click();
    for (let i = 0; i < 60; i++) {
      await page.goto("/log/verify");
      if (await page.locator(".trust .good").count() > 0)
        break;
      await page.waitForTimeout(500);
    }
    assert.match(await page.locator(".trust .good").textContent(), /verified/);
  },

  async "a file is sent in, byte for byte"({ page, scripts }) {
    const name = `synthetic-${scripts ? "with" : "without"}-scripts.txt`;

    await page.goto("/upload");
    await page.locator("#files").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(`SYNTHETIC ${name}\n`) });
    await page.getByRole("button", { name: "Upload and preserve" }).click();
    await page.locator("main :text-matches('SHA-256'):visible").first().waitFor();
    await page.goto("/table/objects?text=synthetic");
    await page.getByRole("link", { name }).first().click();
    assert.match(page.url(), /\/o\//);
    await page.getByText("SYNTHETIC", { exact: false }).first().waitFor();
  },

  async "files of the inbox are taken, given back, and read"({ page }) {
    await page.goto("/inbox");
    await page.getByRole("link", { name: "account-nearer-bbc.txt" }).click();
    await page.getByRole("button", { name: "Take it" }).click();
    await page.getByText("taken by", { exact: false }).first().waitFor();
    await page.getByRole("button", { name: "Give it back", exact: true }).click();
    await page.getByText("given back", { exact: false }).first().waitFor();

    await page.goto("/inbox");
    await page.getByRole("button", { name: "Take the next and open it" }).click();
    await page.waitForURL(/\/o\/[^/]*$/);
    const name = await page.locator("h1").textContent();

    await page.getByLabel("Note for those who come after").fill("nothing in it to enter");
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await page.waitForURL(/\/inbox\/[^/]*$/);
    await page.getByText("nothing in it to enter").first().waitFor();
    await page.goto("/inbox?state=done");
    assert.ok((await page.locator("main").textContent()).includes(name.trim()), `${name} is not among what was read`);
  },

  async "a table is imported, from the file to the list"({ page, scripts }) {
    const name = `incidents-${scripts ? "with" : "without"}.csv`;
    const rows = ["No;Date;Place;Killed;Description", `1;14.09.2022;Rudka;3;SYNTHETIC shelling of a market (${name})`,
      "2;15.09.2022;Lypove;1;SYNTHETIC house burnt down", "3;16.13.2022;Rudka;1;SYNTHETIC no such day"];
    const map = `list "Incidents of ${name}" class incident_list\nkey No\nignore Killed\nentity place place\n  key Place\n` +
      `  label "{Place}"\nentity record event\n  when Date as date "DD.MM.YYYY"\n  description Description lang en\n  happened_at the place\n`;

    await page.goto("/upload");
    await page.locator("#files").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) });
    await page.getByRole("button", { name: "Upload and preserve" }).click();
    await page.locator("main :text-matches('SHA-256'):visible").first().waitFor();
    await page.goto("/import");
    await page.getByRole("link", { name }).click();
    await page.getByRole("button", { name: "Let a machine propose one from the headings" }).click();
    await page.getByText("A machine proposes this", { exact: false }).waitFor();
    assert.match(await page.getByLabel("Text of the mapping").inputValue(), /proposed by a machine/);
    await page.getByLabel("Text of the mapping").fill(map);
    await page.getByRole("button", { name: "Show what it would say" }).last().click();
    await page.locator("#preview").waitFor();
    assert.match(await page.locator("#preview").textContent(), /SYNTHETIC shelling/);
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("#preview a[href$='/rejected']").click()]);

    assert.match(file.suggestedFilename(), /rejected\.csv$/);
    await page.getByRole("button", { name: "Import the table" }).click();
    await page.waitForURL(/#done$/);
    assert.match(await page.locator("#done").textContent(), /2 rows taken/);
    await page.locator("#done a[href^='/lists/']").click();
    assert.match(await page.locator("h1").textContent(), new RegExp(name));
  },
};
