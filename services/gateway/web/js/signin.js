// Signing in.

import { call } from "/js/api.js";
import { h, replace } from "/js/dom.js";
import { choose, known, language, LANGUAGES, t } from "/js/words.js";

/** Draws the form into `page`; `done(me)` is called once somebody is signed in. */
export function drawSignIn(page, done, { ended = false } = {}) {
  const field = (name, type, complete) =>
    h("input", { id: name, name, type, autocomplete: complete, required: true, maxlength: 254 });
  const mail = field("mail", "email", "username");
  const password = field("password", "password", "current-password");
  const button = h("button", { type: "submit", class: "strong" }, t("signin.submit"));
  const said = h("p", { class: "wrong", role: "alert" }, ended ? t("signin.ended") : "");

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      done(await call("/session", { method: "POST", body: { mail: mail.value, password: password.value } }));
    } catch (problem) {
      const key = known(`error.${problem.name}`) ? `error.${problem.name}` : "error.fault";
      said.textContent = t(key, { minutes: Math.ceil(problem.retryAfter / 60) });
      button.disabled = false;
      password.select();
      password.focus();
    }
  }

  replace(
    page,
    h(
      "main",
      { class: "signin" },
      h(
        "form",
        { onsubmit: submit },
        h("h1", {}, "Comptoir"),
        h("label", { for: "mail" }, t("signin.mail")),
        mail,
        h("label", { for: "password" }, t("signin.password")),
        password,
        said,
        button,
      ),
      languages(() => drawSignIn(page, done, { ended })),
    ),
  );
  document.title = `${t("signin.submit")} · Comptoir`;
  mail.focus();
}

/** The choice of language; `changed` redraws what is shown. */
export function languages(changed) {
  const select = h(
    "select",
    { id: "language", "data-key": "language" },
    Object.entries(LANGUAGES).map(([code, name]) =>
      h("option", { value: code, lang: code, selected: code === language }, name),
    ),
  );
  select.addEventListener("change", async () => {
    await choose(select.value);
    changed();
  });
  return h("div", { class: "languages" }, h("label", { for: "language", class: "unseen" }, t("language")), select);
}
