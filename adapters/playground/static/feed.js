// Messages as they come.
import { $, $$, section } from "./core.js";

// --- messages --------------------------------------------------------------------------------------------
export function show({ id, room, html }) {
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
export const sink = (feed) => { feed.scrollTop = feed.scrollHeight; feed.low = true; };
export const tide = new ResizeObserver((seen) => seen.forEach(({ target }) => target.low && sink(target)));
const same = (item, { dataset: { verb, subject, emoji } }) =>
  (verb && $$("button[data-verb]", item).find((b) => b.dataset.verb === verb && b.dataset.subject === subject)) ||
  (emoji && $$("button[data-emoji]", item).find((b) => b.dataset.emoji === emoji));
