"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const text = document.getElementById("text");
const detail = document.getElementById("detail");
const passages = document.getElementById("passages");
const AROUND = 18; // characters of context on either side of a passage
const SHORT = 12; // characters up to which passages stand under each other, keyword in context
const SETTLED = 250; // milliseconds after which a selection is no longer being drawn
const MOST = 500; // passages in a list: more are not read, and take long to lay out

const [KEY, START, END, PART, SENTENCE, PIECES, SLOTS, FIELDS] = [0, 1, 2, 3, 4, 5, 6, 7];
const shown = new Set(data.keys.filter((key) => root.classList.contains(`on-${key}`)));

const make = (tag, content = "", attributes = {}) => {
  const element = document.createElement(tag);
  if (content instanceof Node) element.append(content); else element.textContent = content;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const layerOf = (key) => key.split("-")[0];
const spoken = (pair) => pair[root.dataset.labels === "en" ? 1 : 0];
const label = (key) => spoken(data.labels[key] || [key, key]);
const short = (words) => (words.length > 30 ? `${words.slice(0, 29)}…` : words);
const kinds = (layer) => data.keys.filter((key) => layerOf(key) === layer);

function under(starts, offset) { // how many of these places, in their order, are not behind the offset
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) low = middle + 1; else high = middle;
  }
  return low;
}
const sentenceAt = (offset) => under(data.starts, offset);

// The text itself, put together from its sentences when first asked for: rows point into it.
let joined = "";
const source = () => joined ||= [...document.querySelectorAll(".s")].map((s) => s.textContent).join("");

/* switches */
const boxes = [...document.querySelectorAll("[data-key]")];
const heads = [...document.querySelectorAll("[data-switch]")];
function set(keys, on) {
  for (const key of keys) {
    root.classList.toggle(`on-${key}`, on);
    if (on) shown.add(key); else shown.delete(key);
  }
  for (const box of boxes) box.checked = shown.has(box.dataset.key);
  for (const head of heads) {
    const own = kinds(head.dataset.switch);
    const count = own.filter((key) => shown.has(key)).length;
    head.checked = count === own.length;
    head.indeterminate = count > 0 && count < own.length;
  }
  later();
}
let waiting = 0;
function later() { // counts and map follow when the text itself has been painted
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => setTimeout(() => { count(); draw(); }));
}
for (const box of boxes) box.addEventListener("change", () => set([box.dataset.key], box.checked));
for (const head of heads) head.addEventListener("change", () => set(kinds(head.dataset.switch), head.checked));

/* counts by part */
const ALL = "all";
const parts = Object.keys(data.parts);
const columns = parts.length > 1 ? [...parts, ALL] : parts;
const partName = (part) => (part === ALL ? spoken(["全文", "all"]) : spoken(data.parts[part]));
const isIn = (row, part) => part === ALL || row[PART] === Number(part);
function count() {
  const cells = new Map([...shown].map((key) => [key, Object.fromEntries(columns.map((part) => [part, 0]))]));
  for (const row of data.rows) {
    const times = cells.get(data.keys[row[KEY]]);
    if (!times) continue;
    times[row[PART]] += 1;
    if (columns.length > 1) times[ALL] += 1;
  }
  const top = make("tr");
  top.append(make("th"), ...columns.map((part) => make("th", Number(part) ? part : partName(part), { scope: "col", title: partName(part) })));
  const lines = data.keys.filter((key) => cells.has(key)).map((key) => {
    const line = make("tr");
    line.append(make("th", label(key), { scope: "row" }), ...columns.map((part) => cell(key, part, cells.get(key)[part])));
    return line;
  });
  const [header, body] = [make("thead", top), make("tbody")];
  body.append(...lines);
  document.querySelector("#counts table").replaceChildren(header, body);
}
function cell(key, part, times) {
  if (!times) return make("td", "·");
  const says = `${label(key)}, ${partName(part)}: ${times}`;
  return make("td", make("button", String(times), { type: "button", "data-list": key, "data-of": part, "aria-label": says }));
}
document.getElementById("counts").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { list, of } = button.dataset;
  const rows = data.rows.filter((row) => data.keys[row[KEY]] === list && isIn(row, of));
  open(`${label(list)} · ${partName(of)}`, rows.map((row) => [row[START], row[END], row[SENTENCE]]));
});
