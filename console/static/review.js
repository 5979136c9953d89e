"use strict";
// A rehearsal's progress renews itself.

const EVERY = 1000;
const rehearsal = document.querySelector("[data-rehearsal]");

async function renew() {
  if (!document.hidden) {
    try {
      const answer = await fetch(rehearsal.dataset.rehearsal);
      if (answer.redirected) return location.reload();
      if (answer.ok && !show(await answer.json())) return ended();
    } catch {
      // The next time will tell.
    }
  }
  setTimeout(renew, EVERY);
}

function show(found) {
  const done = rehearsal.querySelector("[data-done]");
  if (found.total && !done) return false; // it has begun: the page says more now
  if (done) {
    done.textContent = found.done;
    const bar = rehearsal.querySelector("progress");
    bar.max = found.total;
    bar.value = found.done;
  }
  return found.moving;
}

// What somebody is writing is not taken away: then a link leads to the result.
function ended() {
  const typing = [...document.querySelectorAll("textarea, input:not([type=hidden])")];
  if (!typing.some((it) => it.value !== it.defaultValue)) return location.reload();
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = "试答有了进展，刷新看看";
  rehearsal.replaceChildren(link);
}

if (rehearsal) setTimeout(renew, EVERY);
