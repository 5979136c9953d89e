"use strict";
// The form of a question: its preview and remarks follow the typing, its situations
// are added and moved in place, and nothing typed is left behind unasked.

const REST = 400;
const form = document.getElementById("question");
const state = document.getElementById("state");
let timer, asked = 0, leaving = false, expired = false;

const written = () => new URLSearchParams(new FormData(form)).toString();
const before = "unsaved" in form.dataset ? "" : written();

function tell(sentence) {
  if (state.textContent !== sentence) state.textContent = sentence;
}

async function sent(address, extra = {}, again = true) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const answer = await fetch(address, { method: "POST", body });
  if (answer.redirected || answer.status === 400) {
    if (again && await admitted()) return sent(address, extra, false);
    expired = true;
    throw new Error("登录已经过期，写的字都还在。请在另一个窗口登录，再回来接着写。");
  }
  expired = false;
  if (!answer.ok) throw new Error("预览暂时更新不了，写的字都还在。");
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Whoever has logged in anew, in another window, is given another token.
async function admitted() {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrf_token]")?.value;
  for (const it of document.querySelectorAll("[name=csrf_token]")) it.value = token;
  return Boolean(token);
}

function put(place, made) {
  // A remark that stays as it is shall not be read out again.
  if (place && place.innerHTML !== made.innerHTML) place.innerHTML = made.innerHTML;
}

async function renew() {
  const mine = ++asked;
  try {
    const made = await sent(form.dataset.preview);
    if (mine !== asked) return; // something newer was written
    for (const it of made.querySelectorAll("[data-into]")) {
      put(document.getElementById(it.dataset.into), it);
      const field = document.getElementById(it.dataset.into.replace("remarks-", ""));
      if (!it.querySelector(".fault")) field?.classList.remove("is-invalid");
    }
    tell(written() === before ? "" : "还没有保存。");
  } catch (trouble) {
    if (mine === asked) tell(trouble instanceof TypeError ? "连不上服务器，写的字都还在。" : trouble.message);
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(renew, REST);
}

async function arrange(act) {
  clearTimeout(timer);
  const mine = ++asked;
  try {
    const made = await sent(form.action, { do: act });
    if (mine !== asked) return;
    const next = made.querySelector("#fields [autofocus]");
    next?.toggleAttribute("autofocus"); // the browser has its own idea of it
    next?.toggleAttribute("data-next");
    for (const id of ["fields", "preview"]) {
      put(document.getElementById(id), made.getElementById(id));
    }
    form.querySelector("[data-next]")?.focus();
    tell("还没有保存。");
  } catch (trouble) {
    tell(trouble instanceof TypeError ? "连不上服务器，写的字都还在。" : trouble.message);
  }
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
form.addEventListener("submit", (event) => {
  const act = event.submitter && "op" in event.submitter.dataset && event.submitter.value;
  if (act) {
    event.preventDefault();
    arrange(act);
  } else if (leaving) {
    event.preventDefault(); // clicked twice
  } else {
    leaving = true;
  }
});
window.addEventListener("focus", () => { if (expired) renew(); });
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && written() !== before) event.preventDefault();
});
for (const it of form.querySelectorAll("[data-plain]")) it.hidden = true;
