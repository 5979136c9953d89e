// The phone for texts: bubbles, a composer, and a retry for what was not delivered.

import { bubble, sized, written } from "./bubbles.js";
import { append, find, following, make } from "./dom.js";
import { post } from "./requests.js";

const conversation = find("conversation");
const body = find("body");
const size = find("size");
const CHANGES = {
  stopped: "运营商不再给这个号码发通知，发 START 恢复。",
  started: "运营商又可以给这个号码发通知了。",
};
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
  const last = conversation.lastElementChild;
  if (last?.matches(".divider")) {
    last.textContent = words; // nobody has said anything meanwhile
  } else if (last?.id !== "welcome") {
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

function outcome({ replies, fault, notices }, again) {
  const bubbles = replies.map((it) => bubble("theirs", it.text, it));
  if (fault) {
    const what = bubbles.length ? "这是备用答复。原因：" : "没有送达：";
    return [...bubbles, trouble(what, fault, again)];
  }
  const said = CHANGES[notices] ?? (bubbles.length ? "" : "热线没有回复这一条。");
  return said ? [...bubbles, make("p", { class: "note" }, said)] : bubbles;
}

// Replies stand right after their own text, however late they come.
const show = (outgoing, ...elements) =>
  following(conversation, () => outgoing.note.replaceChildren(...elements));

function trouble(what, why, again) {
  const retry = make("button", { type: "button", click: again }, "重发");
  return make("p", { class: "trouble", role: "alert" }, make("span", {}, what + why), retry);
}

function measure() {
  const text = body.value;
  size.textContent = text ? written(sized(text)) : EMPTY;
}
