import { client, type Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { nowThere } from "@/api/time";
import { stillThere } from "@/live/staying";

export type Card = Schemas["Card"];
/** Cards by order id. */
export type Board = ReadonlyMap<string, Card>;
/** What the stream tells besides cards: the event's name and its data. What was read after
 * `offset` knows of it already. */
export type News = { kind: string; data: Record<string, unknown>; offset: number };

export interface Listener {
  /** The whole board: at first, and after anything may have been missed. */
  board(board: Board): void;
  card(card: Card, known: Card | undefined): void;
  /** The board without the cards that have left it by now. */
  left(board: Board): void;
  news(news: News): void;
  /** When the connection went (an instant), or null: it stands. */
  link(lostSince: number | null): void;
  /** The board may not be watched (any more). */
  out(problem: Problem): void;
}

// The stream beats every 15 s; silence for longer than this is a lost connection.
const SILENCE = 40_000;
const SLOWEST = 10_000;
// A list that is not there by then is asked for anew (a connection that died without a word).
const PATIENCE = 20_000;
const SWEEP = 60_000;
const OTHER_NEWS = ["task", "presence", "activity", "planning", "stay", "stay_mail", "selling"];

/** Keeps one property's board as the server has it: a list, then the stream of its changes. */
export class BoardStream {
  private cards: Map<string, Card> = new Map();
  private source: EventSource | null = null;
  private lostSince: number | null = null;
  private tries = 0;
  private timer = 0;
  private watchdog = 0;
  private sweeping = 0;
  private over = false;

  constructor(
    private readonly property: string,
    private readonly listener: Listener,
  ) {}

  start(): void {
    void this.load();
    this.sweeping = window.setInterval(() => this.sweep(), SWEEP);
  }

  stop(): void {
    this.over = true;
    this.source?.close();
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    clearInterval(this.sweeping);
  }

  /** A page stays open for weeks: what has left the board is not kept. */
  private sweep(): void {
    const there = stillThere(this.cards, nowThere());
    if (there === this.cards) return;
    this.cards = new Map(there);
    this.listener.left(there);
  }

  private async load(): Promise<void> {
    try {
      const params = { path: { property: this.property } };
      const signal = AbortSignal.timeout(PATIENCE);
      const { data } = await client.GET("/api/v1/properties/{property}/live", { params, signal });
      if (this.over || !data) return;
      this.cards = new Map(data.orders.map((card) => [card.order_id, card]));
      this.listener.board(new Map(this.cards));
      this.listen(data.offset);
    } catch (error) {
      this.failed(asProblem(error));
    }
  }

  private failed(problem: Problem): void {
    if (this.over) return;
    if (!problem.passing) {
      this.listener.out(problem);
      return;
    }
    this.tries += 1;
    this.again(Math.min(1000 * 2 ** (this.tries - 1), SLOWEST));
  }

  private listen(offset: number): void {
    const path = `/api/v1/properties/${encodeURIComponent(this.property)}/live/stream`;
    const source = new EventSource(`${path}?from=${offset}`);
    this.source = source;
    this.heard();
    source.onopen = () => this.joined();
    source.onerror = () => {
      this.dropped();
      // The browser comes back by itself with Last-Event-ID, unless it was turned away.
      if (source.readyState === EventSource.CLOSED) this.again(1000);
    };
    source.addEventListener("beat", () => this.heard());
    source.addEventListener("resync", () => this.again(0));
    source.addEventListener("signed-out", () => this.again(0));
    source.addEventListener("card", (event) => this.take(JSON.parse(event.data) as Card));
    for (const kind of OTHER_NEWS) {
      source.addEventListener(kind, (event: MessageEvent<string>) => {
        this.heard();
        const offset = Number(event.lastEventId) || 0;
        this.listener.news({ kind, data: JSON.parse(event.data), offset });
      });
    }
  }

  private take(card: Card): void {
    this.heard();
    const known = this.cards.get(card.order_id);
    if (known && known.revision >= card.revision) return;
    this.cards.set(card.order_id, card);
    this.listener.card(card, known);
  }

  private heard(): void {
    clearTimeout(this.watchdog);
    this.watchdog = window.setTimeout(() => this.again(0), SILENCE);
  }

  private joined(): void {
    this.tries = 0;
    this.lostSince = null;
    this.heard();
    this.listener.link(null);
  }

  private dropped(): void {
    if (this.lostSince !== null) return;
    this.lostSince = nowThere();
    this.listener.link(this.lostSince);
  }

  /** Start anew with a list, later the more often it failed. */
  private again(wait: number): void {
    if (this.over) return;
    this.source?.close();
    clearTimeout(this.watchdog);
    clearTimeout(this.timer);
    this.dropped();
    this.timer = window.setTimeout(() => void this.load(), wait);
  }
}
