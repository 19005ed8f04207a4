import { expect, test } from "vitest";
import { rateOf, typedAmount, typedRate } from "@/pages/products/fields/amounts";
import { minorUnits } from "@/ui/money";

test("an amount reads as one types it, and comes back the same", () => {
  expect(typedAmount(2550, "EUR", "fr")).toBe("25,50");
  expect(typedAmount(2600, "EUR", "fr")).toBe("26");
  expect(typedAmount(2550, "EUR", "en")).toBe("25.50");
  expect(typedAmount(1200, "JPY", "fr")).toBe("1200");
  for (const amount of [0, 5, 2550, 123456]) {
    expect(minorUnits(typedAmount(amount, "EUR", "de"), "EUR")).toBe(amount);
  }
});

test("a rate is per cent, with a comma or a point", () => {
  expect(typedRate("10.00", "fr")).toBe("10");
  expect(typedRate("5.5", "fr")).toBe("5,5");
  expect(rateOf("5,5 %")).toBe("5.5");
  expect(rateOf("")).toBe("0");
  expect(rateOf("ten")).toBeNull();
  expect(rateOf("101")).toBeNull();
});
