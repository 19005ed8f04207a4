// Shows the page anew when the order has moved on. Without scripts the page reloads by itself.

const main = document.querySelector("main");
const SOON = 5000;

async function redraw() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  main.replaceChildren(...fresh.querySelector("main").childNodes);
  if (!fresh.querySelector("main").dataset.stream) source.close();
}

const source = new EventSource(main.dataset.stream);
source.addEventListener("order", () => redraw().catch(() => setTimeout(redraw, SOON)));
source.addEventListener("over", () => source.close());
