// The page: two phones, the wire between them and the helpline, and their tabs.

import { install as installCall } from "./call.js";
import { find, toEnd } from "./dom.js";
import { install as installNotices } from "./notices.js";
import { install as installTexts, divide } from "./texts.js";
import { install as installWire, record } from "./wire.js";

const number = find("sender");
const usual = number.defaultValue;
const STILL = 1_500; // milliseconds without a key: the number is typed
let current = usual;
let typing;

const sender = () => number.value.trim() || usual;

function renumber() {
  clearTimeout(typing);
  if (current !== sender()) {
    current = sender();
    divide(`以下是 ${current}`);
  }
}

function settle() {
  number.value = sender();
  renumber();
}

function type() {
  clearTimeout(typing);
  typing = number.value.trim() ? setTimeout(renumber, STILL) : undefined;
}

function arrived() {
  find("news").hidden = document.body.dataset.show === "texts";
}

function showTab(name) {
  document.body.dataset.show = name;
  find("news").hidden ||= name === "texts";
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  }
  for (const log of document.querySelectorAll(`[data-panel="${name}"] [role="log"]`)) {
    toEnd(log); // what came while it was hidden could not be scrolled to
  }
}

number.addEventListener("change", settle);
number.addEventListener("input", type);
for (const tab of document.querySelectorAll("[data-tab]")) {
  tab.addEventListener("click", () => showTab(tab.dataset.tab));
}
installWire();
installTexts({ sender, record });
installCall({ sender, record });
installNotices({ person: () => current, record, arrived });
