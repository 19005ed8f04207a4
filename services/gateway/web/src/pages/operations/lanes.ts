import type { Flow, Service, Topic } from "./answers";

/** Where the services stand, so that what happens flows to the right and requests to the left. */
const PLACES = ["inventory", "pms-bridge", "orders", "notifier", "gateway"];

export interface Arrival {
  service: string;
  column: number;
  lag: number;
  rate: number;
}

/** One line of the picture: topics that say the same kind of thing, who writes and who reads. */
export interface Lane {
  kind: "news" | "requests" | "own";
  /** What the topics are about, as `orders.delivery`; of requests, whom they ask. */
  name: string;
  topics: string[];
  from: number[];
  to: Arrival[];
}

/** The services in the order of the picture's columns. */
export function placed(services: readonly Service[]): Service[] {
  const place = (name: string) => (PLACES.indexOf(name) + 1 || PLACES.length + 1) - 1;
  return services.toSorted((one, other) => place(one.service) - place(other.service));
}

/** The lanes of a flow: news first, then requests, then what services say to themselves. */
export function lanesOf({ services, topics }: Flow): Lane[] {
  const columns = placed(services);
  const lanes = new Map<string, Lane>();
  for (const topic of topics) {
    const from = writersOf(topic, columns);
    const to = readersOf(topic, columns);
    if (topic.kind === "deadletters" || to.length === 0) continue;
    const kind = kindOf(topic, from, to);
    const name = kind === "own" ? "" : kind === "requests" ? topic.owner : aboutOf(topic.topic);
    const lane = lanes.get(`${kind} ${name}`) ?? { kind, name, topics: [], from: [], to: [] };
    lane.topics.push(topic.topic);
    lane.from = [...new Set([...lane.from, ...from])].sort();
    for (const arrival of to) addTo(lane.to, arrival);
    lanes.set(`${kind} ${name}`, lane);
  }
  const kinds = ["news", "requests", "own"];
  const first = (lane: Lane) => kinds.indexOf(lane.kind) * 100 + Math.min(...lane.from, 99);
  return [...lanes.values()].sort((one, other) => first(one) - first(other));
}

function kindOf(topic: Topic, from: number[], to: Arrival[]): Lane["kind"] {
  const all = new Set([...from, ...to.map((arrival) => arrival.column)]);
  if (all.size === 1 || ["reports", "control", "changes"].includes(topic.kind)) return "own";
  return topic.kind === "commands" ? "requests" : "news";
}

/** A service that has not been heard names no topics: then its owner is known to write there. */
function writersOf(topic: Topic, columns: Service[]): number[] {
  const found = columns.flatMap((one, at) => (one.publishes.includes(topic.topic) ? [at] : []));
  if (found.length > 0 || topic.kind === "commands") return found;
  const owner = columns.findIndex((one) => one.service === topic.owner);
  return owner < 0 ? [] : [owner];
}

function readersOf(topic: Topic, columns: Service[]): Arrival[] {
  return columns.flatMap(({ service, consumes }, column) => {
    const found = consumes.find((one) => one.topic === topic.topic);
    return found ? [{ service, column, lag: found.lag, rate: found.rate }] : [];
  });
}

function addTo(arrivals: Arrival[], arrival: Arrival): void {
  const known = arrivals.find((one) => one.column === arrival.column);
  if (!known) arrivals.push({ ...arrival });
  else {
    known.lag += arrival.lag;
    known.rate += arrival.rate;
  }
}

function aboutOf(topic: string): string {
  return topic.split(".").slice(0, 2).join(".");
}

/** A stretch between two neighbouring columns, and which way messages go there. */
export interface Stretch {
  at: number;
  right: boolean;
  rate: number;
}

/** The stretches of a lane, from its writers to each reader: none is drawn twice. */
export function stretchesOf(lane: Lane): Stretch[] {
  const found = new Map<string, Stretch>();
  for (const { column, rate } of lane.to) {
    for (const from of lane.from) {
      const right = column > from;
      for (let at = Math.min(from, column); at < Math.max(from, column); at++) {
        const key = `${at} ${right}`;
        const known = found.get(key) ?? { at, right, rate: 0 };
        found.set(key, { ...known, rate: Math.max(known.rate, rate) });
      }
    }
  }
  return [...found.values()];
}
