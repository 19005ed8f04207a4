import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Problem } from "@/api/problem";
import { signedOut } from "@/api/queries";
import { nowThere } from "@/api/time";
import { Feed } from "@/live/feed";
import { keepCurrent } from "@/live/keeping";
import { type Board, BoardStream, type Card, type News } from "@/live/stream";
import { meQuery } from "@/session/me";

export type Link = { state: "joining" | "live" | "lost" | "out"; since: number; problem?: Problem };

interface Live {
  board: Feed<Board | null>;
  link: Feed<Link>;
  cards: Set<(card: Card, known: Card | undefined) => void>;
  news: Set<(news: News) => void>;
}

const Context = createContext<Live | null>(null);

/** Follows a property's board for everything below, and keeps what was read current. */
export function LiveProvider({ property, children }: { property: string; children: ReactNode }) {
  const queries = useQueryClient();
  const live = useMemo(newLive, []);
  const [followed, setFollowed] = useState("");

  // Before anything is drawn: what is below is drawn once it is followed.
  useLayoutEffect(() => {
    const keeping = keepCurrent(queries, property);
    let heardBefore = false;
    live.board.set(null);
    live.link.set({ state: "joining", since: nowThere() });
    const stream = new BoardStream(property, {
      board: (board) => {
        live.board.set(board);
        if (heardBefore) keeping.all();
        heardBefore = true;
      },
      card: (card, known) => {
        live.board.change((board) => new Map(board ?? []).set(card.order_id, card));
        keeping.card(card);
        for (const tell of live.cards) tell(card, known);
      },
      left: (board) => live.board.set(board),
      news: (news) => {
        keeping.news(news);
        for (const tell of live.news) tell(news);
      },
      link: (since) =>
        live.link.set(
          since === null ? { state: "live", since: nowThere() } : { state: "lost", since },
        ),
      out: (problem) => {
        live.link.set({ state: "out", since: nowThere(), problem });
        // The session has ended, or the role was taken away: the pages follow what is true now.
        if (problem.status === 401) signedOut();
        else void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      },
    });
    stream.start();
    setFollowed(property);
    return () => {
      stream.stop();
      // From here on nothing tells of it: who comes back reads anew.
      keeping.leave();
    };
  }, [live, property, queries]);

  return (
    <Context.Provider value={live}>{followed === property ? children : null}</Context.Provider>
  );
}

function newLive(): Live {
  return {
    board: new Feed<Board | null>(null),
    link: new Feed<Link>({ state: "joining", since: nowThere() }),
    cards: new Set(),
    news: new Set(),
  };
}

function useLive(): Live {
  const live = useContext(Context);
  if (!live) throw new Error("nothing is followed here");
  return live;
}

/** The property's board, live; null until it was read. */
export function useBoard(): Board | null {
  const { board } = useLive();
  return useSyncExternalStore(board.subscribe, board.get);
}

/** How the connection is, and since when (milliseconds). */
export function useLink(): Link {
  const { link } = useLive();
  return useSyncExternalStore(link.subscribe, link.get);
}

/** Calls `tell` at every change of an order, with the card as it was before. */
export function useCardNews(tell: (card: Card, known: Card | undefined) => void): void {
  useTold(useLive().cards, tell);
}

/** Calls `tell` at everything else the stream says (`task`, `presence`, `activity`). */
export function useOtherNews(tell: (news: News) => void): void {
  useTold(useLive().news, tell);
}

function useTold<Tell extends (...told: never[]) => void>(listeners: Set<Tell>, tell: Tell): void {
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    const call = ((...told: never[]) => latest.current(...told)) as Tell;
    listeners.add(call);
    return () => {
      listeners.delete(call);
    };
  }, [listeners]);
}
