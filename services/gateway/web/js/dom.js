// Makes elements. Text is always set as text, so nothing that a guest wrote becomes markup.

const SVG = "http://www.w3.org/2000/svg";

export const h = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  const absent = [null, undefined, false];
  element.append(...children.flat().filter((child) => !absent.includes(child)));
  return element;
}

/** Replaces the children of an element; keeps the focus on what has the same `data-key`. */
export function replace(element, ...children) {
  const key = document.activeElement?.closest?.("[data-key]")?.dataset.key;
  const held = key !== undefined && element.contains(document.activeElement);
  const scrolled = element.scrollTop;
  element.replaceChildren(...children.flat().filter(Boolean));
  element.scrollTop = scrolled;
  if (held) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}
