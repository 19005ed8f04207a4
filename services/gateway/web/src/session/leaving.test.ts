import { afterEach, expect, test, vi } from "vitest";
import type { Preferences } from "@/session/preferences";

const HERE = { endpoint: "https://push.example/here", p256dh: "p", auth: "a" };
const ELSEWHERE = { ...HERE, endpoint: "https://push.example/elsewhere" };
const SAVED: Preferences = {
  mail: "desk@lumiere.example",
  language: "it",
  browsers: [HERE, ELSEWHERE],
  wishes: { "hotel-lumiere": { delivered: ["push"] } },
};

/** The page's own address, which Node does not know. */
class FromHere extends Request {
  constructor(path: string, init?: RequestInit) {
    super(new URL(path, "https://comptoir.test"), init);
  }
}

/** A browser that pops up for somebody, and a gateway that writes down what it is asked. */
function desk(gateway: (request: Request) => Response) {
  const asked: { what: string; body: unknown }[] = [];
  const subscription = { endpoint: HERE.endpoint, unsubscribe: vi.fn(async () => true) };
  const pushManager = { getSubscription: async () => subscription };
  const parts = { PushManager: {}, Notification: { permission: "granted" } };
  vi.stubGlobal("localStorage", Object.create({ removeItem: () => undefined }));
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => ({ pushManager }) } });
  vi.stubGlobal("Notification", parts.Notification);
  vi.stubGlobal("window", parts);
  vi.stubGlobal("Request", FromHere);
  vi.stubGlobal("fetch", async (request: Request) => {
    const body = request.method === "PUT" ? await request.clone().json() : null;
    asked.push({ what: `${request.method} ${new URL(request.url).pathname}`, body });
    return gateway(request);
  });
  return { asked, subscription };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("signing out ends the pop-ups of this browser, here and at the gateway, and no others", async () => {
  const { asked, subscription } = desk(({ method }) =>
    method === "DELETE" ? new Response(null, { status: 204 }) : Response.json(SAVED),
  );
  const { signOut } = await import("@/session/me");
  await signOut(async () => undefined);
  expect(subscription.unsubscribe).toHaveBeenCalledOnce();
  expect(asked.map(({ what }) => what)).toEqual([
    "GET /api/v1/me/notifications",
    "PUT /api/v1/me/notifications",
    "DELETE /api/v1/session",
  ]);
  expect(asked[1]?.body).toMatchObject({ browsers: [ELSEWHERE], wishes: SAVED.wishes });
});

test("what cannot be told to the gateway keeps nobody signed in", async () => {
  const { asked, subscription } = desk(
    ({ method }) => new Response(null, { status: method === "DELETE" ? 204 : 503 }),
  );
  const { signOut } = await import("@/session/me");
  await signOut(async () => undefined);
  expect(subscription.unsubscribe).toHaveBeenCalledOnce();
  expect(asked.at(-1)?.what).toBe("DELETE /api/v1/session");
});
