import { useSyncExternalStore } from "react";
import { allowSound, chime, waitsForTouch } from "@/live/chime";
import { Feed } from "@/live/feed";

/** The person's choice on this device; `mutedUntil` in milliseconds. */
export interface Sound {
  on: boolean;
  mutedUntil: number;
  /** Switched on, but the browser waits for a first click or key on this page. */
  waiting: boolean;
}

const KEPT = "comptoir.sound";
const HOUR = 3_600_000;
const feed = new Feed<Sound>(kept());

function kept(): Sound {
  try {
    const { on, mutedUntil } = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Sound>;
    return { on: on === true, mutedUntil: Number(mutedUntil) || 0, waiting: on === true };
  } catch {
    return { on: false, mutedUntil: 0, waiting: false };
  }
}

function set(changes: Partial<Sound>): void {
  feed.change((before) => ({ ...before, ...changes }));
  const { on, mutedUntil } = feed.get();
  localStorage.setItem(KEPT, JSON.stringify({ on, mutedUntil }));
}

export function useSound(): Sound {
  return useSyncExternalStore(feed.subscribe, feed.get);
}

/** Whether news may sound now. */
export function isHeard(now: number): boolean {
  const { on, mutedUntil } = feed.get();
  return on && mutedUntil <= now && !waitsForTouch();
}

export async function turnOn(): Promise<void> {
  set({ on: true, mutedUntil: 0, waiting: !(await allowSound()) });
  chime("placed");
}

export function turnOff(): void {
  set({ on: false, mutedUntil: 0, waiting: false });
}

export function muteForAnHour(now: number): void {
  set({ mutedUntil: now + HOUR });
}

export function unmute(): void {
  set({ mutedUntil: 0 });
}

/** After a page was loaded with sound on: the first click or key lets it sound. */
export function awaitTouch(): () => void {
  const touched = async () => {
    if (!feed.get().on || !(await allowSound())) return;
    set({ waiting: false });
    stop();
  };
  const stop = () => {
    window.removeEventListener("pointerdown", touched);
    window.removeEventListener("keydown", touched);
  };
  window.addEventListener("pointerdown", touched);
  window.addEventListener("keydown", touched);
  void touched();
  return stop;
}
