"use strict";
// Forms that say so are sent once, however often their button is pressed.

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
