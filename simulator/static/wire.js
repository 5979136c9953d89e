// What went over the wire: each request with its fields, and the answer to it.

import { STATES } from "./bubbles.js";
import { find, make } from "./dom.js";

const MOST_SHOWN = 100;
const hops = find("hops");

export function install() {
  find("clear").addEventListener("click", () => {
    hops.replaceChildren();
    refresh();
  });
}

/** Put requests on top of the list, the latest first. */
export function record(wire) {
  for (const hop of wire) {
    hops.prepend(make("li", {}, entry(hop)));
  }
  while (hops.children.length > MOST_SHOWN) {
    hops.lastElementChild.remove();
  }
  refresh();
}

function refresh() {
  const empty = hops.children.length === 0;
  find("no-hops").hidden = !empty;
  find("clear").hidden = empty;
}

function entry(hop) {
  const url = new URL(hop.url);
  const what = meant(hop);
  return make(
    "details",
    { class: hop.fault ? "hop bad" : "hop" },
    make(
      "summary",
      {},
      make(
        "span",
        { class: "path" },
        brief(url.pathname),
        ...(what ? [make("span", { class: "what" }, what)] : []),
      ),
      make("span", { class: "code" }, hop.status || "无应答"),
      make("span", { class: "took" }, `${hop.milliseconds}毫秒`),
      ...(url.search ? [make("span", { class: "query" }, url.search)] : []),
      ...(hop.fault ? [make("span", { class: "fault" }, hop.fault)] : []),
    ),
    part("请求地址", make("code", {}, hop.url)),
    proof(hop),
    ...(hop.form.length ? [part("字段", fields(hop.form))] : []),
    part("应答", make("pre", {}, laidOut(hop.answer) || "（空）")),
  );
}

// Where the API is, and whose account, is the same each time.
const brief = (path) => path.replace(/^.*\/Accounts\/AC[0-9a-f]{32}(?=\/)/, "…");

const sentByHelpline = (hop) => hop.signature === null;

function meant(hop) {
  if (sentByHelpline(hop)) {
    return hop.method === "POST" ? "热线发通知" : "热线查通知";
  }
  const status = new Map(hop.form).get("MessageStatus");
  return status ? `回执：${STATES[status]}` : "";
}

function proof(hop) {
  if (sentByHelpline(hop)) {
    return part("账号和密钥（Authorization）", make("code", {}, "Basic …（不显示）"));
  }
  return part("签名（X-Twilio-Signature）", make("code", {}, hop.signature || "（没有发出）"));
}

const part = (title, content) =>
  make("section", {}, make("h3", {}, title), content);

function fields(form) {
  const blank = form.filter(([, value]) => value === "").map(([name]) => name);
  const rows = form
    .filter(([, value]) => value !== "")
    .map(([name, value]) =>
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value)),
    );
  const table = make("table", {}, ...rows);
  if (blank.length === 0) {
    return table;
  }
  const note = make("p", { class: "blank" }, `留空的字段：${blank.join("、")}`);
  return make("div", {}, table, note);
}

function laidOut(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return indented(text);
  }
}

/** Lay markup out with one element a line; anything else stays as it is. */
export function indented(text) {
  let depth = 0;
  const indent = (line) => {
    depth -= line.startsWith("</") ? 1 : 0;
    const laid = "  ".repeat(Math.max(0, depth)) + line;
    depth += /^<\w[^>]*>$/.test(line) && !line.endsWith("/>") ? 1 : 0;
    return laid;
  };
  return text.replace(/>\s*</g, ">\n<").split("\n").map(indent).join("\n");
}
