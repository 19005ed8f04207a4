import { expect, test } from "vitest";
import { bodyOf, check, degrees, pair, typed } from "@/pages/products/sheet/position";

const AIGLE = { latitude: "45.0103", longitude: "6.3214", altitude: "3450" };

test("degrees are read as people copy them", () => {
  expect(degrees("45,0103", 90)).toBe(45.0103);
  expect(degrees("45.0103° N", 90)).toBe(45.0103);
  expect(degrees("6.32 W", 180)).toBe(-6.32);
  expect(degrees("91", 90)).toBeNull();
  expect(degrees("north", 90)).toBeNull();
});

test("what a map gives is both degrees at once", () => {
  expect(pair("45.0103, 6.3214")).toEqual({ latitude: 45.0103, longitude: 6.3214 });
  expect(pair("45.0103")).toBeNull();
});

test("a place has both degrees, and metres when one knows them", () => {
  expect(check(AIGLE)).toEqual({});
  expect(bodyOf({ ...AIGLE, altitude: "" }).altitude).toBeNull();
  expect(check({ latitude: "", longitude: "200", altitude: "high" })).toEqual({
    latitude: "needed",
    longitude: "longitude",
    altitude: "altitude",
  });
});

test("a place of the map is as exact as one looks at it", () => {
  expect(typed({ latitude: 45.01030001, longitude: 6.3 })).toEqual({
    latitude: "45.0103",
    longitude: "6.3",
  });
});
