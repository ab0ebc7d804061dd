"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const text = document.getElementById("text");
const detail = document.getElementById("detail");
const passages = document.getElementById("passages");
const FIRST = ["headings", "quotations"];
// one colour for each kind: Okabe & Ito and darker relatives, told apart by the colour-blind
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B8860B", "#56B4E9", "#8C6D31", "#5D5D8A", "#A83232", "#3C7D3C"];
const AROUND = 18; // characters of context on either side of a passage

const [KEY, START, END, PART, SENTENCE, NAME, PIECES, SLOTS, FIELDS] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const shown = new Set();

const make = (tag, content = "", attributes = {}) => {
  const element = document.createElement(tag);
  if (content instanceof Node) element.append(content); else element.textContent = content;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const layerOf = (key) => key.split("-")[0];
const label = (key) => (data.labels[key] || [key, key])[root.dataset.labels === "en" ? 1 : 0];

// The text itself, put together from its sentences: offsets of the rows point into it.
const source = [...document.querySelectorAll(".s")].map((s) => s.textContent).join("");

/* styles: each kind has a colour, each layer a way of showing it */
const sheet = new CSSStyleSheet();
const SHOWN_AS = {
  quotations: (c) => `background:color-mix(in srgb, ${c} 26%, transparent)`,
  rhetoric: (c) => `box-shadow:inset 0 -.2em color-mix(in srgb, ${c} 70%, transparent)`,
  formulas: (c) => `text-decoration:underline ${c};text-underline-offset:.28em`,
  concepts: (c) => `border-bottom:2px dotted ${c}`,
  stance: (c) => `color:${c};font-weight:bold`,
  idioms: (c) => `font-style:italic;color:${c}`,
};
const colours = {};
for (const key of data.keys) {
  const siblings = data.keys.filter((other) => layerOf(other) === layerOf(key));
  colours[key] = COLOURS[siblings.indexOf(key) % COLOURS.length];
  const rule = SHOWN_AS[layerOf(key)];
  if (rule) sheet.insertRule(`.on-${CSS.escape(key)} main .${CSS.escape(key)}, .sample.${CSS.escape(key)} { ${rule(colours[key])} }`);
}
document.adoptedStyleSheets = [sheet];

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
    const own = data.keys.filter((key) => layerOf(key) === head.dataset.switch);
    const count = own.filter((key) => shown.has(key)).length;
    head.checked = count === own.length;
    head.indeterminate = count > 0 && count < own.length;
  }
  later();
}
let waiting = 0;
function later() { // counts and map follow when the switch itself has been painted
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => setTimeout(() => { count(); draw(); }));
}
for (const box of boxes) box.addEventListener("change", () => set([box.dataset.key], box.checked));
for (const head of heads) {
  head.addEventListener("change", () => set(data.keys.filter((key) => layerOf(key) === head.dataset.switch), head.checked));
}

/* counts by part */
const parts = [...new Set([...document.querySelectorAll("main p")].map((p) => Number(p.dataset.part)))].sort((a, b) => a - b);
function count() {
  const table = document.querySelector("#counts table");
  const cells = new Map();
  for (const row of data.rows) {
    const key = data.keys[row[KEY]];
    if (!shown.has(key)) continue;
    if (!cells.has(key)) cells.set(key, new Map());
    const found = cells.get(key);
    found.set(row[PART], (found.get(row[PART]) || 0) + 1);
  }
  const top = make("tr");
  top.append(make("th", ""), ...parts.map((part) => make("th", String(part), { scope: "col" })));
  const lines = data.keys.filter((key) => cells.has(key)).map((key) => {
    const line = make("tr");
    line.append(make("th", label(key), { scope: "row" }));
    for (const part of parts) {
      const times = cells.get(key).get(part) || 0;
      const cell = make("td", times ? "" : "·");
      if (times) {
        const button = make("button", String(times), { type: "button", "data-list": key, "data-of": part });
        button.setAttribute("aria-label", `${label(key)} ${part}: ${times}`);
        cell.append(button);
      }
      line.append(cell);
    }
    return line;
  });
  table.replaceChildren(top, ...lines);
}
document.getElementById("counts").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { list, of } = button.dataset;
  const rows = data.rows.filter((row) => data.keys[row[KEY]] === list && row[PART] === Number(of));
  open(`${label(list)} · ${of} · ${rows.length}`, rows.map((row) => [row[START], row[END], row[SENTENCE]]));
});

