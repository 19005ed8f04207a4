import { expect, test } from "vitest";
import { makerOf } from "@/session/push";

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
