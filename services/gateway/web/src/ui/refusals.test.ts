import { expect, test } from "vitest";
import { refusalOf } from "@/ui/refusals";

test("a service's word for a refusal has words of ours", () => {
  expect(refusalOf("order_over")).toBe("refusal.order_over");
  expect(refusalOf("ends_otherwise")).toBe("refusal.ends_otherwise");
});

test("a refusal in a sentence is known by how it begins", () => {
  expect(refusalOf("it is still being sent")).toBe("refusal.still_sending");
  expect(refusalOf("net and tax add up to 1200, total is 1300")).toBe("refusal.not_the_total");
});

test("what is not known has none", () => {
  expect(refusalOf("Input should be less than 101")).toBeUndefined();
});
