// What the helpline sends of its own accord: asked for every second, while anybody looks.

import { notice } from "./bubbles.js";
import { append, find } from "./dom.js";
import { get, post } from "./requests.js";

const EVERY = 1_000; // milliseconds
const AFTER_TROUBLE = 5_000;

const conversation = find("conversation");
const way = find("receipts");
const shown = new Map(); // notices by their id
let wireAfter = Number(document.body.dataset.wireAfter);
let after = 0;
let person;
let asking = false;
let changing = false;
let timer;

/** Begin to ask; `arrived` is told of new notices, `record` takes what was on the wire. */
export function install(context) {
  const poll = async () => {
    clearTimeout(timer);
    if (document.hidden || asking) {
      return;
    }
    asking = true;
    const answered = await ask(context);
    asking = false;
    timer = setTimeout(poll, answered ? EVERY : AFTER_TROUBLE);
  };
  document.addEventListener("visibilitychange", poll);
  way.addEventListener("change", changeWay);
  poll();
}

async function ask(context) {
  const number = context.person();
  if (number !== person) {
    person = number;
    after = 0; // what this one was sent before
  }
  try {
    const news = await get("messages", { number, after, wireAfter });
    if (number === context.person()) {
      take(news, context);
    }
    return true;
  } catch {
    return false; // whatever the visitor does next will say so
  }
}

function take(news, { record, arrived }) {
  const restarted = news.after < after || news.wireAfter < wireAfter;
  after = restarted ? 0 : news.after;
  wireAfter = restarted ? 0 : news.wireAfter;
  if (restarted) {
    return;
  }
  if (!changing) {
    way.value = news.receipts;
  }
  record(news.wire);
  const fresh = news.notices.filter((it) => !shown.has(it.message));
  for (const it of news.notices) {
    shown.get(it.message)?.become(it);
  }
  for (const it of fresh) {
    const made = notice(it);
    shown.set(it.message, made);
    append(conversation, made.element);
  }
  if (fresh.length > 0) {
    arrived();
  }
}

async function changeWay() {
  way.setCustomValidity("");
  changing = true;
  try {
    await post("receipts", { way: way.value });
  } catch (error) {
    way.setCustomValidity(error.message);
    way.reportValidity();
  }
  changing = false;
}
