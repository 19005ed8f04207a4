import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { untilThere } from "@/ui/untilThere";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("fetches again, ever later, where the line was away", async () => {
  const tries: number[] = [];
  const fetched = async () => {
    tries.push(Date.now());
    if (tries.length < 4) throw new TypeError("Failed to fetch");
    return "there";
  };
  const found = untilThere(fetched);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await found).toBe("there");
  expect(tries.map((at) => at - (tries[0] ?? 0))).toEqual([0, 1000, 3000, 7000]);
});
