// The page's script. The server renders; these modules send acts, follow the stream, keep what is typed.
import { $, $$, WIDE, act, app, ask, found as look, keep, kept, mine, post, section } from "./core.js";
import { sink, tide } from "./feed.js";
import { answered, close, count, open, submit, suggestInto, typed } from "./forms.js";
import { composing, hide, say, suggest } from "./composer.js";
import { fromMenu, pick, press, react } from "./cards.js";
import { drawer, follow, go, menu, pane, seen, whenLoaded } from "./pages.js";
import { begin, clock, next, resume, scene, sceneKey } from "./stage.js";
import { chosen, copy, inspector } from "./inspect.js";

// --- start -----------------------------------------------------------------------------------------------
function start() {
  look();
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
  resume();
}
whenLoaded(start);

addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest?.(selector);
  let found;
  const at = hit(".item");
  if (at && !hit("button,a,input")) chosen(at);
  if ((found = hit("[data-yes],[data-no]"))) ask.close("yes" in found.dataset ? "yes" : "no");
  else if ((found = hit("[data-clock]"))) clock(found);
  else if ((found = hit("[data-scene]"))) begin(found.dataset.scene);
  else if ((found = hit("[data-do]"))) scene(found.dataset.do);
  else if ((found = hit("[data-see]"))) go(found.dataset.see, app.dataset.in || "", `as-${found.dataset.see}`);
  else if ((found = hit("[data-emoji]"))) react(found);
  else if ((found = hit("[data-menu]"))) fromMenu(found);
  else if (hit(".tonext")) next(true);
  else if (hit(".next .x")) { next(false); $(".tonext").focus(); }
  else if (hit("#dev")) inspector(!app.classList.contains("dev"));
  else if (hit("#undev")) inspector(false);
  else if (hit("#insp .cp")) copy();
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
  else if (hit("[data-veil]")) { drawer(false); next(false); }
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
  if (event.target.id === "peek") post("/peek", { as: app.dataset.as, on: event.target.checked });
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
    if ("suggest" in input.dataset) suggestInto(input);
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
  else if (app.classList.contains("next-open")) { next(false); $(".tonext").focus(); }
  else if (app.classList.contains("dev")) inspector(false);
  else if (form && !ask.open) close(form);
  else if (!ask.open) sceneKey(event);
});
addEventListener("focusout", (event) => {
  if (event.target.matches?.(".box input") && !event.relatedTarget?.closest?.(".pop")) hide(event.target);
});
addEventListener("pointerdown", (event) => { if (event.target.closest?.(".pop")) event.preventDefault(); });
addEventListener("focusin", (event) => { if (event.target.matches?.(".item article")) chosen(event.target.closest(".item")); });
addEventListener("wheel", (event) => { if (event.target.closest?.("#dm")) seen(); }, { passive: true });
start();
