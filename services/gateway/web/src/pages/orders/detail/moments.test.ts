import { expect, test } from "vitest";
import { inShort, noteOf, toldBefore, toneOf } from "@/pages/orders/detail/moments";

const at = "2026-11-28T13:37:51.816Z";

test("a note of ours is a word, a time is a time, a name is itself", () => {
  expect(noteOf({ at, kind: "claim_ended", note: "accepted" })).toEqual({
    key: "outcome.accepted",
  });
  expect(noteOf({ at, kind: "expected_time_changed", note: at })).toEqual({ instant: at });
  expect(noteOf({ at, kind: "courier_assigned", note: "Inès" })).toEqual({ text: "Inès" });
  expect(noteOf({ at, kind: "picked_up" })).toEqual({ text: "" });
});

test("the times told before are those that do not hold any more, each once", () => {
  const told = (note: string) => ({ at, kind: "expected_time_changed", note }) as const;
  const timeline = [told("20:10"), told("20:25"), told("20:10"), told("20:40")];
  expect(toldBefore(timeline, "20:40")).toEqual(["20:10", "20:25"]);
  expect(toldBefore([told("20:40")], "20:40")).toEqual([]);
});

test("of many times the first and the last two are shown", () => {
  expect(inShort(["a", "b", "c", "d"])).toEqual(["a", "b", "c", "d"]);
  expect(inShort(["a", "b", "c", "d", "e"])).toEqual(["a", "…", "d", "e"]);
});

test("what went wrong is marked otherwise than what went well", () => {
  expect(toneOf({ at, kind: "cancelled" })).toBe("trouble");
  expect(toneOf({ at, kind: "delivered" })).toBe("good");
  expect(toneOf({ at, kind: "notice_sent" })).toBe("plain");
});
