import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import {
  type Draft,
  type Read,
  type Saved,
  Saving,
  type Standing,
} from "@/pages/products/saving/saving";
import { useMay, useProperty } from "@/session/property";

const KEPT = "comptoir.draft.products.";

export interface Headers {
  "Idempotency-Key": string;
  "If-Match": string;
}
type Answer = { data?: Saved | { request_id: string } | undefined };

export interface PartOf<Form> {
  /** What its draft is kept under. */
  name: string;
  there: Read<Form>;
  check?: (form: Form) => Readonly<Record<string, string>>;
  send: (form: Form, headers: Headers, undercut: boolean) => Promise<Answer>;
  read: () => Promise<Read<Form>>;
}

export interface Part<Form> extends Standing<Form> {
  name: string;
  set: (form: Form) => void;
  /** Which fields were left once: what is missing is said only there. */
  left: (field: string) => void;
  wasLeft: (field: string) => boolean;
  saving: Saving<Form>;
  /** Whether the person may change it at all. */
  may: boolean;
}

/** A part of what a hut says or sells, saved as one goes. */
export function usePart<Form>(about: PartOf<Form>): Part<Form> {
  const { id } = useProperty();
  const may = useMay("define_selling");
  const latest = useRef(about);
  latest.current = about;
  const kept = `${KEPT}${id}.${about.name}`;
  const saving = useMemo(() => savingOf(latest, kept), [kept]);
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    saving.start();
    const now = () => void saving.save();
    window.addEventListener("online", now);
    return () => {
      window.removeEventListener("online", now);
      saving.leave();
    };
  }, [saving]);
  const { there } = about;
  useEffect(() => saving.known(there), [saving, there]);

  const state = useSyncExternalStore(saving.subscribe, saving.get);
  const left = (field: string) => {
    if (field && !fields.has(field)) setFields(new Set([...fields, field]));
    saving.flush();
  };
  const set = (form: Form) => saving.set(form);
  const wasLeft = (field: string) => fields.has(field);
  return { ...state, name: about.name, set, left, wasLeft, saving, may };
}

function savingOf<Form>(latest: { current: PartOf<Form> }, kept: string): Saving<Form> {
  return new Saving<Form>(
    {
      check: (form) => latest.current.check?.(form) ?? {},
      send: async (form, seen, key, undercut) => {
        const headers = { "Idempotency-Key": key, "If-Match": `"${seen}"` };
        const { data } = await latest.current.send(form, headers, undercut);
        return data && "revision" in data ? data : null;
      },
      read: () => latest.current.read(),
      keep: (draft) => {
        if (draft) localStorage.setItem(kept, JSON.stringify(draft));
        else localStorage.removeItem(kept);
      },
    },
    latest.current.there,
    draftOf<Form>(kept),
  );
}

function draftOf<Form>(kept: string): Draft<Form> | null {
  try {
    return JSON.parse(localStorage.getItem(kept) ?? "null") as Draft<Form> | null;
  } catch {
    return null;
  }
}
