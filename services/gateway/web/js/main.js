// Starts the page: the words, who is signed in, then the desk of one property.

import { go, shown } from "/js/address.js";
import { call, propertyPath } from "/js/api.js";
import { closeDesk, openDesk } from "/js/desk.js";
import { h, replace } from "/js/dom.js";
import "/js/keys.js";
import { drawSignIn } from "/js/signin.js";
import { preferred, speak, t } from "/js/words.js";

const KEPT = "comptoir.property";
const page = document.getElementById("page");

async function start() {
  await speak(preferred());
  try {
    await enter(await call("/me"));
  } catch (problem) {
    if (problem.status === 401) return signIn();
    sorry();
  }
}

function signIn(ended = false) {
  closeDesk();
  drawSignIn(page, enter, { ended });
}

async function enter(me) {
  const property = await chosen(me);
  if (!property) return nowhere(me);
  localStorage.setItem(KEPT, property.id);
  openDesk(page, me, property, {
    property: (id) => (go({ property: id }, { quiet: true }), enter(me)),
    language: () => enter(me),
    leave: () => leave(),
    out: (problem) => (problem.status === 401 ? signIn(true) : nowhere(me)),
  });
}

/** The property of the address, or of the order that a mail links to, or the one of last time. */
async function chosen(me) {
  const { property, order } = shown();
  const by = (id) => me.properties.find((one) => one.id === id);
  if (by(property)) return by(property);
  if (order) {
    const asked = await Promise.allSettled(
      me.properties.map((one) => call(`${propertyPath(one.id)}/orders/${encodeURIComponent(order)}`)),
    );
    const found = asked.find((answer) => answer.status === "fulfilled");
    if (found) return by(found.value.property_id);
  }
  return by(localStorage.getItem(KEPT)) ?? me.properties[0];
}

async function leave() {
  await call("/session", { method: "DELETE" }).catch(() => {});
  go({ property: "", order: "", q: "", view: "" }, { quiet: true });
  signIn();
}

function nowhere(me) {
  closeDesk();
  notice(t("nowhere.title", { name: me.name }), t("nowhere.why"), t("signout"), leave);
}

/** The server did not answer at all: nothing is lost, so try again by itself and by hand. */
function sorry() {
  const timer = setTimeout(start, 5000);
  notice(t("error.offline"), t("error.retrying"), t("retry"), () => (clearTimeout(timer), start()));
}

function notice(title, why, action, act) {
  replace(
    page,
    h(
      "main",
      { class: "signin" },
      h("h1", {}, "Comptoir"),
      h("p", { role: "alert" }, h("strong", {}, title)),
      h("p", {}, why),
      h("button", { type: "button", class: "strong", onclick: act }, action),
    ),
  );
}

start();
