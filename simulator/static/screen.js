// What the phone for calls shows.

import { append, drawIcon, find, make } from "./dom.js";

const OUTCOMES = {
  completed: "接通后已挂断",
  busy: "占线",
  "no-answer": "无人接听",
  failed: "接不通",
};

const heard = find("heard");
const status = find("status");
const receiver = find("receiver");
let began;
let clock;

export const whenDialled = () => find("when-dialled").value;

export function ring() {
  find("call-welcome").hidden = true;
  for (const old of heard.querySelectorAll(":scope > :not(.welcome)")) {
    old.remove();
  }
  status.textContent = "正在接通…";
  lift("hang-up", "挂断");
  find("when-dialled").disabled = true;
}

export function talk(goesOn) {
  if (!began) {
    began = performance.now();
    clock = setInterval(tick, 1000);
    tick();
  }
  enable(goesOn);
}

export function end() {
  clearInterval(clock);
  stopCounting();
  status.textContent = began ? `已结束 ${elapsed()}` : "已结束";
  began = undefined;
  enable(false);
  lift("dial", "拨打");
  find("when-dialled").disabled = false;
}

/** Write down one thing heard; return its line. */
export function hear(it, state = "heard") {
  const line = make("p", { class: `line ${it.kind}`, "data-state": state }, told(it));
  if (it.kind !== "pause") {
    append(heard, line);
  }
  return line;
}

export function clearTrouble() {
  for (const note of heard.querySelectorAll(".trouble")) {
    note.remove();
  }
}

export function press(key) {
  append(heard, make("p", { class: "act" }, "您按了 ", make("kbd", {}, key)));
}

/** Light a key up for a moment, also when it was typed. */
export function flash(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), 160);
}

export const keepSilent = () => append(heard, make("p", { class: "act" }, "没有按键"));

export const hangUp = () => append(heard, make("p", { class: "line ended" }, "已挂断"));

/** Say what went wrong, with a way on; whatever the caller does next takes it away. */
export function trouble(why, label, again) {
  const note = make("p", { class: "trouble", role: "alert" }, make("span", {}, why));
  const retry = () => {
    note.remove();
    again();
  };
  note.append(make("button", { type: "button", click: retry }, label));
  append(heard, note);
}

export function count(left, whole) {
  find("waiting").dataset.on = "";
  find("countdown").textContent = `请按键，还有${Math.ceil(left / 1000)}秒`;
  find("left").value = left / whole;
}

export const stopCounting = () => delete find("waiting").dataset.on;

export function mute(muted) {
  find("mute").setAttribute("aria-pressed", String(muted));
  drawIcon(find("mute"), muted ? "muted" : "sound");
}

export const sayWhetherHeard = (heardAloud) => (find("voice-hint").hidden = heardAloud);

function told(it) {
  switch (it.kind) {
    case "say":
      return it.text;
    case "dialled":
      return `转接 ${it.number}：${OUTCOMES[it.status]}`;
    case "ended":
      return it.by === "fault" ? `断线：${it.why}` : "对方已挂断";
    default:
      return "";
  }
}

function lift(act, words) {
  receiver.dataset.act = act;
  receiver.querySelector("span").textContent = words;
  drawIcon(receiver, act === "dial" ? "call" : "hang-up");
}

function enable(talking) {
  for (const key of document.querySelectorAll("[data-key]")) {
    key.disabled = !talking;
  }
  find("replay").disabled = !talking;
}

const elapsed = () => {
  const seconds = Math.floor((performance.now() - began) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
};

const tick = () => (status.textContent = `通话中 ${elapsed()}`);
