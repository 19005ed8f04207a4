import type { Schemas } from "@/api/client";

/** Why a request failed: `name` is the end of the problem's type, a key of `problem.*`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    override readonly name: string,
    readonly detail: string = "",
    readonly fields: readonly Schemas["FieldError"][] = [],
    readonly retryAfter: number = 0,
    /** What more it says: which nights are short, what would be undercut. */
    readonly more: Partial<Schemas["ProblemAnswer"]> = {},
  ) {
    super(detail || name);
  }

  /** Whether asking again may help: the fault is not in what was asked. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The problem (RFC 9457) in an answer; an answer without one is named by its status. */
export async function problemOf(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as Partial<Schemas["ProblemAnswer"]>;
  // What stands before the gateway answers for it while it is away (502, 504).
  const unnamed = response.status > 501 ? "unavailable" : "fault";
  const name = said.type?.split(":").pop() || unnamed;
  const wait = Number(response.headers.get("Retry-After")) || 0;
  return new Problem(response.status, name, said.detail ?? "", said.errors ?? [], wait, said);
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, "fault", String(error));
}
