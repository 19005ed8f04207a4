import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { lendStyleNonce } from "@/app/nonce";
import { router } from "@/app/router";
import { loadLanguage } from "@/i18n";
import { preferredLanguage } from "@/i18n/languages";

// Whoever waits longer for the page that they asked for sees that it is coming.
const SOON = 1000;

/** Draw the page once its words are there, and what is asked for: all of it at once, not first what
 * stands in for it. */
export async function begin(page: HTMLElement): Promise<void> {
  lendStyleNonce();
  const asked = Promise.race([router.load(), new Promise((late) => setTimeout(late, SOON))]);
  await Promise.all([loadLanguage(preferredLanguage()), asked]);
  createRoot(page).render(<App />);
}
