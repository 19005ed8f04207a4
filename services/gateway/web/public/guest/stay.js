// Pays what a change has made due; gives a stay back and says how that went. What the page says comes from the page itself.

// It is booked: what was chosen for it on this device is not kept any longer.
try {
  for (const hut of document.body.dataset.huts.trim().split(" ")) {
    localStorage.removeItem(`comptoir.book.${hut}`);
  }
} catch {
  // A browser that keeps nothing has nothing to forget.
}

const form = document.getElementById("cancel");
const drawer = form?.closest("details");
const send = form?.querySelector("[type=submit]");
// The same again for a retry: nothing is given back twice.
const key = crypto.randomUUID();

function say(what) {
  for (const text of form.querySelectorAll("[data-said]")) text.hidden = text.dataset.said !== what;
}

async function giveBack() {
  const token = location.pathname.split("/").pop();
  const reason = form.elements.reason.value.trim();
  for (let tries = 0; tries < 12; tries++) {
    const answer = await fetch(`/guest/v1/stays/${token}/cancel`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Comptoir": "1",
        "Idempotency-Key": key,
      },
      body: JSON.stringify(reason ? { reason } : {}),
    });
    if (answer.ok && answer.status !== 202) return "done";
    if (answer.status !== 202) return answer.status === 409 ? "late" : "failed";
    await new Promise((go) => setTimeout(go, 1500));
  }
  return "failed";
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  say("nothing");
  send.disabled = true;
  const went = await giveBack().catch(() => "failed");
  send.disabled = false;
  if (went === "done") location.reload();
  else say(went);
});

form?.querySelector("[data-keep]").addEventListener("click", () => {
  drawer.open = false;
  drawer.querySelector("summary").focus();
});
// Before somebody listens it would only load the page anew.
if (send) send.disabled = false;

const pay = document.getElementById("pay");
const start = pay?.querySelector("[type=submit]");
const payKey = crypto.randomUUID();

async function toPay() {
  const token = location.pathname.split("/").pop();
  for (let tries = 0; tries < 12; tries++) {
    const answer = await fetch(`/guest/v1/stays/${token}/payment`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Comptoir": "1",
        "Idempotency-Key": payKey,
      },
      body: JSON.stringify({ expected: Number(pay.dataset.expected) }),
    });
    if (answer.status !== 202) return answer.ok;
    await new Promise((go) => setTimeout(go, 1500));
  }
  return false;
}

pay?.addEventListener("submit", async (event) => {
  event.preventDefault();
  start.disabled = true;
  const went = await toPay().catch(() => false);
  start.disabled = false;
  if (went) location.assign(`${location.pathname}?payment=start`);
  else pay.querySelector("[data-said]").hidden = false;
});
if (start) start.disabled = false;
