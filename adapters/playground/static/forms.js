// Forms: opened above a composer, kept while they are filled in, sent; and the answer to an act.
import { $, $$, act, app, keep, kept, mine, post, section } from "./core.js";
import { show } from "./feed.js";

// --- forms -----------------------------------------------------------------------------------------------
function values(form) {
  const found = {};
  for (const input of form.elements) {
    const { name, type, value, checked } = input;
    if (!name) continue;
    if (input.dataset.suggest !== undefined) { // what was chosen by its label is sent by its id
      found[name] = [...(input.list?.options || [])].find((o) => o.value === value)?.dataset.id || value;
      continue;
    }
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

export function open(room, html, { restored = false, shown = false } = {}) {
  const place = section(room), slot = $(".slot", place);
  slot.innerHTML = html;
  const form = $("form", slot), base = JSON.stringify(values(form)), faulty = $(".faults", form);
  if (shown) { // a scenario shows it filled in: nothing of it is kept
    form.inert = true;
    $$(".count", form).forEach(count);
    return;
  }
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
export function close(form) {
  const place = form.closest("[data-room]");
  form.remove();
  keep(mine(`open:${place.dataset.room}`), null);
  $(".box input", place).focus();
}
export function typed(form) {
  keep(draft(form), { base: form.base, typed: values(form) });
}
const number = (n) => n.toLocaleString(document.documentElement.lang);
export function count(told) {
  const input = document.getElementById(told.id.slice(0, -2)), limit = +told.dataset.limit;
  const n = [...input.value].length, over = n > limit;
  told.hidden = n < (input.tagName === "INPUT" ? limit * 0.7 : 1);
  told.classList.toggle("over", over);
  told.textContent = (over ? app.dataset.saidOver : app.dataset.saidCount)
    .replace("[n]", number(n)).replace("[limit]", number(limit)).replace("[excess]", number(n - limit));
}
export async function submit(form) {
  const room = form.closest("[data-room]").dataset.room, name = draft(form);
  typed(form);
  const { verb, key } = form.dataset;
  const data = await act(room, { kind: "submit", verb, key, values: values(form) });
  if (!data) return;
  if (!data.form) { keep(name, null); if (form.isConnected) close(form); }
  answered(room, data);
}
export function answered(room, data, { quiet = false, stay = false } = {}) {
  if (!data) return false;
  if (data.form) open(room, data.form);
  const item = data.item && show(data.item);
  if (!item || stay) return true;
  if (!quiet || $("button,input", item)) $("article", item).focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  return true;
}

let asked = 0;
export async function suggestInto(input) {
  const mark = (asked += 1), form = input.closest(".panel"), { room } = form.closest("[data-room]").dataset;
  const body = { as: app.dataset.as, room, verb: form.dataset.verb, field: input.name, typed: input.value };
  const { status, data } = await post("/suggest", body);
  if (mark !== asked || status !== 200) return;
  input.list.replaceChildren(...data.map(({ value, label }) => {
    const option = document.createElement("option");
    option.value = label;
    option.dataset.id = value;
    return option;
  }));
}
