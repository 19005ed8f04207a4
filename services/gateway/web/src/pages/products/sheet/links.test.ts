import { expect, test } from "vitest";
import { bodyOf, check, type Form, formOf } from "@/pages/products/sheet/links";

const LINKS: Form[] = [
  { to: "web", label: { fr: "Météo" }, url: "https://meteo.example" },
  { to: "document", label: {}, media_id: "4b7c9f0a" },
];

test("links come back as they were", () => {
  const sheet = { links: bodyOf(LINKS) } as Parameters<typeof formOf>[0];
  expect(formOf(sheet)).toEqual(LINKS);
});

test("a link leads somewhere", () => {
  expect(check(LINKS)).toEqual({});
  const none: Form[] = [
    { to: "web", label: {}, url: "" },
    { to: "web", label: {}, url: "a b" },
    { to: "document", label: {}, media_id: "" },
  ];
  expect(check(none)).toEqual({ "0.url": "needed", "1.url": "web", "2.media_id": "needed" });
});
