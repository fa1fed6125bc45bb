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
// One that says that nobody is signed in any more, or not as who they were.
class SignedOut extends Error {}

function said(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

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
  if (answer.status === 403)
    throw new SignedOut(said(text));
  if (answer.headers.get("Content-Type")?.startsWith("application/json"))
    throw new Refused(JSON.parse(text).error);
  throw new Refused(said(text));
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

// Where it goes on, asked until somebody answers: the line may be down, the server stopped,
// the session over, which another window can mend.
async function where(id, shown, state) {
  for (let i = 0; !state.isStopped; i++) {
    await pause(RETRY_MS[Math.min(i, RETRY_MS.length - 1)]);
    try {
      const answer = await ask("/upload/at?id=" + id, { method: "GET" });

      token = answer.token;
      return answer.at;
    } catch (error) {
      if (error instanceof Refused)
        throw error;
      shown.say(error instanceof SignedOut ? words.signin : words.cut);
    }
  }
  return 0;
}

async function pieces(file, upload, shown, state) {
  while (upload.at < file.size && !state.isStopped) {
    const answer = await ask(`/upload/chunk?id=${upload.id}&at=${upload.at}`, {
      method: "POST",
      body: file.slice(upload.at, upload.at + upload.part),
      headers: { "Content-Type": "application/octet-stream" },
    });

    upload.at = answer.at;
    shown.say(words.sending);
    shown.progress(upload.at);
  }
}

// All of it, and what was recorded; undefined where it was stopped.
async function whole(file, about, upload, shown, state) {
  while (!state.isStopped) {
    try {
      await pieces(file, upload, shown, state);
      if (state.isStopped)
        break;
      shown.say(words.checking);
      return await send("/upload/end", { ...about, id: upload.id });
    } catch (error) {
      if (error instanceof Refused)
        throw error;
      shown.say(words.cut);
      upload.at = await where(upload.id, shown, state);
      shown.progress(upload.at);
    }
  }
  return undefined;
}

async function take(file, said) {
  const shown = line(file);
  const state = { isStopped: false };
  const about = { ...said, name: file.name, size: file.size };

  shown.say(words.waiting);
  shown.onStop(() => { state.isStopped = true; });
  try {
    const upload = { at: 0, ...await send("/upload/begin", about) };
    const end = await whole(file, about, upload, shown, state);

    if (!end) {
      await send("/upload/drop", { id: upload.id });
      shown.say(words.stopped);
    } else {
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
    await take(file, said);
  chooser.value = "";
  button.disabled = false;
});
