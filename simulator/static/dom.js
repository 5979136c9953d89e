// Building and finding elements.

export const find = (id) => document.getElementById(id);

/** Make an element; text given among the children is always text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

/** Change a scrolling list, and show its end unless the reader has scrolled away. */
export function following(list, change) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  change();
  if (atEnd) {
    toEnd(list);
  }
}

/** Append to a scrolling list likewise. */
export const append = (list, ...elements) =>
  following(list, () => list.append(...elements));

export const toEnd = (list) => (list.scrollTop = list.scrollHeight);

/** Point an icon at another symbol of the same file. */
export function drawIcon(button, name) {
  const use = button.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, `#${name}`));
}
