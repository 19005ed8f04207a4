import { readPreferences, savePreferences } from "@/session/enabling";
import { bodyOf, leftBrowser } from "@/session/preferences";
import { endPopUps } from "@/session/push";

const PATIENCE = 4000;

/**
 * Ends the pop-ups of who is signed in, in this browser: here, and at the gateway. Never in the way
 * of signing out: what the gateway is not told, the push service tells it at the next pop-up.
 */
export async function leavePopUps(): Promise<void> {
  const patience = new Promise<void>((over) => setTimeout(over, PATIENCE));
  await Promise.race([leave().catch(() => undefined), patience]);
}

async function leave(): Promise<void> {
  const endpoint = await endPopUps();
  if (endpoint === null) return;
  const saved = await readPreferences();
  const known = saved.browsers.some((one) => one.endpoint === endpoint);
  if (known) await savePreferences(leftBrowser(bodyOf(saved, "en"), endpoint));
}
