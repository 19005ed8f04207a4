import { expect, test } from "vitest";
import { blocking, blocks, bodyOf, check, type Form } from "@/pages/products/stock/form";

const ROOM: Form = {
  id: "chambre",
  name: " Chambre 4 ",
  label: { fr: "Chambre", it: " " },
  description: {},
  whole_from: null,
};

test("a stock type is sent with the words that were written", () => {
  expect(bodyOf([ROOM])).toMatchObject([{ name: "Chambre 4", label: { fr: "Chambre" } }]);
});

test("a stock type needs the name by which the desk knows it", () => {
  expect(check([ROOM, { ...ROOM, name: " " }])).toEqual({ "1.name": "needed" });
});

test("a booking blocks the room never, always, or from some persons on", () => {
  expect([null, 1, 3].map((whole_from) => blocks({ ...ROOM, whole_from }))).toEqual([
    "never",
    "always",
    "from",
  ]);
  expect(blocking("from", null)).toBe(2);
  expect(blocking("from", 4)).toBe(4);
  expect([blocking("never", 4), blocking("always", 4)]).toEqual([null, 1]);
});
