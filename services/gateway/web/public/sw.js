// Shows the pop-ups that the notifier sends (title, body, url, lang, tag) and opens what they are
// about. Keeps nothing of the page: a new release shows at once.

const BOARD = "/p/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const said = event.data.json();
  const shown = self.registration.showNotification(said.title, {
    body: said.body,
    lang: said.lang,
    tag: said.tag,
    icon: "/icon.svg",
    data: { url: said.url },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

async function open(url) {
  const to = new URL(url, self.location.origin);
  // The link names the public address; here we may be under another one.
  const path = to.pathname + to.search;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => new URL(one.url).pathname.startsWith(BOARD));
  if (!there) {
    await self.clients.openWindow(path);
    return;
  }
  // The page goes there by itself: nothing that is being written is lost.
  there.postMessage({ open: path });
  await there.focus();
}
