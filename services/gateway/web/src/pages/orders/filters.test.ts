import { expect, test } from "vitest";
import { daysOf, exportAddress, filtersOf, fits, queryOf } from "@/pages/orders/filters";
import { cardOf } from "@/pages/orders/listing.fixture";

const PARIS = "Europe/Paris";
const asked = (search: Record<string, string>) => queryOf(filtersOf(search), "2026-03-01");

test("an address without filters asks for everything", () => {
  expect(asked({ order: "abc" })).toEqual({});
});

test("an address names its filters, and what it names wrongly is left out", () => {
  expect(asked({ status: "delivered,eaten", room: " 204 ", task: "yes", from: "1st" })).toEqual({
    status: ["delivered"],
    room: "204",
    has_task: "true",
  });
});

test("a period is days of the property that end today", () => {
  expect(daysOf("today", "2026-03-01")).toEqual({ from: "2026-03-01", to: "2026-03-01" });
  expect(daysOf("yesterday", "2026-03-01")).toEqual({ from: "2026-02-28", to: "2026-02-28" });
  expect(daysOf("week", "2026-03-01")).toEqual({ from: "2026-02-23", to: "2026-03-01" });
  expect(daysOf("month", "2026-03-31")).toEqual({ from: "2026-03-01", to: "2026-03-31" });
});

test("a file has the orders that the list has", () => {
  const query = asked({ status: "delivered,refunded", q: "chez lina" });
  expect(exportAddress("hut", query, "csv")).toBe(
    "/api/v1/properties/hut/orders/export?format=csv&status=delivered&status=refunded&q=chez+lina",
  );
});

test("an order placed at one in the morning belongs to the property's day, not to UTC’s", () => {
  const card = cardOf("a", "2026-02-28T23:30:00.000Z");
  expect(fits(card, asked({ period: "today" }), PARIS)).toBe(true);
  expect(fits(card, asked({ period: "yesterday" }), PARIS)).toBe(false);
});

test("an order whose state is not asked for does not fit, even under a search", () => {
  const card = cardOf("a", "2026-02-28T12:00:00.000Z");
  expect(fits(card, asked({ status: "cancelled", q: "lina" }), PARIS)).toBe(false);
});

test("only the server can tell whether an order fits a search", () => {
  expect(fits(cardOf("a", "2026-02-28T12:00:00.000Z"), asked({ q: "lina" }), PARIS)).toBeNull();
});
