import { expect, test } from "vitest";
import { named } from "@/ui/write";

test("another picture is another write, though there are as many", () => {
  const first = [new File(["a"], "plate.jpg", { lastModified: 1 })];
  const second = [new File(["a"], "bag.jpg", { lastModified: 1 })];
  expect(JSON.stringify(first, named)).not.toBe(JSON.stringify(second, named));
  expect(JSON.stringify({ room: "204" }, named)).toBe('{"room":"204"}');
});
