import { describe, expect, it } from "vitest";
import { NOBODY, sent, wrongIn } from "./contact";

const someone = {
  ...NOBODY,
  given_name: "Martin",
  surname: "Dupont",
  phone: "+33 (0)6 12 34 56 78",
  mail: "martin@mail.example",
};

describe("who books", () => {
  it("says both names, a phone and a mail, and nothing else has to be said", () => {
    expect(wrongIn(someone)).toEqual({});
    expect(Object.keys(wrongIn(NOBODY)).sort()).toEqual(["given_name", "mail", "phone", "surname"]);
  });
  it("is told what is wrong with what", () => {
    expect(wrongIn({ ...someone, phone: "call me" })).toEqual({ phone: "wrong.phone" });
    expect(wrongIn({ ...someone, mail: "martin@mail" })).toEqual({ mail: "wrong.mail" });
    expect(wrongIn({ ...someone, surname: "  " })).toEqual({ surname: "wrong.empty" });
    expect(wrongIn({ ...someone, country: "France" })).toEqual({ country: "wrong.country" });
  });
  it("is sent without what was left empty", () => {
    expect(sent({ ...someone, country: "fr", remark: " " })).toEqual({
      given_name: "Martin",
      surname: "Dupont",
      phone: "+33 (0)6 12 34 56 78",
      mail: "martin@mail.example",
      country: "FR",
    });
  });
});
