// Sends the chosen password and says how that went.

const form = document.querySelector("form");

function say(what) {
  for (const text of document.querySelectorAll("[data-said]")) {
    text.hidden = text.dataset.said !== what;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("nothing");
  try {
    const answer = await fetch(form.dataset.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Comptoir": "1" },
      body: JSON.stringify({ password: form.elements.password.value }),
    });
    if (answer.ok || answer.status === 404) form.hidden = true;
    say(answer.ok ? "done" : answer.status === 404 ? "gone" : "failed");
  } catch {
    say("failed");
  }
});
