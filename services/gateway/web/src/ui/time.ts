import { useSyncExternalStore } from "react";
import { nowThere } from "@/api/time";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formats.set(key, made);
  return made;
}

/** "21:40" in the property's time zone. Instants are RFC 3339 texts, as the API gives them. */
export function clock(instant: string, language: string, timeZone: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return format(language, options).format(new Date(instant));
}

/** "samedi 28 novembre" in the property's time zone; with the year where `year` says so. */
export function day(instant: string, language: string, timeZone: string, year = false): string {
  const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
  const whole = { ...options, timeZone, ...(year ? { year: "numeric" as const } : {}) };
  return format(language, whole).format(new Date(instant));
}

/** "28/11/2026 21:40:12 UTC+1": for who asks exactly when. */
export function exactly(instant: string, language: string, timeZone: string): string {
  const options = { dateStyle: "medium", timeStyle: "long", timeZone } as const;
  return format(language, options).format(new Date(instant));
}

/** The property's calendar day of an instant, as `2026-11-28`. */
export function localDay(instant: string | number | Date, timeZone: string): string {
  return format("sv-SE", { timeZone, dateStyle: "short" }).format(new Date(instant));
}

/** A plain date (`2026-11-28`) as its reader writes it; it has no time zone. */
export function plainDate(date: string, language: string, long = false): string {
  const style: Intl.DateTimeFormatOptions = long
    ? { weekday: "long", day: "numeric", month: "long" }
    : { day: "2-digit", month: "2-digit", year: "numeric" };
  return format(language, { ...style, timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** Whole minutes from now to an instant, rounded away from "just now"; negative when late. */
export function minutesUntil(instant: string, now: number): number {
  return Math.ceil((Date.parse(instant) - now) / 60_000);
}

/** A span in minutes as one says it: "7 min", from an hour on "1 h 58 min", "2 h". */
export function span(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** One clock for everybody who looks at it with the same pace; it stands while nobody does. */
class Ticking {
  private readonly watchers = new Set<() => void>();
  private timer = 0;
  private now = nowThere();

  constructor(private readonly every: number) {}

  readonly get = (): number => {
    // Who looks first after a pause must not see the time before it.
    if (this.timer === 0 && Math.abs(nowThere() - this.now) > 1000) this.now = nowThere();
    return this.now;
  };

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    if (this.timer === 0) this.timer = window.setInterval(this.tick, this.every);
    return () => {
      this.watchers.delete(watcher);
      if (this.watchers.size > 0) return;
      clearInterval(this.timer);
      this.timer = 0;
    };
  };

  private readonly tick = (): void => {
    this.now = nowThere();
    for (const watcher of this.watchers) watcher();
  };
}

const clocks = new Map<number, Ticking>();

/** Now, in milliseconds, as often as it is asked for; all clocks of one pace tick together. */
export function useNow(every = 15_000): number {
  let ticking = clocks.get(every);
  if (!ticking) {
    ticking = new Ticking(every);
    clocks.set(every, ticking);
  }
  return useSyncExternalStore(ticking.subscribe, ticking.get);
}
