import { expect, test } from "vitest";
import {
  another,
  capacityOf,
  checkWith,
  type Form,
  formOf,
  rateBodyOf,
} from "@/pages/products/prices/form";

const ADULT = {
  id: "adulte",
  stock_type_id: "dortoir",
  name: { fr: "Nuitée adulte" },
  description: {},
  minimum: 1,
  maximum: 20,
  unit_amount: 2650,
  tax_name: "TVA 10 %",
  tax_rate: "10.00",
};
const check = checkWith("EUR");
const form = (fields: Partial<Form> = {}): Form => ({ ...formOf(ADULT, "EUR", "fr"), ...fields });

test("a price comes back as it was", () => {
  expect(form().amount).toBe("26,50");
  expect(rateBodyOf(form(), "EUR")).toEqual({ ...ADULT, tax_rate: "10" });
});

test("what keeps a price from being saved is named", () => {
  expect(check([form()])).toEqual({});
  expect(check([form({ name: { fr: " " }, amount: "" })])).toEqual({
    "0.name": "needed",
    "0.unit_amount": "needed",
  });
  expect(check([form(), form({ amount: "dix", tax_rate: "dix" })])).toEqual({
    "1.unit_amount": "amount",
    "1.tax_rate": "rate",
  });
  expect(check([form({ minimum: 4, maximum: 3 })])).toEqual({ "0.maximum": "below_minimum" });
  expect(check([form({ minimum: 0, maximum: 0 })])).toEqual({ "0.maximum": "below_minimum" });
});

test("one more has the tax of the last, and its stock type’s places", () => {
  const summer = { id: "e", stock_type_id: "dortoir", first: "", last: "", places: [20, 24] };
  expect(capacityOf([summer], "dortoir")).toBe(24);
  expect(capacityOf([summer], "chambre")).toBe(20);
  expect(another("n", [form()], 24, "dortoir")).toMatchObject({
    tax_name: "TVA 10 %",
    maximum: 24,
    amount: "",
  });
});
