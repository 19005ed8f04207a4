/** An id for something new: of its words where they give one, and never one that is taken. */
export function newId(words: string, taken: readonly string[]): string {
  const base = slug(words) || "n";
  if (!taken.includes(base) && slug(words)) return base;
  const ending = crypto.randomUUID().slice(0, 8);
  return `${base.slice(0, 30)}-${ending}`;
}

export function slug(words: string): string {
  return words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}

/** The list with one of it changed, moved away, or put behind another. */
export function changed<One>(all: readonly One[], at: number, to: Partial<One>): One[] {
  return all.map((one, index) => (index === at ? { ...one, ...to } : one));
}

export function without<One>(all: readonly One[], at: number): One[] {
  return all.filter((_, index) => index !== at);
}
