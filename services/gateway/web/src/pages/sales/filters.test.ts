import { expect, test } from "vitest";
import { exportAddress, filtersOf, fits, queryOf } from "./filters";
import { saleOf } from "./sales.fixture";

const PARIS = "Europe/Paris";
const asked = (search: Record<string, string>) => queryOf(filtersOf(search), "2027-03-01");

test("an address without filters asks for the latest sales", () => {
  expect(asked({ stay: "abc" })).toEqual({});
});

test("an address names its filters, and what it names wrongly is left out", () => {
  expect(asked({ state: "firm,paid", q: " dup ", from: "1st", to: "2027-02-02" })).toEqual({
    state: ["firm"],
    q: "dup",
    to: "2027-02-02",
  });
});

test("a file has the stays that the list has", () => {
  const query = asked({ state: "option,firm", period: "month" });
  expect(exportAddress("hut", query, "pdf")).toBe(
    "/api/v1/properties/hut/sales/export?format=pdf&state=option&state=firm&from=2027-03-01&to=2027-03-01",
  );
});

test("a stay booked at one in the morning belongs to the hut's day, not to UTC’s", () => {
  const sale = saleOf("a", "2027-02-28T23:30:00.000Z");
  expect(fits(sale, asked({ period: "today" }), PARIS)).toBe(true);
  expect(fits(sale, asked({ period: "yesterday" }), PARIS)).toBe(false);
});

test("only the server can tell whether a stay fits a search", () => {
  const sale = saleOf("a", "2027-02-28T12:00:00.000Z");
  expect(fits(sale, asked({ q: "dup" }), PARIS)).toBeNull();
  expect(fits(sale, asked({ q: "dup", state: "option" }), PARIS)).toBe(false);
});
