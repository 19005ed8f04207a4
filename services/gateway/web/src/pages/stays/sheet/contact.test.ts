import { expect, test } from "vitest";
import { contactOf, faultsOf, NOBODY } from "@/pages/stays/sheet/contact";

const MARTIN = {
  ...NOBODY,
  surname: "Dupont",
  given_name: "Martin",
  phone: "01 01 01 01 01",
  mail: "martin.dupont@mail.example",
};

test("both names, phone and mail are needed, neither address nor city is", () => {
  expect(faultsOf(NOBODY)).toEqual({
    surname: "needed",
    given_name: "needed",
    phone: "needed",
    mail: "needed",
  });
  expect(faultsOf(MARTIN)).toEqual({});
});

test("a phone and a mail have to be such", () => {
  expect(faultsOf({ ...MARTIN, phone: "demain" })).toEqual({ phone: "no_phone" });
  expect(faultsOf({ ...MARTIN, mail: "martin@dupont" })).toEqual({ mail: "no_mail" });
});

test("what was left empty is not said, and what was typed is trimmed", () => {
  expect(contactOf({ ...MARTIN, city: "  ", remark: " arrive tard " })).toEqual({
    surname: "Dupont",
    given_name: "Martin",
    phone: "01 01 01 01 01",
    mail: "martin.dupont@mail.example",
    remark: "arrive tard",
  });
});
