// The phone for texts: bubbles, a composer, and a retry for what was not delivered.

import { append, find, following, make } from "./dom.js";
import { post } from "./requests.js";
import { segments, units } from "./segments.js";

const conversation = find("conversation");
const body = find("body");
const size = find("size");
const EMPTY = "回车发送，Shift+回车换行";

/** Wire the phone up; `sender` gives the number in use, `record` takes the hops. */
export function install({ sender, record }) {
  const send = (text) => deliver(new Outgoing(sender(), text), record);
  find("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    sendTyped(send);
  });
  body.addEventListener("keydown", (event) => {
    // While a word is being composed (pinyin), Enter only confirms it.
    const confirming = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !confirming) {
      event.preventDefault();
      sendTyped(send);
    }
  });
  body.addEventListener("input", measure);
  for (const button of document.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => send(button.textContent));
  }
  measure();
}

/** Say in the conversation that another person goes on from here. */
export function divide(words) {
  if (!find("welcome")) {
    append(conversation, make("p", { class: "divider" }, words));
  }
}

class Outgoing {
  constructor(sender, text) {
    this.sender = sender;
    this.text = text;
    this.id = newId();
    this.note = make("div", { class: "after" });
    find("welcome")?.remove();
    append(conversation, bubble("mine", text, sized(text)), this.note);
  }
}

// The id is ours, so that a retry is the same text even when no answer came back.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return "SM" + Array.from(bytes, (it) => it.toString(16).padStart(2, "0")).join("");
}

function sendTyped(send) {
  if (body.value.trim()) {
    send(body.value);
    body.value = "";
    measure();
  }
  body.focus();
}

async function deliver(outgoing, record) {
  const again = () => deliver(outgoing, record);
  show(outgoing, make("div", { class: "typing", role: "img", "aria-label": "等待回复" }));
  try {
    const { sender, text, id } = outgoing;
    const done = await post("texts", { sender, body: text, message: id });
    record(done.wire);
    show(outgoing, ...outcome(done, again));
  } catch (error) {
    show(outgoing, trouble("没有送达：", error.message, again));
  }
}

function outcome({ replies, fault }, again) {
  const bubbles = replies.map((it) => bubble("theirs", it.text, it));
  if (fault) {
    const what = bubbles.length ? "这是备用答复。原因：" : "没有送达：";
    return [...bubbles, trouble(what, fault, again)];
  }
  const silence = make("p", { class: "note" }, "热线没有回复这一条。");
  return bubbles.length ? bubbles : [silence];
}

// Replies stand right after their own text, however late they come.
const show = (outgoing, ...elements) =>
  following(conversation, () => outgoing.note.replaceChildren(...elements));

const sized = (text) => ({ units: units(text), segments: segments(text) });

const written = ({ units, segments }) => `${units}单元 · ${segments}段`;

function bubble(whose, text, its) {
  const said = whose === "mine" ? "您：" : "热线：";
  return make(
    "article",
    { class: `bubble ${whose}` },
    make("p", {}, make("span", { class: "unseen" }, said), text),
    make("footer", {}, written(its)),
  );
}

function trouble(what, why, again) {
  const retry = make("button", { type: "button", click: again }, "重发");
  return make("p", { class: "trouble", role: "alert" }, make("span", {}, what + why), retry);
}

function measure() {
  const text = body.value;
  size.textContent = text ? written(sized(text)) : EMPTY;
}
