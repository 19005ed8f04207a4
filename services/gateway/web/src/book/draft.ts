// What was chosen and typed is kept by itself. The choice outlives the tab for some days; who books
// is kept for this tab alone, as phones are lent and shared.
import { type Choice, NOTHING } from "./choice";
import { type Contact, NOBODY } from "./contact";

const KEPT_MS = 7 * 86_400_000;
const CONTACT = "comptoir.book.contact";
const SENT = "comptoir.book.sent";
const of = (hut: string) => `comptoir.book.${hut}`;

function read<T>(store: () => Storage, name: string): T | null {
  try {
    return JSON.parse(store().getItem(name) ?? "null") as T | null;
  } catch {
    return null; // a browser that keeps nothing, or what is kept is none of ours
  }
}

function write(store: () => Storage, name: string, value: unknown): void {
  try {
    if (value === null) store().removeItem(name);
    else store().setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still books.
  }
}

const device = () => localStorage;
const tab = () => sessionStorage;

export function keptChoice(hut: string, now: number): Choice {
  const kept = read<{ at: number; choice: Choice }>(device, of(hut));
  if (!kept?.choice || now - kept.at > KEPT_MS) return NOTHING;
  return { ...NOTHING, ...kept.choice };
}

/** What was chosen at other huts and not booked yet: a tour in the making. */
export function keptElsewhere(hut: string, now: number): { hut: string; choice: Choice }[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(of("")) && name !== of(hut))
      .map((name) => name.slice(of("").length))
      .map((other) => ({ hut: other, choice: keptChoice(other, now) }));
  } catch {
    return [];
  }
}

export function keepChoice(hut: string, choice: Choice, now: number): void {
  write(device, of(hut), { at: now, choice });
}

export function keptContact(): Contact {
  return { ...NOBODY, ...read<Partial<Contact>>(tab, CONTACT) };
}

export function keepContact(contact: Contact): void {
  write(tab, CONTACT, contact);
}

/** The key under which this very booking is sent: the same again for a retry, after a reload, too. */
export function keyOf(body: unknown): string {
  const text = JSON.stringify(body);
  const kept = read<{ text: string; key: string }>(tab, SENT);
  if (kept?.text === text) return kept.key;
  const key = crypto.randomUUID();
  write(tab, SENT, { text, key });
  return key;
}

export function dropKey(): void {
  write(tab, SENT, null);
}

/** It is booked: nothing of it is left on this device but the contact, for this tab's next one. */
export function forget(hut: string): void {
  write(device, of(hut), null);
  dropKey();
}
