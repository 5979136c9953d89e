// The phone for calls: dialling, keys, silence and hanging up, one act at a time.

import { find } from "./dom.js";
import { at, post } from "./requests.js";
import { Playback } from "./playback.js";
import * as screen from "./screen.js";
import { sound } from "./tones.js";
import { hush, onVoices, voice } from "./voice.js";

const KEYS = "0123456789*#";
const GONE = 404;

let muted = false;
let context;
let call; // the call in progress
let acts = Promise.resolve();

export function install(given) {
  context = given;
  find("receiver").addEventListener("click", () => (call ? hangUp() : dial()));
  find("replay").addEventListener("click", () => call.playback.replay());
  find("mute").addEventListener("click", toggleMute);
  for (const button of document.querySelectorAll("[data-key]")) {
    button.addEventListener("click", () => press(button.dataset.key));
  }
  document.addEventListener("keydown", pressTyped);
  window.addEventListener("pagehide", () => call?.id && navigator.sendBeacon(endOf(call)));
  onVoices(() => screen.sayWhetherHeard(Boolean(voice())));
}

const endOf = (it) => at(`calls/${it.id}/end`);

function dial() {
  const its = { id: null, over: false };
  its.playback = new Playback({
    aloud: () => !muted,
    silent: () => act(its, screen.keepSilent, "silence"),
    ended: () => finish(its),
  });
  call = its;
  screen.ring();
  enqueue(its, async () => {
    const whenDialled = screen.whenDialled();
    const sender = context.sender();
    take(its, await post("calls", { sender, whenDialled }));
  });
}

function press(key) {
  if (call?.id && !call.over) {
    if (!muted) {
      sound(key);
    }
    screen.flash(key);
    act(call, () => screen.press(key), "keys", { key });
  }
}

function hangUp() {
  const its = call;
  its.playback.drop();
  if (its.over) {
    finish(its); // they had hung up already, and were only heard out
    return;
  }
  its.over = true;
  screen.hangUp();
  acts = acts.then(async () => {
    if (its.id) {
      await post(`calls/${its.id}/end`).then((answer) => context.record(answer.wire), () => {});
    }
    finish(its);
  });
}

// What the caller does cuts short what is being said, as on any telephone.
function act(its, show, path, content) {
  its.playback.cut();
  const work = async () => take(its, await post(`calls/${its.id}/${path}`, content));
  enqueue(its, work, () => {
    its.playback.cut(); // again: the answer to an earlier key may be playing by now
    screen.clearTrouble();
    show();
  });
}

function enqueue(its, work, begin = () => {}) {
  const attempt = async () => {
    if (its.over) {
      return;
    }
    begin();
    try {
      await work();
    } catch (error) {
      fail(its, error, () => enqueue(its, work));
    }
  };
  acts = acts.then(attempt);
}

function take(its, answer) {
  its.id = answer.call;
  context.record(answer.wire);
  if (its.over) {
    return; // hung up meanwhile
  }
  its.over = answer.wait === null;
  screen.talk(!its.over);
  its.playback.play(answer.heard, answer.wait);
}

function fail(its, error, again) {
  if (error.status === GONE || !its.id) {
    its.over = true;
    its.playback.drop();
  }
  if (its.over) {
    screen.trouble(error.message, "重拨", () => call || dial());
    finish(its);
  } else {
    screen.trouble(error.message, "重试", again);
  }
}

function finish(its) {
  if (call === its) {
    call = undefined;
    screen.end();
  }
}

function toggleMute() {
  muted = !muted;
  screen.mute(muted);
  if (muted) {
    hush();
  }
}

function pressTyped(event) {
  const elsewhere = event.target.closest?.("input, textarea, select");
  const chord = event.ctrlKey || event.metaKey || event.altKey;
  const key = event.key.normalize("NFKC"); // a Chinese keyboard may type ＃
  if (!elsewhere && !chord && !event.repeat && key.length === 1 && KEYS.includes(key)) {
    press(key);
  }
}
