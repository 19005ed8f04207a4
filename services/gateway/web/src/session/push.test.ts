import { afterEach, expect, test, vi } from "vitest";
import { endPopUps, makerOf, OFFERED } from "@/session/push";

afterEach(() => vi.unstubAllGlobals());

/** A browser that may be subscribed at a push service, and what it keeps. */
function browser(endpoint: string | null) {
  const kept = Object.assign(Object.create({ removeItem: remove }), {
    [`${OFFERED}desk@lumiere.example`]: "2026-11-28",
    "comptoir.sound": "{}",
  });
  let subscription = endpoint && {
    endpoint,
    unsubscribe: async () => {
      subscription = null;
      return true;
    },
  };
  const pushManager = { getSubscription: async () => subscription };
  const serviceWorker = { getRegistration: async () => ({ pushManager }) };
  vi.stubGlobal("localStorage", kept);
  vi.stubGlobal("navigator", { serviceWorker });
  vi.stubGlobal("Notification", { permission: "granted" });
  vi.stubGlobal("window", { PushManager: {}, Notification: {} });
  return { kept, subscribed: () => subscription !== null };
}

function remove(this: Record<string, unknown>, name: string) {
  delete this[name];
}

test("whoever leaves is shown no pop-ups here, and is offered them again", async () => {
  const { kept, subscribed } = browser("https://push.example/a");
  expect(await endPopUps()).toBe("https://push.example/a");
  expect(subscribed()).toBe(false);
  expect(Object.keys(kept)).toEqual(["comptoir.sound"]);
});

test("whoever never allowed pop-ups here is not asked again", async () => {
  const { kept } = browser(null);
  expect(await endPopUps()).toBeNull();
  expect(Object.keys(kept)).toHaveLength(2);
});

test.each([
  ["https://fcm.googleapis.com/fcm/send/x", "chrome"],
  ["https://updates.push.services.mozilla.com/wpush/v2/x", "firefox"],
  ["https://web.push.apple.com/x", "safari"],
  ["https://wns2-par02p.notify.windows.com/w/?token=x", "edge"],
  ["http://127.0.0.1:9000/push/x", "other"],
  ["no address", "other"],
])("%s is a browser of %s", (endpoint, maker) => {
  expect(makerOf(endpoint)).toBe(maker);
});
