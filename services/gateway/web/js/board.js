// The board: four columns from left to right, as a meal comes nearer.

import { cardOf } from "/js/card.js";
import { h, replace } from "/js/dom.js";
import { icon, shapeOf } from "/js/shapes.js";
import { t } from "/js/words.js";

const COLUMNS = ["placed", "on_the_way", "near", "delivered"];
// What the kitchen does is one column.
const KITCHEN = { accepted: "placed", preparing: "placed" };
const columnOf = (card) => KITCHEN[card.stage] ?? card.stage;

export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word that was typed begins a word of the card. */
export function matches(card, query) {
  const has = fold([card.reference, card.room, card.guest, card.restaurant].join(" ")).split(/[^\p{L}\p{N}]+/u);
  return fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .every((word) => has.some((one) => one.startsWith(word)));
}

const onBoard = (card) => card.running || new Date(card.leaves_board_at) > Date.now();

const due = (card) =>
  card.stage === "delivered" ? -new Date(card.ended_at) : new Date(card.expected_at ?? 8.64e15);

/** Draws the board into `element`. `fresh` holds the ids of what has just changed. */
export function drawBoard(element, cards, { zone, query, fresh }) {
  const shown = [...cards.values()].filter(onBoard);
  const found = shown.filter((card) => matches(card, query)).sort((a, b) => due(a) - due(b));
  if (shown.length === 0) return replace(element, nothing(t("board.empty"), t("board.empty_why")));
  if (found.length === 0) return replace(element, nothing(t("search.none", { query }), t("search.none_why")));
  replace(
    element,
    COLUMNS.map((stage) => {
      const here = found.filter((card) => columnOf(card) === stage);
      const title = `column-${stage}`;
      return h(
        "section",
        { class: `column ${stage}${here.length ? "" : " vacant"}`, "aria-labelledby": title },
        h(
          "h2",
          { id: title },
          shapeOf(stage),
          h("span", {}, t(`column.${stage}`)),
          h("span", { class: "count" }, String(here.length)),
        ),
        h("ul", {}, here.map((card) => cardOf(card, zone, { fresh: fresh.has(card.order_id) }))),
      );
    }),
  );
}

const nothing = (what, why) =>
  h("div", { class: "nothing" }, icon("bag"), h("p", {}, h("strong", {}, what)), h("p", {}, why));

/** The board's layout before there is anything to show in it. */
export function drawWaiting(element) {
  const blank = () => h("li", { class: "card blank", "aria-hidden": "true" });
  replace(
    element,
    h("p", { class: "unseen", role: "status" }, t("state.loading")),
    COLUMNS.map((stage, index) =>
      h(
        "section",
        { class: `column ${stage}` },
        h("h2", {}, shapeOf(stage), h("span", {}, t(`column.${stage}`))),
        h("ul", {}, index < 3 ? [blank(), blank()] : [blank()]),
      ),
    ),
  );
}
