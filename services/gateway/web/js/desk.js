// One property on the screen: board or feed, and an order beside it.

import { go, shown, watch } from "/js/address.js";
import { call, propertyPath } from "/js/api.js";
import { drawBoard, drawWaiting } from "/js/board.js";
import { standing } from "/js/card.js";
import { drawDetail } from "/js/detail.js";
import { drawFeed, feedOf } from "/js/feed.js";
import { follow } from "/js/live.js";
import { buildShell, drawConnection, drawPages, drawTasks } from "/js/shell.js";
import { t } from "/js/words.js";

// How long what has just changed stays marked.
const FRESH = 4_000;
const TICK = 1_000;
// Minutes left are drawn anew so often.
const REDRAW = 15_000;
const PHONE = matchMedia("(max-width: 760px)");

let stopFormer = () => {};
watch(() => current?.());
let current = null;

/** Shows a property until another is chosen or the session ends (`on.out`). */
export function openDesk(page, me, property, on) {
  stopFormer();
  const zone = property.time_zone;
  const shell = buildShell(page, me, property, on);
  const link = { lost: null, joined: false };
  const fresh = new Set();
  let order = null;
  let problem = null;
  let opened = "";

  const feed = feedOf(property.id, drawNews);
  const live = follow(property.id, { cards, card, link: linked, out: on.out });

  function cards() {
    link.joined = true;
    feed.refresh();
    countTasks();
    loadOrder();
    draw();
  }

  /** What a person must do, of all orders; more than a page of it is "100". */
  async function countTasks() {
    const found = await call(`${propertyPath(property.id)}/tasks?open=true&limit=100`).catch(() => null);
    if (found) drawTasks(shell, found.tasks.length);
  }

  function card(changed, known) {
    fresh.add(changed.order_id);
    setTimeout(() => fresh.delete(changed.order_id), FRESH);
    if (known?.stage !== changed.stage || known?.status !== changed.status) say(changed);
    if ((known?.open_tasks ?? 0) !== changed.open_tasks) countTasks();
    feed.refresh();
    if (changed.order_id === opened) loadOrder();
    draw();
  }

  function say(card) {
    document.getElementById("said").textContent =
      `${t("card.room")} ${card.room}: ${standing(card)}`;
  }

  function linked(since) {
    link.lost = since;
    drawConnection(shell, link, zone);
  }

  async function loadOrder() {
    const id = opened;
    if (!id) return;
    try {
      const found = await call(`${propertyPath(property.id)}/orders/${encodeURIComponent(id)}`);
      if (id === opened) [order, problem] = [found, null];
    } catch (failed) {
      // What is shown stays while the connection is away; the head says as of when.
      if (id === opened && (order === null || failed.status === 404)) problem = failed;
    }
    if (id === opened) drawSide();
  }

  function followAddress() {
    const { property: wanted, order: id, q } = shown();
    if (wanted && wanted !== property.id) return on.property(wanted);
    const another = id !== opened;
    if (another) {
      [opened, order, problem] = [id, null, null];
      loadOrder();
    }
    if (document.activeElement !== shell.search) shell.search.value = q;
    draw();
    // The focus stays in the list; where the panel took the place of what had it, it goes there.
    const homeless = document.activeElement === document.body;
    if (another && id && (PHONE.matches || homeless)) shell.side.querySelector(".close")?.focus();
  }

  function drawSide() {
    const { view, q } = shown();
    document.body.classList.toggle("detailed", Boolean(opened));
    document.body.dataset.view = view;
    if (opened) drawDetail(shell.side, order, { zone, problem });
    else if (view === "live") drawFeed(shell.side, feed, { zone, query: q });
    else shell.side.replaceChildren();
  }

  /** The feed alone: drawing a card again would mark it as changed again. */
  function drawNews() {
    const { view, q } = shown();
    if (view === "activity") drawFeed(shell.list, feed, { zone, query: q });
    drawSide();
  }

  function draw() {
    const { view, q } = shown();
    drawPages(shell, property);
    drawConnection(shell, link, zone);
    const kind = view === "live" ? "board" : "activity";
    if (shell.list.className !== kind) shell.list.replaceChildren(); // another list starts at its top
    shell.list.className = kind;
    if (view === "activity") drawFeed(shell.list, feed, { zone, query: q });
    else if (link.joined) drawBoard(shell.list, live.cards, { zone, query: q, fresh });
    else drawWaiting(shell.list);
    drawSide();
  }

  const ticking = setInterval(() => drawConnection(shell, link, zone), TICK);
  const redrawing = setInterval(draw, REDRAW);
  stopFormer = () => {
    live.stop();
    feed.stop();
    clearInterval(ticking);
    clearInterval(redrawing);
    current = null;
  };
  current = followAddress;
  go({ property: property.id }, { quiet: true });
  followAddress();
}

export function closeDesk() {
  stopFormer();
  stopFormer = () => {};
  document.body.classList.remove("detailed", "stale");
}
