// Uploads in pieces, which go on after a cut and show how far they have come. Without this
// the form sends the same files in one go.
"use strict";

const form = document.querySelector('form[enctype="multipart/form-data"]');
const chooser = document.getElementById("files");
const list = document.getElementById("upload-list");
const words = {};
for (const item of document.querySelectorAll("#upload-words [data-word]"))
  words[item.dataset.word] = item.textContent;

const RETRY_MS = [500, 1000, 2000, 5000, 10000];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let token = form.elements.token.value;

// An answer that says no; retrying it would not help.
class Refused extends Error {}

async function ask(path, options) {
  const answer = await fetch(path, {
    ...options,
    headers: { "Stele-Script": "upload", "Stele-Token": token, ...options.headers },
    redirect: "error",
  });
  const text = await answer.text();

  if (answer.ok)
    return JSON.parse(text);
  if (answer.status === 409)
    throw new Error("elsewhere");
  if (answer.headers.get("Content-Type")?.startsWith("application/json"))
    throw new Refused(JSON.parse(text).error);
  throw new Refused(new DOMParser().parseFromString(text, "text/html").body.textContent.trim());
}

function send(path, fields) {
  return ask(path, { method: "POST", body: new URLSearchParams({ ...fields, token }) });
}

// One line of the list.
function line(file) {
  const item = document.createElement("div");
  const name = document.createElement("bdi");
  const state = document.createElement("span");
  const bar = document.createElement("progress");
  const stop = document.createElement("button");

  item.className = "up";
  name.textContent = file.name;
  bar.className = "prog";
  bar.max = file.size || 1;
  bar.setAttribute("aria-label", file.name);
  stop.type = "button";
  stop.className = "sec";
  stop.textContent = words.stop;
  item.append(name, " ", state, bar, stop);
  list.append(item);
  return {
    say(text) { state.textContent = text; },
    progress(at) { bar.value = at; },
    onStop(act) { stop.onclick = act; },
    end() { bar.remove(); stop.remove(); },
    link(href, text) {
      const a = document.createElement("a");
      const code = document.createElement("code");

      a.href = href;
      a.textContent = file.name;
      name.replaceChildren(a);
      code.className = "long";
      code.textContent = text;
      state.after(" ", code);
    },
  };
}

// Where it goes on, asked until somebody answers; a session that ended is a refusal.
async function where(id) {
  for (let i = 0; ; i++) {
    await pause(RETRY_MS[Math.min(i, RETRY_MS.length - 1)]);
    try {
      const answer = await ask("/upload/at?id=" + id, { method: "GET" });

      token = answer.token;
      return answer.at;
    } catch (error) {
      if (error instanceof Refused)
        throw error;
    }
  }
}

async function pieces(file, id, part, shown, state) {
  let at = 0;

  while (at < file.size && !state.isStopped) {
    try {
      const body = file.slice(at, at + part);
      const answer = await ask(`/upload/chunk?id=${id}&at=${at}`, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/octet-stream" },
      });

      at = answer.at;
      shown.say(words.sending);
    } catch (error) {
      if (error instanceof Refused)
        throw error;
      shown.say(words.cut);
      at = await where(id);
    }
    shown.progress(at);
  }
}

async function upload(file, said) {
  const shown = line(file);
  const state = { isStopped: false };
  const about = { ...said, name: file.name, size: file.size };

  shown.say(words.waiting);
  shown.onStop(() => { state.isStopped = true; });
  try {
    const { id, part } = await send("/upload/begin", about);

    await pieces(file, id, part, shown, state);
    if (state.isStopped) {
      await send("/upload/drop", { id });
      shown.say(words.stopped);
    } else {
      shown.say(words.checking);
      const end = await send("/upload/end", { ...about, id });

      shown.say(words.done + (end.stored_before ? ` (${words.before})` : ""));
      shown.link(end.href, end.sha256);
    }
  } catch (error) {
    shown.say(`${words.failed}: ${error.message}`);
  }
  shown.end();
}

form.addEventListener("submit", async (event) => {
  const said = {};

  if (chooser.files.length === 0)
    return; // the server says what is missing
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const name of ["how", "from", "where", "on", "seal"])
    if (form.elements[name])
      said[name] = form.elements[name].value;
  const files = [...chooser.files];
  const button = form.querySelector("button");

  button.disabled = true;
  for (const file of files)
    await upload(file, said);
  chooser.value = "";
  button.disabled = false;
});
