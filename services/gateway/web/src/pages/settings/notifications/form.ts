import type { Schemas } from "@/api/client";
import {
  ALWAYS_MAILED,
  bodyOf,
  CHANNELS,
  type Channel,
  OCCASIONS,
  type Occasion,
  type Preferences,
  type PreferencesBody,
  type Wishes,
} from "@/session/preferences";

type Language = Schemas["Language"];

/** What a person sets for one property; quiet hours as "22:30", null where there are none. */
export interface Form {
  language: Language;
  phone: string;
  quiet: { start: string; end: string } | null;
  wishes: Wishes;
}

export type Fault = "phone_needed" | "phone_wrong" | "quiet_same";

const E164 = /^\+[1-9][0-9]{6,14}$/;

export function formOf(saved: Preferences, property: string, otherwise: Language): Form {
  const { quiet } = saved;
  return {
    language: saved.language ?? otherwise,
    phone: saved.phone ?? "",
    quiet: quiet ? { start: quiet.start.slice(0, 5), end: quiet.end.slice(0, 5) } : null,
    wishes: inOrder(saved.wishes[property] ?? {}),
  };
}

/** A number as people write it, as the API takes it: "+33 6 39 98 00 42" has no blanks there. */
export function dialled(phone: string): string {
  return phone.replace(/[\s().-]/g, "").replace(/^00/, "+");
}

/** The form beside all that it does not show: other properties' wishes, the browsers. */
export function savedWith(saved: Preferences, form: Form, property: string): PreferencesBody {
  const wishes = { ...saved.wishes, [property]: form.wishes } as PreferencesBody["wishes"];
  return {
    ...bodyOf(saved, form.language),
    language: form.language,
    phone: dialled(form.phone) || null,
    quiet: form.quiet,
    wishes,
  };
}

export function toggled(wishes: Wishes, occasion: Occasion, channel: Channel): Wishes {
  const known = wishes[occasion] ?? [];
  const next = known.includes(channel)
    ? known.filter((one) => one !== channel)
    : [...known, channel];
  return inOrder({ ...wishes, [occasion]: next });
}

/** Written one way, so that two forms that say the same are the same. */
function inOrder(wishes: Wishes): Wishes {
  const said = OCCASIONS.map(
    (occasion) =>
      [occasion, CHANNELS.filter((channel) => wishes[occasion]?.includes(channel))] as const,
  ).filter(([, channels]) => channels.length > 0);
  return Object.fromEntries(said);
}

export function differs(one: Form, other: Form): boolean {
  const text = (form: Form) =>
    JSON.stringify({ ...form, phone: dialled(form.phone), wishes: inOrder(form.wishes) });
  return text(one) !== text(other);
}

/** What keeps a form from being saved. `elsewhere`: text messages are wished at another property. */
export function faultOf(form: Form, elsewhere: boolean): Fault | null {
  const sms = elsewhere || Object.values(form.wishes).some((channels) => channels.includes("sms"));
  const phone = dialled(form.phone);
  if (!phone && sms) return "phone_needed";
  if (phone && !E164.test(phone)) return "phone_wrong";
  return form.quiet && form.quiet.start === form.quiet.end ? "quiet_same" : null;
}

/** Whether text messages are wished at a property that the form does not show. */
export function textedElsewhere(saved: Preferences, property: string): boolean {
  return Object.entries(saved.wishes).some(
    ([place, wishes]) =>
      place !== property && Object.values(wishes).some((channels) => channels.includes("sms")),
  );
}

/** Whether the property's own addresses get this mail in any case. */
export function alwaysMailed(occasion: Occasion): boolean {
  return ALWAYS_MAILED.includes(occasion);
}
