/* passages: a list of places, each with its part and its context; short ones under each other */
const one = (part) => make("span", part.replace(/\s+/g, " "));
const partOf = (sentence) => document.getElementById(`s${sentence}`).closest("[data-part]").dataset.part;
const around = ([start, end]) => [source().slice(Math.max(0, start - AROUND), start), source().slice(end, end + AROUND)];
const ORDERS = { // in which the lines stand: as in the text, or by what is nearest on one side
  text: () => "",
  left: (place) => Array.from(around(place)[0]).reverse().join(""),
  right: (place) => around(place)[1],
};
let listed = []; // the places of the list that is open
function open(title, places) {
  listed = places;
  const more = places.length > MOST ? spoken([`（前 ${MOST} 处）`, ` (the first ${MOST})`]) : "";
  passages.querySelector("h2").textContent = `${title} · ${places.length}${more}`;
  const counts = parts.map((part) => [part, places.filter((place) => partOf(place[2]) === part).length]);
  passages.querySelector("small").textContent = parts.length > 1 ? counts.map(([part, times]) => `${partName(part)} ${times}`).join(" · ") : "";
  passages.querySelector("ol").classList.toggle("kwic", places.every(([start, end]) => end - start <= SHORT));
  order("text");
  passages.hidden = false;
  later();
}
function order(by) {
  const key = new Map(listed.map((place) => [place, ORDERS[by](place)]));
  const places = [...listed].sort((a, b) => (key.get(a) < key.get(b) ? -1 : Number(key.get(a) > key.get(b))));
  passages.querySelector("ol").replaceChildren(...places.slice(0, MOST).map(passage));
  for (const button of passages.querySelectorAll("[data-order]")) button.setAttribute("aria-pressed", String(button.dataset.order === by));
  passages.scrollTop = 0;
}
function passage(place) {
  const [start, end, sentence] = place;
  const link = make("a", "", { href: `#s${sentence}` });
  if (parts.length > 1) link.append(make("small", Number(partOf(sentence)) ? partOf(sentence) : "–", { title: partName(partOf(sentence)) }));
  const middle = end - start > 60 ? `${source().slice(start, start + 59)}…` : source().slice(start, end);
  const [left, right] = around(place);
  link.append(one(left), make("b", one(middle)), one(right));
  return make("li", link);
}
for (const button of passages.querySelectorAll("[data-order]")) button.addEventListener("click", () => order(button.dataset.order));

/* search, keyword in context */
const search = document.getElementById("search");
search.addEventListener("input", () => {
  const word = search.value.trim();
  if (word) find(`“${word}”`, occurrences(word)); else close(passages);
});
function occurrences(word) {
  const places = [];
  for (let at = source().indexOf(word); at >= 0; at = source().indexOf(word, at + word.length)) {
    places.push([at, at + word.length, sentenceAt(at)]);
  }
  return places;
}
function find(title, places) { // their lines, and themselves in the text
  open(title, places);
  highlight("found", places.slice(0, MOST));
}
function highlight(name, places) {
  if (globalThis.Highlight) CSS.highlights.set(name, new Highlight(...places.flatMap(ranges)));
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
  if (row[PIECES]) article.append(members(row));
  const list = make("dl");
  for (const number of row[FIELDS]) {
    const [name, ...value] = data.values[number];
    list.append(make("dt", label(name)), make("dd", value.length > 1 ? spoken(value) : value[0]));
  }
  article.append(list, judged(row));
  return article;
}
function aligned(member, slots) { // the words between the slots, and what fills each, in turn
  const cells = [];
  let rest = member.length > 120 ? `${member.slice(0, 119)}…` : member;
  for (const slot of slots) {
    const at = slot ? rest.indexOf(slot) : -1;
    if (at < 0) continue;
    cells.push(make("td", rest.slice(0, at)), make("td", make("mark", slot)));
    rest = rest.slice(at + slot.length);
  }
  cells.push(make("td", rest));
  return cells;
}
function inOne(cells) {
  const cell = make("td");
  cell.append(...cells.flatMap((part) => [...part.childNodes]));
  return cell;
}
function members(row) { // under each other, like parts in one column where all divide alike
  const lines = row[PIECES].map(([start, end], n) => aligned(source().slice(start, end), (row[SLOTS] || [])[n] || []));
  const alike = lines.every((cells) => cells.length === lines[0].length);
  const table = make("table", "", { class: "members" });
  lines.forEach((cells, n) => {
    const line = make("tr", make("th", String(n + 1)));
    line.append(...(alike ? cells : [inOne(cells)]));
    table.append(line);
  });
  return table;
}
const rowsOf = (segment) => segment.dataset.r.split(" ").map((n) => data.rows[n]).filter((row) => shown.has(data.keys[row[KEY]]));
function tell(segment, pinned) {
  const rows = rowsOf(segment);
  if (rows.length) beside(rows.map(describe), segment.getBoundingClientRect(), pinned);
}
function beside(articles, box, pinned) { // below a place of the text, or above it
  detail.querySelector("div").replaceChildren(...articles);
  detail.hidden = false;
  detail.classList.toggle("pinned", pinned);
  detail.style.left = `${Math.max(8, Math.min(box.left, innerWidth - detail.offsetWidth - 16))}px`;
  const below = box.bottom + 6;
  detail.style.top = `${below + detail.offsetHeight < innerHeight ? below : Math.max(8, box.top - detail.offsetHeight - 6)}px`;
}
text.addEventListener("mouseover", (event) => {
  const segment = event.target.closest("[data-r]");
  if (detail.classList.contains("pinned") && !detail.hidden) return;
  if (segment) tell(segment, false); else detail.hidden = true;
});
function close(panel) {
  panel.hidden = true;
  if (globalThis.Highlight) CSS.highlights.delete(panel === passages ? "found" : "word");
  if (panel === passages) { listed = []; later(); }
}
for (const button of document.querySelectorAll(".close")) button.addEventListener("click", () => close(button.parentElement));
