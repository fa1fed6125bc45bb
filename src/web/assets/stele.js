// What every page is a little quicker with. No page needs it: each control is a link or a
// button that works without.
"use strict";

// The summary of what was wrong with a form takes the focus, so that a screen reader reads
// it first.
document.querySelector(".box.err[tabindex]")?.focus();

// Ctrl+Enter sends the form that is being filled in; "/" goes to the search.
document.addEventListener("keydown", (event) => {
  const at = event.target;
  const isTyping = at.matches?.("input, textarea, select, [contenteditable]");

  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.form) {
    event.preventDefault();
    at.form.requestSubmit();
  } else if (event.key === "/" && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const find = document.getElementById("find");

    if (find) {
      event.preventDefault();
      find.focus();
    }
  }
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;

  if (form.method !== "post")
    return;
  if (form.dataset.sent)
    event.preventDefault();
  form.dataset.sent = "yes";
});

// Coming back to it by the browser's own button, it can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms)
    delete form.dataset.sent;
});
