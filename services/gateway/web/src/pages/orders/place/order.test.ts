import { expect, test } from "vitest";
import { bodyOf, faultsOf, NEW_DISH, NOTHING_WRITTEN, taxesOf } from "@/pages/orders/place/order";

const written = {
  ...NOTHING_WRITTEN,
  room: " 203 ",
  surname: "D’Hérouville",
  restaurant: "Chez Lina",
  dishes: [
    { ...NEW_DISH, name: "Pizza regina", quantity: 2, price: "12,50" },
    { ...NEW_DISH, name: "Chianti", price: "18", rate: "20" },
    { ...NEW_DISH, name: "Remise", price: "-5" },
  ],
};

test("there is one tax line per rate, and their sum is the total", () => {
  const body = bodyOf(written, "EUR", (rate) => `TVA ${Number(rate)} %`);
  expect(body.tax_lines).toEqual([
    { name: "TVA 10 %", rate: "10.00", net: 1818, tax: 182 },
    { name: "TVA 20 %", rate: "20.00", net: 1500, tax: 300 },
  ]);
  const taxed = body.tax_lines.reduce((sum, { net, tax }) => sum + net + tax, 0);
  const priced = body.lines.reduce((sum, line) => sum + line.quantity * line.unit_amount, 0);
  expect([taxed, priced]).toEqual([body.total, body.total]);
});

test("a tax typed from the receipt stands, and the total stays", () => {
  const typed = taxesOf({ ...written, taxes: { "10.00": "1,81" } }, "EUR");
  expect(typed[0]).toEqual({ rate: "10.00", gross: 2000, tax: 181 });
});

test("what is missing is said at its field", () => {
  expect(faultsOf(written, "EUR")).toEqual({});
  expect(faultsOf(NOTHING_WRITTEN, "EUR")).toEqual({
    room: "needed",
    "guest.surname": "needed",
    restaurant: "needed",
    "lines.0.name": "needed",
    "lines.0.unit_amount": "amount",
  });
});

test("a discount larger than the meal and a tax larger than its amount are refused", () => {
  const dish = { ...NEW_DISH, name: "Remise", price: "-5" };
  expect(faultsOf({ ...written, dishes: [dish] }, "EUR").total).toBe("negative");
  expect(faultsOf({ ...written, taxes: { "20.00": "19" } }, "EUR")["tax.20.00"]).toBe("tax");
});

test("an optional value that was left empty is left out", () => {
  const { guest } = bodyOf(written, "EUR", String);
  expect(guest).toEqual({ surname: "D’Hérouville" });
});
