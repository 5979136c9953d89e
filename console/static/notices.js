"use strict";
// A batch's progress renews itself.

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
