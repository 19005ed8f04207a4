import { expect, test } from "vitest";
import { titleWith } from "@/live/badge";

test("a title begins with how much waits", () => {
  expect(titleWith("Comptoir", 2)).toBe("(2) Comptoir");
});

test("another count takes the place of the one before", () => {
  expect(titleWith("(2) Comptoir", 3)).toBe("(3) Comptoir");
  expect(titleWith("(99+) Comptoir", 0)).toBe("Comptoir");
});

test("more than can be read is 99+", () => {
  expect(titleWith("Comptoir", 140)).toBe("(99+) Comptoir");
});
