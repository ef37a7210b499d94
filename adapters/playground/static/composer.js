// The composer and its slash list.
import { $, act, keep, mine } from "./core.js";
import { answered } from "./forms.js";

// --- the composer and its slash list ---------------------------------------------------------------------
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

export function suggest(input) {
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
export function hide(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  list.hidden = true;
  input.setAttribute("aria-expanded", false);
  choose(input, list, null);
}
export async function say(input, option) {
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
export function composing(event, input) {
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
