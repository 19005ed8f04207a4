// Keeps the board's cards as the server has them: one list, then the stream of its changes.

import { call, propertyPath } from "/js/api.js";

// The stream beats every 15 s; silence for longer than this is a lost connection.
const SILENCE = 40_000;
const SLOWEST = 10_000;

/**
 * Follows one property's board until `stop()`.
 * `on.cards(map)` after a list, `on.card(card, known)` after a change, `on.link(since)` when the
 * connection goes (an instant) or comes back (null), `on.out(problem)` when it may not be watched.
 */
export function follow(property, on) {
  const path = `${propertyPath(property)}/live`;
  const cards = new Map();
  let source = null;
  let lost = null;
  let tries = 0;
  let timer = 0;
  let watchdog = 0;
  let over = false;

  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(again, SILENCE);
  };

  const joined = () => {
    tries = 0;
    heard();
    if (lost === null) return;
    lost = null;
    on.link(null);
  };

  const dropped = () => {
    if (lost !== null) return;
    lost = Date.now();
    on.link(lost);
  };

  /** Start anew with a list, later the more often it failed. */
  function again(wait = 0) {
    if (over) return;
    source?.close();
    clearTimeout(watchdog);
    clearTimeout(timer);
    dropped();
    timer = setTimeout(load, wait);
  }

  async function load() {
    try {
      const board = await call(path);
      if (over) return;
      cards.clear();
      board.orders.forEach((card) => cards.set(card.order_id, card));
      on.cards(cards);
      listen(board.offset);
    } catch (problem) {
      if (over) return;
      if ([401, 403, 404].includes(problem.status)) return on.out(problem);
      tries += 1;
      again(Math.min(1000 * 2 ** (tries - 1), SLOWEST));
    }
  }

  function listen(offset) {
    source = new EventSource(`/api/v1${path}/stream?from=${offset}`);
    source.onopen = joined;
    source.onerror = () => {
      dropped();
      // The browser comes back by itself with Last-Event-ID, unless it was turned away.
      if (source.readyState === EventSource.CLOSED) again(1000);
    };
    source.addEventListener("beat", heard);
    source.addEventListener("resync", () => again());
    source.addEventListener("signed-out", () => again());
    source.addEventListener("card", (event) => {
      heard();
      take(JSON.parse(event.data));
    });
  }

  function take(card) {
    const known = cards.get(card.order_id);
    if (known && known.revision >= card.revision) return;
    cards.set(card.order_id, card);
    on.card(card, known);
  }

  load();
  return {
    cards,
    stop() {
      over = true;
      source?.close();
      clearTimeout(timer);
      clearTimeout(watchdog);
    },
  };
}
