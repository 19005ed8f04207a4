import { expect, test } from "vitest";
import { chosen, STATES } from "@/pages/settings/deliveries/notices";

test("a filter in the address names what it lets through, and nothing else", () => {
  expect(chosen("failed,held_back", STATES)).toEqual(["failed", "held_back"]);
  expect(chosen("lost,failed", STATES)).toEqual(["failed"]);
  expect(chosen(undefined, STATES)).toEqual([]);
});
