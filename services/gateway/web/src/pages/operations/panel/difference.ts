export interface Line {
  is: "same" | "gone" | "new";
  text: string;
}

// Beyond this the table of the longest common lines would be slow to fill as one types.
const LONGEST = 600;

/** What two texts have in common, line by line, and what went or came. */
export function difference(before: string, after: string): Line[] {
  const old = before.split("\n");
  const now = after.split("\n");
  if (old.length > LONGEST || now.length > LONGEST) {
    const as = (is: Line["is"]) => (text: string) => ({ is, text });
    return before === after ? old.map(as("same")) : [...old.map(as("gone")), ...now.map(as("new"))];
  }
  const common = commonLengths(old, now);
  const lines: Line[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < now.length) {
    const [left, right] = [old[at], now[to]];
    if (left !== undefined && left === right) {
      lines.push({ is: "same", text: left });
      at++;
      to++;
    } else if (left !== undefined && lengthAt(common, at + 1, to) >= lengthAt(common, at, to + 1)) {
      lines.push({ is: "gone", text: left });
      at++;
    } else if (right !== undefined) {
      lines.push({ is: "new", text: right });
      to++;
    } else {
      lines.push({ is: "gone", text: left ?? "" });
      at++;
    }
  }
  return lines;
}

/** For each pair of places, how many lines the rests from there have in common. */
function commonLengths(old: string[], now: string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(now.length + 1).fill(0),
  );
  for (let at = old.length - 1; at >= 0; at--) {
    for (let to = now.length - 1; to >= 0; to--) {
      const row = table[at] as number[];
      row[to] =
        old[at] === now[to]
          ? lengthAt(table, at + 1, to + 1) + 1
          : Math.max(lengthAt(table, at + 1, to), lengthAt(table, at, to + 1));
    }
  }
  return table;
}

function lengthAt(table: number[][], at: number, to: number): number {
  return table[at]?.[to] ?? -1;
}
