import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useCardNews } from "@/live/LiveProvider";

const SETTLES = 3000; // milliseconds; an evening's changes are summed up in one go

/** Has the figures asked for again when an order was placed or its state has changed. */
export function FollowOrders() {
  const queries = useQueryClient();
  const waiting = useRef(0);
  useCardNews((card, known) => {
    if (card.status === known?.status || waiting.current) return;
    waiting.current = window.setTimeout(() => {
      waiting.current = 0;
      const key = ["get", "/api/v1/properties/{property}/figures"];
      void queries.invalidateQueries({ queryKey: key });
    }, SETTLES);
  });
  useEffect(() => () => window.clearTimeout(waiting.current), []);
  return null;
}
