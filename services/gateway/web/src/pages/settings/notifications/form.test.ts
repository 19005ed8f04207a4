import { expect, test } from "vitest";
import {
  dialled,
  differs,
  type Form,
  faultOf,
  formOf,
  savedWith,
  textedElsewhere,
  toggled,
} from "@/pages/settings/notifications/form";
import type { Preferences } from "@/session/preferences";

const saved: Preferences = {
  mail: "desk@lumiere.example",
  language: "fr",
  browsers: [{ endpoint: "https://push.example/a", p256dh: "p", auth: "a" }],
  quiet: { start: "22:30:00", end: "06:30:00" },
  wishes: {
    "hotel-lumiere": { courier_message: ["push", "mail"] },
    "refuge-blanc": { task: ["sms"] },
  },
};
const form = formOf(saved, "hotel-lumiere", "en");
const wanting = (more: Partial<Form>): Form => ({ ...form, ...more });

test("the form shows one property, hours without seconds, no phone as an empty field", () => {
  expect(form).toEqual({
    language: "fr",
    phone: "",
    quiet: { start: "22:30", end: "06:30" },
    wishes: { courier_message: ["mail", "push"] },
  });
});

test("saving keeps other properties' wishes and the browsers", () => {
  const body = savedWith(saved, wanting({ phone: "+33 6 39 98 00 42" }), "hotel-lumiere");
  expect(body.phone).toBe("+33639980042");
  expect(body.browsers).toEqual(saved.browsers);
  expect(body.wishes?.["refuge-blanc"]).toEqual({ task: ["sms"] });
});

test("a choice taken back is no change", () => {
  const once = toggled(form.wishes, "new_order", "mail");
  expect(differs(wanting({ wishes: once }), form)).toBe(true);
  expect(differs(wanting({ wishes: toggled(once, "new_order", "mail") }), form)).toBe(false);
});

test.each([
  ["+33 6 39.98-00 42", "+33639980042"],
  ["0033639980042", "+33639980042"],
])("%s is dialled as %s", (typed, number) => expect(dialled(typed)).toBe(number));

test("text messages need a phone, here or elsewhere", () => {
  expect(faultOf(wanting({ wishes: { task: ["sms"] } }), false)).toBe("phone_needed");
  expect(textedElsewhere(saved, "hotel-lumiere")).toBe(true);
  expect(faultOf(form, true)).toBe("phone_needed");
  expect(faultOf(form, false)).toBe(null);
});

test("a number without its country is none, and quiet hours last a while", () => {
  expect(faultOf(wanting({ phone: "0639980042" }), false)).toBe("phone_wrong");
  expect(faultOf(wanting({ quiet: { start: "22:00", end: "22:00" } }), false)).toBe("quiet_same");
});
