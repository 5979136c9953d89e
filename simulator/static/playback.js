// Playing what is heard, sentence after sentence, and then counting the wait down.

import * as screen from "./screen.js";
import { pause, say } from "./voice.js";

const SHOWN_EVERY = 100; // milliseconds

export class Playback {
  #items = [];
  #wait = null;
  #stop = new AbortController();

  constructor({ aloud, silent, ended }) {
    this.#hooks = { aloud, silent, ended };
  }

  #hooks;

  /** Play what came; then wait for keys, or be told that the call has ended. */
  play(heard, wait) {
    this.#items = heard.map((it) => ({ it, line: null }));
    this.#wait = wait;
    this.#go(this.#items);
  }

  /** Say the last answer once more; the wait begins anew after it. */
  replay() {
    this.cut();
    this.#go(this.#items.filter(({ it }) => it.kind === "say"));
  }

  /** Stop; what was not said is still written, since the caller may read it. */
  cut() {
    this.#stop.abort();
    screen.stopCounting();
    for (const item of this.#items) {
      item.line ??= screen.hear(item.it, "unheard");
    }
  }

  /** Stop, and forget what was not said. */
  drop() {
    this.#stop.abort();
    screen.stopCounting();
    this.#items = [];
  }

  async #go(items) {
    const { signal } = (this.#stop = new AbortController());
    for (const item of items) {
      item.line ??= screen.hear(item.it);
      await this.#play(item, signal);
      if (signal.aborted) {
        return;
      }
    }
    if (this.#wait === null) {
      this.#hooks.ended();
    } else {
      await this.#count(this.#wait.seconds * 1000, signal);
    }
  }

  async #play({ it, line }, signal) {
    if (it.kind === "say") {
      line.dataset.state = "speaking";
      await say(it.text, { aloud: this.#hooks.aloud(), signal });
      line.dataset.state = signal.aborted ? "unheard" : "heard";
    } else if (it.kind === "pause") {
      await pause(it.seconds * 1000, signal);
    }
  }

  async #count(length, signal) {
    const until = performance.now() + length;
    for (let left = length; left > 0; left = until - performance.now()) {
      screen.count(left, length);
      await pause(SHOWN_EVERY, signal);
      if (signal.aborted) {
        return;
      }
    }
    this.#hooks.silent();
  }
}
