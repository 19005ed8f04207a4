// What the booking asks of the gateway: four questions, none of them with a session.
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Hut = Schemas["PublicHut"];
export type Rate = Schemas["RateOffered"];
export type Extra = Schemas["Priced"];
export type Availability = Schemas["Availability"];
export type WhyNot = Schemas["WhyNot"];
export type Terms = Schemas["TermsShown"];
export type Price = Schemas["Price"];
export type Booked = Schemas["GuestBookedAnswer"];
export type Booking = Schemas["GuestBookingBody"];
export type Cart = Schemas["GuestCartBody"];
export type Shortage = Schemas["PropertyShortage"];
// The gateway leaves out what a problem does not say.
type Said = Schemas["ProblemAnswer"];
export type Problem = Pick<Said, "type" | "title" | "status"> & Partial<Said>;

/** What the gateway said instead. Where nobody answered at all, `fetch` throws its own TypeError. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
  /** The word that does not change: the refusal's, else the problem's own name. */
  get reason(): string {
    const refused = this.problem.type.endsWith(":refused");
    const name = this.problem.type.slice(this.problem.type.lastIndexOf(":") + 1);
    return (refused && this.problem.errors?.[0]?.reason) || name;
  }
}

const UNREADABLE = { type: "urn:comptoir:problem:unreadable", title: "", status: 500 };

async function read<T>(answer: Response): Promise<T> {
  if (answer.ok) return (await answer.json()) as T;
  const problem = await answer.json().catch(() => ({ ...UNREADABLE, status: answer.status }));
  throw new Refused(problem as Problem);
}

const at = (hut: string, path: string) => `/guest/v1/huts/${encodeURIComponent(hut)}${path}`;

export async function readHut(hut: string, language: string): Promise<Hut> {
  return read(await fetch(at(hut, `?lang=${language}`), { cache: "reload" }));
}

export async function readTerms(hut: string, language: string): Promise<Terms> {
  return read(await fetch(at(hut, `/terms?lang=${language}`)));
}

/** `fresh` passes by what is in between: after a refusal nothing old is shown again. */
export async function readAvailability(hut: string, fresh: boolean): Promise<Availability> {
  return read(await fetch(at(hut, "/availability"), { cache: fresh ? "reload" : "default" }));
}

// An answer that takes its time is asked for again under the same key, which books nothing twice.
const TRIES = 12;
const PAUSE_MS = 1500;

async function write<T>(path: string, body: unknown, key: string): Promise<T> {
  const request = {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Comptoir": "1",
      "Idempotency-Key": key,
    },
    body: JSON.stringify(body),
  };
  for (let tries = 1; ; tries++) {
    const answer = await fetch(path, request);
    if (answer.status !== 202) return read(answer);
    if (tries === TRIES)
      throw new Refused({ ...UNREADABLE, type: "urn:comptoir:problem:no_answer" });
    await new Promise((go) => setTimeout(go, PAUSE_MS));
  }
}

export function priceOf(hut: string, cart: Cart): Promise<{ price: Price }> {
  return write(at(hut, "/price"), { cart }, crypto.randomUUID());
}

export function book(hut: string, booking: Booking, key: string): Promise<Booked> {
  return write(at(hut, "/stays"), booking, key);
}
