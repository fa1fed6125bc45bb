// The pages for entering, a little quicker: what was typed is said back while it is typed,
// another passage comes without a new page, and a draft is kept every ten seconds. All of
// it works without this file too.
"use strict";

(() => {
  const box = document.getElementById("entering");

  if (!box)
    return;
  const form = box.closest("form");
  const echoDelay = 250;
  const keepEvery = 10000;
  let isChanged = false;
  let timer = 0;
  let asked = 0;

  const field = (name) => form.elements[name];
  const focusOn = (name) => document.getElementById(name)?.focus();

  // ---- asking the server ----

  // The answer's parts take the place of ours, but never of where somebody is typing.
  function take(text) {
    const answer = new DOMParser().parseFromString(text, "text/html").getElementById("fragment");

    if (!answer)
      return;
    field("draft").value = answer.dataset.draft;
    field("rev").value = answer.dataset.rev;
    for (const part of answer.querySelectorAll("[data-live]")) {
      const ours = document.getElementById(part.id);

      if (ours && !ours.contains(document.activeElement) && ours.innerHTML !== part.innerHTML)
        ours.replaceChildren(...part.childNodes);
    }
  }

  async function ask(what) {
    const body = new URLSearchParams(new FormData(form));
    const number = ++asked;

    body.set("do", what);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: {"Stele-Script": "1"}, redirect: "error",
      });

      if (answer.ok && number === asked)
        take(await answer.text());
    } catch {
      isChanged = true; // the server is away for a moment: the next time
    }
  }

  form.addEventListener("input", () => {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(() => ask("check"), echoDelay);
  });

  setInterval(() => {
    if (!isChanged || form.dataset.sent)
      return;
    isChanged = false;
    ask("draft");
  }, keepEvery);

  // ---- another passage ----

  function passages() {
    let n = 1;

    while (document.getElementById(`passage-${n + 1}`))
      n++;
    return n;
  }

  function rename(part, n) {
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      for (const element of part.querySelectorAll(`[${attribute}]`))
        element.setAttribute(attribute, element.getAttribute(attribute).replace(/\bp0\./g, `p${n}.`));
    }
  }

  function addPassage(isOtherSource) {
    const n = passages() + 1;
    const part = document.getElementById("passage").content.cloneNode(true);
    const heading = part.querySelector("h2");

    rename(part, n);
    if (heading) {
      heading.id = `passage-${n}`;
      heading.textContent += ` ${n}`;
    }
    document.getElementById("add").before(part);
    for (const name of ["lang", "last", "roles_only"]) {
      const before = field(`p${n - 1}.${name}`);
      const now = field(`p${n}.${name}`);

      if (before && now && !(isOtherSource && name === "last")) {
        now.value = before.value;
        now.checked = before.checked;
      }
    }
    focusOn(isOtherSource ? `p${n}.source` : `p${n}.where`);
    isChanged = true;
  }

  // ---- keys ----

  function press(name) {
    const button = [...form.querySelectorAll("button[name=do]")].find((b) => b.value === name);

    button?.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      press("record");
    } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
      const key = event.code;

      if (key === "KeyN" || key === "KeyA") {
        event.preventDefault();
        addPassage(key === "KeyA");
      } else if (key === "KeyS") {
        event.preventDefault();
        ask("draft");
      }
    }
  }, true);

  form.addEventListener("click", (event) => {
    const what = event.target.closest?.("button[name=do]")?.value;

    if (what === "add-passage" || what === "add-source") {
      event.preventDefault();
      addPassage(what === "add-source");
    }
  });

  // Where typing goes on.
  if (!document.querySelector(".box.err"))
    focusOn(box.dataset.focus);
})();