/* passages: a list of places, each with its context */
const one = (part) => part.replace(/\s+/g, " ");
function open(title, places) {
  passages.querySelector("h2").textContent = title;
  const items = places.slice(0, 500).map(([start, end, sentence]) => {
    const link = make("a", "", { href: `#s${sentence}` });
    const middle = end - start > 60 ? `${source.slice(start, start + 59)}…` : source.slice(start, end);
    link.append(one(source.slice(Math.max(0, start - AROUND), start)), make("b", one(middle)), one(source.slice(end, end + AROUND)));
    return make("li", link);
  });
  passages.querySelector("ol").replaceChildren(...items);
  passages.hidden = false;
}

/* search, keyword in context */
const search = document.getElementById("search");
search.addEventListener("input", () => {
  const word = search.value.trim();
  if (globalThis.Highlight) CSS.highlights.delete("found");
  if (!word) { passages.hidden = true; return; }
  const places = [];
  for (let at = source.indexOf(word); at >= 0; at = source.indexOf(word, at + word.length)) {
    places.push([at, at + word.length, sentenceAt(at)]);
  }
  open(`“${word}” · ${places.length}`, places);
  if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...places.slice(0, 500).flatMap(ranges)));
});
function sentenceAt(offset) {
  let low = 0, high = data.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (data.starts[middle] <= offset) low = middle + 1; else high = middle;
  }
  return low;
}
function ranges([start, end, number]) {
  const found = [];
  let at = data.starts[number - 1];
  const walker = document.createTreeWalker(document.getElementById(`s${number}`), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [from, to] = [Math.max(start, at), Math.min(end, at + node.length)];
    if (from < to) {
      const range = new Range();
      range.setStart(node, from - at);
      range.setEnd(node, to - at);
      found.push(range);
    }
    at += node.length;
  }
  return found;
}

/* what is known of a place */
function describe(row) {
  const key = data.keys[row[KEY]];
  const article = make("article");
  article.append(make("h3", `${label(layerOf(key))} · ${label(key)}`));
  if (row[PIECES]) {
    const members = make("ol", "", { class: "members" });
    row[PIECES].forEach(([start, end], n) => members.append(make("li", aligned(source.slice(start, end), (row[SLOTS] || [])[n] || []))));
    article.append(members);
  }
  const list = make("dl");
  for (const [name, value] of row[FIELDS]) list.append(make("dt", label(name)), make("dd", value));
  article.append(list);
  return article;
}
function aligned(member, slots) { // the frame plain, what fills its slots marked
  const line = make("span");
  let rest = member.length > 120 ? `${member.slice(0, 119)}…` : member;
  for (const slot of slots) {
    const at = slot ? rest.indexOf(slot) : -1;
    if (at < 0) continue;
    line.append(rest.slice(0, at), make("mark", slot));
    rest = rest.slice(at + slot.length);
  }
  line.append(rest);
  return line;
}
function tell(segment, pinned) {
  const rows = segment.dataset.r.split(" ").map((n) => data.rows[n]).filter((row) => shown.has(data.keys[row[KEY]]));
  if (!rows.length) return;
  detail.querySelector("div").replaceChildren(...rows.map(describe));
  detail.hidden = false;
  detail.classList.toggle("pinned", pinned);
  const box = segment.getBoundingClientRect();
  detail.style.left = `${Math.max(8, Math.min(box.left, innerWidth - detail.offsetWidth - 16))}px`;
  const below = box.bottom + 6;
  detail.style.top = `${below + detail.offsetHeight < innerHeight ? below : Math.max(8, box.top - detail.offsetHeight - 6)}px`;
}
const segmentOf = (event) => event.target.closest("[data-r]");
text.addEventListener("mouseover", (event) => {
  const segment = segmentOf(event);
  if (detail.classList.contains("pinned") && !detail.hidden) return;
  if (segment) tell(segment, false); else detail.hidden = true;
});
text.addEventListener("click", (event) => { const segment = segmentOf(event); if (segment) tell(segment, true); });
for (const button of document.querySelectorAll(".close")) {
  button.addEventListener("click", () => { button.parentElement.hidden = true; });
}

