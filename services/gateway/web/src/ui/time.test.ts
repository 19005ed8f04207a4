import { expect, test } from "vitest";
import { span } from "@/ui/time";

test("below an hour minutes are said alone", () => {
  expect(span(7)).toBe("7 min");
  expect(span(59)).toBe("59 min");
});

test("from an hour on hours are said, with the minutes that are left over", () => {
  expect(span(60)).toBe("1 h");
  expect(span(118)).toBe("1 h 58 min");
  expect(span(120)).toBe("2 h");
});
