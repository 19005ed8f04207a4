import type { Service } from "./answers";

/** From where a figure asks for attention, and from where it is grave. Ages are seconds. */
export const LIMITS = {
  lag: { watch: 100, grave: 1000 },
  outbox: { watch: 5, grave: 30 },
  effects: { watch: 60, grave: 300 },
} as const;

export type Level = "well" | "watch" | "grave";
export type TroubleKind =
  | "silent"
  | "unknown"
  | "not_ready"
  | "process"
  | "dead"
  | "parked"
  | "breakers"
  | "lag"
  | "outbox"
  | "effects";

/** What is not as it should be: `count` things, or for `seconds`; `names` says which. */
export interface Trouble {
  service: string;
  kind: TroubleKind;
  grave: boolean;
  count: number;
  seconds: number;
  names: string;
}

export function levelOf(value: number, limit: { watch: number; grave: number }): Level {
  if (value >= limit.grave) return "grave";
  return value >= limit.watch ? "watch" : "well";
}

export function lagOf(service: Service): number {
  return service.consumes.reduce((sum, { lag }) => sum + lag, 0);
}

export function rateOf(service: Service): number {
  return service.consumes.reduce((sum, { rate }) => sum + rate, 0);
}

/** The troubles of all services at an instant (milliseconds), the gravest first. */
export function troublesOf(services: readonly Service[], now: number): Trouble[] {
  return services
    .flatMap((service) => ofService(service, now))
    .sort((one, other) => Number(other.grave) - Number(one.grave));
}

function ofService(service: Service, now: number): Trouble[] {
  const name = service.service;
  const make = (kind: TroubleKind, grave: boolean, more: Partial<Trouble> = {}): Trouble => ({
    ...{ service: name, kind, grave, count: 0, seconds: 0, names: "" },
    ...more,
  });
  const found = ofState(service, now, make);
  if (service.dead > 0) found.push(make("dead", true, { count: service.dead }));
  if (service.parked > 0) found.push(make("parked", true, { count: service.parked }));
  if (service.open_breakers.length > 0) {
    found.push(make("breakers", false, { names: service.open_breakers.join(", ") }));
  }
  const measured = [
    { kind: "lag", value: lagOf(service), count: lagOf(service), seconds: 0 },
    { kind: "outbox", value: service.outbox.oldest_seconds, ...withAge(service.outbox) },
    { kind: "effects", value: service.effects.oldest_seconds, ...withAge(service.effects) },
  ] as const;
  for (const { kind, value, count, seconds } of measured) {
    const level = levelOf(value, LIMITS[kind]);
    if (level !== "well") found.push(make(kind, level === "grave", { count, seconds }));
  }
  return found;
}

function withAge(held: { count?: number; waiting?: number; oldest_seconds: number }) {
  return { count: held.count ?? held.waiting ?? 0, seconds: held.oldest_seconds };
}

type Make = (kind: TroubleKind, grave: boolean, more?: Partial<Trouble>) => Trouble;

function ofState(service: Service, now: number, make: Make): Trouble[] {
  const { state, heard_at: heard, processes } = service;
  if (state === "unknown") return [make("unknown", true)];
  if (state === "silent") {
    return [make("silent", true, { seconds: heard ? (now - Date.parse(heard)) / 1000 : 0 })];
  }
  const unwell = processes.filter((one) => one.state !== "ready");
  if (unwell.length === 0) return state === "ready" ? [] : [make("not_ready", true)];
  const wrong = unwell.flatMap((one) => one.wrong.map((is) => `${is.condition}: ${is.problem}`));
  const names = [...new Set(wrong)].join("; ");
  if (state === "not_ready") return [make("not_ready", true, { names })];
  return [make("process", false, { count: unwell.length, names })];
}
