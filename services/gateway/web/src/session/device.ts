// What this device keeps of the person who works on it: what they were writing, what they had read.
// Sound, language and light are the device's own, and stay.
const OF_A_PERSON = ["comptoir.draft.", "comptoir.chats-seen"];
const WHOSE = "comptoir.person";

const forgetting = new Set<() => void>();

/** Calls `then` when what is known of a person is to be forgotten in memory, too. */
export function onForgotten(then: () => void): void {
  forgetting.add(then);
}

/** Reception's computers are shared: nothing of a person is left for the next one. */
export function forgetPerson(): void {
  const names = Object.keys(localStorage);
  for (const name of names.filter(isOfAPerson)) localStorage.removeItem(name);
  localStorage.removeItem(WHOSE);
  for (const forget of forgetting) forget();
}

/**
 * Somebody signed in: who comes back after their session ended finds their drafts, others do not.
 * Whether nobody else was signed in here before.
 */
export function welcome(person: string): boolean {
  const before = localStorage.getItem(WHOSE);
  const alone = before === null || before === person;
  if (!alone) forgetPerson();
  localStorage.setItem(WHOSE, person);
  return alone;
}

export function isOfAPerson(name: string): boolean {
  return OF_A_PERSON.some((prefix) => name.startsWith(prefix));
}
