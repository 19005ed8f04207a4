import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/api/problem";
import {
  type Draft,
  faultsOf,
  type Read,
  type Saved,
  Saving,
} from "@/pages/products/saving/saving";

type Form = { name: string };
const SAVED: Saved = { revision: 8, changed: true, undercut: [], undercut_count: 0 };
const NIGHT = { night: "2027-07-01", stock_type_id: "dortoir", sold: 8, places: 5 };

function part(draft: Draft<Form> | null = null) {
  const asked: { form: Form; seen: number; key: string; undercut: boolean }[] = [];
  const answers: (Saved | null | Problem)[] = [];
  const there: Read<Form> = { form: { name: "Dortoir" }, revision: 7 };
  const kept: { draft: Draft<Form> | null } = { draft };
  const saving = new Saving<Form>(
    {
      check: ({ name }): Record<string, string> => (name ? {} : { name: "needed" }),
      send: async (form, seen, key, undercut) => {
        asked.push({ form, seen, key, undercut });
        const answer = answers.length > 0 ? (answers.shift() ?? null) : SAVED;
        if (answer instanceof Problem) throw answer;
        return answer;
      },
      read: async () => there,
      keep: (kept_) => {
        kept.draft = kept_;
      },
    },
    { ...there },
    draft,
  );
  saving.start();
  return { saving, asked, answers, there, kept };
}

const refused = (said: object) => new Problem(409, "refused", "", [], 0, said);
const outrun = () =>
  new Problem(409, "changed-meanwhile", "", [], 0, {
    changed: [{ part: "rates", revision: 9, at: "2026-11-28T20:00:00Z", by: "Ana" }],
  });
const pause = () => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("what was changed is saved once its writer pauses, by who has seen it as it was", async () => {
  const { saving, asked, kept } = part();
  saving.set({ name: "D" });
  saving.set({ name: "Do" });
  expect(kept.draft?.form).toEqual({ name: "Do" });
  expect(asked).toEqual([]);
  await pause();
  expect(asked).toMatchObject([{ form: { name: "Do" }, seen: 7, undercut: false }]);
  expect(saving.get().phase).toBe("saved");
  expect(kept.draft).toBeNull();
});

test("what is written while it is being saved is saved after it", async () => {
  const { saving, asked } = part();
  saving.set({ name: "A" });
  const sent = saving.save();
  saving.set({ name: "AB" });
  await sent;
  expect(saving.get().form).toEqual({ name: "AB" });
  await pause();
  expect(asked.map(({ form, seen }) => [form.name, seen])).toEqual([
    ["A", 7],
    ["AB", 8],
  ]);
});

test("what cannot be saved yet stays a draft and names the field", async () => {
  const { saving, asked, kept } = part();
  saving.set({ name: "" });
  await pause();
  expect(asked).toEqual([]);
  expect(saving.get()).toMatchObject({ phase: "incomplete", faults: { name: "needed" } });
  expect(kept.draft?.form).toEqual({ name: "" });
});

test("a change whose answer is lost is tried again under its key", async () => {
  const { saving, asked, answers } = part();
  answers.push(new Problem(0, "offline"), null);
  saving.set({ name: "A" });
  await pause();
  expect(saving.get().phase).toBe("waiting");
  await vi.advanceTimersByTimeAsync(3000);
  await pause();
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
  expect([asked.length, saving.get().phase]).toEqual([3, "saved"]);
});

test("another part that was changed meanwhile asks nobody", async () => {
  const { saving, asked, answers, there } = part();
  answers.push(outrun());
  there.revision = 9;
  saving.set({ name: "A" });
  await pause();
  expect(asked.map(({ seen }) => seen)).toEqual([7, 9]);
  expect(saving.get().phase).toBe("saved");
});

test("the same part that was changed meanwhile shows both, and mine may hold", async () => {
  const { saving, asked, answers, there } = part();
  answers.push(outrun());
  Object.assign(there, { form: { name: "Leur nom" }, revision: 9 });
  saving.set({ name: "Mon nom" });
  await pause();
  expect(saving.get()).toMatchObject({
    phase: "conflict",
    form: { name: "Mon nom" },
    theirs: { form: { name: "Leur nom" }, by: "Ana" },
  });
  saving.set({ name: "Mon nom à moi" });
  await pause();
  expect(asked).toHaveLength(1);
  saving.keepMine();
  await pause();
  expect(asked.at(-1)).toMatchObject({ form: { name: "Mon nom à moi" }, seen: 9 });
});

test("theirs may hold, too", async () => {
  const { saving, answers, there, kept } = part();
  answers.push(outrun());
  Object.assign(there, { form: { name: "Leur nom" }, revision: 9 });
  saving.set({ name: "Mon nom" });
  await pause();
  saving.takeTheirs();
  expect(saving.get()).toMatchObject({ phase: "saved", form: { name: "Leur nom" } });
  expect(kept.draft).toBeNull();
});

test("nights that would lack places are named, and it is saved when one says so", async () => {
  const { saving, asked, answers } = part();
  answers.push(refused({ nights: [NIGHT], nights_count: 3 }));
  saving.set({ name: "A" });
  await pause();
  expect(saving.get()).toMatchObject({ phase: "undercut", nights: [NIGHT], nightsCount: 3 });
  saving.undercutAnyway();
  await pause();
  expect(asked.map(({ undercut }) => undercut)).toEqual([false, true]);
  expect(asked[0]?.key).not.toBe(asked[1]?.key);
});

test("a draft of before is sent when its page is open again", async () => {
  const { asked, kept } = part({ form: { name: "Hier" }, base: 7, was: { name: "Dortoir" } });
  await pause();
  expect(asked).toMatchObject([{ form: { name: "Hier" }, seen: 7 }]);
  expect(kept.draft).toBeNull();
});

test("leaving sends at once what waits", async () => {
  const { saving, asked } = part();
  saving.set({ name: "A" });
  saving.leave();
  await pause();
  expect(asked).toHaveLength(1);
});

test("what others save shows, unless one writes oneself", () => {
  const { saving } = part();
  saving.known({ form: { name: "Neu" }, revision: 8 });
  expect(saving.get().form).toEqual({ name: "Neu" });
  saving.set({ name: "Moi" });
  saving.known({ form: { name: "Noch neuer" }, revision: 9 });
  expect(saving.get().form).toEqual({ name: "Moi" });
});

test("a field of the API is one of the part", () => {
  const fields = [
    { field: "rates.0.maximum", reason: "too small" },
    { field: "text", reason: "too long" },
  ];
  const faults = faultsOf(new Problem(422, "invalid", "", fields));
  expect(faults).toEqual({ "0.maximum": "too small", text: "too long" });
});
