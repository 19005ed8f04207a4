import { expect, test } from "vitest";
import { problemOf } from "@/api/problem";

test("a problem is known by the end of its type, and names its fields", async () => {
  const errors = [{ field: "room", reason: "order_over" }];
  const said = { type: "urn:comptoir:problem:refused", title: "", status: 409, errors };
  const problem = await problemOf(Response.json(said, { status: 409 }));
  expect([problem.status, problem.name, problem.fields]).toEqual([409, "refused", errors]);
  expect(problem.passing).toBe(false);
});

test("what a proxy says while the gateway is away passes", async () => {
  const problem = await problemOf(new Response("Bad Gateway", { status: 502 }));
  expect(problem.name).toBe("unavailable");
  expect(problem.passing).toBe(true);
});

test("an answer that says nothing is a fault, and says how long to wait", async () => {
  const headers = { "Retry-After": "5" };
  const problem = await problemOf(new Response("", { status: 500, headers }));
  expect([problem.name, problem.retryAfter]).toEqual(["fault", 5]);
});
