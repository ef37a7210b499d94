// The developers' drawer: what Slack and Discord would receive for the chosen card, and how near the limits.
import { $, $$, app, post, tell } from "./core.js";

const NAMES = { slack: "#insp-slack", discord: "#insp-discord" };
let card = null, payloads = {};

export function chosen(item) { // the card that was last looked at
  if (item?.matches?.(":not([data-kind=said],[data-kind=jump],[data-kind=peek])")) {
    card = item.dataset.id;
    if (app.classList.contains("dev")) fetchIt();
  }
}
export function inspector(on) {
  app.classList.toggle("dev", on);
  $("#insp").hidden = !on;
  $("#dev").setAttribute("aria-expanded", on);
  $$(".inspected").forEach((item) => item.classList.remove("inspected"));
  if (!on) { $("#dev").focus(); return; }
  $("#undev").focus();
  const any = $$("#chan .item[data-kind=public]").at(-1) || $$("#dm .item[data-kind=dm]").at(-1);
  if (!card || !document.getElementById(`m-${card}`)) card = any?.dataset.id;
  if (card) fetchIt();
}
async function fetchIt() {
  const id = card;
  const { status, data } = await post("/inspect", { as: app.dataset.as, message: +id });
  if (status !== 200 || id !== card || !app.classList.contains("dev")) return;
  payloads = {};
  $$(".inspected").forEach((item) => item.classList.remove("inspected"));
  document.getElementById(`m-${id}`)?.classList.add("inspected");
  $("#insp-which").textContent = $(`#m-${id}-t`)?.textContent || "";
  for (const [name, { payload, gauges }] of Object.entries(data)) {
    payloads[name] = payload;
    const place = $(NAMES[name]);
    $("pre", place).replaceChildren(...lines(payload));
    $(".lim", place).replaceChildren(...gauges.map(meter));
  }
}
function meter({ n, limit, told }) {
  const box = document.createElement("div"), text = document.createElement("span");
  const track = document.createElement("progress");
  text.textContent = told;
  Object.assign(track, { max: limit, value: n });
  track.setAttribute("aria-label", told);
  box.append(text, track);
  return box;
}
export async function copy() {
  try { await navigator.clipboard.writeText(JSON.stringify(payloads, null, 2)); } catch { return; }
  tell($("#insp .cp").dataset.copied, true);
}

// JSON as short lines: keys, strings and numbers each in their colour.
function lines(root) {
  const found = [];
  let depth = 0, line = null;
  const begin = () => {
    line = document.createElement("span");
    line.className = "ln";
    line.dataset.d = Math.min(depth, 12);
    found.push(line);
  };
  const put = (text, kind) => {
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = text;
    line.append(part);
  };
  const flat = (value) => value === null || typeof value !== "object";
  function write(value, after) {
    if (flat(value)) {
      put(JSON.stringify(value), typeof value === "string" ? "js" : "jn");
      put(after, "jp");
      return;
    }
    const list = Array.isArray(value), entries = Object.entries(value);
    const short = entries.length < 4 && entries.every(([, v]) => flat(v)) && JSON.stringify(value).length < 44;
    put(list ? "[" : "{", "jp");
    if (!short) depth += 1;
    entries.forEach(([key, inner], i) => {
      if (!short) begin();
      else if (i || !list) put(" ", "jp");
      if (!list) { put(key, "jk"); put(": ", "jp"); }
      write(inner, i < entries.length - 1 ? "," : "");
    });
    if (!short) { depth -= 1; begin(); }
    put((short && !list ? " " : "") + (list ? "]" : "}") + after, "jp");
  }
  begin();
  write(root, "");
  return found;
}
