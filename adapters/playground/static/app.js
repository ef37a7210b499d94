"use strict";
// The page's one script. The server renders; this sends acts, follows the stream, and keeps what is typed.
// Every act has an id made here: the same act sent again (a lost answer, a slow one) is done once.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const WIDE = matchMedia("(min-width:1500px)");
let app, stream, ask;

// --- what survives a reload, for each tab ----------------------------------------------------------------
const kept = (name) => JSON.parse(sessionStorage.getItem(name) || "null");
const keep = (name, value) =>
  value == null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, JSON.stringify(value));
const mine = (name) => `${app.dataset.birth}:${app.dataset.as}:${name}`;

// --- talking to the server -------------------------------------------------------------------------------
async function post(path, body) {
  const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  for (const wait of [0, 600]) {
    if (wait) await new Promise((done) => setTimeout(done, wait));
    try {
      const answer = await fetch(path, sent);
      if (answer.status === 403) { location.reload(); return { status: 403, data: {} }; }
      return { status: answer.status, data: await answer.json().catch(() => ({})) };
    } catch { /* the server is away: once more, then say so */ }
  }
  return { status: 0, data: {} };
}

const section = (room) => $$("[data-room]").find((s) => s.dataset.room === room);

async function act(room, what) {
  const as = app.dataset.as, place = section(room), same = JSON.stringify(what);
  const pending = place.pending?.same === same ? place.pending : { same, event: crypto.randomUUID() };
  if (pending.busy) return null;
  place.pending = { ...pending, busy: true };
  const status = $(".status", place);
  status.textContent = "";
  const { status: code, data } = await post("/act", { as, room, event: pending.event, ...what });
  place.pending = code === 200 ? null : pending;
  if (code === 200) return app.dataset.as === as ? data : null;
  status.textContent = data.defect || (code === 504 ? app.dataset.saidLate : app.dataset.saidLost);
  return null;
}

// --- messages --------------------------------------------------------------------------------------------
function show({ id, room, html }) {
  const place = section(room);
  if (!place) return null;
  const feed = $(".feed", place), old = document.getElementById(`m-${id}`), { low } = feed;
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  if (old && +old.dataset.seq >= +fresh.dataset.seq) return old;
  if (old) {
    const at = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(fresh);
    if (at) (same(fresh, at) || $("article", fresh)).focus();
  } else {
    feed.insertBefore(fresh, $$(".item", feed).find((item) => +item.dataset.id > id) || null);
  }
  $(".none", feed).hidden = true;
  if (low) sink(feed);
  return fresh;
}
// A feed that shows its last message goes on showing it, whatever is written or opens below it.
const sink = (feed) => { feed.scrollTop = feed.scrollHeight; feed.low = true; };
const tide = new ResizeObserver((seen) => seen.forEach(({ target }) => target.low && sink(target)));
const same = (item, { dataset: { verb, subject } }) =>
  verb && $$("button[data-verb]", item).find((b) => b.dataset.verb === verb && b.dataset.subject === subject);

function answered(room, data, { quiet = false } = {}) {
  if (!data) return false;
  if (data.form) open(room, data.form);
  const item = data.item && show(data.item);
  if (!item) return true;
  if (!quiet || $("button,input", item)) $("article", item).focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  return true;
}

// --- forms -----------------------------------------------------------------------------------------------
function values(form) {
  const found = {};
  for (const { name, type, value, checked } of form.elements) {
    if (!name) continue;
    if (type === "checkbox" && value !== "yes") found[name] = [...(found[name] || []), ...(checked ? [value] : [])];
    else if (type === "checkbox" || type === "radio") found[name] = checked ? value : found[name] || "";
    else found[name] = value;
  }
  return found;
}
function fill(form, typed) {
  for (const input of form.elements) {
    const value = typed[input.name];
    if (value === undefined) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = [value].flat().includes(input.value);
    else input.value = value;
  }
}
const draft = (form) => mine(`draft:${form.dataset.verb}:${form.dataset.key.split("|", 2).join(":")}`);

