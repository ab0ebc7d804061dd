/* passages: a list of places, each with its context; short ones under each other */
const one = (part) => make("span", part.replace(/\s+/g, " "));
function open(title, places) {
  const more = places.length > MOST ? spoken([`（前 ${MOST} 处）`, ` (the first ${MOST})`]) : "";
  passages.querySelector("h2").textContent = `${title} · ${places.length}${more}`;
  const items = places.slice(0, MOST).map(([start, end, sentence]) => {
    const link = make("a", "", { href: `#s${sentence}` });
    const middle = end - start > 60 ? `${source().slice(start, start + 59)}…` : source().slice(start, end);
    link.append(one(source().slice(Math.max(0, start - AROUND), start)), make("b", one(middle)), one(source().slice(end, end + AROUND)));
    return make("li", link);
  });
  const list = passages.querySelector("ol");
  list.classList.toggle("kwic", places.every(([start, end]) => end - start <= SHORT));
  list.replaceChildren(...items);
  passages.hidden = false;
  passages.scrollTop = 0;
}

/* search, keyword in context */
const search = document.getElementById("search");
search.addEventListener("input", () => {
  const word = search.value.trim();
  if (globalThis.Highlight) CSS.highlights.delete("found");
  if (!word) { passages.hidden = true; return; }
  const places = [];
  for (let at = source().indexOf(word); at >= 0; at = source().indexOf(word, at + word.length)) {
    places.push([at, at + word.length, sentenceAt(at)]);
  }
  open(`“${word}”`, places);
  if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...places.slice(0, MOST).flatMap(ranges)));
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
