import { expect, test } from "vitest";
import type { Flow, Service, Topic } from "./answers";
import { lanesOf, placed, stretchesOf } from "./lanes";

function service(name: string, publishes: string[], consumes: string[]): Service {
  return {
    service: name,
    state: "ready",
    processes: [],
    consumes: consumes.map((topic) => ({ topic, lag: 2, rate: 1.5 })),
    publishes,
    published_rate: 0,
    outbox: { count: 0, oldest_seconds: 0 },
    effects: { waiting: 0, running: 0, oldest_seconds: 0, kinds: [] },
    parked: 0,
    dead: 0,
    open_breakers: [],
    readable: true,
  };
}

function topic(name: string, owner: string): Topic {
  return { topic: name, owner, kind: name.split(".")[2] as Topic["kind"], about: "", key: "" };
}

const EVENTS = "orders.delivery.events.v1";
const COMMANDS = "orders.delivery.commands.v1";
const REPORTS = "orders.delivery.reports.v1";
const STATE = "inventory.property.state.v1";
const PROPERTY = "inventory.property.events.v1";
const flow: Flow = {
  at: "2026-11-28T13:30:00.000Z",
  services: [
    service("orders", [EVENTS, REPORTS], [COMMANDS, REPORTS, STATE]),
    service("gateway", [COMMANDS], [EVENTS, STATE, PROPERTY]),
    service("inventory", [STATE, PROPERTY], []),
    service("pms-bridge", [COMMANDS], [EVENTS]),
  ],
  topics: [
    topic(EVENTS, "orders"),
    topic(COMMANDS, "orders"),
    topic(REPORTS, "orders"),
    topic(STATE, "inventory"),
    topic(PROPERTY, "inventory"),
    topic("orders.chassis.deadletters.v1", "orders"),
  ],
};

test("services stand from left to right as news go", () => {
  const names = placed(flow.services).map((one) => one.service);
  expect(names).toEqual(["inventory", "pms-bridge", "orders", "gateway"]);
});

test("topics are drawn as few lanes: news by what they are about, requests by whom they ask", () => {
  const lanes = lanesOf(flow);
  expect(lanes.map((lane) => `${lane.kind} ${lane.name}`.trim())).toEqual([
    "news inventory.property",
    "news orders.delivery",
    "requests orders",
    "own",
  ]);
  expect(lanes[0]?.topics).toEqual([STATE, PROPERTY]);
});

test("what arrives at a service by several topics of a lane is counted together", () => {
  const gateway = lanesOf(flow)[0]?.to.find((arrival) => arrival.service === "gateway");
  expect(gateway).toMatchObject({ lag: 4, rate: 3 });
});

test("a lane with two writers flows to its reader from both sides", () => {
  const requests = lanesOf(flow)[2];
  expect(requests && stretchesOf(requests).map(({ at, right }) => [at, right])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test("a service that was never heard keeps the lanes of the topics it owns", () => {
  const unheard = { ...flow, services: flow.services.with(2, service("inventory", [], [])) };
  expect(lanesOf(unheard)[0]).toMatchObject({ name: "inventory.property", from: [0] });
});
