/* words: any of the text, by a click, a tap, a selection or the keys w and b; its lines, and what is known there */
const edges = [0]; // where each word begins, and the end
for (const length of data.words) edges.push(edges.at(-1) + length);
const spanOf = (number) => [edges[number], edges[number + 1]];
const isWord = ([start, end]) => /[\p{L}\p{N}]/u.test(source().slice(start, end));
let word = -1; // the number of the word that is looked at

function offsetOf(node, offset) { // place in the text of a point of the document; -1 outside of it
  const sentence = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".s");
  if (!sentence) return -1;
  const upTo = new Range();
  upTo.selectNodeContents(sentence);
  upTo.setEnd(node, offset);
  return data.starts[Number(sentence.id.slice(1)) - 1] + upTo.toString().length;
}
function pointed({ clientX, clientY }) { // place of the character under the pointer, -1 where there is none
  const caret = document.caretPositionFromPoint?.(clientX, clientY);
  const range = caret ? null : document.caretRangeFromPoint?.(clientX, clientY);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  if (node?.nodeType !== Node.TEXT_NODE || !text.contains(node)) return -1;
  const inside = (from) => from >= 0 && from < node.length && [...rectangles(node, from)].some((box) =>
    box.left <= clientX && clientX <= box.right && box.top <= clientY && clientY <= box.bottom);
  const from = [offset, offset - 1].find(inside); // the edge that is nearest may be the one behind it
  return from === undefined ? -1 : offsetOf(node, from);
}
function rectangles(node, from) { // of one character
  const range = new Range();
  range.setStart(node, from);
  range.setEnd(node, from + 1);
  return range.getClientRects();
}
function selection() { // the two ends of what is selected in the text
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return null;
  const range = chosen.getRangeAt(0);
  const [start, end] = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  return start >= 0 && end > start ? [start, end] : null;
}

function look([start, end], box) { // at a word and the rows there; of a selection, which has a box: what it may be added as
  const words = source().slice(start, end);
  const article = make("article", make("h3", short(words)));
  const bar = make("p", "", { class: "judge" });
  const [all, whole] = [occurrences(words), wholes(words)];
  bar.append(linesOf(["各处", "its lines"], words, all));
  if (whole.length && whole.length < all.length) bar.append(linesOf(["独立成词", "as a word"], words, whole));
  highlight("word", [[start, end, sentenceAt(start)]]);
  const [range] = ranges([start, end, sentenceAt(start)]);
  const segment = range.startContainer.parentElement.closest("[data-r]");
  const rows = segment && !box ? rowsOf(segment) : [];
  if (alone && !rows.length) bar.append(...additions(start, end));
  article.append(bar);
  beside([article, ...rows.map(describe)], box || range.getBoundingClientRect(), true);
}
function linesOf(name, words, places) {
  const button = make("button", `${spoken(name)} ${places.length}`, { type: "button", "data-lines": "" });
  button.addEventListener("click", (event) => {
    detail.hidden = true;
    find(`“${short(words)}”`, places);
    if (!event.detail) passages.querySelector("a").focus(); // by the keyboard, which goes on there
  });
  return button;
}
function wholes(words) { // where they are a word, and not characters inside a longer one
  const places = [];
  data.words.forEach((length, number) => {
    const [start, end] = spanOf(number);
    if (length === words.length && source().startsWith(words, start)) places.push([start, end, sentenceAt(start)]);
  });
  return places;
}
text.addEventListener("click", (event) => {
  if (selection()) return;
  const place = pointed(event);
  const number = place < 0 ? -1 : under(edges, place) - 1;
  const segment = event.target.closest("[data-r]");
  if (number >= 0 && isWord(spanOf(number))) { word = number; look(spanOf(number)); }
  else if (segment) tell(segment, true);
});
function next(by) { // word, from the one that is looked at, else from the sentence on top
  const top = [...document.querySelectorAll(".s")].find((sentence) => sentence.getBoundingClientRect().bottom > 100);
  if (word < 0 && top) word = under(edges, data.starts[Number(top.id.slice(1)) - 1]) - 1 - by;
  for (let number = word + by; number >= 0 && number < data.words.length; number += by) {
    if (!isWord(spanOf(number))) continue;
    word = number;
    document.getElementById(`s${sentenceAt(edges[number])}`).scrollIntoView({ block: "nearest" });
    look(spanOf(number));
    return;
  }
}
let settled = 0;
let looked = ""; // the selection that was shown last: once is enough
let held = false; // while a mouse button is down the selection still grows
addEventListener("mousedown", () => { held = true; });
addEventListener("mouseup", () => { held = false; chosen(); });
document.addEventListener("selectionchange", () => { if (!held) chosen(); });
function chosen() { // a finger and the keyboard select without a mouse: what has come to rest counts
  clearTimeout(settled);
  settled = setTimeout(() => {
    const ends = selection();
    const again = String(ends) === looked;
    looked = String(ends);
    if (ends && !again) look(ends, getSelection().getRangeAt(0).getBoundingClientRect());
  }, SETTLED);
}
