"use strict";
// A table that is wider than the page can be reached, and scrolled, with the keyboard.

function reach() {
  for (const it of document.querySelectorAll(".table-responsive")) {
    if (it.scrollWidth <= it.clientWidth) continue;
    it.tabIndex = 0;
    it.setAttribute("role", "group");
    it.setAttribute("aria-label", "表格，可以左右滚动");
  }
}

reach();
addEventListener("resize", reach);
