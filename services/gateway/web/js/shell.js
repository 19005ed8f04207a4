// What stands around every page: rail, head with search, and the state of the connection.

import { go, link, shown } from "/js/address.js";
import { h, replace } from "/js/dom.js";
import { icon } from "/js/shapes.js";
import { languages } from "/js/signin.js";
import { clock, t } from "/js/words.js";

const PAGES = [
  ["live", "live"],
  ["activity", "activity"],
];

/** Builds the page's frame; the parts that change are drawn into what it returns. */
export function buildShell(page, me, property, on) {
  const list = h("div", { id: "list" });
  const side = h("aside", { id: "side", "aria-label": t("detail.label") });
  const connection = h("p", { id: "connection", role: "status" });
  const title = h("h1", {});
  const search = h("input", {
    id: "search",
    type: "search",
    placeholder: t("search.hint"),
    "aria-label": t("search.label"),
    autocomplete: "off",
    value: shown().q,
  });
  search.addEventListener("input", () => go({ q: search.value.trim() }, { quiet: true }));
  const pages = h("ul", { class: "pages" });
  const tasks = h("p", { class: "tasks hint", role: "status" });
  replace(
    page,
    h("a", { class: "skip", href: "#list" }, t("skip")),
    h(
      "div",
      { class: "frame" },
      h(
        "nav",
        { class: "rail", "aria-label": t("pages") },
        h("div", { class: "where" }, switcher(me, property)),
        pages,
        tasks,
        account(me, on),
      ),
      h("main", {}, h("header", { class: "top" }, h("div", { class: "where" }, switcher(me, property)), title, h("div", { class: "find" }, icon("search"), search), connection), list),
      side,
    ),
  );
  return { list, side, title, pages, tasks, connection, search };
}

function switcher(me, property) {
  if (me.properties.length < 2) return h("strong", {}, property.name);
  const select = h(
    "select",
    { "aria-label": t("property") },
    me.properties.map((one) => h("option", { value: one.id, selected: one.id === property.id }, one.name)),
  );
  select.addEventListener("change", () => go({ property: select.value, order: "", q: "" }));
  return select;
}

function account(me, on) {
  const initials = me.name.split(/\s+/).map((part) => part[0] ?? "").slice(0, 2).join("").toUpperCase();
  return h(
    "details",
    { class: "account" },
    h("summary", { "aria-label": t("account", { name: me.name }) }, h("span", { class: "initials" }, initials), h("span", { class: "name" }, me.name)),
    h(
      "div",
      { class: "menu" },
      h("p", { class: "hint" }, me.mail ?? ""),
      languages(on.language),
      h("button", { type: "button", class: "plain", onclick: on.leave }, icon("leave"), t("signout")),
    ),
  );
}

export function drawPages(shell, property) {
  const { view } = shown();
  shell.title.textContent = t(`page.${view}`);
  document.title = `${t(`page.${view}`)} · ${property.name}`;
  replace(
    shell.pages,
    PAGES.map(([name, shape]) =>
      h(
        "li",
        {},
        h(
          "a",
          { href: link({ view: name, order: "" }), "aria-current": view === name ? "page" : undefined, "data-key": `page-${name}` },
          icon(shape),
          h("span", {}, t(`page.${name}`)),
        ),
      ),
    ),
  );
}

/** How much only a person can do; nothing where there is none. */
export function drawTasks(shell, count) {
  shell.tasks.textContent = count ? t("tasks.open", { count }) : "";
}

/** Live, or since when not; what is shown is then marked as of when. */
export function drawConnection(shell, { lost, joined }, zone) {
  const element = shell.connection;
  const seconds = lost ? Math.round((Date.now() - lost) / 1000) : 0;
  const text = !joined
    ? t("link.joining")
    : lost
      ? t("link.lost", { seconds, time: clock(lost, zone) })
      : t("link.live", { time: clock(Date.now(), zone) });
  element.className = lost || !joined ? "lost" : "live";
  document.body.classList.toggle("stale", Boolean(lost) && joined);
  // The seconds tick for the eye only: a reader hears each change of state once.
  element.setAttribute("aria-label", lost && joined ? t("link.lost_word") : text);
  if (element.textContent !== text) replace(element, h("span", { "aria-hidden": "true" }, text));
}