function open(room, html, { restored = false } = {}) {
  const place = section(room), slot = $(".slot", place);
  slot.innerHTML = html;
  const form = $("form", slot), base = JSON.stringify(values(form)), faulty = $(".faults", form);
  const before = kept(draft(form));
  form.base = faulty && before ? before.base : base;
  if (before && (before.base === base || restored)) fill(form, before.typed);
  keep(mine(`open:${room}`), html);
  $$(".count", form).forEach(count);
  if (restored) return;
  const first = faulty ? $("[aria-invalid]", form) : $("input:checked,input,textarea,select", form);
  (first || form).focus();
  if (faulty) $(".pb", form).scrollTop = 0;
}
function close(form) {
  const place = form.closest("[data-room]");
  form.remove();
  keep(mine(`open:${place.dataset.room}`), null);
  $(".box input", place).focus();
}
function typed(form) {
  keep(draft(form), { base: form.base, typed: values(form) });
}
const number = (n) => n.toLocaleString(document.documentElement.lang);
function count(told) {
  const input = document.getElementById(told.id.slice(0, -2)), limit = +told.dataset.limit;
  const n = [...input.value].length, over = n > limit;
  told.hidden = n < (input.tagName === "INPUT" ? limit * 0.7 : 1);
  told.classList.toggle("over", over);
  told.textContent = (over ? app.dataset.saidOver : app.dataset.saidCount)
    .replace("[n]", number(n)).replace("[limit]", number(limit)).replace("[excess]", number(n - limit));
}
async function submit(form) {
  const room = form.closest("[data-room]").dataset.room, name = draft(form);
  typed(form);
  const { verb, key } = form.dataset;
  const data = await act(room, { kind: "submit", verb, key, values: values(form) });
  if (!data) return;
  if (!data.form) { keep(name, null); if (form.isConnected) close(form); }
  answered(room, data);
}

// --- the composer and its slash list ---------------------------------------------------------------------
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

function suggest(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const asked = fold(input.value).trimStart(), word = asked.slice(1).trim();
  const fits = (line) => line.startsWith(asked) || asked.startsWith(`${line} `) || asked.trim() === line;
  let any = false;
  for (const option of list.children) {
    const lines = [option.dataset.typed, ...option.dataset.also.split("|")].map(fold);
    const hit = asked.startsWith("/") && lines.some((line) => fits(line) ||
      (word && line.slice(1).split(" ").some((part) => part.startsWith(word))));
    option.hidden = !hit;
    any ||= hit;
  }
  list.hidden = !any;
  input.setAttribute("aria-expanded", any);
  choose(input, list, any ? best(list, asked) : null);
}
const shown = (list) => [...list.children].filter((option) => !option.hidden);
const best = (list, asked) => // what is typed whole comes before what merely begins so
  shown(list).sort((a, b) => whole(b, asked) - whole(a, asked) || 0)[0];
const whole = (option, asked) =>
  Math.max(...[option.dataset.typed, ...option.dataset.also.split("|")].map(fold)
    .map((line) => (`${asked.trim()} `.startsWith(`${line} `) ? line.length : 0)));

