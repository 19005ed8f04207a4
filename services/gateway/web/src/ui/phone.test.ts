import { expect, test } from "vitest";
import { phone } from "@/ui/phone";

test("a French number stands in pairs", () => {
  expect(phone("+33639983265")).toBe("+33 6 39 98 32 65");
});

test("what is dialled after the number stands apart", () => {
  expect(phone("+33639983265,771304")).toBe("+33 6 39 98 32 65, 771304");
});

test("other numbers stand in groups", () => {
  expect(phone("+393331234567")).toBe("+39 333 123 456 7");
  expect(phone("06 39 98 32 65")).toBe("06 39 98 32 65");
});
