import { expect, test } from "vitest";
import {
  bodyOf,
  leftBrowser,
  MOST_BROWSERS,
  type Preferences,
  withBrowser,
  withFirstPush,
  withoutBrowser,
} from "@/session/preferences";

const browser = (name: string) => ({
  endpoint: `https://push.example/${name}`,
  p256dh: "p",
  auth: "a",
});
const saved = (more: Partial<Preferences> = {}): Preferences => ({
  mail: "desk@lumiere.example",
  browsers: [],
  wishes: { "hotel-lumiere": { new_order: ["mail"] }, "refuge-blanc": { task: ["push"] } },
  ...more,
});

test("what was saved goes back whole, other properties included", () => {
  expect(bodyOf(saved({ phone: "+33639980042" }), "it")).toEqual({
    language: "it",
    phone: "+33639980042",
    browsers: [],
    quiet: null,
    wishes: { "hotel-lumiere": { new_order: ["mail"] }, "refuge-blanc": { task: ["push"] } },
  });
  expect(bodyOf(saved({ language: "de" }), "it").language).toBe("de");
});

test("the first browser pops up for new orders, couriers and tasks, and mails stay", () => {
  const body = withBrowser(bodyOf(saved(), "fr"), browser("a"), "hotel-lumiere");
  expect(body.browsers).toEqual([browser("a")]);
  expect(body.wishes?.["hotel-lumiere"]).toEqual({
    new_order: ["mail", "push"],
    courier_message: ["push"],
    task: ["push"],
  });
});

test("whoever has chosen pop-ups already keeps that choice", () => {
  expect(withFirstPush({ delivered: ["push"] })).toEqual({ delivered: ["push"] });
});

test("the same browser stands once, and the oldest makes room", () => {
  const full = Array.from({ length: MOST_BROWSERS }, (_, at) => browser(String(at)));
  const body = bodyOf(saved({ browsers: full }), "fr");
  expect(withBrowser(body, browser("3"), "hotel-lumiere").browsers).toHaveLength(MOST_BROWSERS);
  const endpoints = withBrowser(body, browser("new"), "hotel-lumiere").browsers.map(
    (one) => one.endpoint,
  );
  expect(endpoints).not.toContain(browser("0").endpoint);
  expect(endpoints.at(-1)).toBe(browser("new").endpoint);
});

test("without the last browser nothing is wished as a pop-up anywhere", () => {
  const body = bodyOf(saved({ browsers: [browser("a"), browser("b")] }), "fr");
  const one = withoutBrowser(body, browser("a").endpoint);
  expect(one.wishes?.["refuge-blanc"]).toEqual({ task: ["push"] });
  const none = withoutBrowser(one, browser("b").endpoint);
  expect(none.browsers).toEqual([]);
  expect(none.wishes).toEqual({
    "hotel-lumiere": { new_order: ["mail"] },
    "refuge-blanc": { task: [] },
  });
});

test("a browser that its person signs out of is left out, and what they wish stays", () => {
  const body = bodyOf(saved({ browsers: [browser("a")] }), "fr");
  expect(leftBrowser(body, browser("a").endpoint)).toEqual({ ...body, browsers: [] });
  const again = withBrowser(leftBrowser(body, browser("a").endpoint), browser("b"), "refuge-blanc");
  expect(again.wishes?.["refuge-blanc"]).toEqual({ task: ["push"] });
});
