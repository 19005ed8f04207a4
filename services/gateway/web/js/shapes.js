// The shapes of states and the few icons, drawn; each is beside a word, so none is read aloud.

import { svg } from "/js/dom.js";

const AROUND = 2 * Math.PI * 18;

const drawing = (name, box, ...parts) =>
  svg(
    "svg",
    { viewBox: box, class: `shape ${name}`, "aria-hidden": "true", focusable: "false" },
    ...parts,
  );

const stroke = (d) => svg("path", { d, fill: "none" });

/** A ring filled to `part` (0 to 1). */
export const ring = (part, name = "") =>
  drawing(
    `ring ${name}`,
    "0 0 44 44",
    svg("circle", { cx: 22, cy: 22, r: 18, class: "track", fill: "none" }),
    svg("circle", {
      cx: 22,
      cy: 22,
      r: 18,
      class: "fill",
      fill: "none",
      "stroke-dasharray": `${AROUND * Math.max(0, Math.min(part, 1))} ${AROUND}`,
      transform: "rotate(-90 22 22)",
    }),
  );

const LINES = {
  check: "M4 12.5l5 5L20 6.5",
  cross: "M6 6l12 12M18 6L6 18",
  back: "M10 6L4 12l6 6M4 12h11a5 5 0 0 1 0 10h-2",
  warning: "M12 3.5L22 20.5H2zM12 10v5M12 18v.01",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L21 21",
  live: "M5 5h5v14H5zM14 5h5v8h-5z",
  activity: "M3 12h4l3-8 4 16 3-8h4",
  leave: "M10 4H5v16h5M14 8l5 4-5 4M19 12H9",
  bag: "M5 8h14l-1 12H6zM9 8a3 3 0 0 1 6 0",
  wait: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3 3",
};

export const icon = (name) => drawing(`icon icon-${name}`, "0 0 24 24", stroke(LINES[name]));

const PARTS = { placed: 0.15, accepted: 0.25, preparing: 0.4, on_the_way: 0.65, near: 0.9 };
const ENDS = { delivered: "check", cancelled: "cross", failed: "cross", returned: "back" };

/** The shape of a stage: a ring more and more filled while it runs, then how it ended. */
export const shapeOf = (stage) => (stage in PARTS ? ring(PARTS[stage], stage) : icon(ENDS[stage]));
