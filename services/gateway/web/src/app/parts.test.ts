import { expect, test } from "vitest";
import { partsAt } from "@/app/parts";

test("an address says which parts it will need", () => {
  expect(partsAt("/sign-in")).toEqual(["signIn"]);
  expect(partsAt("/p/hotel-lumiere/orders")).toEqual(["shell", "property", "orders"]);
  expect(partsAt("/p/hotel-lumiere/settings/people")).toEqual(["shell", "property", "settings"]);
  expect(partsAt("/board")).toEqual(["shell", "property", "live"]);
  expect(partsAt("/operations")).toEqual(["shell", "operations"]);
});

test("nothing is fetched ahead for the start, which depends on who is there, nor for what is not", () => {
  expect(partsAt("/")).toEqual([]);
  expect(partsAt("/p/hotel-lumiere/toString")).toEqual([]);
  expect(partsAt("/p/hotel-lumiere")).toEqual([]);
});
