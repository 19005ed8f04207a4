import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useAddress } from "@/app/search";
import { COLUMNS, type Columns } from "@/pages/live/board";
import { type Arrow, towards } from "@/pages/live/towards";

const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/**
 * Walking over the board by keyboard: arrows from card to card, `c` for the chat. Tab reaches one
 * card, `current`; the focus stays with a card that moves on to another column.
 */
export function useWalking(columns: Columns, board: RefObject<HTMLElement | null>) {
  const [{ order, chat }, change] = useAddress();
  const [walked, setWalked] = useState<string>();
  const focused = useRef<string | undefined>(undefined);
  const all = COLUMNS.flatMap((name) => columns[name].map((card) => card.order_id));
  const current = [walked, order].find((id) => id && all.includes(id)) ?? all[0];

  const cover = (id: string) =>
    board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`);

  useLayoutEffect(() => {
    const lost = document.activeElement === document.body || !document.activeElement;
    if (focused.current && lost) cover(focused.current)?.focus({ preventScroll: true });
  });

  // The card that the address names is brought into sight, once per name.
  const named = chat ?? order;
  const there = Boolean(named && all.includes(named));
  useEffect(() => {
    if (!there || !named) return;
    board.current
      ?.querySelector(`[data-card="${CSS.escape(named)}"]`)
      ?.closest("article")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [board, named, there]);

  const walk = (event: KeyboardEvent, arrow: Arrow) => {
    const next =
      current && (focused.current ? towards(placesOf(board.current), current, arrow) : current);
    if (!next) return;
    event.preventDefault();
    cover(next)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
    if (ARROWS.has(key)) return walk(event, key as Arrow);
    const mark = current && board.current?.querySelector(`[data-chat="${CSS.escape(current)}"]`);
    if (key === "c" && mark) {
      event.preventDefault();
      change({ chat: chat === current ? undefined : current }, true);
    }
  };

  return {
    current,
    onKeyDown,
    onFocus: ({ target }: { target: EventTarget }) => {
      const card = (target as HTMLElement).closest("article")?.querySelector("[data-card]");
      const id = card?.getAttribute("data-card") ?? undefined;
      focused.current = id;
      if (id) setWalked(id);
    },
    onBlur: ({ target }: { target: EventTarget }) => {
      // A card that moved to another column was taken away with the focus in it: it gets it back.
      if ((target as HTMLElement).isConnected) focused.current = undefined;
    },
  };
}

/** Where each card stands. */
function placesOf(board: HTMLElement | null): Map<string, DOMRect> {
  const covers = [...(board?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
  return new Map(
    covers.flatMap((cover) => {
      const place = cover.closest("article")?.getBoundingClientRect();
      return place ? [[cover.dataset.card ?? "", place] as const] : [];
    }),
  );
}

/** Whether keys go into a field, or into something opened over the board. */
function isTyping(target: EventTarget): boolean {
  return (target as HTMLElement).closest("input, textarea, select, [role=dialog]") !== null;
}
