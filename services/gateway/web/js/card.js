// One order as a card, readable from a metre.

import { link, shown } from "/js/address.js";
import { h } from "/js/dom.js";
import { icon, ring } from "/js/shapes.js";
import { clock, exact, money, t } from "/js/words.js";

const MINUTE = 60_000;

/** Minutes until an instant, rounded so that "0" is now; negative when it is past. */
const minutesLeft = (instant) => Math.round((new Date(instant) - Date.now()) / MINUTE);

/** "21:40, in 7 min" in the reader's words. */
export function expectedIn(instant, zone) {
  const minutes = minutesLeft(instant);
  const key = minutes < 0 ? "card.late" : minutes > 0 ? "card.in" : "card.now";
  return t(key, { time: clock(instant, zone), minutes: Math.abs(minutes) });
}

/** What stands on the right of a card: minutes left in a ring, or that it is here. */
function due(card, zone) {
  if (card.stage === "delivered") {
    return h(
      "div",
      { class: "due" },
      h("span", { class: "dial" }, icon("check")),
      when(card.ended_at, zone, t("card.delivered_at", { time: clock(card.ended_at, zone) })),
    );
  }
  if (!card.expected_at) return h("div", { class: "due" }, h("span", {}, t("card.no_time")));
  const left = minutesLeft(card.expected_at);
  const whole = new Date(card.expected_at) - new Date(card.placed_at);
  const part = whole > 0 ? (Date.now() - new Date(card.placed_at)) / whole : 1;
  return h(
    "div",
    { class: left < 0 ? "due late" : "due" },
    h(
      "span",
      { class: "dial" },
      ring(part, card.stage),
      h("span", { class: "minutes" }, left < 0 ? `+${-left}` : String(left), h("small", {}, "min")),
    ),
    when(card.expected_at, zone, expectedIn(card.expected_at, zone)),
  );
}

export const when = (instant, zone, text) =>
  h("time", { datetime: instant, title: exact(instant, zone) }, text);

const folioShape = { settled: "check", by_hand: "check", attention: "warning", unknown: "wait", posting: "wait", none: "wait" };

/** How far the charge to the room is, in a word and a shape; `calm` where nobody need act. */
export function folioLine(card) {
  const folio = card.folio;
  const state = card.total_due === "nothing" && folio.state === "none" ? "not_billed" : folio.state;
  const text = [t(`folio.${state}`)];
  if (folio.problem) text.push(t(`problem.${folio.problem}`));
  if (folio.to_post) text.push(money(folio.to_post.amount, folio.to_post.currency));
  return h(
    "p",
    { class: `folio ${state}` },
    icon(folioShape[state] ?? "check"),
    h("span", {}, text.join(" · ")),
  );
}

/** `name` is how the courier is introduced; in a list of facts the name alone is enough. */
export const courierLine = (courier, name = t("card.courier", { name: courier?.name })) =>
  courier &&
  h(
    "p",
    { class: "courier" },
    h("span", {}, name),
    courier.phone && h("a", { href: `tel:${courier.phone}` }, courier.phone),
  );

export const codeTile = (code) =>
  code && h("p", { class: "code" }, h("span", {}, t("card.code")), h("strong", {}, code));

/** How an order stands, in a word: on its way where, or what is left to do about it. */
export const standing = (card) => t(card.running ? `stage.${card.stage}` : `status.${card.status}`);

/** `fresh` marks what has just changed, once. */
export function cardOf(card, zone, { fresh = false } = {}) {
  const open = shown().order === card.order_id;
  return h(
    "li",
    { class: `card ${card.stage}${fresh ? " fresh" : ""}${open ? " open" : ""}` },
    h(
      "a",
      {
        class: "cover",
        href: link({ order: card.order_id }),
        "data-key": card.order_id,
        "aria-current": open ? "true" : undefined,
      },
      h("span", { class: "unseen" }, `${t("card.room")} `),
      h("span", { class: "room" }, card.room),
      h("span", { class: "guest" }, card.guest),
      h("span", { class: "restaurant" }, card.restaurant),
    ),
    due(card, zone),
    codeTile(card.running ? card.validation_code : null),
    card.running ? courierLine(card.courier) : null,
    !card.running || card.folio.state !== "none" ? folioLine(card) : null,
    card.open_tasks && card.folio.state !== "attention"
      ? h("p", { class: "folio attention" }, icon("warning"), h("span", {}, t("tasks.open", { count: card.open_tasks })))
      : null,
  );
}
