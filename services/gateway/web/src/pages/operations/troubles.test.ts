import { expect, test } from "vitest";
import type { Process, Service } from "./answers";
import { levelOf, troublesOf } from "./troubles";

const NOW = Date.parse("2026-11-28T13:30:00.000Z");
const process: Process = {
  process: "vm/1/a",
  state: "ready",
  started_at: "2026-11-28T13:00:00.000Z",
  heard_at: "2026-11-28T13:29:59.000Z",
  partitions: 12,
  wrong: [],
};
const well: Service = {
  service: "orders",
  state: "ready",
  heard_at: "2026-11-28T13:29:59.000Z",
  processes: [process],
  consumes: [{ topic: "a", lag: 3, rate: 1 }],
  publishes: [],
  published_rate: 1,
  outbox: { count: 2, oldest_seconds: 0.4 },
  effects: { waiting: 5, running: 1, oldest_seconds: 0, kinds: [] },
  parked: 0,
  dead: 0,
  open_breakers: [],
  readable: true,
};
const kinds = (service: Partial<Service>) =>
  troublesOf([{ ...well, ...service }], NOW).map(({ kind, grave }) => `${kind} ${grave}`);

test("a service that works, with what is normal to wait, is no trouble", () => {
  expect(kinds({})).toEqual([]);
});

test("a figure becomes a trouble at its limit, and grave at the next", () => {
  expect(levelOf(99, { watch: 100, grave: 1000 })).toBe("well");
  expect(kinds({ consumes: [{ topic: "a", lag: 100, rate: 0 }] })).toEqual(["lag false"]);
  expect(kinds({ outbox: { count: 9, oldest_seconds: 31 } })).toEqual(["outbox true"]);
});

test("what was set aside comes before a partner that does not answer", () => {
  const found = kinds({ open_breakers: ["smtp"], parked: 1, dead: 2 });
  expect(found).toEqual(["dead true", "parked true", "breakers false"]);
});

test("silence says for how long", () => {
  const heard_at = "2026-11-28T13:27:00.000Z";
  const [silent] = troublesOf([{ ...well, state: "silent", heard_at }], NOW);
  expect(silent).toMatchObject({ kind: "silent", grave: true, seconds: 180 });
});

test("one unwell process of several is told, and all of them are graver", () => {
  const wrong = [{ condition: "mongodb", problem: "does not answer" }];
  const unwell: Process = { ...process, state: "not_ready", wrong };
  expect(kinds({ processes: [process, unwell] })).toEqual(["process false"]);
  const [all] = troublesOf([{ ...well, state: "not_ready", processes: [unwell] }], NOW);
  expect(all).toMatchObject({ kind: "not_ready", names: "mongodb: does not answer" });
});
