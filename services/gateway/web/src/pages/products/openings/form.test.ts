import { expect, test } from "vitest";
import { another, bodyOf, check, type Form, weekdays } from "@/pages/products/openings/form";

const SUMMER: Form = {
  id: "ete",
  stock_type_id: "dortoir",
  first: "2027-06-12",
  last: "2027-09-26",
  places: [20, 20, 20, 20, 24, 24, 20],
};

test("an opening that is whole may be saved", () => {
  expect(check([SUMMER])).toEqual({});
  expect(bodyOf([SUMMER])).toEqual([SUMMER]);
});

test("what is missing or crossed is named", () => {
  const wrong = { ...SUMMER, first: "", places: [null, 1, 1, 1, 1, 1, 1] };
  expect(check([wrong])).toEqual({ "0.first": "needed", "0.places.0": "needed" });
  expect(check([{ ...SUMMER, last: "2027-06-11" }])).toEqual({ "0.last": "crossed" });
});

test("two openings of one stock type share no night", () => {
  const autumn = { ...SUMMER, id: "automne", first: "2027-09-26", last: "2027-10-10" };
  expect(check([SUMMER, autumn])).toEqual({ "1.first": "overlaps" });
  expect(check([SUMMER, { ...autumn, first: "2027-09-27" }])).toEqual({});
  expect(check([SUMMER, { ...autumn, stock_type_id: "chambre" }])).toEqual({});
});

test("another opening begins with the places of the last", () => {
  expect(another("n", "dortoir", [SUMMER])).toMatchObject({ first: "", places: SUMMER.places });
  expect(another("n", "chambre", [SUMMER]).places).toEqual(Array(7).fill(null));
});

test("a week begins on Monday", () => {
  expect(weekdays("fr", "long")[0]).toBe("lundi");
  expect(weekdays("fr", "long")[6]).toBe("dimanche");
});
