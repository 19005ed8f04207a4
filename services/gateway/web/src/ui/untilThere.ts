const FIRST = 1000;
const LONGEST = 30_000;

/** Fetches a part of the page that nobody waits for: where the line is away just then, again and
 * again, ever later, until it is there. The page goes on without it for as long. */
export async function untilThere<Part>(fetched: () => Promise<Part>): Promise<Part> {
  for (let pause = FIRST; ; pause = Math.min(2 * pause, LONGEST)) {
    try {
      return await fetched();
    } catch {
      await new Promise((on) => setTimeout(on, pause));
    }
  }
}
