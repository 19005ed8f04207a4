/** Opens the list of keys, from wherever it is asked for. */
const OPENED = "comptoir:keys";

export function showKeys(): void {
  window.dispatchEvent(new Event(OPENED));
}

export function onShowKeys(then: () => void): () => void {
  window.addEventListener(OPENED, then);
  return () => window.removeEventListener(OPENED, then);
}
