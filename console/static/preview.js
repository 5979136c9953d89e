"use strict";
// A form that names where its preview is made renews it while somebody writes:
// <form data-preview="address" data-into="id of the place">. Without script its own
// preview button, marked data-plain-preview, does the same.

const REST = 350;

function follow(form) {
  const place = document.getElementById(form.dataset.into);
  let timer, asked = 0;
  for (const it of form.querySelectorAll("[data-plain-preview]")) it.hidden = true;

  async function renew() {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
      });
      const made = await answer.text();
      // An answer to what was written before, or another page: the login is over.
      if (mine !== asked || answer.redirected || !answer.ok) return;
      place.innerHTML = made;
    } catch {
      // The next letter will ask again.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, REST);
  });
}

for (const form of document.querySelectorAll("form[data-preview]")) follow(form);
