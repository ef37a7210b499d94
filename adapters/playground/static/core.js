"use strict";
// What every part of the page uses: the page itself, what a tab keeps, and talking to the server.
// Every act has an id made here: the same act sent again (a lost answer, a slow one) is done once.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const WIDE = matchMedia("(min-width:1500px)");
export let app, ask;
export function found() { // the page was loaded, or another took its place
  app = $("#app");
  ask = $("dialog", app);
}

// --- what survives a reload, for each tab ----------------------------------------------------------------
export const kept = (name) => JSON.parse(sessionStorage.getItem(name) || "null");
export const keep = (name, value) =>
  value == null ? sessionStorage.removeItem(name) : sessionStorage.setItem(name, JSON.stringify(value));
export const mine = (name) => `${app.dataset.birth}:${app.dataset.as}:${name}`;

// --- talking to the server -------------------------------------------------------------------------------
export async function post(path, body) {
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

// One line for those who do not see what changed; `shown`, for everybody, where nothing on the page says it.
let hush = 0;
export function tell(text, shown = false) {
  const told = $("#told");
  told.textContent = text;
  told.classList.toggle("shown", shown);
  clearTimeout(hush);
  if (shown) hush = setTimeout(() => told.classList.remove("shown"), 5000);
}

export const section = (room) => $$("[data-room]").find((s) => s.dataset.room === room);

export async function act(room, what) {
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
