// The page: two phones, the wire between them and the helpline, and their tabs.

import { install as installCall } from "./call.js";
import { find, toEnd } from "./dom.js";
import { install as installTexts, divide } from "./texts.js";
import { install as installWire, record } from "./wire.js";

const number = find("sender");
const usual = number.defaultValue;
let current = usual;

const sender = () => number.value.trim() || usual;

function renumber() {
  number.value = sender();
  if (current !== number.value) {
    current = number.value;
    divide(`以下是 ${current}`);
  }
}

function showTab(name) {
  document.body.dataset.show = name;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  }
  for (const log of document.querySelectorAll(`[data-panel="${name}"] [role="log"]`)) {
    toEnd(log); // what came while it was hidden could not be scrolled to
  }
}

number.addEventListener("change", renumber);
for (const tab of document.querySelectorAll("[data-tab]")) {
  tab.addEventListener("click", () => showTab(tab.dataset.tab));
}
installWire();
installTexts({ sender, record });
installCall({ sender, record });
