const FRENCH = /^\+33(\d)(\d{8})$/;

/**
 * A number as one reads it out, in one piece: "+33 6 39 98 32 65"; what is dialled after the comma (a partner's
 * code for the courier) stands apart: "+33 6 39 98 32 65, 771304".
 */
export function phone(number: string): string {
  const [called = "", ...after] = number.replace(/[\s.()-]/g, "").split(",");
  const whole = grouped(called).replaceAll(" ", "\u00a0");
  return [whole, ...after.filter(Boolean)].join(", ");
}

function grouped(called: string): string {
  const french = FRENCH.exec(called);
  if (french) return `+33 ${french[1]} ${inGroups(french[2] ?? "", 2)}`;
  if (!called.startsWith("+")) return inGroups(called, 2);
  return `${called.slice(0, 3)} ${inGroups(called.slice(3), 3)}`.trim();
}

function inGroups(digits: string, size: number): string {
  return digits.match(new RegExp(`.{1,${size}}`, "g"))?.join(" ") ?? "";
}
