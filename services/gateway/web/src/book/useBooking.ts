// The booking as it stands: what was chosen and typed, which step it is at, what the gateway said.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Availability, type Hut, readAvailability, readHut } from "./api";
import { against, type Choice, isGroup, nightsOf, personsOf, stillOffered } from "./choice";
import { type Contact, wrongIn } from "./contact";
import { keepChoice, keepContact, keptChoice, keptContact } from "./draft";

export const STEPS = ["dates", "people", "contact", "check"] as const;
export type Step = (typeof STEPS)[number];

export interface Booking {
  hut: Hut;
  availability: Availability | null;
  /** The places could not be asked for. */
  lost: boolean;
  choice: Choice;
  contact: Contact;
  step: Step;
  setChoice(change: (before: Choice) => Choice): void;
  setContact(change: Partial<Contact>): void;
  goTo(step: Step): void;
  /** Read again what is left, and with `offer` what is offered, past all that is in between. */
  renew(offer?: boolean): Promise<void>;
}

/** What a step needs is there. */
export function isDone(step: Step, booking: Omit<Booking, "step">): boolean {
  const { hut, choice, availability, contact } = booking;
  switch (step) {
    case "dates":
      return choice.arrival !== null && !!availability && !against(availability, nightsOf(choice));
    case "people":
      return personsOf(choice) > 0 && !isGroup(hut, choice);
    case "contact":
      return Object.keys(wrongIn(contact)).length === 0;
    case "check":
      return false;
  }
}

function fromAddress(): Step {
  const named = location.hash.slice(1);
  return STEPS.find((step) => step === named) ?? "dates";
}

export function useBooking(told: Hut): Booking {
  const [hut, setHut] = useState(told);
  const [availability, setAvailability] = useState<Availability | null>(null);
  const [lost, setLost] = useState(false);
  const [wanted, setWanted] = useState<Step>(fromAddress);
  const [kept, setKept] = useState(() => ({
    choice: stillOffered(told, keptChoice(told.property_id, Date.now())),
    contact: keptContact(),
  }));

  const renew = useCallback(
    async (offer = false) => {
      setLost(false);
      try {
        const fresh = offer ? await readHut(told.property_id, told.language) : null;
        const left = await readAvailability(told.property_id, offer);
        if (fresh) setHut(fresh);
        setAvailability(left);
        setKept(({ choice, contact }) => ({
          contact,
          choice: {
            ...stillOffered(fresh ?? told, choice),
            // A draft of last week may begin in the past.
            arrival: choice.arrival && choice.arrival >= left.from ? choice.arrival : null,
          },
        }));
      } catch {
        setLost(true);
      }
    },
    [told],
  );

  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void renew();
  }, [renew]);

  useEffect(() => keepChoice(told.property_id, kept.choice, Date.now()), [told, kept.choice]);
  useEffect(() => keepContact(kept.contact), [kept.contact]);
  useEffect(() => {
    const moved = () => setWanted(fromAddress());
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);

  const goTo = useCallback((step: Step) => {
    history.pushState(null, "", `#${step}`);
    setWanted(step);
  }, []);

  return useMemo(() => {
    const state = {
      ...{ hut, availability, lost, renew, goTo, ...kept },
      setChoice: (change: (before: Choice) => Choice) =>
        setKept((before) => ({ ...before, choice: change(before.choice) })),
      setContact: (change: Partial<Contact>) =>
        setKept((before) => ({ ...before, contact: { ...before.contact, ...change } })),
    };
    // No further than what is there allows.
    const first = STEPS.find((step) => !isDone(step, state)) ?? "check";
    const at = Math.min(STEPS.indexOf(first), STEPS.indexOf(wanted));
    return { ...state, step: STEPS[at] ?? "dates" };
  }, [hut, availability, lost, kept, wanted, renew, goTo]);
}
