import { useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Browser } from "@/session/preferences";

const WORKER = "/sw.js";
const HERE = ["push-here"];
/** Under this, and the person's mail address, stands that pop-ups were offered to them here. */
export const OFFERED = "comptoir.offered.";

/** What pop-ups can be in this browser: `apple` shows them once the page is on the home screen. */
export type PushHere =
  | { can: "unsupported" | "apple" | "blocked" | "not_set_up" }
  | { can: "yes"; key: string; endpoint: string | null };

/** The push service could not be reached, or the person said no. */
export class NotSubscribed extends Error {
  constructor(readonly why: "refused" | "no_service") {
    super(why);
  }
}

/** What this browser can show, without asking anybody. */
export function support(): "unsupported" | "apple" | "blocked" | "maybe" {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!able) return /iPhone|iPad/.test(navigator.userAgent) ? "apple" : "unsupported";
  return Notification.permission === "denied" ? "blocked" : "maybe";
}

/** Whether pop-ups are possible here, and by which address this browser is told already. */
export function usePushHere() {
  const queries = useQueryClient();
  const here = useQuery({ queryKey: HERE, queryFn: look, staleTime: 0 });
  const again = () => queries.invalidateQueries({ queryKey: HERE });
  return { here: here.data, error: here.error, again };
}

async function look(): Promise<PushHere> {
  const can = support();
  if (can !== "maybe") return { can };
  const key = await pushKey();
  if (!key) return { can: "not_set_up" };
  const known = await subscribed();
  return { can: "yes", key, endpoint: known?.endpoint ?? null };
}

async function pushKey(): Promise<string | null> {
  try {
    return (await client.GET("/api/v1/push-key")).data?.key ?? null;
  } catch (error) {
    if (asProblem(error).status === 404) return null;
    throw error;
  }
}

/** Ask the person, then the browser's push service. Raises `NotSubscribed`. */
export async function subscribe(key: string): Promise<Browser> {
  if ((await Notification.requestPermission()) !== "granted") throw new NotSubscribed("refused");
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return partsOf(await pushManager.subscribe(options));
  } catch {
    // Subscribed with a key that has changed since: that one opens nothing any more.
    await (await pushManager.getSubscription())?.unsubscribe();
    return partsOf(await pushManager.subscribe(options).catch(noService));
  }
}

function noService(): never {
  throw new NotSubscribed("no_service");
}

function partsOf(subscription: PushSubscription): Browser {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? "", p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" };
}

/** Let this browser's push service forget it. */
export async function unsubscribe(endpoint: string): Promise<void> {
  const known = await subscribed();
  if (known?.endpoint === endpoint) await known.unsubscribe();
}

async function subscribed(): Promise<PushSubscription | null> {
  if (support() === "unsupported" || support() === "apple") return null;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * No pop-ups for the person who leaves are shown here from now on; whoever signs in next is offered
 * theirs again. Gives the address that the gateway is still to forget; null where there is none.
 */
export async function endPopUps(): Promise<string | null> {
  const known = await subscribed();
  if (!known) return null;
  const names = Object.keys(localStorage);
  for (const name of names.filter((one) => one.startsWith(OFFERED))) localStorage.removeItem(name);
  await known.unsubscribe();
  return known.endpoint;
}

/** Whose push service an address is of: all that is known of another browser. */
export function makerOf(endpoint: string): "chrome" | "firefox" | "safari" | "edge" | "other" {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (host.endsWith("googleapis.com")) return "chrome";
  if (host.endsWith("mozilla.com")) return "firefox";
  if (host.endsWith("apple.com")) return "safari";
  return host.endsWith("windows.com") ? "edge" : "other";
}
