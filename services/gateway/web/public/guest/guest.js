// Shows the order as it moves on, and counts down to it. Without scripts the page reloads itself.

const main = document.querySelector("main");
const news = document.getElementById("news");
const SOON = 5000;
// So many minutes after its time a meal may still be there any moment; page.py counts alike.
const GRACE = 3;

function count() {
  const left = news.querySelector(".left");
  if (!left) return;
  const at = Date.parse(news.querySelector("time").dateTime);
  const minutes = Math.ceil((at - Date.now()) / 60_000);
  const { in: inTime, soon, late } = left.dataset;
  const said = minutes > 0 ? inTime.replace("{minutes}", minutes) : minutes > -GRACE ? soon : late;
  if (left.textContent !== said) left.textContent = said;
}

function take(fresh, id) {
  const old = document.getElementById(id);
  const next = fresh.getElementById(id);
  if (next && old) old.replaceChildren(...next.childNodes);
  else old?.remove();
}

// What is announced stays the same element: only then is it read out.
async function redraw() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.status >= 500) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!fresh.getElementById("news")) {
    location.reload(); // the link is over
    return;
  }
  news.className = fresh.getElementById("news").className;
  for (const id of ["news", "steps", "as-of"]) take(fresh, id);
  document.title = fresh.title;
  count();
}

const again = () => redraw().catch(() => setTimeout(again, SOON));
const source = new EventSource(main.dataset.stream);
source.addEventListener("order", again);
source.addEventListener("over", () => source.close());
// While news come by themselves there is nothing to reload.
source.addEventListener("open", () => document.getElementById("reload").setAttribute("hidden", ""));
source.addEventListener("error", () => document.getElementById("reload").removeAttribute("hidden"));
setInterval(count, 5000);
