import { describe, expect, it } from "vitest";
import { type Hut, type Problem, Refused } from "./api";
import { NOTHING } from "./choice";
import { refusalOf } from "./refusals";
import { wordsIn } from "./words";

const words = wordsIn("en", "EUR");
const hut = { property_id: "hut", group_from: 10 } as unknown as Hut;
const legs = [{ hut, choice: NOTHING }];
const refused = (reason: string, more: Partial<Problem> = {}) =>
  new Refused({
    ...{ type: "urn:comptoir:problem:refused", title: "", status: 409 },
    errors: [{ field: "cart", reason }],
    ...more,
  });
const short = (reason: "short" | "closed") => ({
  property_id: "hut",
  shortage: { night: "2027-07-01", stock_type_id: "dorm", reason, left: 1, short: 2 },
});

describe("a refusal", () => {
  it("leads to the step where it is mended", () => {
    const step = (error: unknown) => refusalOf(error, words, legs).step;
    expect(step(refused("no_places", { shortages: [short("short")] }))).toBe("people");
    expect(step(refused("no_places", { shortages: [short("short"), short("closed")] }))).toBe(
      "dates",
    );
    const elsewhere = { ...short("short"), property_id: "other" };
    expect(step(refused("no_places", { shortages: [elsewhere] }))).toBe("check");
    expect(step(refused("group"))).toBe("people");
    expect(step(refused("unknown_rate"))).toBe("people");
    expect(step(refused("terms_not_accepted"))).toBe("check");
    expect(step(new TypeError("no network"))).toBe("check");
  });
  it("of a field that is not accepted leads to who books", () => {
    const error = new Refused({
      ...{ type: "urn:comptoir:problem:invalid", title: "", status: 422 },
      errors: [{ field: "contact.mail", reason: "…" }],
    });
    expect(refusalOf(error, words, legs).step).toBe("contact");
  });
  it("that says nothing more still says that nothing is booked", () => {
    const error = new Refused({ type: "urn:comptoir:problem:fault", title: "", status: 500 });
    expect(refusalOf(error, words, legs).refusal).toMatchObject({ ask: true });
  });
});
