import { beforeEach, expect, test } from "vitest";
import { heardTime, nowThere } from "@/api/time";

const MINUTE = 60_000;
const off = () => Math.round((nowThere() - Date.now()) / 1000);
const dated = (ahead: number) => new Date(Date.now() + ahead).toUTCString();

beforeEach(() => heardTime(dated(0)));

test("a device that is right, or nearly, keeps its own time", () => {
  heardTime(dated(20_000));
  expect(off()).toBe(0);
});

test("a device that is wrong by minutes counts by the server's time", () => {
  heardTime(dated(7 * MINUTE));
  expect(Math.abs(off() - 420)).toBeLessThanOrEqual(1);
});

test("an answer that took a second longer does not make the clock jump", () => {
  heardTime(dated(7 * MINUTE));
  const before = off();
  heardTime(dated(7 * MINUTE - 1000));
  expect(off()).toBe(before);
});

test("a device that was put right is believed again", () => {
  heardTime(dated(7 * MINUTE));
  heardTime(dated(0));
  expect(off()).toBe(0);
});

test("an answer without a date changes nothing", () => {
  heardTime(null);
  expect(off()).toBe(0);
});
