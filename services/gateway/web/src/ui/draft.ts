import { useCallback, useState } from "react";

const PREFIX = "comptoir.draft.";

/**
 * What a person is writing, kept on this device until it was saved: leaving loses nothing (R09).
 * `name` says of what it is, for example `chat.ORDER`. Returns the value, `set`, and `done`, which
 * forgets the draft.
 */
export function useDraft<Value>(name: string, initial: Value) {
  const [value, setValue] = useState<Value>(() => kept(name) ?? initial);
  const set = useCallback(
    (next: Value) => {
      setValue(next);
      localStorage.setItem(PREFIX + name, JSON.stringify(next));
    },
    [name],
  );
  const done = useCallback(
    (next: Value) => {
      setValue(next);
      localStorage.removeItem(PREFIX + name);
    },
    [name],
  );
  return [value, set, done] as const;
}

function kept<Value>(name: string): Value | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as Value | null;
  } catch {
    return null;
  }
}
