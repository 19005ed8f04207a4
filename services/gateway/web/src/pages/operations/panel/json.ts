import type { Correction } from "../answers";

type JsonObject = NonNullable<Correction["body"]>;

export type Read = { ok: true; value: JsonObject } | { ok: false; line: number; why: string };

/** A text as the JSON object that every message is, or in which line it stops being JSON and why. */
export function read(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    const object = typeof value === "object" && value !== null && !Array.isArray(value);
    return object ? { ok: true, value: value as JsonObject } : { ok: false, line: 1, why: "{…}" };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, line: lineAt(text, why), why: why.replace(/ \(line.*\)$/, "") };
  }
}

/** Engines say a line, a position, or that the text ended. */
function lineAt(text: string, why: string): number {
  const line = /line (\d+)/.exec(why)?.[1];
  if (line) return Number(line);
  const position = /position (\d+)/.exec(why)?.[1];
  const before = position ? text.slice(0, Number(position)) : text;
  return before.split("\n").length;
}

/**
 * The line of a field in a JSON text, as the gateway names it (`total.gross`, `lines.0.name`); of
 * one that is missing, the line of what it should be in.
 */
export function lineOf(text: string, path: string): number {
  let best = 0;
  const wanted = path.split(".").filter(Boolean);
  walk(text, (found, at) => {
    const inside = found.every((part, index) => part === wanted[index]);
    if (inside && found.length <= wanted.length) best = at;
    return inside;
  });
  return text.slice(0, best).split("\n").length;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Tells the path of each value of a JSON text and where it begins (its name, if it has one). */
function walk(text: string, tell: (path: string[], at: number) => void): void {
  const open: { array: boolean; part: string; index: number }[] = [];
  let name: { text: string; at: number } | null = null;
  const path = () => open.map(({ array, part, index }) => (array ? String(index) : part));
  for (const found of text.matchAll(TOKEN)) {
    const [token] = found;
    const inner = open.at(-1);
    if (token === ":" || token === ",") {
      if (token === "," && inner) inner.index++;
      continue;
    }
    if (token === "}" || token === "]") {
      open.pop();
      continue;
    }
    if (inner && !inner.array && !name && token.startsWith('"')) {
      name = { text: token.slice(1, -1), at: found.index };
      inner.part = name.text;
      continue;
    }
    tell(path(), name?.at ?? found.index);
    name = null;
    if (token === "{" || token === "[") open.push({ array: token === "[", part: "", index: 0 });
  }
}
