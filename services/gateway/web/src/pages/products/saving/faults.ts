import type { Problem } from "@/api/problem";

/** What is wrong with which field: a key of `fault.*`, or the API's own reason. */
export type Faults = Readonly<Record<string, string>>;

/** Faults by field, below the part: `rates.0.maximum` of the rates is `0.maximum`. */
export function faultsOf(problem: Problem): Faults {
  const below = problem.fields.map(({ field, reason }) => {
    const [, ...rest] = field.split(".");
    return [rest.length > 0 ? rest.join(".") : field, reason] as const;
  });
  return Object.fromEntries(below);
}
