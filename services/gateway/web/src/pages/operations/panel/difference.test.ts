import { expect, test } from "vitest";
import { difference } from "./difference";

const marks = (before: string, after: string) =>
  difference(before, after).map(
    ({ is, text }) => `${{ same: " ", gone: "-", new: "+" }[is]}${text}`,
  );

test("a changed line is the old one gone and the new one come", () => {
  expect(marks("a\nb\nc", "a\nB\nc")).toEqual([" a", "-b", "+B", " c"]);
});

test("lines put in or taken out leave the others as they are", () => {
  expect(marks("a\nc", "a\nb\nc\nd")).toEqual([" a", "+b", " c", "+d"]);
  expect(marks("a\nb\nc", "c")).toEqual(["-a", "-b", " c"]);
});

test("the same text has no difference", () => {
  expect(marks("a\nb", "a\nb")).toEqual([" a", " b"]);
});
