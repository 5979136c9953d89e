// The bubbles of a conversation, and the size that stands under each.

import { make } from "./dom.js";
import { segments, units } from "./segments.js";

/** What each status of a notice is called. */
export const STATES = {
  accepted: "已受理",
  queued: "已受理",
  sent: "已发送",
  delivered: "已送达",
  undelivered: "未送达",
};

export const sized = (text) => ({ units: units(text), segments: segments(text) });

export const written = ({ units, segments }) => `${units}单元 · ${segments}段`;

/** A text: "mine" or "theirs". */
export function bubble(whose, text, its) {
  const said = whose === "mine" ? "您：" : "热线：";
  return make(
    "article",
    { class: `bubble ${whose}` },
    make("p", {}, make("span", { class: "unseen" }, said), text),
    make("footer", {}, written(its)),
  );
}

/** A notice; `become` changes what is said of its delivery. */
export function notice(its) {
  // It is read out once as it comes; each step of its delivery would be too much.
  const state = make("span", { class: "state", "aria-live": "off" });
  const element = make(
    "article",
    { class: "bubble notice" },
    make("p", {}, make("b", {}, "通知"), its.text),
    make("footer", {}, `${written(its)} · `, state),
  );
  const become = ({ status, error }) => {
    element.dataset.status = status;
    state.textContent = STATES[status] + (error ? `（${error}）` : "");
  };
  become(its);
  return { element, become };
}
