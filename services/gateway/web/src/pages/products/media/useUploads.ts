import { useRef, useState } from "react";
import { client, type Schemas } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { fitted } from "@/pages/orders/detail/photo";
import { type Fault, faultOf, LARGEST_BODY, nameOf } from "@/pages/products/media/upload";
import { useSaved } from "@/pages/products/saving/reading";
import { useProperty } from "@/session/property";

export type Uploaded = Schemas["UploadedAnswer"];

/** A file on its way into the library; one that is there has left the list. */
export interface Upload {
  id: string;
  file: File;
  shrink: boolean;
  state: "sending" | "stopped";
  fault?: Fault | undefined;
  problem?: Problem | undefined;
}

const UNKNOWN = 1000;

/** Puts files into the library, one after the other; what cannot go says why and what helps. */
export function useUploads(about: { folder: string | null; done?: (one: Uploaded) => void }) {
  const { id: property } = useProperty();
  const saved = useSaved();
  const [all, setAll] = useState<readonly Upload[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef(about);
  latest.current = about;

  const change = (id: string, to: Partial<Upload>) =>
    setAll((known) => known.map((one) => (one.id === id ? { ...one, ...to } : one)));
  const forget = (id: string) => setAll((known) => known.filter((one) => one.id !== id));

  const send = async (upload: Upload, folder: string | null): Promise<void> => {
    try {
      let answer: Uploaded | null = null;
      while (!answer) {
        answer = await asked(upload, folder);
        if (!answer) await new Promise((again) => setTimeout(again, UNKNOWN));
      }
      forget(upload.id);
      latest.current.done?.(answer);
    } catch (error) {
      change(upload.id, { state: "stopped", problem: asProblem(error) });
    }
  };

  const asked = async ({ id, file, shrink }: Upload, folder: string | null) => {
    // What is too large even to be made smaller there is made smaller here first.
    const body = shrink && file.size > LARGEST_BODY ? await fitted(file) : file;
    const query = { name: nameOf(file.name), shrink, ...(folder ? { folder } : {}) };
    const { data } = await saved(
      client.POST("/api/v1/properties/{property}/hut/media", {
        params: { path: { property }, query, header: { "Idempotency-Key": keyOf(id, shrink) } },
        headers: { "Content-Type": body.type },
        body: body as unknown as string,
        bodySerializer: (sent) => sent as unknown as BodyInit,
      }),
    );
    return data && "media_id" in data ? data : null;
  };

  const later = (upload: Upload) => {
    const { folder } = latest.current;
    queue.current = queue.current.then(() => send(upload, folder));
  };

  return {
    all,
    add: (files: readonly File[]) => {
      for (const file of files) {
        const fault = faultOf(file) ?? undefined;
        const state = fault ? ("stopped" as const) : ("sending" as const);
        const upload = { id: crypto.randomUUID(), file, shrink: false, state, fault };
        setAll((known) => [...known, upload]);
        if (!fault) later(upload);
      }
    },
    again: (upload: Upload, shrink = upload.shrink) => {
      const next = { ...upload, shrink, state: "sending" as const };
      change(upload.id, { shrink, state: "sending", fault: undefined, problem: undefined });
      later(next);
    },
    forget,
  };
}

export type UploadsInHand = ReturnType<typeof useUploads>;

function keyOf(id: string, shrink: boolean): string {
  return shrink ? `${id}-smaller` : id;
}
