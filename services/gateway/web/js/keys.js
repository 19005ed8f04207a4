// Everything by keyboard. The keys are listed under `?`.

import { go, shown } from "/js/address.js";
import { h } from "/js/dom.js";
import { t } from "/js/words.js";

const KEYS = { "j ↓": "keys.next", "k ↑": "keys.previous", Enter: "keys.open", Esc: "keys.close", "/": "keys.search", "?": "keys.list" };

/** Moves the focus among what can be opened; the first press takes the first. */
function step(by) {
  const region = document.activeElement?.closest?.("#side") ? "#side" : "#list";
  const links = [...document.querySelectorAll(`${region} a.cover`)].filter((one) => one.checkVisibility());
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(at + by, links.length - 1));
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

/** Moves to the next column, to the card at the same height. */
function across(by) {
  const columns = [...document.querySelectorAll(".column")].filter((one) => one.querySelector("a.cover"));
  const here = document.activeElement?.closest?.(".column");
  if (!here) return step(1);
  const target = columns[columns.indexOf(here) + by];
  const row = [...here.querySelectorAll("a.cover")].indexOf(document.activeElement);
  const links = target ? [...target.querySelectorAll("a.cover")] : [];
  links[Math.min(row, links.length - 1)]?.focus();
}

function close() {
  const { order } = shown();
  const search = document.getElementById("search");
  if (document.activeElement === search) {
    search.value = "";
    search.blur();
    return go({ q: "" }, { quiet: true });
  }
  if (!order) return;
  go({ order: "" });
  document.querySelector(`#list [data-key="${CSS.escape(order)}"]`)?.focus();
}

function list() {
  const dialog = h(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-title", onclose: () => dialog.remove() },
    h("h2", { id: "keys-title" }, t("keys.title")),
    h("dl", {}, Object.entries(KEYS).map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(what))]).flat()),
    h("form", { method: "dialog" }, h("button", { class: "plain" }, t("detail.close"))),
  );
  document.body.append(dialog);
  dialog.showModal();
}

const ACTIONS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  ArrowRight: () => across(1),
  ArrowLeft: () => across(-1),
  "/": () => document.getElementById("search")?.focus(),
  "?": list,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return close();
  const typing = event.target.closest?.("input, select, textarea");
  const action = ACTIONS[event.key];
  if (!action || typing || !document.getElementById("list")) return;
  event.preventDefault();
  action();
});
