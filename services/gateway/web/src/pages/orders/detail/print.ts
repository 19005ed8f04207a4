import "./print.css";

/** Puts the open order alone on paper; the browser asks the rest. */
export function printOrder(): void {
  window.print();
}
