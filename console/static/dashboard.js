"use strict";
// Draws each chart from the cells of its table; without this the tables suffice.

(() => {
  // Each stands out against white as well as against black.
  const INKS = {
    blue: "#2f80ed",
    green: "#1e9e62",
    amber: "#d07a1f",
    red: "#e0525e",
    grey: "#858d95",
  };
  const ROW = 30;
  const AROUND = 72;
  const LONGEST = 22;

  const number = (cell) => {
    const found = parseFloat(cell.textContent.replaceAll(",", ""));
    return Number.isNaN(found) ? null : found;
  };

  const short = (text) => {
    const most = innerWidth < 600 ? LONGEST / 2 : LONGEST;
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
  };

  // "2026-03-02" -> "03-02": which year it is stands above.
  const yearless = (text) => text.replace(/^\d{4}-(\d\d-\d\d)$/, "$1");

  function read(place) {
    const table = document.getElementById(place.dataset.table);
    const rows = [...table.tBodies[0].rows];
    const inks = place.dataset.inks.split(" ").map((it) => INKS[it]);
    const columns = place.dataset.columns.split(" ").map(Number);
    const isRing = place.dataset.chart === "ring";
    return {
      labels: rows.map((row) => yearless(row.cells[0].textContent)),
      datasets: columns.map((column, at) => ({
        label: table.tHead.rows[0].cells[column].textContent,
        data: rows.map((row) => number(row.cells[column])),
        backgroundColor: isRing ? inks : inks[at],
        borderColor: inks[at],
        borderWidth: 0,
      })),
    };
  }

  function axes(kind, text, line) {
    const stacked = kind === "stacked" || kind === "lying";
    const counted = {
      beginAtZero: true,
      stacked,
      grid: { color: line },
      ticks: { color: text, precision: 0 },
    };
    const named = {
      stacked,
      grid: { display: false },
      ticks: { color: text },
    };
    if (kind !== "lying") return { x: named, y: counted };
    named.ticks.autoSkip = false;
    named.ticks.callback = function callback(value) {
      return short(this.getLabelForValue(value));
    };
    return { x: counted, y: named };
  }

  function settings(place) {
    const data = read(place);
    // One day is no line.
    const isDot = place.dataset.chart === "line" && data.labels.length === 1;
    const kind = isDot ? "bars" : place.dataset.chart;
    const style = getComputedStyle(document.body);
    const text = style.color;
    const line = style.getPropertyValue("--bs-border-color").trim();
    if (kind === "line") {
      for (const it of data.datasets) it.borderWidth = 2;
    }
    if (kind === "ring") {
      data.datasets[0].borderColor = style.backgroundColor;
      data.datasets[0].borderWidth = 2;
    }
    const isTold = kind === "ring" || data.datasets.length > 1;
    return {
      type: { line: "line", ring: "doughnut" }[kind] || "bar",
      data,
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: kind === "lying" ? "y" : "x",
        interaction: kind === "ring" ? {} : { mode: "index", intersect: false, axis: kind === "lying" ? "y" : "x" },
        maxBarThickness: 40,
        locale: "zh-CN",
        font: { family: style.fontFamily },
        plugins: {
          legend: { display: isTold, position: "bottom", labels: { color: text, boxWidth: 14 } },
        },
        scales: kind === "ring" ? {} : axes(kind, text, line),
      },
    };
  }

  function draw(place) {
    place.hidden = false;
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", place.dataset.label);
    place.replaceChildren(canvas);
    const made = settings(place);
    if (place.dataset.chart === "lying") {
      place.style.height = `${made.data.labels.length * ROW + AROUND}px`;
    }
    return new Chart(canvas, made);
  }

  const places = [...document.querySelectorAll("[data-chart]")];
  let charts = places.map(draw);

  // colours.js changes this when the system's colours change.
  new MutationObserver(() => {
    for (const it of charts) it.destroy();
    charts = places.map(draw);
  }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
