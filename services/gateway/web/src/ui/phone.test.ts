import { expect, test } from "vitest";
import { phone } from "@/ui/phone";

const shown = (number: string) => phone(number).replaceAll("\u00a0", " ");

test("a French number stands in pairs", () => {
  expect(shown("+33639983265")).toBe("+33 6 39 98 32 65");
});

test("what is dialled after the number stands apart", () => {
  expect(shown("+33639983265,771304")).toBe("+33 6 39 98 32 65, 771304");
});

test("other numbers stand in groups", () => {
  expect(shown("+393331234567")).toBe("+39 333 123 456 7");
  expect(shown("06 39 98 32 65")).toBe("06 39 98 32 65");
});

test("a number is not broken over two lines, but before what is dialled after it", () => {
  expect(phone("+33639983265,771304").split(" ")).toHaveLength(2);
});
