import { useRef } from "react";

/**
 * Counts how often something changed since it was first known: 0 at first, so that what is only
 * being read or scrolled to is no news. `null` is not known yet.
 */
export function useVersion(said: string | null): number {
  const seen = useRef({ said, version: 0 });
  const { current } = seen;
  if (said !== null && current.said !== said) {
    if (current.said !== null) current.version += 1;
    current.said = said;
  }
  return current.version;
}
