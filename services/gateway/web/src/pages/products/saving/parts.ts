import { useMemo } from "react";
import type { Schemas } from "@/api/client";
import { readHut, readSelling, useSaved } from "@/pages/products/saving/reading";
import type { Faults, Saved } from "@/pages/products/saving/saving";
import { type Headers, type Part, usePart } from "@/pages/products/saving/usePart";
import { useProperty } from "@/session/property";

type Answer = { data?: Saved | { request_id: string } | undefined };

interface About<Whole, Form> {
  name: string;
  /** The part of what was read, as a form; the same function each time. */
  form: (whole: Whole) => Form;
  check?: (form: Form) => Faults;
  put: (property: string, form: Form, headers: Headers, undercut: boolean) => Promise<Answer>;
}

/** A part of what the hut sells. */
export function useSellingPart<Form>(
  sold: Schemas["SellingAnswer"],
  about: About<Schemas["Selling"], Form>,
): Part<Form> {
  const { id } = useProperty();
  const saved = useSaved();
  const { form, check, name } = about;
  const there = useMemo(
    () => ({ form: form(sold.selling), revision: sold.revision }),
    [sold, form],
  );
  return usePart({
    name,
    there,
    ...(check ? { check } : {}),
    send: (said, headers, undercut) => saved(about.put(id, said, headers, undercut)),
    read: async () => {
      const now = await readSelling(id);
      return { form: form(now.selling), revision: now.revision };
    },
  });
}

/** A part of what the hut says of itself. */
export function useHutPart<Form>(
  hut: Schemas["HutAnswer"],
  about: About<Schemas["HutSheet"], Form>,
): Part<Form> {
  const { id } = useProperty();
  const saved = useSaved();
  const { form, check, name } = about;
  const there = useMemo(() => ({ form: form(hut.sheet), revision: hut.revision }), [hut, form]);
  return usePart({
    name,
    there,
    ...(check ? { check } : {}),
    send: (said, headers, undercut) => saved(about.put(id, said, headers, undercut)),
    read: async () => {
      const now = await readHut(id);
      return { form: form(now.sheet), revision: now.revision };
    },
  });
}
