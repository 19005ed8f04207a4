// The booking of one hut. The page around it is drawn by the gateway, which leaves the hut in it.
import { createRoot } from "react-dom/client";
import type { Hut } from "./api";
import { BookingFlow } from "./BookingFlow";
import { Speaking } from "./speaking";
import { type Speech, wordsIn } from "./words";

// A phone hands the address on by its own means; where it cannot, nothing is offered.
const share = document.getElementById("share");
if (share && "share" in navigator) {
  const url = location.origin + location.pathname;
  share.hidden = false;
  share.addEventListener("click", () => {
    // Who thinks better of it is no fault.
    navigator.share({ title: document.title, url }).catch(() => undefined);
  });
}

const told = document.getElementById("hut")?.textContent;
const place = document.getElementById("booking");
if (told && place) {
  const hut = JSON.parse(told) as Hut;
  const words = wordsIn(hut.language as Speech, hut.currency);
  place.removeAttribute("aria-busy");
  createRoot(place).render(
    <Speaking.Provider value={words}>
      <BookingFlow hut={hut} />
    </Speaking.Provider>,
  );
}
