import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetPerson, onForgotten, welcome } from "@/session/device";

// A browser's storage: its names are properties, its methods are not.
class Kept {
  [name: string]: unknown;
}
const methods = {
  getItem(this: Kept, name: string) {
    return this[name] ?? null;
  },
  setItem(this: Kept, name: string, value: string) {
    this[name] = value;
  },
  removeItem(this: Kept, name: string) {
    delete this[name];
  },
};
let kept: Kept;

beforeEach(() => {
  kept = Object.assign(Object.create(methods), {
    "comptoir.draft.chat.a": '"On arrive"',
    "comptoir.chats-seen": "[]",
    "comptoir.sound": "{}",
  });
  vi.stubGlobal("localStorage", kept);
});
afterEach(() => vi.unstubAllGlobals());

test("signing out leaves no draft and nothing read, and the device as it was set", () => {
  forgetPerson();
  expect(Object.keys(kept)).toEqual(["comptoir.sound"]);
});

test("what is held in memory is forgotten, too", () => {
  let forgotten = false;
  onForgotten(() => {
    forgotten = true;
  });
  forgetPerson();
  expect(forgotten).toBe(true);
});

test("who signs in again after their session ended finds their drafts", () => {
  expect(welcome("p1")).toBe(true);
  expect(welcome("p1")).toBe(true);
  expect(kept["comptoir.draft.chat.a"]).toBeDefined();
});

test("who signs in after somebody else finds none of theirs", () => {
  welcome("p1");
  expect(welcome("p2")).toBe(false);
  expect(kept["comptoir.draft.chat.a"]).toBeUndefined();
});
