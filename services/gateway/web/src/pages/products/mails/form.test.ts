import { expect, test } from "vitest";
import {
  bodyOf,
  check,
  type Form,
  NOTHING,
  read,
  share,
  withTexts,
} from "@/pages/products/mails/form";

const MAILS: Form = {
  sender: "gardien@aigle.example",
  texts: {
    fr: {
      rates_intro: "Draps non fournis",
      booking_subject: "Votre réservation",
      booking_body: "À bientôt",
      pre_booking_subject: "Votre pré-réservation",
      pre_booking_body: "",
    },
  },
};

test("a language in which nothing is written is not sent", () => {
  const emptied = withTexts({ ...MAILS, texts: {} }, "it", { booking_subject: "" });
  expect(bodyOf(emptied)).toEqual({ sender: MAILS.sender, texts: {} });
  expect(bodyOf({ ...MAILS, sender: " " }).sender).toBeNull();
});

test("an address that is none is named", () => {
  expect(check(MAILS)).toEqual({});
  expect(check({ ...MAILS, sender: "" })).toEqual({});
  expect(check({ ...MAILS, sender: "gardien" })).toEqual({ sender: "mail" });
});

test("a text is written in its language alone", () => {
  const more = withTexts(MAILS, "de", { booking_subject: "Ihre Buchung" });
  expect(more.texts.fr).toEqual(MAILS.texts.fr);
  expect(more.texts.de).toEqual({ ...NOTHING, booking_subject: "Ihre Buchung" });
  expect([share(MAILS, "fr"), share(more, "de"), share(more, "it")]).toEqual([0.75, 0.25, 0]);
});

test("what is missing in a guest’s language is read in another", () => {
  const more = withTexts(MAILS, "de", { booking_subject: "Ihre Buchung" });
  const german = read(more, "de", ["fr"]);
  expect([german.booking_subject, german.booking_body]).toEqual(["Ihre Buchung", "À bientôt"]);
});