function choose(input, list, chosen) {
  for (const option of list.children) {
    option.setAttribute("aria-selected", option === chosen);
    $("kbd", option).hidden = option !== chosen;
  }
  if (chosen) {
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}
function hide(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  list.hidden = true;
  input.setAttribute("aria-expanded", false);
  choose(input, list, null);
}
async function say(input, option) {
  const text = input.value.trim(), room = input.closest("[data-room]").dataset.room;
  const line = option && !whole(option, fold(text)) ? option.dataset.typed : text;
  if (!line) return;
  hide(input);
  const data = await act(room, { kind: "say", text: line });
  if (!data) return;
  input.value = "";
  keep(mine(`say:${room}`), null);
  answered(room, data, { quiet: true });
}
function composing(event, input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  if (event.isComposing || list.hidden) return;
  const options = shown(list), at = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(input, list, options[(at + step + options.length) % options.length]);
  else if (event.key === "Enter") say(input, options[at]);
  else if (event.key === "Tab" && !event.shiftKey && !whole(options[at], fold(input.value))) {
    input.value = `${options[at].dataset.typed} `;
    suggest(input);
  } else if (event.key === "Escape") hide(input);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

// --- buttons of cards ------------------------------------------------------------------------------------
function sure(text) {
  if (!text) return Promise.resolve(true);
  const { title, text: body, yes, no } = JSON.parse(text);
  $("h2", ask).textContent = title;
  $("p", ask).textContent = body;
  $("[data-yes]", ask).textContent = yes;
  $("[data-no]", ask).textContent = no;
  ask.returnValue = "";
  ask.showModal();
  return new Promise((done) => ask.addEventListener("close", () => done(ask.returnValue === "yes"), { once: true }));
}
async function press(button) {
  if (button.getAttribute("aria-disabled") || !(await sure(button.dataset.confirm))) return;
  const room = button.closest("[data-room]").dataset.room, message = +button.closest(".item").dataset.id;
  const { verb, subject } = button.dataset;
  button.setAttribute("aria-disabled", true);
  answered(room, await act(room, { kind: "press", message, verb, subject }));
  button.removeAttribute("aria-disabled");
}
async function pick(form) {
  const room = form.closest("[data-room]").dataset.room, message = +form.closest(".item").dataset.id;
  const { verb, subject } = form.dataset;
  const chosen = $$("input:checked", form).map((input) => input.value);
  answered(room, await act(room, { kind: "pick", message, verb, subject, values: { pick: chosen } }));
}

// --- who, where, and what was read -----------------------------------------------------------------------
async function go(as, channel = "", focus = "") {
  seen();
  const query = new URLSearchParams({ as, ...(channel && { in: channel }) });
  let text;
  try { text = await (await fetch(`/?${query}`)).text(); } catch { return; }
  const next = new DOMParser().parseFromString(text, "text/html");
  const rail = app.classList.contains("rail-open");
  document.documentElement.lang = next.documentElement.lang;
  document.title = next.title;
  app.replaceWith(document.adoptNode($("#app", next)));
  history.replaceState(null, "", `/?${query}`);
  start();
  if (rail) drawer(true);
  const at = document.getElementById(focus);
  (at?.matches(".item") ? $("article", at) : at)?.focus();
  $("#told").textContent = $("#sees").textContent;
}
function pane(name) {
  app.dataset.pane = name;
  keep(mine("pane"), name);
  $$(".tabs button").forEach((tab) => tab.setAttribute("aria-pressed", tab.dataset.go === name));
  $$(".feed").forEach(sink);
}
function drawer(on) {
  app.classList.toggle("rail-open", on);
  $(".burger").setAttribute("aria-expanded", on);
}
function menu(on) {
  $("#menu").hidden = !on;
  $(".set").setAttribute("aria-expanded", on);
  if (on) $("#menu [aria-pressed=true]").focus();
}
function seen() { // the private messages, by whoever has them before them
  const dm = $("#dm"), last = $$(".item", dm).at(-1);
  const shows = document.visibilityState === "visible" && dm.offsetParent !== null;
  if (!shows || !last || !$(".new", dm)) return;
  $$(".new", dm).forEach((mark) => mark.remove());
  post("/read", { as: app.dataset.as, upto: +last.dataset.id });
}
function unread(counts) {
  for (const pill of $$("[data-unread]")) {
    const n = counts[pill.dataset.unread] || 0;
    pill.hidden = !n;
    $("i", pill).textContent = n;
    $(".sr", pill).textContent = n === 1 ? pill.dataset.one : pill.dataset.many;
  }
}
const focused = () => {
  const at = document.activeElement;
  return at?.id || at?.closest(".item")?.id || "";
};
function follow() {
  stream?.close();
  const { as, seq, birth } = app.dataset;
  stream = new EventSource(`/events?${new URLSearchParams({ as, since: seq })}`);
  const own = stream;
  stream.addEventListener("item", (event) => own === stream && show(JSON.parse(event.data)));
  stream.addEventListener("stale", () => own === stream && go(as, app.dataset.in || "", focused()));
  stream.addEventListener("now", (event) => {
    const now = JSON.parse(event.data);
    if (now.birth !== birth) location.reload();
    else if (own === stream) unread(now.unread);
  });
  stream.addEventListener("error", () => { // refused for good (started anew): load the page again
    if (own === stream && stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 1500);
  });
}

// --- start -----------------------------------------------------------------------------------------------
function start() {
  app = $("#app");
  ask = $("dialog", app);
  $(".hello").hidden = localStorage.getItem("hello") === app.dataset.birth;
  const alone = "alone" in app.dataset;
  pane(alone ? "dm" : kept(mine("pane")) || "chan");
  for (const place of $$("[data-room]")) {
    const { room } = place.dataset, html = kept(mine(`open:${room}`));
    if (html) open(room, html, { restored: true });
    $(".box input", place).value = kept(mine(`say:${room}`)) || "";
  }
  tide.disconnect();
  for (const feed of $$(".feed")) {
    tide.observe(feed);
    feed.addEventListener("scroll", () => {
      if (feed.clientHeight) feed.low = feed.scrollHeight - feed.scrollTop - feed.clientHeight < 60;
    }, { passive: true });
  }
  follow();
}

addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest?.(selector);
  let found;
  if ((found = hit("[data-yes],[data-no]"))) ask.close("yes" in found.dataset ? "yes" : "no");
  else if ((found = hit(".item button[data-verb]"))) press(found);
  else if ((found = hit("[data-run]"))) {
    const room = (found.closest("[data-room]") || section(app.dataset.in ? `in-${app.dataset.in}` : "dm")).dataset.room;
    if (!found.closest("[data-room]") && !WIDE.matches) pane(room === "dm" ? "dm" : "chan");
    act(room, { kind: "say", text: found.dataset.run }).then((data) => answered(room, data));
  } else if ((found = hit("[data-close]"))) close(found.closest("form"));
  else if ((found = hit(".faults a"))) {
    event.preventDefault();
    document.getElementById(found.hash.slice(1))?.focus();
  } else if ((found = hit(".pop li"))) say($(".box input", found.closest("[data-room]")), found);
  else if ((found = hit("[data-go]"))) { pane(found.dataset.go); seen(); }
  else if ((found = hit(".nav a"))) {
    event.preventDefault();
    drawer(false);
    if ("dm" in found.dataset) { pane("dm"); seen(); $("#say-dm").focus(); }
    else if (found.dataset.channel === app.dataset.in) { pane("chan"); $("#say-in").focus(); }
    else { keep(mine("pane"), "chan"); go(app.dataset.as, found.dataset.channel, "say-in"); }
  } else if ((found = hit(".burger"))) { drawer(true); $("[name=as]:checked").focus(); }
  else if (hit("[data-veil]")) drawer(false);
  else if (hit("[data-bye]")) {
    $(".hello").hidden = true;
    localStorage.setItem("hello", app.dataset.birth);
    $(app.dataset.pane === "dm" && !WIDE.matches ? "#say-dm" : app.dataset.in ? "#say-in" : "#say-dm").focus();
  } else if (hit(".set")) menu($("#menu").hidden);
  else if ((found = hit("[data-lang]"))) {
    post("/language", { as: app.dataset.as, lang: found.dataset.lang });
  } else if (!hit("#menu")) menu(false);
  if (event.detail && hit(".who")) drawer(false);
  if (hit("#dm")) seen();
});
addEventListener("change", (event) => {
  if (event.target.name === "as") go(event.target.value, "", event.target.id);
  const form = event.target.closest(".pick");
  if (form && $$("input[type=checkbox]:checked", form).length > +form.dataset.max) event.target.checked = false;
});
addEventListener("input", (event) => {
  const input = event.target, form = input.closest(".panel");
  if (form) {
    typed(form);
    const told = document.getElementById(`${input.id}-c`);
    if (told) count(told);
  } else if (input.matches(".box input")) {
    keep(mine(`say:${input.closest("[data-room]").dataset.room}`), input.value || null);
    suggest(input);
  }
});
addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches(".panel")) submit(form);
  else if (form.matches(".pick")) pick(form);
  else if (form.matches(".box")) say($("input", form));
});
addEventListener("keydown", (event) => {
  const input = event.target;
  if (input.matches?.(".box input")) composing(event, input);
  if (input.closest?.("#dm")) seen();
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const form = input.closest?.(".panel") || $(".panel");
  if (!$("#menu").hidden) { menu(false); $(".set").focus(); }
  else if (app.classList.contains("rail-open")) { drawer(false); $(".burger").focus(); }
  else if (form && !ask.open) close(form);
});
addEventListener("focusout", (event) => {
  if (event.target.matches?.(".box input") && !event.relatedTarget?.closest?.(".pop")) hide(event.target);
});
addEventListener("pointerdown", (event) => { if (event.target.closest?.(".pop")) event.preventDefault(); });
addEventListener("wheel", (event) => { if (event.target.closest?.("#dm")) seen(); }, { passive: true });
start();
