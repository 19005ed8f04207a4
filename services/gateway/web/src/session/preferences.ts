import type { Schemas } from "@/api/client";

export type Preferences = Schemas["PreferencesAnswer"];
export type PreferencesBody = Schemas["PreferencesBody"];
export type Browser = Schemas["BrowserBody"];
export type Occasion = Schemas["Occasion"];
export type Channel = Schemas["Channel"];
export type Wishes = Partial<Record<Occasion, Channel[]>>;

export const CHANNELS: readonly Channel[] = ["mail", "push", "sms"];
export const OCCASIONS: readonly Occasion[] = [
  "new_order",
  "courier_message",
  "courier_near",
  "delivered",
  "cancelled",
  "delivery_failed",
  "delivery_returned",
  "refunded",
  "claim_ended",
  "task",
];
/** What the property's own addresses are mailed whatever its people wish (O05, O06, O21). */
export const ALWAYS_MAILED: readonly Occasion[] = [
  "new_order",
  "courier_message",
  "cancelled",
  "delivery_failed",
  "delivery_returned",
];
/** What a browser pops up for when somebody allows it and has not said more yet: what comes, and
 * what waits for an answer. */
const FIRST: readonly Occasion[] = ["new_order", "courier_message", "task"];
export const MOST_BROWSERS = 10;

/** Everything saved, as it goes back: what a body leaves out is not wished any more. */
export function bodyOf(saved: Preferences, language: Schemas["Language"]): PreferencesBody {
  return {
    language: saved.language ?? language,
    phone: saved.phone ?? null,
    browsers: saved.browsers,
    quiet: saved.quiet ?? null,
    wishes: saved.wishes,
  };
}

export function wishesPush(wishes: Record<string, readonly Channel[] | undefined>): boolean {
  return Object.values(wishes).some((channels) => channels?.includes("push"));
}

/** With pop-ups for what matters first, unless some are wished already. */
export function withFirstPush(wishes: Wishes): Wishes {
  if (wishesPush(wishes)) return wishes;
  const added = FIRST.map((occasion) => [occasion, [...(wishes[occasion] ?? []), "push"]]);
  return { ...wishes, ...(Object.fromEntries(added) as Wishes) };
}

/** With a browser more; the oldest makes room where there are too many. */
export function withBrowser(body: PreferencesBody, browser: Browser, property: string) {
  const others = body.browsers.filter((one) => one.endpoint !== browser.endpoint);
  const wishes = { ...body.wishes, [property]: withFirstPush(body.wishes?.[property] ?? {}) };
  const browsers = [...others, browser].slice(-MOST_BROWSERS);
  return { ...body, browsers, wishes: wishes as PreferencesBody["wishes"] };
}

/** Without a browser; without the last one, nothing is wished as a pop-up any more, anywhere. */
export function withoutBrowser(body: PreferencesBody, endpoint: string): PreferencesBody {
  const browsers = body.browsers.filter((one) => one.endpoint !== endpoint);
  if (browsers.length > 0) return { ...body, browsers };
  const places = Object.entries(body.wishes ?? {}).map(([place, wishes]) => [
    place,
    Object.fromEntries(
      Object.entries(wishes).map(([occasion, channels]) => [
        occasion,
        channels.filter((channel) => channel !== "push"),
      ]),
    ),
  ]);
  return { ...body, browsers, wishes: Object.fromEntries(places) };
}

/** Without a browser that its person signs out of: their wishes stay, for the next one. */
export function leftBrowser(body: PreferencesBody, endpoint: string): PreferencesBody {
  return { ...body, browsers: body.browsers.filter((one) => one.endpoint !== endpoint) };
}
