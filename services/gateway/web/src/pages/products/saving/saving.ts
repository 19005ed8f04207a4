import type { Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";

/** What is wrong with which field: a key of `fault.*`, or the API's own reason. */
export type Faults = Readonly<Record<string, string>>;
export type Saved = Schemas["Saved"];

/** What a person changed and is not saved: kept on the device, with what they had seen. */
export interface Draft<Form> {
  form: Form;
  base: number;
  was: Form;
}

export interface Read<Form> {
  form: Form;
  revision: number;
}

export type Phase =
  | "saved"
  | "editing"
  | "saving"
  | "incomplete"
  | "waiting"
  | "refused"
  | "conflict"
  | "undercut";

export interface Standing<Form> {
  form: Form;
  phase: Phase;
  faults: Faults;
  problem?: Problem | undefined;
  /** Somebody else's version, where they were faster. */
  theirs?: (Read<Form> & { by?: string | null | undefined }) | undefined;
  nights: readonly Schemas["ShortNight"][];
  nightsCount: number;
}

/** How one part is checked, sent, read and kept. */
export interface Ways<Form> {
  check(form: Form): Faults;
  /** Sends it under a key; the answer, or null while it is not known how it ended. */
  send(form: Form, seen: number, key: string, undercut: boolean): Promise<Saved | null>;
  read(): Promise<Read<Form>>;
  keep(draft: Draft<Form> | null): void;
}

const PAUSE = 900;
const AGAIN = 3000;
const UNKNOWN = 1000;

/**
 * One part that is saved as one goes. A change is sent when its writer pauses; until then, and
 * where it cannot be, it is a draft. Who was slower than somebody else is asked which holds.
 */
export class Saving<Form> {
  private readonly watchers = new Set<() => void>();
  private there: Read<Form>;
  private draft: Draft<Form> | null;
  private state: Standing<Form>;
  private key = { of: "", key: "" };
  private timer = 0;
  private sending = false;
  private gone = false;

  constructor(
    private readonly ways: Ways<Form>,
    there: Read<Form>,
    draft: Draft<Form> | null,
  ) {
    this.there = there;
    this.draft = draft && !same(draft.form, there.form) ? draft : null;
    this.state = this.plain(this.draft ? "editing" : "saved");
  }

  readonly get = (): Standing<Form> => this.state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** It is shown. A draft of before goes on its way. */
  start(): void {
    this.gone = false;
    if (this.draft) this.later(PAUSE);
  }

  /** It is not shown any more: what is not saved yet is sent now. */
  leave(): void {
    this.flush();
    this.gone = true;
    clearTimeout(this.timer);
  }

  /** As it is there now. A draft stays. */
  known(there: Read<Form>): void {
    if (there.revision < this.there.revision) return;
    this.there = there;
    if (!this.draft && !this.sending) this.tell(this.plain("saved"));
  }

  set(form: Form): void {
    if (same(form, this.there.form) && !this.sending) {
      this.giveUp();
      return;
    }
    const { base, was } = this.draft ?? { base: this.there.revision, was: this.there.form };
    this.keep({ form, base, was });
    const asked = this.state.phase === "conflict";
    this.tell(asked ? { ...this.state, form } : this.plain("editing"));
    if (!asked) this.later(PAUSE);
  }

  /** Saves at once what waits for its writer to pause. */
  flush(): void {
    if (this.state.phase === "editing") void this.save();
  }

  /** After a conflict: one's own holds. */
  keepMine(): void {
    const { theirs, form } = this.state;
    if (!theirs) return;
    this.there = theirs;
    this.keep({ form, base: theirs.revision, was: theirs.form });
    void this.save();
  }

  /** After a conflict: theirs holds. */
  takeTheirs(): void {
    if (this.state.theirs) this.there = this.state.theirs;
    this.giveUp();
  }

  undercutAnyway(): void {
    void this.save(true);
  }

  /** As it is there, and what was changed is forgotten. */
  giveUp(): void {
    clearTimeout(this.timer);
    this.keep(null);
    this.tell(this.plain("saved"));
  }

  async save(undercut = false): Promise<void> {
    clearTimeout(this.timer);
    const { draft } = this;
    if (!draft || this.sending) return;
    const faults = this.ways.check(draft.form);
    if (Object.keys(faults).length > 0) {
      this.tell({ ...this.plain("incomplete"), faults });
      return;
    }
    this.sending = true;
    this.tell(this.plain("saving"));
    try {
      const key = this.keyOf(draft, undercut);
      const saved = await this.ways.send(draft.form, draft.base, key, undercut);
      this.sending = false;
      if (saved) this.done(draft, saved);
      else this.later(UNKNOWN, undercut);
    } catch (error) {
      this.sending = false;
      await this.failed(asProblem(error), draft);
    }
  }

  private done(sent: Draft<Form>, { revision }: Saved): void {
    this.key = { of: "", key: "" };
    this.there = { form: sent.form, revision };
    const newer = this.draft;
    if (!newer || same(newer.form, sent.form)) {
      this.giveUp();
      return;
    }
    this.keep({ form: newer.form, base: revision, was: sent.form });
    this.tell(this.plain("editing"));
    this.later(PAUSE);
  }

  private async failed(problem: Problem, sent: Draft<Form>): Promise<void> {
    if (problem.passing) {
      this.tell({ ...this.plain("waiting"), problem });
      this.later(AGAIN);
      return;
    }
    this.key = { of: "", key: "" };
    if (problem.name === "changed-meanwhile") {
      await this.outrun(problem, sent).catch((error) => this.failed(asProblem(error), sent));
      return;
    }
    const { nights, nights_count: count } = problem.more;
    if (nights?.length) {
      const asked = { nights, nightsCount: count ?? nights.length };
      this.tell({ ...this.plain("undercut"), ...asked });
      return;
    }
    this.tell({ ...this.plain("refused"), problem, faults: faultsOf(problem) });
  }

  /** Somebody else saved. Where that was another part, one's own goes on; else both are shown. */
  private async outrun(problem: Problem, sent: Draft<Form>): Promise<void> {
    const theirs = await this.ways.read();
    this.there = theirs;
    const form = this.draft?.form ?? sent.form;
    if (same(theirs.form, form)) {
      this.giveUp();
    } else if (same(theirs.form, sent.was)) {
      this.keep({ form, base: theirs.revision, was: theirs.form });
      await this.save();
    } else {
      const by = problem.more.changed?.at(-1)?.by;
      this.tell({ ...this.plain("conflict"), theirs: { ...theirs, by } });
    }
  }

  /** The same change keeps its key, so that a try whose answer was lost is not done twice. */
  private keyOf(draft: Draft<Form>, undercut: boolean): string {
    const of = JSON.stringify([draft.form, draft.base, undercut]);
    if (this.key.of !== of) this.key = { of, key: crypto.randomUUID() };
    return this.key.key;
  }

  private later(wait: number, undercut = false): void {
    clearTimeout(this.timer);
    if (this.gone) return;
    this.timer = setTimeout(() => void this.save(undercut), wait) as unknown as number;
  }

  private keep(draft: Draft<Form> | null): void {
    this.draft = draft;
    this.ways.keep(draft);
  }

  private plain(phase: Phase): Standing<Form> {
    const form = this.draft?.form ?? this.there.form;
    return { form, phase, faults: {}, nights: [], nightsCount: 0 };
  }

  private tell(state: Standing<Form>): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

/** Faults by field, below the part: `rates.0.maximum` of the rates is `0.maximum`. */
export function faultsOf(problem: Problem): Faults {
  const below = problem.fields.map(({ field, reason }) => {
    const [, ...rest] = field.split(".");
    return [rest.length > 0 ? rest.join(".") : field, reason] as const;
  });
  return Object.fromEntries(below);
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** Names in one order, so that two forms that say the same are the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
