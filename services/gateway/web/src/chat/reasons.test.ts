import { expect, test } from "vitest";
import { problemWord } from "@/chat/reasons";

test("what the bridge says has a word of ours", () => {
  expect(problemWord("the partner could not be reached for a day; call them")).toBe(
    "problem.not_reached",
  );
  expect(problemWord("the partner refused: 410 gone")).toBe("problem.refused");
});

test("what it does not say has none", () => {
  expect(problemWord("something else")).toBeUndefined();
});
