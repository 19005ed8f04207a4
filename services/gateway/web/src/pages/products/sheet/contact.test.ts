import { expect, test } from "vitest";
import { bodyOf, check, formOf, webAddress } from "@/pages/products/sheet/contact";

const FORM = {
  ...formOf({} as Parameters<typeof formOf>[0]),
  name: "Refuge de l’Aigle",
  mail: "gardien@aigle.example",
};

test("a hut has a name and a mail, and the rest when it likes", () => {
  expect(check(FORM)).toEqual({});
  expect(check({ ...FORM, name: " ", mail: "" })).toEqual({ name: "needed", mail: "needed" });
  expect(check({ ...FORM, mail: "gardien", phone: "bell", website: "a b" })).toEqual({
    mail: "mail",
    phone: "phone",
    website: "web",
  });
  expect(check({ ...FORM, lines: "1\n2\n3\n4" })).toEqual({ "address.lines": "lines" });
});

test("a contact comes back as it was", () => {
  const contact = bodyOf({ ...FORM, website: "aigle.example", lines: "Les Étançons\n" });
  expect(contact.website).toBe("https://aigle.example");
  expect(contact.address.lines).toEqual(["Les Étançons"]);
  const sheet = { contact } as Parameters<typeof formOf>[0];
  expect(bodyOf(formOf(sheet))).toEqual(contact);
});

test("an address of the web gets the protocol that people leave out", () => {
  expect(webAddress("http://aigle.example")).toBe("http://aigle.example");
  expect(webAddress("")).toBe("");
});
