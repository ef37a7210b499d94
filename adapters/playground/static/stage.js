// The demonstration around the conversations: time, what is ahead, and scenarios that play by themselves.
import { $, $$, WIDE, app, kept, keep, post, section, tell } from "./core.js";
import { open } from "./forms.js";
import { sure } from "./cards.js";
import { drawer, follow, go, pane, unfollow } from "./pages.js";

const CALM = matchMedia("(prefers-reduced-motion:reduce)");

// --- time ------------------------------------------------------------------------------------------------
export async function clock(button) {
  const all = $$("[data-clock]");
  if (all.some((b) => b.getAttribute("aria-disabled"))) return;
  all.forEach((b) => b.setAttribute("aria-disabled", true));
  const { data } = await post("/clock", { as: app.dataset.as, by: button.dataset.clock });
  $$("[data-clock]").forEach((b) => b.removeAttribute("aria-disabled"));
  if (data.told) tell(data.told, data.still);
}
export function next(on) { // the right column as a drawer
  app.classList.toggle("next-open", on);
  $(".tonext").setAttribute("aria-expanded", on);
  if (on) $(".next .x").focus();
}

// --- scenarios -------------------------------------------------------------------------------------------
let timer = 0, busy = false;
const bar = $("#scene"), caption = $(".caption", bar);
const playing = () => kept("playing") && !CALM.matches;

export async function begin(name) {
  if (busy) return;
  busy = true;
  preparing(true);
  unfollow();
  let { status, data } = await post("/scene", { as: app.dataset.as, do: "begin", name });
  if (data.ask && (await sure(app.dataset.sure))) {
    ({ status, data } = await post("/scene", { as: app.dataset.as, do: "begin", name, sure: true }));
  }
  if (status !== 200 || data.ask) { busy = false; preparing(false); follow(); return; }
  keep("playing", true);
  keep("scene", true);
  await go(app.dataset.as);
  drawer(false);
  $(".hello").hidden = true;
  localStorage.setItem("hello", app.dataset.birth);
  busy = false;
  await advance();
  $("[data-do=next]", bar).focus();
}
function preparing(on) { // a fresh circle takes a moment
  $$("[data-scene]").forEach((b) => (on ? b.setAttribute("aria-disabled", true) : b.removeAttribute("aria-disabled")));
}
export function sceneKey(event) {
  if (bar.hidden || event.key !== "Escape") return false;
  quit();
  return true;
}
export function scene(what) {
  if (what === "next") advance();
  else if (what === "quit") quit();
  else if (what === "pause") { keep("playing", kept("playing") ? null : true); dress(); plan(); }
}
async function quit() {
  end();
  await post("/scene", { as: app.dataset.as, do: "quit" });
}
function end() {
  clearTimeout(timer);
  keep("scene", null);
  bar.hidden = true;
  $$(".spot").forEach((item) => item.classList.remove("spot"));
  $("#say-in")?.focus({ preventScroll: true });
}
async function advance() {
  clearTimeout(timer);
  if (busy) return;
  busy = true;
  const { status, data } = await post("/scene", { as: app.dataset.as, do: "next" });
  if (status !== 200 || data.over) over(status === 200 ? app.dataset.saidOver60 : app.dataset.saidBroken);
  else await step(data);
  busy = false;
}
async function step(data) {
  await go(data.as, "", "", { quiet: true });
  if (data.form) open(data.room, data.form, { shown: true });
  if (!WIDE.matches) pane(data.room === "dm" ? "dm" : "chan");
  spot(data);
  say(data.caption, `${data.number} / ${data.of}`);
  bar.dataset.words = data.caption.split(/\s+/).length;
  plan();
}
function over(text) {
  say(text, "");
  keep("playing", null);
  keep("scene", null);
  bar.dataset.over = "";
  $("[data-do=quit]", bar).focus();
}
function say(text, count) {
  delete bar.dataset.over;
  bar.hidden = false;
  caption.textContent = text;
  $(".of", bar).textContent = count;
  dress();
}
function dress() {
  const button = $("[data-do=pause]", bar), on = Boolean(kept("playing"));
  button.textContent = on ? button.dataset.pause : button.dataset.play;
  button.hidden = CALM.matches;
}
function plan() { // time to read, then on; whoever wants less motion goes on by hand
  clearTimeout(timer);
  if (playing() && !("over" in bar.dataset)) timer = setTimeout(advance, 2200 + 290 * +bar.dataset.words);
}
function spot({ message, room }) {
  $$(".spot").forEach((item) => item.classList.remove("spot"));
  const item = message && document.getElementById(`m-${message}`);
  if (!item) return;
  item.classList.add("spot");
  item.scrollIntoView({ block: "nearest", behavior: CALM.matches ? "auto" : "smooth" });
  if (room !== "dm") section(room).scrollIntoView?.({ block: "nearest" });
}
export function resume() { // a page that was loaded again in the middle of a scenario
  if ("playing" in app.dataset && kept("scene") && bar.hidden && !busy) advance();
}
