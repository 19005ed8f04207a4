import { describe, expect, it } from "vitest";
import type { Availability, Hut } from "./api";
import {
  against,
  type Choice,
  cartOf,
  dayOf,
  isGroup,
  leftOver,
  linesOf,
  mostAt,
  NOTHING,
  stepped,
  stillOffered,
  totalOf,
} from "./choice";

const rate = (id: string, type: string, amount: number, minimum = 1, maximum = 20) => ({
  ...{ id, name: id, minimum, maximum, unit_amount: amount, stock_type_id: type },
  description: null,
});
const hut = {
  rates: [rate("adult", "dorm", 2600), rate("child", "dorm", 1300), rate("room", "room", 4000)],
  supplements: [rate("picnic", "", 1200, 0, 5)],
  group_from: 6,
} as unknown as Hut;
const availability = {
  from: "2027-07-01",
  days: 4,
  rows: [
    { stock_type_id: "dorm", left: [8, 2, 0, 0], why: [null, null, "full", "closed"] },
    { stock_type_id: "room", left: [0, 4, 4, 0], why: ["full", null, null, "closed"] },
  ],
} as unknown as Availability;
const chosen = (change: Partial<Choice>): Choice => ({ ...NOTHING, ...change });

describe("what is left", () => {
  it("is the least of all nights, and names the first reason against them", () => {
    expect(leftOver(availability, "dorm", ["2027-07-01", "2027-07-02"])).toEqual({
      left: 2,
      why: null,
    });
    expect(leftOver(availability, "dorm", ["2027-07-02", "2027-07-03"])).toEqual({
      left: 0,
      why: "full",
    });
    expect(leftOver(availability, "dorm", ["2027-08-01"]).left).toBe(0);
  });
  it("of a whole hut is the sum of its rooms, else why there is nothing", () => {
    expect(dayOf(availability, "2027-07-02")).toEqual({ left: 6, why: null });
    expect(dayOf(availability, "2027-07-04")).toEqual({ left: 0, why: "closed" });
  });
  it("says that no one room is free on all nights", () => {
    const nights = ["2027-07-01", "2027-07-02", "2027-07-03"];
    expect(against(availability, nights)).toEqual({ night: "2027-07-03", why: "apart" });
    expect(against(availability, ["2027-07-03", "2027-07-04"])?.why).toBe("closed");
    expect(against(availability, ["2027-07-01", "2027-07-02"])).toBeNull();
    expect(against(availability, [])).toBeNull();
  });
});

describe("how many", () => {
  it("are shared by the prices of one room", () => {
    const choice = chosen({ persons: { child: 3 } });
    const [adult] = hut.rates;
    if (adult) expect(mostAt(hut, choice, adult, 8)).toBe(5);
    if (adult) expect(mostAt(hut, choice, { ...adult, minimum: 6 }, 8)).toBe(0);
    if (adult) expect(mostAt(hut, choice, { ...adult, maximum: 2 }, 8)).toBe(2);
  });
  it("go from none straight to the least that can be had, and back", () => {
    expect(stepped(0, 1, 3, 8)).toBe(3);
    expect(stepped(3, -1, 3, 8)).toBe(0);
    expect(stepped(8, 1, 3, 8)).toBe(8);
    expect(stepped(0, 1, 0, 5)).toBe(1);
    expect(stepped(1, -1, 0, 5)).toBe(0);
  });
  it("make a group from the hut's own limit on", () => {
    expect(isGroup(hut, chosen({ persons: { adult: 5 } }))).toBe(false);
    expect(isGroup(hut, chosen({ persons: { adult: 3, child: 3 } }))).toBe(true);
  });
});

describe("the bill", () => {
  const choice = chosen({
    arrival: "2027-07-01",
    nights: 2,
    persons: { adult: 2, child: 1, room: 0 },
    extras: { picnic: 2 },
  });
  it("is persons times price times nights, and units times price", () => {
    expect(linesOf(hut, choice).map((line) => line.total)).toEqual([10400, 2600, 2400]);
    expect(totalOf(hut, choice)).toBe(15400);
  });
  it("is sent night by night, without what nobody wants", () => {
    const cart = cartOf(hut, choice);
    expect(cart.nights).toHaveLength(4);
    expect(cart.nights[0]).toEqual({ night: "2027-07-01", rate_id: "adult", persons: 2 });
    expect(cart.supplements).toEqual([{ supplement_id: "picnic", quantity: 2 }]);
  });
  it("forgets what is not offered any more", () => {
    const old = chosen({ persons: { gone: 2, adult: 1, room: 0 }, extras: { picnic: 1 } });
    expect(stillOffered(hut, old)).toMatchObject({ persons: { adult: 1 }, extras: { picnic: 1 } });
  });
});
