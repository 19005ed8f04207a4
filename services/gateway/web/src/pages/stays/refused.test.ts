import { expect, test } from "vitest";
import { Problem } from "@/api/problem";
import { isSaidHere, limitsOf, reasonOf } from "@/pages/stays/refused";

const refused = (reason: string, detail = "") =>
  new Problem(409, "refused", detail, [{ field: "cart.nights", reason }]);

test("why a stay was refused is known by the service’s word for it", () => {
  expect(reasonOf(refused("no_places"))).toBe("no_places");
  expect(reasonOf(refused("something new"))).toBeUndefined();
  expect(reasonOf(null)).toBeUndefined();
});

test("a fault of the connection is no refusal", () => {
  expect(isSaidHere(new Problem(0, "offline"))).toBe(false);
  expect(isSaidHere(refused("busy"))).toBe(true);
});

test("how many can be had is told in numbers", () => {
  const few = refused("quantity", "from 2 to 6 persons can be booked, not 8");
  expect(limitsOf(few)).toEqual({ least: 2, most: 6 });
  expect(limitsOf(refused("quantity", "costs more than 1000 EUR"))).toBeNull();
});
