// What happened lately, newest first.

import { link, shown } from "/js/address.js";
import { call, propertyPath } from "/js/api.js";
import { matches } from "/js/board.js";
import { when } from "/js/card.js";
import { h, replace } from "/js/dom.js";
import { icon, ring } from "/js/shapes.js";
import { clock, day, t } from "/js/words.js";

const PAGE = 40;
// Changes that come together are asked for together.
const TOGETHER = 300;

const SHAPES = {
  placed: ["bag", ""],
  refused: ["cross", "bad"],
  courier_assigned: [0.4, "moving"],
  picked_up: [0.65, "moving"],
  near: [0.9, "warn"],
  delivered: ["check", "good"],
  cancelled: ["cross", "bad"],
  returned: ["back", "bad"],
  failed: ["cross", "bad"],
  room_changed: ["activity", ""],
  refunded: ["back", "good"],
  refund_refused: ["warning", "warn"],
  message_received: ["activity", "moving"],
  message_sent: ["activity", ""],
  claim_opened: ["warning", ""],
  claim_ended: ["check", ""],
  partner_not_told: ["warning", "warn"],
  contradicted: ["warning", "warn"],
  order_missing: ["warning", "warn"],
  folio_attention_ended: ["check", ""],
  folio_settled: ["check", "good"],
  folio_attention: ["warning", "warn"],
  notice_failed: ["warning", "warn"],
};

/** The feed of one property. `refresh()` may be called at every change. */
export function feedOf(property, changed) {
  const path = `${propertyPath(property)}/activity?limit=${PAGE}`;
  const feed = { entries: null, next: null, problem: null, refresh, more, stop };
  let timer = 0;
  let over = false;

  async function ask(query, join) {
    try {
      const page = await call(path + query);
      if (over) return;
      join(page);
      feed.problem = null;
    } catch (problem) {
      feed.problem = problem;
    }
    if (!over) changed();
  }

  function refresh() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      ask("", (page) => {
        // What was loaded below the first page stays, if the two still meet.
        const first = new Set(page.entries.map((entry) => entry.id));
        const last = page.entries.at(-1)?.id ?? "";
        const meets = feed.entries?.some((entry) => first.has(entry.id));
        const older = meets ? feed.entries.filter((entry) => entry.id < last) : [];
        feed.entries = [...page.entries, ...older];
        if (older.length === 0) feed.next = page.next ?? null;
      });
    }, feed.entries ? TOGETHER : 0);
  }

  function more() {
    return ask(`&cursor=${encodeURIComponent(feed.next)}`, (page) => {
      feed.entries = [...feed.entries, ...page.entries];
      feed.next = page.next ?? null;
    });
  }

  function stop() {
    over = true;
    clearTimeout(timer);
  }

  refresh();
  return feed;
}

/** Draws the feed into `element`. */
export function drawFeed(element, feed, { zone, query }) {
  const title = h("h2", {}, t("feed.title"));
  if (feed.entries === null) {
    const text = feed.problem ? t("error.fault") : t("state.loading");
    return replace(element, title, h("p", { class: "hint", role: "status" }, text));
  }
  const found = feed.entries.filter((entry) => !query || (entry.order && matches(entry.order, query)));
  replace(
    element,
    title,
    found.length
      ? h("ol", { class: "feed" }, found.map((entry) => line(entry, zone)))
      : h("p", { class: "hint" }, query ? t("search.none", { query }) : t("feed.empty")),
    feed.next &&
      h("button", { type: "button", class: "plain", "data-key": "more", onclick: feed.more }, t("feed.more")),
  );
}

function line(entry, zone) {
  const [shape, tone] = SHAPES[entry.kind] ?? ["activity", ""];
  const text = t(`feed.${entry.kind}`, { note: noteOf(entry) });
  const date = day(entry.at, zone);
  const stamp = `${date ? `${date}, ` : ""}${clock(entry.at, zone)}`;
  const about = entry.order;
  const open = about && shown().order === about.order_id;
  return h(
    "li",
    { class: `${tone}${open ? " open" : ""}` },
    typeof shape === "number" ? ring(shape) : icon(shape),
    h(
      "div",
      {},
      about
        ? h(
            "a",
            { class: "cover", href: link({ order: about.order_id }), "data-key": entry.id },
            h("strong", {}, `${t("card.room")} ${about.room}`),
            ` ${text}`,
          )
        : h("span", {}, text),
      about && h("p", {}, `${about.guest} · ${about.restaurant}`),
    ),
    when(entry.at, zone, stamp),
  );
}

function noteOf(entry) {
  if (entry.kind === "folio_attention") return t(`problem.${entry.note}`);
  if (entry.kind === "folio_attention_ended") return t(`end.${entry.note}`);
  if (entry.kind === "claim_ended") return t(`outcome.${entry.note}`);
  if (entry.kind === "notice_failed") return t(`channel.${entry.note}`);
  if (entry.kind === "refused") {
    const [external, reason] = entry.note.split(": ");
    return `${external}: ${t(`refusal.${reason}`)}`;
  }
  return entry.note ?? "";
}
