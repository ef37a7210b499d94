// Who one is, what is shown, what was read, and the stream of what is new.
import { $, $$, app, keep, mine, post, tell } from "./core.js";
import { show, sink } from "./feed.js";

let begin, stream, pending = 0;
export const whenLoaded = (run) => { begin = run; };

// --- who, where, and what was read -----------------------------------------------------------------------
export async function go(as, channel = "", focus = "", { quiet = false } = {}) {
  seen();
  const query = new URLSearchParams({ as, ...(channel && { in: channel }) });
  let text;
  pending += 1;
  try { text = await (await fetch(`/?${query}`)).text(); } catch { return; } finally { pending -= 1; }
  const same = as === app.dataset.as;
  const next = new DOMParser().parseFromString(text, "text/html");
  const rail = app.classList.contains("rail-open");
  document.documentElement.lang = next.documentElement.lang;
  document.title = next.title;
  app.replaceWith(document.adoptNode($("#app", next)));
  for (const button of $$("#scene [data-do]")) { // stands outside: it goes on while pages change
    const said = $(`#scene [data-do=${button.dataset.do}]`, next);
    Object.assign(button.dataset, said.dataset);
    button.textContent = said.textContent;
  }
  history.replaceState(null, "", `/?${query}`);
  begin();
  if (rail) drawer(true);
  if (quiet) return;
  const at = document.getElementById(focus);
  (at?.matches(".item") ? $("article", at) : at)?.focus();
  if (!same) tell($("#sees").textContent);
}
export function pane(name) {
  app.dataset.pane = name;
  keep(mine("pane"), name);
  $$(".tabs button").forEach((tab) => tab.setAttribute("aria-pressed", tab.dataset.go === name));
  $$(".feed").forEach(sink);
}
export function drawer(on) {
  app.classList.toggle("rail-open", on);
  $(".burger").setAttribute("aria-expanded", on);
}
export function menu(on) {
  $("#menu").hidden = !on;
  $(".set").setAttribute("aria-expanded", on);
  if (on) $("#menu [aria-pressed=true]").focus();
}
export function seen() { // the private messages, by whoever has them before them
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
function ahead({ clock, next, count }) { // as the stream brings it
  if (clock === undefined) return;
  put($("#now"), clock);
  put($("#next-list"), next);
  $$("[data-count]").forEach((pill) => { pill.textContent = count; });
}
const put = (place, html) => { if (place.innerHTML !== html) place.innerHTML = html; };
const focused = () => {
  const at = document.activeElement;
  return at?.id || at?.closest(".item")?.id || "";
};
export const unfollow = () => stream?.close(); // what goes on meanwhile is another page's
export function follow() {
  stream?.close();
  const { as, seq, birth } = app.dataset;
  stream = new EventSource(`/events?${new URLSearchParams({ as, since: seq })}`);
  const own = stream;
  stream.addEventListener("item", (event) => own === stream && show(JSON.parse(event.data)));
  stream.addEventListener("stale", () => own === stream && !pending && go(as, app.dataset.in || "", focused()));
  stream.addEventListener("now", (event) => {
    const now = JSON.parse(event.data);
    if (now.birth !== birth) location.reload();
    else if (own === stream) { unread(now.unread); ahead(now); }
  });
  stream.addEventListener("error", () => { // refused for good (started anew): load the page again
    if (own === stream && stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 1500);
  });
}
