// Sends the chosen password and says how that went.

const form = document.querySelector("form");
const field = form.elements.password;
const show = form.querySelector("[data-show]");
const send = form.querySelector(".strong");

function say(what) {
  for (const text of document.querySelectorAll("[data-said]")) {
    text.hidden = text.dataset.said !== what;
  }
  field.ariaInvalid = String(what === "short");
  if (what === "short") field.focus();
  if (what === "done") document.querySelector("[data-said=done] a").focus();
}

show.addEventListener("click", () => {
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  show.ariaPressed = String(shown);
});

async function save() {
  const answer = await fetch(form.dataset.action, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Comptoir": "1" },
    body: JSON.stringify({ password: field.value }),
  });
  if (answer.ok) return "done";
  return answer.status === 404 ? "gone" : "failed";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (field.value.length < field.minLength) {
    say("short");
    return;
  }
  say("nothing");
  send.disabled = true;
  const went = await save().catch(() => "failed");
  send.disabled = false;
  form.hidden = went === "done" || went === "gone";
  say(went);
});
// Before somebody listens it would send the password to the page's own address.
send.disabled = false;
