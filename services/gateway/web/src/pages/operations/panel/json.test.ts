import { expect, test } from "vitest";
import { lineOf, read } from "./json";

const TEXT = `{
  "order_id": "a:b, {c}",
  "total": {
    "currency": "EUR",
    "gross": "25,50"
  },
  "lines": [
    { "name": "Pizza" },
    {
      "name": 7
    }
  ]
}`;

test("the line of a field is found, in objects and in lists", () => {
  expect(lineOf(TEXT, "order_id")).toBe(2);
  expect(lineOf(TEXT, "total.gross")).toBe(5);
  expect(lineOf(TEXT, "lines.0.name")).toBe(8);
  expect(lineOf(TEXT, "lines.1.name")).toBe(10);
});

test("a field that is missing leads to what it should be in", () => {
  expect(lineOf(TEXT, "total.net")).toBe(3);
  expect(lineOf(TEXT, "room")).toBe(1);
});

test("a text that is no JSON says in which line, one that is gives its value", () => {
  expect(read('{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(read('{\n  "a": 1,\n  b\n}')).toMatchObject({ ok: false, line: 3 });
  expect(read("[1]")).toMatchObject({ ok: false, line: 1 });
  expect(read('{\n "a": ')).toMatchObject({ ok: false, line: 2 });
});
