// A device's clock may be wrong by minutes: what is left of a wait is counted by the server's.
const RIGHT_ENOUGH = 30_000;
const SAME = 2000;

let ahead = 0;

/** An answer said when it was made (its `Date`, whole seconds). */
export function heardTime(date: string | null, here = Date.now()): void {
  const there = Date.parse(date ?? "") + 500;
  if (Number.isNaN(there)) return;
  const off = Math.abs(there - here) < RIGHT_ENOUGH ? 0 : there - here;
  // Answers take a moment, each another one: the clock does not jump for that.
  if (off === 0 || Math.abs(off - ahead) > SAME) ahead = off;
}

/** Now, by the server's clock where this device's is wrong; in milliseconds. */
export function nowThere(): number {
  return Date.now() + ahead;
}
