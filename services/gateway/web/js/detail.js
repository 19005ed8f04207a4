// One order with everything that staff may see of it, beside the list.

import { link } from "/js/address.js";
import { codeTile, courierLine, expectedIn, folioLine, standing, when } from "/js/card.js";
import { h, replace } from "/js/dom.js";
import { icon, shapeOf } from "/js/shapes.js";
import { clock, day, money, percent, t } from "/js/words.js";

/** Draws the panel. `order` is null while it loads; `problem` says why it cannot be shown. */
export function drawDetail(element, order, { zone, problem }) {
  const close = h(
    "a",
    { class: "close", href: link({ order: "" }), "data-key": "close", "aria-label": t("detail.close") },
    icon("cross"),
  );
  if (problem) {
    const text = problem.status === 404 ? t("detail.missing") : t("error.fault");
    return replace(element, close, h("p", { class: "hint", role: "alert" }, text));
  }
  if (!order) return replace(element, close, h("p", { class: "hint", role: "status" }, t("state.loading")));
  replace(
    element,
    close,
    head(order, zone),
    codeTile(order.running ? order.validation_code : null),
    facts(order, zone),
    toCollect(order),
    lines(order),
    order.messages.length ? messages(order, zone) : null,
    timeline(order, zone),
  );
}

const head = (order, zone) =>
  h(
    "header",
    { class: order.stage },
    h("p", { class: "state" }, shapeOf(order.stage), h("span", {}, standing(order))),
    h(
      "h2",
      { tabindex: "-1", id: "detail-title" },
      h("span", { class: "unseen" }, `${t("card.room")} `),
      h("span", { class: "room" }, order.room),
      h("span", { class: "guest" }, order.guest),
    ),
    order.running && order.expected_at && when(order.expected_at, zone, expectedIn(order.expected_at, zone)),
  );

const fact = (name, value) => value && [h("dt", {}, name), h("dd", {}, value)];

const phone = (number) => number && h("a", { href: `tel:${number}` }, number);

const facts = (order, zone) =>
  h(
    "dl",
    { class: "facts" },
    fact(t("detail.restaurant"), order.restaurant),
    fact(t("detail.courier"), courierLine(order.courier, order.courier?.name)),
    fact(t("detail.phone"), phone(order.guest_phone)),
    fact(t("detail.placed"), when(order.placed_at, zone, dated(order.placed_at, zone))),
    fact(t("detail.reference"), `${order.reference} (${order.external_id})`),
  );

const dated = (instant, zone) => [day(instant, zone), clock(instant, zone)].filter(Boolean).join(", ");

/** An amount that is not due is a word, and next to a total stands why. */
function toCollect(order) {
  const total = order.total;
  return h(
    "section",
    { class: "collect" },
    h("h3", {}, t("detail.collect")),
    total
      ? h("p", { class: "total" }, money(total.amount, total.currency))
      : h("p", { class: "total word" }, t(`total.${order.total_due}`)),
    h("p", { class: "hint" }, t(`why.${order.total_due}`)),
    order.tax_lines && taxes(order),
    order.total_due !== "after_delivery" || order.folio.state !== "none" ? folioLine(order) : null,
    order.folio.detail && h("p", { class: "hint" }, order.folio.detail),
  );
}

function taxes(order) {
  const sum = (amount) => h("td", {}, money(amount, order.currency));
  const column = (key) => h("th", { scope: "col" }, t(key));
  return h(
    "table",
    {},
    h("caption", { class: "unseen" }, t("detail.taxes")),
    h("thead", {}, h("tr", {}, column("tax.line"), column("tax.net"), column("tax.tax"), column("tax.gross"))),
    h(
      "tbody",
      {},
      order.tax_lines.map((line) =>
        h(
          "tr",
          {},
          h("th", { scope: "row", title: percent(line.rate) }, line.name),
          sum(line.net),
          sum(line.tax),
          sum(line.gross),
        ),
      ),
    ),
  );
}

const lines = (order) =>
  h(
    "section",
    {},
    h("h3", {}, t("detail.lines")),
    h(
      "ul",
      { class: "lines" },
      order.lines.map((line) =>
        h(
          "li",
          {},
          h("span", { class: "quantity" }, `${line.quantity} ×`),
          h("span", {}, line.name),
          line.unit_amount !== undefined &&
            h("span", { class: "sum" }, money(line.unit_amount * line.quantity, order.currency)),
        ),
      ),
    ),
  );

/** What was written with the courier, to be read. */
const messages = (order, zone) =>
  h(
    "section",
    {},
    h("h3", {}, t("detail.messages")),
    h(
      "ol",
      { class: "timeline" },
      order.messages.map((one) => {
        const by = one.by ?? t(one.author === "hotel" ? "detail.hotel" : "detail.courier");
        const telling = one.telling && one.telling !== "told" ? ` (${t(`telling.${one.telling}`)})` : "";
        return h("li", {}, when(one.at, zone, clock(one.at, zone)), h("span", {}, `${by}: ${one.text}${telling}`));
      }),
    ),
  );

const timeline = (order, zone) =>
  h(
    "section",
    {},
    h("h3", {}, t("detail.timeline")),
    h(
      "ol",
      { class: "timeline" },
      [...order.timeline].reverse().map((moment) =>
        h("li", {}, when(moment.at, zone, clock(moment.at, zone)), h("span", {}, told(moment, zone))),
      ),
    ),
  );

function told(moment, zone) {
  const note = {
    expected_time_changed: () => clock(moment.note, zone),
    folio_attention: () => t(`problem.${moment.note}`),
    folio_attention_ended: () => t(`end.${moment.note}`),
    claim_ended: () => t(`outcome.${moment.note}`),
    notice_sent: () => t(`channel.${moment.note}`),
    notice_failed: () => t(`channel.${moment.note}`),
  }[moment.kind];
  return t(`moment.${moment.kind}`, { note: note ? note() : (moment.note ?? "") });
}
