import { api, type Schemas } from "@/api/client";
import { STAY } from "@/live/keeping";
import { useProperty } from "@/session/property";

export type Stay = Schemas["StayDetail"];
export type Line = Schemas["PricedLine"];

/** All that the hut has of a stay; the stream keeps it current. */
export function useStay(order: string) {
  const { id: property } = useProperty();
  return api.useQuery("get", STAY, { params: { path: { property, order } } });
}

/** Whether its places are held: anything may be changed only then. */
export function isActive(stay: Pick<Stay, "state">): boolean {
  return stay.state === "option" || stay.state === "firm";
}

/** What a cancellation gives back: places a night at the most, and on how many nights. */
export function givenBack(stay: Stay): { places: number; nights: number } {
  return { places: stay.persons, nights: stay.nights.length };
}

/** A stay's lines in the order in which one reads them: night by night, then what is had besides. */
export function inOrder(lines: readonly Line[]): { nights: [string, Line[]][]; extras: Line[] } {
  const nights = new Map<string, Line[]>();
  for (const line of lines.filter(isNight)) {
    const night = line.night ?? "";
    nights.set(night, [...(nights.get(night) ?? []), line]);
  }
  const sorted = [...nights].sort(([one], [other]) => one.localeCompare(other));
  return { nights: sorted, extras: lines.filter((line) => !isNight(line)) };
}

function isNight(line: Line): boolean {
  return line.kind === "night";
}
