// What script adds to pages that work without it. Nothing is kept in the browser's storage, nothing is sent elsewhere.
import { initAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

/** A line that screen readers read out when it changes. */
function statusLine(className) {
  const line = document.createElement("p");
  line.className = className;
  line.setAttribute("role", "status");
  return line;
}

/** `data-autosave="/drafts/<form>"`: what was typed is sent as a draft, a second after typing stops and on leaving. */
function autosave(form) {
  const address = form.dataset.autosave;
  const line = form.querySelector("[data-autosave-status]") ?? form.appendChild(statusLine("leeward-autosave"));
  let timer = 0;
  let unsaved = false;
  let sending = null;
  let leaving = false;

  const fields = () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const secret = form.querySelector(`input[type="password"][name="${CSS.escape(name)}"]`);
      if (typeof value === "string" && !secret) body.append(name, value);
    }
    return body;
  };

  const send = async (keepalive) => {
    clearTimeout(timer);
    if (!unsaved || leaving) return;
    unsaved = false;
    sending?.abort();
    const mine = (sending = new AbortController());
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: fields(),
        credentials: "same-origin",
        redirect: "manual",
        keepalive,
        signal: mine.signal,
      });
      if (!answer.ok) throw new Error("refused");
      const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      if (mine === sending) line.textContent = `Saved as a draft at ${time}`;
    } catch {
      if (mine !== sending || leaving) return;
      unsaved = true;
      line.textContent = "Not saved yet; your words stay on this page";
    }
  };

  const changed = () => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(send, 1000, false);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A draft that arrived after the form itself would come back as if nothing had been sent.
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    sending?.abort();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("pagehide", () => send(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send(true);
  });
}

/** Pictures and files are not taken, wherever they are pasted or dropped. Nothing about the attempt is sent. */
function refuseFiles() {
  let line = null;
  const say = (target) => {
    const near = target instanceof Element ? target.closest(".govuk-form-group") : null;
    line?.remove();
    line = statusLine("leeward-refusal");
    if (near) near.append(line);
    else document.getElementById("main-content")?.prepend(line);
    setTimeout((shown) => { shown.textContent = "Leeward does not take pictures or files. Your text is kept."; }, 50, line);
  };
  const holdsFiles = (data) => Boolean(data && (data.files.length > 0 || [...data.types].includes("Files")));

  document.addEventListener("paste", (event) => {
    // Word processors copy words together with a picture of them; a text field takes the words only.
    if (!holdsFiles(event.clipboardData) || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    say(event.target);
  }, true);
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    // Taking the drag is what lets the drop be refused here, instead of the browser opening the file.
    event.dataTransfer.dropEffect = "copy";
  }, true);
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    say(event.target);
  }, true);
}

/** `data-hint-words`: the element named by `data-hint-shows` appears while one of the words stands in the field. */
function hintWords(field) {
  const hint = document.getElementById(field.dataset.hintShows);
  if (!hint) return;
  const words = new Set(field.dataset.hintWords.toLowerCase().split(/\s+/).filter(Boolean));
  const look = () => {
    const typed = field.value.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [];
    hint.hidden = !typed.some((word) => words.has(word));
  };
  field.addEventListener("input", look);
  look();
}

/** `data-shows` on a radio or checkbox: the element with that id is shown only while the answer is chosen. */
function showOnly(choice) {
  const part = document.getElementById(choice.dataset.shows);
  if (!part) return;
  const look = () => { part.hidden = !choice.checked; };
  document.addEventListener("change", (event) => {
    if (event.target.name === choice.name) look();
  });
  look();
}

/** `data-add-another="<template id>"` and `data-add-to="<list id>"`: one more of the same, counted in place of `__n__`. */
function addAnother(button) {
  const template = document.getElementById(button.dataset.addAnother);
  const list = document.getElementById(button.dataset.addTo);
  if (!template || !list) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const number = String(list.children.length + 1);
    const part = template.content.cloneNode(true).firstElementChild;
    for (const element of [part, ...part.querySelectorAll("*")]) {
      for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("__n__", number);
    }
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll("__n__", number);
    list.append(part);
    initAll({ scope: part });
    part.querySelector("input, select, textarea")?.focus();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// The browser takes HTML from script only through a policy that names itself. What passes here is a fragment that our own
// server rendered and escaped, fetched from the same origin.
const ours = globalThis.trustedTypes?.createPolicy("leeward", { createHTML: (html) => html });

/** `data-live="<address>"` and `data-live-into="<id>"`: what the answers now on the page say, shown before they are saved. */
function live(form) {
  const panel = document.getElementById(form.dataset.liveInto);
  if (!panel) return;
  let asking = null;
  form.addEventListener("change", async (event) => {
    if (event.target.type !== "radio") return;
    asking?.abort();
    const mine = (asking = new AbortController());
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "once") body.append(name, value);
    }
    body.append("preview", "1");
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body, credentials: "same-origin", redirect: "manual", signal: mine.signal });
      if (!answer.ok) return;
      const html = await answer.text();
      panel.innerHTML = ours ? ours.createHTML(html) : html;
    } catch {
      // The panel then shows what was saved last; saving works as without script.
    }
  });
}

/** On paper nothing stays folded. */
function unfoldForPrint() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const part of opened) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
}

initAll();
refuseFiles();
unfoldForPrint();
document.querySelectorAll("form[data-autosave]").forEach(autosave);
document.querySelectorAll("form[data-live]").forEach(live);
document.querySelectorAll("[data-hint-words]").forEach(hintWords);
document.querySelectorAll("[data-shows]").forEach(showOnly);
document.querySelectorAll("[data-add-another]").forEach(addAnother);
