import { expect, test } from "vitest";
import { words as fr } from "@/i18n/fr";
import { doKeys, reasonKey, whatKeys } from "@/pages/tasks/task";
import { type Task, without } from "@/tasks/openTasks";

const said: Record<string, string> = fr.tasks;
const task = (kind: Task["kind"], problem: string) => ({ id: "t", kind, problem }) as Task;
const firstKnown = (keys: string[]) => keys.find((key) => key in said);

const FOLIO = [
  "not_found",
  "not_in_house",
  "ambiguous",
  "no_post",
  "invalid_code",
  "wrong_currency",
  "posted_by_hand",
  "refused",
  "not_connected",
];
const ASKED: [Task["kind"], string[]][] = [
  ["folio", FOLIO],
  ["partner_not_told", ["order", "chat_message", "claim", "claim_withdrawal"]],
  ["refund_refused", ["exceeds_order", "unknown_tax_line", "currency_mismatch", "differs"]],
  ["claim_unanswered", ["unanswered"]],
  ["order_refused", ["delivery_not_offered"]],
  ["order_missing", ["never_placed"]],
  ["contradiction", ["delivered_after_cancelled"]],
  ["guest_not_told", ["cancelled", "delivered"]],
  ["pms_sign_in", ["sign_in_refused"]],
];

test.each(ASKED)("%s says what happened and what to do, whatever the problem", (kind, problems) => {
  for (const problem of problems) {
    expect(firstKnown(whatKeys(task(kind, problem))), problem).not.toBe("what.other");
    expect(firstKnown(doKeys(task(kind, problem))), problem).toBeDefined();
  }
});

test("a problem that is not known yet is still said", () => {
  expect(firstKnown(whatKeys(task("folio", "new_problem")))).toBe("what.other");
});

test("only sentences that name the reason ask for its words", () => {
  expect(reasonKey(task("contradiction", "delivered_after_failed"))).toBe(
    "contradiction.delivered_after_failed",
  );
  expect(reasonKey(task("folio", "ambiguous"))).toBeNull();
});

test("an answered task is gone from the list, and the others stay in their order", () => {
  const tasks = ["1", "2", "3"].map((id) => ({ ...task("folio", "refused"), id }));
  expect(without({ tasks }, "2").tasks.map(({ id }) => id)).toEqual(["1", "3"]);
});
