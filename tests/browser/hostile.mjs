// What is typed into every field that takes text. Whatever becomes of it, none of it may run,
// load anything, or become markup.

export const payloads = [
  `"><script>window.__xss=1</script>`,
  `'"><img src=x onerror="window.__xss=1">`,
  `</textarea></title></style><svg/onload=window.__xss=1>`,
  `javascript:window.__xss=1//`,
  `<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>`,
  `<a href="data:text/html,<script>opener.__xss=1</script>">x</a>`,
  `<style>@import "http://outside.invalid/x.css";</style><link rel=stylesheet href=//outside.invalid/y.css>`,
  `<form action="//outside.invalid/"><input name=token><button>x`,
  `\u202e\u2066gnp.exe\u2069 &lt;b&gt; %3Cscript%3E \\u003cscript\\u003e \${7*7} {{7*7}}`,
];

/** All of them in one: the address first, for it is none where anything stands before it. */
export const allAtOnce = ["javascript:window.__xss=1//", ...payloads].join(" ");

// Into dates and numbers a browser lets nothing else in: curl tries that (tests/cli).
const text = "input:not([type]), input[type=text], input[type=search], input[type=url], textarea";

// The search field stands on every page: it is tried on the first one.
const forms = (page, path) => page.locator(path === "/" ? `form:has(${text})` : `main form:has(${text})`);

/** How many forms the page has that take text. */
export async function countForms(page, path) {
  return forms(page, path).count();
}

/**
 * Fill every text field of one form, field number n with textOf(n), and press button number b.
 * False: there is none.
 */
export async function sendForm(page, path, form, button, textOf) {
  const target = forms(page, path).nth(form);
  const buttons = target.locator("button:visible:not(.vh), input[type=submit]:visible:not(.vh)");
  let number = 0;

  if (await buttons.count() <= button)
    return false;
  for (const field of await target.locator(text).all())
    if (await field.isVisible() && await field.isEditable())
      await field.fill(textOf(number++));
  await buttons.nth(button).click();
  await page.waitForLoadState("load");
  return true;
}
