// What scripts add to pages that work without them: copy buttons, keys, filters that answer at once.
"use strict";

const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

function prepare(within) {
  for (const hidden of all(".copy[hidden], .keys[hidden], .scripted[hidden]", within)) hidden.hidden = false;
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
  } catch {
    // No clipboard without TLS: select the text, so that the keyboard can copy it.
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (!document.execCommand("copy")) return;
  }
  const said = button.dataset.said || button.textContent;
  button.dataset.said = said;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = said; }, 2000);
}

function isTyping(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box || isTyping(event.target)) return;
  event.preventDefault();
  box.focus();
  box.select();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("copy")) copy(button);
  if ("prints" in button.dataset) print();
});

// Filters: fetch the page they lead to and put its results in the place of these, so that the focus stays.
let latest = 0;

function addressOf(form) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) asked.append(name, value);
  return `${form.getAttribute("action")}?${asked}`;
}

async function renew(address, again = false) {
  const turn = ++latest;
  const answers = document.getElementById("answers");
  answers.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("answers");
    if (turn !== latest) return;
    if (!fresh) throw new Error("no results in the page");
    answers.replaceChildren(...fresh.childNodes);
    recount(page);
    prepare(answers);
    if (!again) history.pushState(null, "", address);
    document.title = page.title;
    document.getElementById("live").textContent = document.querySelector("#outcome p")?.textContent || "";
  } catch {
    if (turn === latest) location.assign(address);
  } finally {
    if (turn === latest) answers.removeAttribute("aria-busy");
  }
}

// The groups of the fresh page take the place of these, but the control that has the focus keeps it.
function recount(page) {
  const focused = document.activeElement;
  const key = focused && focused.form && [focused.name, focused.value];
  const old = document.querySelector(".choices");
  const fresh = page.querySelector(".choices");
  if (!old || !fresh) return;
  old.replaceChildren(...fresh.childNodes);
  const title = document.querySelector(".filters > summary");
  title.replaceChildren(...page.querySelector(".filters > summary").childNodes);
  if (!key) return;
  const same = all("input, select", old).filter((control) => control.name === key[0]);
  (same.find((control) => control.value === key[1]) || same[0])?.focus({ preventScroll: true });
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || form.id !== "ask" || !event.target.closest(".filters")) return;
  renew(addressOf(form));
});

addEventListener("popstate", () => {
  if (document.getElementById("answers")) renew(location.href, true);
});

document.addEventListener("DOMContentLoaded", () => {
  prepare(document);
  const here = document.querySelector(".contents [aria-current]");
  const box = here && here.closest(".contents");
  if (box && box.scrollHeight > box.clientHeight) box.scrollTop = here.offsetTop - box.clientHeight / 3;
});
