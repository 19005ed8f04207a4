import { expect, test } from "vitest";
import { askedAtOnce, bodyOf, checkWith, type Form, formOf } from "@/pages/products/rules/form";

const RULES: Form = {
  mode: "pre_booking",
  pre_booking_too: true,
  payment_means: [],
  deposit: "percentage",
  value: "30",
  min_days_before: 2,
  cut_off: "16:00",
  option_days: 10,
  reminder_days: 2,
  refund_days: 7,
  group_from: 15,
};
const check = checkWith("EUR");

test("rules come back as they were", () => {
  const rules = bodyOf(RULES, "EUR");
  expect(rules.deposit).toEqual({ kind: "percentage", value: 30 });
  const fixed = bodyOf({ ...RULES, deposit: "fixed", value: "12,50", cut_off: "" }, "EUR");
  expect([fixed.deposit.value, fixed.cut_off]).toEqual([1250, null]);
  const selling = { rules, currency: "EUR" } as Parameters<typeof formOf>[0];
  expect(formOf(selling, "fr")).toEqual(RULES);
});

test("without a deposit the whole stay is paid at once", () => {
  const none = { ...RULES, deposit: "none", value: "" } as const;
  expect(check(none)).toEqual({});
  expect(askedAtOnce(none, 10_000, "EUR")).toBe(10_000);
  expect(bodyOf(none, "EUR").deposit).toEqual({ kind: "none", value: 0 });
});

test("a deposit is a share, or a sum that is never more than the stay", () => {
  expect(askedAtOnce(RULES, 9_990, "EUR")).toBe(2997);
  expect(askedAtOnce({ ...RULES, deposit: "fixed", value: "50" }, 4000, "EUR")).toBe(4000);
});

test("what cannot be is named", () => {
  expect(check({ ...RULES, value: "130" })).toEqual({ deposit: "share" });
  expect(check({ ...RULES, value: "" })).toEqual({ deposit: "needed" });
  expect(check({ ...RULES, deposit: "fixed", value: "x" })).toEqual({ deposit: "amount" });
  expect(check({ ...RULES, mode: "booking" })).toEqual({ payment_means: "no_means" });
  expect(check({ ...RULES, reminder_days: 10 })).toEqual({ reminder_days: "reminder_late" });
});
