import { useEffect, useMemo, useReducer, useRef } from "react";
import { useTranslation } from "react-i18next";
import { nowThere } from "@/api/time";
import { useOtherNews } from "@/live/LiveProvider";
import { type Present, presentNow, type Said } from "@/pages/orders/detail/present";
import { useMe } from "@/session/me";
import { useProperty } from "@/session/property";

const BEAT = 20_000;
/** This page of the browser, among all that are open. */
const TAB = crypto.randomUUID();

/** Says that the order is open here, and returns the names of those who have it open, too. */
export function usePresence(order: string, writing: boolean): string[] {
  const { t } = useTranslation("orders");
  const { id: property } = useProperty();
  const { person_id: me } = useMe();
  const [present, take] = useReducer(presentNow, []);
  const path = `/api/v1/properties/${encodeURIComponent(property)}/orders/${order}/presence`;

  useOtherNews(({ kind, data }) => {
    if (kind === "presence" && data.order_id === order) take({ said: data as unknown as Present });
  });
  useEffect(() => {
    let over = false;
    fetch(path)
      .then((answer) => (answer.ok ? answer.json() : { here: [] }))
      .then(({ here }: { here: Present[] }) => over || take({ all: here }))
      .catch(() => undefined);
    const timer = setInterval(() => take({ at: nowThere() }), BEAT);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [path]);

  const state = useRef<Said>("open");
  state.current = writing ? "writing" : "open";
  useEffect(() => {
    const beat = () => say(path, state.current);
    const leave = () => say(path, "closed");
    const timer = setInterval(beat, BEAT);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [path]);
  useEffect(() => say(path, writing ? "writing" : "open"), [path, writing]);

  return useMemo(() => {
    const others = present.filter(({ tab }) => tab !== TAB);
    const named = others.map(({ person_id: person, name, state: doing }) => {
      if (person === me) return t("presence.you");
      return doing === "writing" ? t("presence.writing", { name }) : name;
    });
    return [...new Set(named)];
  }, [present, me, t]);
}

/** Nobody waits for it, and it goes out even while the page closes. */
function say(path: string, state: Said): void {
  fetch(path, {
    method: "PUT",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-Comptoir": "1" },
    body: JSON.stringify({ state, tab: TAB }),
  }).catch(() => undefined);
}
