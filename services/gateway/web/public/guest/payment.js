// Takes the guest on to where they pay, and gives the places of an unpaid booking back. What the page says comes from the page itself.

// Once: whoever comes back by the browser's own arrow stays and decides.
const pay = document.getElementById("pay");
if (pay?.hasAttribute("data-going")) {
  history.replaceState(null, "", location.pathname);
  pay.submit();
}

const form = document.getElementById("give-up");
const send = form?.querySelector("[type=submit]");
const key = crypto.randomUUID();

async function giveUp() {
  const token = location.pathname.split("/").pop();
  for (let tries = 0; tries < 12; tries++) {
    const answer = await fetch(`/guest/v1/stays/${token}/payment/give-up`, {
      method: "POST",
      headers: { "X-Comptoir": "1", "Idempotency-Key": key },
    });
    if (answer.status !== 202) return answer.ok;
    await new Promise((go) => setTimeout(go, 1500));
  }
  return false;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  send.disabled = true;
  const went = await giveUp().catch(() => false);
  send.disabled = false;
  if (went) location.replace(location.pathname + "?payment=given-up");
  else form.querySelector("[data-said]").hidden = false;
});
// Before somebody listens it would only load the page anew.
if (send) send.disabled = false;
