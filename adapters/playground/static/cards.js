// What is done to a message: buttons, lists, emoji, its menu.
import { $, $$, act, app, ask } from "./core.js";
import { answered } from "./forms.js";

// --- buttons of cards ------------------------------------------------------------------------------------
export function sure(text) {
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
export async function press(button) {
  if (button.getAttribute("aria-disabled") || !(await sure(button.dataset.confirm))) return;
  const room = button.closest("[data-room]").dataset.room, message = +button.closest(".item").dataset.id;
  const { verb, subject } = button.dataset;
  button.setAttribute("aria-disabled", true);
  answered(room, await act(room, { kind: "press", message, verb, subject }));
  button.removeAttribute("aria-disabled");
}
export async function pick(form) {
  const room = form.closest("[data-room]").dataset.room, message = +form.closest(".item").dataset.id;
  const { verb, subject } = form.dataset;
  const chosen = $$("input:checked", form).map((input) => input.value);
  answered(room, await act(room, { kind: "pick", message, verb, subject, values: { pick: chosen } }));
}

export async function react(button) {
  const item = button.closest(".item"), room = button.closest("[data-room]").dataset.room;
  const on = button.getAttribute("aria-pressed") !== "true", { emoji } = button.dataset;
  const data = await act(room, { kind: "react", message: +item.dataset.id, emoji, on });
  if (data) answered(room, data, { stay: true });
}
export async function fromMenu(button) {
  const item = button.closest(".item"), room = button.closest("[data-room]").dataset.room;
  const path = button.dataset.menu.split(" ");
  answered(room, await act(room, { kind: "menu", message: +item.dataset.id, path }));
}