/* minimap: a column for each layer, a stroke for each row that is shown */
const map = document.getElementById("map");
function draw() {
  const pen = map.getContext("2d");
  const ratio = globalThis.devicePixelRatio || 1;
  map.width = 60 * ratio;
  map.height = (map.clientHeight || 800) * ratio;
  pen.clearRect(0, 0, map.width, map.height);
  const layers = [...new Set(data.keys.map(layerOf))];
  const width = map.width / layers.length;
  for (const row of data.rows) {
    const key = data.keys[row[KEY]];
    if (!shown.has(key)) continue;
    pen.fillStyle = colours[key];
    for (const [start, end] of row[PIECES] || [[row[START], row[END]]]) {
      const top = (start / data.length) * map.height;
      pen.fillRect(layers.indexOf(layerOf(key)) * width + 1, top, width - 2, Math.max(ratio, ((end - start) / data.length) * map.height));
    }
  }
}
map.addEventListener("click", (event) => {
  const share = (event.clientY - map.getBoundingClientRect().top) / map.clientHeight;
  go(sentenceAt(Math.floor(share * data.length)));
});
addEventListener("resize", draw);

/* contents that follow */
const entries = [...document.querySelectorAll("nav a")];
const watched = new Map(entries.map((link) => [link.getAttribute("href").slice(1), link.parentElement]));
const seen = new IntersectionObserver((changes) => {
  const top = changes.filter((change) => change.isIntersecting).pop();
  if (!top) return;
  document.querySelector("nav .now")?.classList.remove("now");
  watched.get(top.target.id).classList.add("now");
}, { rootMargin: "-10% 0px -70% 0px" });
for (const id of watched.keys()) { const target = document.getElementById(id); if (target) seen.observe(target); }

/* language, theme, keyboard */
function speak(language) {
  root.dataset.labels = language;
  root.lang = language;
  for (const element of document.querySelectorAll("[data-zh]")) element.textContent = element.dataset[language];
  search.placeholder = search.dataset[`${language}Placeholder`];
  later();
}
const toggleTheme = () => root.classList.toggle("dark");
const toggleLanguage = () => speak(root.dataset.labels === "en" ? "zh" : "en");
document.getElementById("theme").addEventListener("click", toggleTheme);
document.getElementById("language").addEventListener("click", toggleLanguage);
const keys = document.getElementById("keys");
const help = document.getElementById("help");
help.addEventListener("click", () => { keys.hidden = !keys.hidden; help.setAttribute("aria-expanded", String(!keys.hidden)); });
function go(number) {
  const sentence = document.getElementById(`s${number}`);
  if (!sentence) return;
  sentence.scrollIntoView({ block: "center" });
  document.querySelector(".flash")?.classList.remove("flash");
  sentence.classList.add("flash");
}
let at = -1;
function step(by) { // to the next row that is shown
  for (let next = at + by; next >= 0 && next < data.rows.length; next += by) {
    const row = data.rows[next];
    if (!shown.has(data.keys[row[KEY]])) continue;
    at = next;
    go(row[SENTENCE]);
    const segment = document.querySelector(`[data-r~="${next}"]`);
    if (segment) tell(segment, true);
    return;
  }
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { detail.hidden = passages.hidden = true; search.blur(); return; }
  if (event.target.matches("input[type=search]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const head = heads[Number(event.key) - 1];
  if (event.key === "/") { event.preventDefault(); search.focus(); }
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "t") toggleTheme();
  else if (event.key === "l") toggleLanguage();
  else if (event.key === "?") help.click();
  else if (head) head.click();
});

if (matchMedia("(prefers-color-scheme: dark)").matches) root.classList.add("dark");
set(data.keys.filter((key) => FIRST.includes(layerOf(key))), true);
if (!FIRST.some((name) => data.keys.some((key) => layerOf(key) === name))) set(data.keys, true);
