import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { nowThere } from "@/api/time";
import { showWaiting } from "@/live/badge";
import { chime } from "@/live/chime";
import { useCardNews } from "@/live/LiveProvider";
import { awaitTouch, isHeard } from "@/live/sound";
import type { Card } from "@/live/stream";
import { isSounded, SOUNDED, type Sounded, told } from "@/live/told";
import { useProperty } from "@/session/property";
import { useCouriersWaiting, useTasksWaiting } from "@/shell/waiting";

// News of one moment make one sound: the most pressing.
const TOGETHER = 350;
const SAID_FOR = 10_000;
const MOST_SAID = 4;

/** News of a property on every page of it: a chime, a sentence for those who listen, a count. */
export default function Alerts() {
  const property = useProperty();
  const count = useCouriersWaiting() + useTasksWaiting(property);
  useEffect(() => showWaiting(count), [count]);
  useEffect(() => () => showWaiting(0), []);
  useEffect(awaitTouch, []);
  useChimes();
  return <Sentences />;
}

function useChimes(): void {
  const waiting = useRef<{ news: Sounded; card: Card }[]>([]);
  useCardNews((card, known) => {
    const news = told(card, known);
    if (!news || !isSounded(news)) return;
    waiting.current.push({ news, card });
    if (waiting.current.length > 1) return;
    window.setTimeout(() => {
      const first = waiting.current.sort((one, other) => rank(one.news) - rank(other.news))[0];
      waiting.current = [];
      if (first && isHeard(nowThere())) void alone(first.card, () => chime(first.news));
    }, TOGETHER);
  });
}

const rank = (news: Sounded) => SOUNDED.indexOf(news);

/** Of several tabs of this device one sounds. */
async function alone(card: Card, sound: () => void): Promise<void> {
  if (!navigator.locks) return sound();
  const name = `comptoir.chime.${card.order_id}.${card.revision}`;
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    sound();
    await new Promise((done) => setTimeout(done, 2000));
  });
}

function Sentences() {
  const { t } = useTranslation("live");
  const [said, setSaid] = useState<{ id: number; text: string }[]>([]);
  const next = useRef(0);
  useCardNews((card, known) => {
    const news = told(card, known);
    if (!news) return;
    const id = next.current++;
    const text = t("said", { room: card.room, what: t(`said.${news}`) });
    setSaid((before) => [...before, { id, text }].slice(-MOST_SAID));
    window.setTimeout(() => setSaid((before) => before.filter((one) => one.id !== id)), SAID_FOR);
  });
  return (
    <div className="unseen" role="status" aria-live="polite" aria-relevant="additions">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
