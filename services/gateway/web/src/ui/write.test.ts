import { expect, test } from "vitest";
import { ending, named } from "@/ui/write";

test("another picture is another write, though there are as many", () => {
  const first = [new File(["a"], "plate.jpg", { lastModified: 1 })];
  const second = [new File(["a"], "bag.jpg", { lastModified: 1 })];
  expect(JSON.stringify(first, named)).not.toBe(JSON.stringify(second, named));
  expect(JSON.stringify({ room: "204" }, named)).toBe('{"room":"204"}');
});

test("what was passed on is not said to be done", () => {
  const said = (status: number, data: unknown) =>
    ending({ data, response: new Response(null, { status }) }, "Claim sent", "Not known yet");
  expect(said(202, { request_id: "5f1c9c0e" }).message).toBe("Not known yet");
  expect(said(201, { claim_id: "c-1" })).toEqual({ message: "Claim sent", color: "green" });
  // An operator's order says itself that it was passed on.
  expect(said(202, { ordered: true }).message).toBe("Claim sent");
  expect(ending(undefined, "Saved", "Not known yet").message).toBe("Saved");
});
