// What is shown is in the address, so that it can be sent, kept and gone back to.

const NAMES = ["property", "view", "order", "q"];
const watchers = [];

export function shown() {
  const query = new URLSearchParams(location.search);
  const found = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
  return { ...found, view: found.view === "activity" ? "activity" : "live" };
}

export function link(changes) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...shown(), ...changes })) {
    if (value && !(name === "view" && value === "live")) query.set(name, value);
  }
  return `/board?${query}`;
}

/** Show something else; `quiet` leaves no step to go back to. */
export function go(changes, { quiet = false } = {}) {
  const target = link(changes);
  if (target === location.pathname + location.search) return;
  history[quiet ? "replaceState" : "pushState"](null, "", target);
  watchers.forEach((watch) => watch());
}

export function watch(watcher) {
  watchers.push(watcher);
}

addEventListener("popstate", () => watchers.forEach((watcher) => watcher()));

/** A click on a plain link to the board stays in the page. */
document.addEventListener("click", (event) => {
  const anchor = event.target.closest?.("a[href^='/board']");
  if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const query = new URLSearchParams(new URL(anchor.href).search);
  go(Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""])));
});
