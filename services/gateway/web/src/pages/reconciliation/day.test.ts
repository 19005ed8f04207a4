import { expect, test } from "vitest";
import { csvCell, csvOf, type Day, dayOf, differs, rangeOf } from "@/pages/reconciliation/day";

const DAY: Day = {
  day: "2026-11-23",
  currency: "EUR",
  orders: 2,
  ledger_total: 118500,
  folio_total: 114800,
  mismatch_count: 1,
  compared_at: "2026-11-24T05:00:02.000Z",
  mismatches: [
    { external_id: '=UE,"7"', ledger: 3705, partner: -50, reasons: ["folio_missing", "not_ours"] },
  ],
};
const WORDS = { head: ["jour", "raisons"], result: "1 écart", why: (reason: string) => reason };

test("a day's table has its totals and each order, amounts in main units, absent ones empty", () => {
  const [head, total, line, end] = csvOf(DAY, WORDS).split("\r\n");
  expect(head).toBe("\ufeffjour,raisons");
  expect(total).toBe("2026-11-23,,,,1185.00,1148.00,EUR,1 écart");
  expect(line).toBe(`2026-11-23,,"'=UE,""7""",-0.50,37.05,,EUR,folio_missing not_ours`);
  expect(end).toBe("");
});

test("what a spreadsheet would run as a formula stays a text, a negative number stays a number", () => {
  expect(csvCell("@SUM(A1)")).toBe("'@SUM(A1)");
  expect(csvCell("-12.50")).toBe("-12.50");
  expect(csvCell("deux\nlignes")).toBe('"deux\nlignes"');
});

test("the address names a day of the calendar or none", () => {
  expect(dayOf("2026-11-23")).toBe("2026-11-23");
  expect(dayOf("0002-11-23")).toBeUndefined();
  expect(dayOf("yesterday")).toBeUndefined();
});

test("a range may be open at either end, and one that ends before it starts is said so", () => {
  expect(rangeOf("2026-11-01", undefined)).toEqual({ from: "2026-11-01", turned: false });
  expect(rangeOf("2026-11-02", "2026-11-01").turned).toBe(true);
});

test("a side that says nothing does not differ, one that says another amount does", () => {
  expect(differs(undefined, 100)).toBe(false);
  expect(differs(0, 100)).toBe(true);
  expect(differs(100, 100)).toBe(false);
});
