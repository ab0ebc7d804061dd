/* corrections: what the reader says of a row, or adds; lines of corrections.csv */
const [LAYER, ACTION, FIELD, VALUE] = ["layer", "action", "field", "value"];
const COLUMNS = [LAYER, ACTION, "start", "end", "text", FIELD, VALUE, "reason", "initials"];
const desk = document.getElementById("corrections");
const place = document.querySelector("meta[name=save]")?.content; // where a server takes them
const alone = globalThis.top === globalThis; // inside a notebook nothing can be saved
const marked = new Map(); // row -> its last line, so that what was judged is seen
let lines = [];

const words = {
  accept: ["对", "right"], reject: ["错", "wrong"], relabel: ["改为", "relabel"], add: ["补", "add"],
  undo: ["撤销", "undo"],
  who: ["请先填缩写和理由", "fill in initials and reason first"],
};
const kindOf = (row) => data.keys[row[KEY]].split("-").slice(1).join("-");
function fieldOf(layer, kind) { // the field that tells the kinds of a layer apart
  if (layer === "quotations" && kind === "indirect") return "form";
  return data.fields[layer]?.field || "";
}
const points = (offset) => Array.from(source().slice(0, offset)).length; // code points, as files have them

function line(layer, action, start, end, field, value) {
  return { layer, action, start, end, text: source().slice(start, end), field, value };
}
function keep(added, row) { // false where nobody signs them
  const [initials, reason] = ["initials", "reason"].map((name) => desk.querySelector(`[name=${name}]`));
  const empty = [initials, reason].find((input) => !input.value.trim());
  desk.open = true;
  if (empty) { told(spoken(words.who)); empty.focus(); return false; }
  lines = lines.filter((old) => row === undefined || old.row !== row);
  lines.push(...added.map((one) => ({ ...one, row, reason: reason.value.trim(), initials: initials.value.trim() })));
  list();
  return true;
}
function told(message) { desk.querySelector("output").textContent = message; }

function list() {
  marked.clear();
  for (const one of lines) if (one.row !== undefined) marked.set(one.row, one.action);
  const items = lines.map((one, at) => {
    const value = one.value ? ` ${label(`${one.layer}-${one.value}`)}` : "";
    const item = make("li", `${spoken(words[one.action])}${value} · ${one.text.slice(0, 24)} `);
    item.append(make("button", spoken(words.undo), { type: "button", "data-undo": at }));
    return item;
  });
  desk.querySelector("ol").replaceChildren(...items);
  desk.querySelector("summary b").textContent = lines.length || "";
  desk.querySelector("[data-save]").disabled = !lines.length;
  for (const segment of text.querySelectorAll("[data-r]")) {
    const acts = segment.dataset.r.split(" ").map((number) => marked.get(Number(number)));
    segment.classList.toggle("judged", acts.some(Boolean));
    segment.classList.toggle("rejected", acts.includes("reject"));
  }
}
function judged(row) { // buttons under what is known of a row
  const bar = make("p", "", { class: "judge" });
  if (!alone) return bar;
  const [layer, kind, number] = [layerOf(data.keys[row[KEY]]), kindOf(row), data.rows.indexOf(row)];
  const field = fieldOf(layer, kind);
  const judge = (action, name, value) => keep([line(layer, action, row[START], row[END], name, value)], number);
  for (const action of ["accept", "reject"]) {
    const button = make("button", spoken(words[action]), { type: "button", "data-act": action });
    button.addEventListener("click", () => { if (judge(action, field, field ? kind : "")) detail.hidden = true; });
    bar.append(button);
  }
  if (field && field !== "form") bar.append(choice(layer, words.relabel, kind, (value) => judge("relabel", field, value)));
  return bar;
}
function choice(layer, name, kind, chosen) { // a list of labels; choosing one makes a line
  const select = make("select", "", { "aria-label": spoken(name), "data-choice": layer });
  select.append(make("option", `${spoken(name)}…`, { value: "" }));
  for (const value of data.fields[layer].values) {
    if (value !== kind) select.append(make("option", label(`${layer}-${value}`), { value }));
  }
  select.addEventListener("change", () => { if (select.value && chosen(select.value)) detail.hidden = true; else select.value = ""; });
  return select;
}
function filled(layer, start, end, value) { // lines of an added row: every field that it must have
  const fields = [[data.fields[layer].field, value]];
  const before = source()[start - 1] || "";
  if (layer === "quotations") fields.unshift(["form", before === "《" ? "title" : "“‘「『\"".includes(before) ? "quoted" : "indirect"]);
  if (layer === "formulas") fields.push(["canonical", source().slice(start, end)]);
  return fields.map(([name, content]) => line(layer, "add", start, end, name, content));
}

function additions(start, end) { // of a layer each: a list of what the words may be added as
  return data.added.map((layer) => choice(layer, [`补${data.labels[layer][0]}`, `add ${data.labels[layer][1]}`], "", (value) => keep(filled(layer, start, end, value))));
}

/* saved: as a file, or by the server that gave the page */
const quoted = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
function table() {
  const rows = lines.map((one) => COLUMNS.map((name) => quoted(String(name === "start" || name === "end" ? points(one[name]) : one[name]))));
  return [COLUMNS, ...rows].map((row) => `${row.join(",")}\n`).join("");
}
async function send() {
  const answer = await fetch(place, { method: "POST", body: table() });
  const said = await answer.text();
  if (!answer.ok) { told(said); return; }
  lines = [];
  location.reload();
}
function download() {
  const link = make("a", "", { href: URL.createObjectURL(new Blob([table()], { type: "text/csv" })), download: "corrections.csv" });
  link.click();
  URL.revokeObjectURL(link.href);
}
if (desk) {
  desk.hidden = !alone;
  desk.querySelector("[data-save]").addEventListener("click", place ? send : download);
  desk.querySelector("ol").addEventListener("click", (event) => {
    const at = event.target.dataset.undo;
    if (at !== undefined) { lines.splice(Number(at), 1); list(); }
  });
  addEventListener("beforeunload", (event) => { if (lines.length) event.preventDefault(); });
}
