export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

/** Where something stands on the screen, as the browser measures it. */
export type Place = Pick<DOMRect, "left" | "right" | "top" | "bottom">;

const FAR = 10_000;

/**
 * The place that an arrow leads to, as one sees it: up and down within what stands under each
 * other, left and right to the nearest beside. Undefined at the edge.
 */
export function towards<Id>(
  places: ReadonlyMap<Id, Place>,
  from: Id,
  arrow: Arrow,
): Id | undefined {
  const here = places.get(from);
  if (!here) return undefined;
  const found = [...places]
    .filter(([id]) => id !== from)
    .map(([id, place]) => ({ id, far: distance(here, place, arrow) }))
    .filter(({ far }) => far < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.far - other.far);
  return found[0]?.id;
}

function distance(here: Place, there: Place, arrow: Arrow): number {
  const none = Number.POSITIVE_INFINITY;
  if (arrow === "ArrowUp" || arrow === "ArrowDown") {
    if (there.right <= here.left || there.left >= here.right) return none;
    const gap = arrow === "ArrowDown" ? there.top - here.bottom : here.top - there.bottom;
    return gap < 0 ? none : gap;
  }
  const gap = arrow === "ArrowRight" ? there.left - here.right : here.left - there.right;
  return gap < 0 ? none : gap * FAR + Math.abs(middle(there) - middle(here));
}

const middle = ({ top, bottom }: Place) => (top + bottom) / 2;
