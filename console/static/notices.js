"use strict";
// Forms are sent once; a batch's progress renews itself.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("once" in form.dataset)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter && form.dataset.once) {
    event.submitter.value = form.dataset.once;
    event.submitter.textContent = form.dataset.once;
  }
});

// Whoever comes back with the browser's own button may send again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
});

const EVERY = 2000;
const place = document.querySelector("[data-progress]");

async function renew() {
  if (!document.hidden) {
    try {
      const answer = await fetch(place.dataset.progress);
      if (answer.redirected || answer.status === 404) return location.reload();
      if (answer.ok) show(await answer.json());
    } catch {
      // The next time will tell.
    }
  }
  setTimeout(renew, EVERY);
}

function show(found) {
  const known = new Set();
  for (const cell of document.querySelectorAll("[data-count]")) {
    known.add(cell.dataset.count);
    cell.textContent = found.counts[cell.dataset.count] || 0;
  }
  place.querySelector("[data-done]").textContent = found.done;
  place.querySelector("progress").value = found.done;
  const isNew = Object.keys(found.counts).some((it) => !known.has(it));
  if (isNew || found.label !== place.dataset.label) location.reload();
}

if (place) setTimeout(renew, EVERY);
