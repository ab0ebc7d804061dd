"use strict";
// The network of a speech: one part at a time, its ties and groups filtered, passages by a click.
const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const node = Object.fromEntries(data.nodes.map((one) => [one.id, one]));
const hidden = new Set(); // groups that are not shown
let part = data.parts.find((one) => `#${one.number}` === location.hash) || data.parts[data.first];

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  return parent.appendChild(made);
}

function button(text, parent, act) {
  const made = element("button", text, parent);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// --- what is counted -------------------------------------------------------------------------

const within = (numbers) =>
  numbers.filter((number) => !part.number || data.sentences[number].part === part.number);
const held = (id) => within(node[id].sentences);
const joint = (edge) => {
  const other = new Set(held(edge.target));
  return held(edge.source).filter((number) => other.has(number));
};

function ties() {
  const kind = at("ties").value, least = Number(at("strength").value);
  return part.edges.filter((edge) =>
    (kind === "all" || edge[kind]) && (edge.association || edge.count >= least) &&
    !hidden.has(node[edge.source].group) && !hidden.has(node[edge.target].group));
}

// --- the picture -----------------------------------------------------------------------------

const picture = cytoscape({
  container: at("drawing"),
  elements: data.nodes.map((one) => ({ data: { id: one.id, label: one.label, colour: one.colour, size: 10 },
    position: { x: one.x, y: one.y } })),
  layout: { name: "preset" },
  minZoom: 0.2, maxZoom: 6,
  style: [
    { selector: "node", style: { label: "data(label)", "background-color": "data(colour)", width: "data(size)",
      height: "data(size)", "border-width": 0.6, "border-color": "#9a9a9a", "font-size": 12, color: "#222",
      "text-valign": "bottom", "text-margin-y": 2, "font-family": "Huayu, sans-serif",
      "text-outline-color": "#fff", "text-outline-width": 2 } },
    { selector: "edge", style: { width: "data(width)", "line-color": "#b9b9b9", "curve-style": "straight" } },
    { selector: "edge.association", style: { "line-color": "#222" } },
    { selector: ".absent", style: { opacity: 0.25 } },
    { selector: ".outside", style: { display: "none" } },
    { selector: ".found", style: { "border-width": 3, "border-color": "#d55e00" } },
    { selector: ":selected", style: { "border-width": 3, "border-color": "#222", "line-color": "#d55e00" } },
  ],
});

function draw() {
  const shown = ties();
  const most = Math.max(1, ...data.parts.flatMap((one) => one.edges.map((edge) => edge.count)));
  picture.batch(() => {
    picture.edges().remove();
    for (const one of data.nodes) {
      const count = held(one.id).length, drawn = picture.getElementById(one.id);
      drawn.data("size", 6 + 4 * Math.sqrt(count));
      drawn.toggleClass("absent", count === 0).toggleClass("outside", hidden.has(one.group));
    }
    picture.add(shown.map((edge) => ({
      data: { id: `${edge.source}\t${edge.target}`, source: edge.source, target: edge.target,
        width: 1 + 5 * (edge.count - 1) / Math.max(most - 1, 1) },
      classes: edge.association ? "association" : "",
    })));
  });
  lists(shown);
}

// --- what stands beside it -------------------------------------------------------------------

function row(cells, table, act) {
  const made = table.insertRow();
  button(cells[0], made.insertCell(), act);
  for (const cell of cells.slice(1)) made.insertCell().textContent = cell;
}

function lists(shown) {
  at("about").textContent = part.about;
  at("nodes").replaceChildren();
  at("edges").replaceChildren();
  const there = data.nodes.map((one) => [one, held(one.id).length])
    .filter(([one, count]) => count && !hidden.has(one.group)).sort((a, b) => b[1] - a[1]);
  at("nodes-head").textContent = `${data.said.concepts} (${there.length})`;
  for (const [one, count] of there) row([one.label, String(count)], at("nodes"), () => chooseNode(one.id));
  at("edges-head").textContent = `${data.said.ties} (${shown.length}) · ${data.said.joint}`;
  const order = [...shown].sort((a, b) => b.association - a.association || b.strength - a.strength);
  for (const edge of order) {
    const names = `${edge.association ? "● " : "○ "}${node[edge.source].label} – ${node[edge.target].label}`;
    row([names, `${edge.count} : ${edge.expected}`], at("edges"), () => chooseEdge(edge));
  }
}

function tell(title, rows) {
  at("facts").replaceChildren();
  element("h2", title, at("facts"));
  const table = element("table", "", at("facts"));
  for (const [name, value] of rows) {
    const made = table.insertRow();
    made.insertCell().textContent = name;
    made.insertCell().textContent = value;
  }
}

// every word of the speech goes in as text, never as markup
function passages(numbers, names) {
  at("sentences").replaceChildren();
  element("h2", `${data.said.sentences} ${numbers.length}`, at("sentences"));
  const items = element("ol", "", at("sentences"));
  for (const number of numbers) {
    const { text, marks, place } = data.sentences[number];
    const item = element("li", `${place}　`, items);
    let from = 0;
    for (const [start, end, id] of marks) {
      if (!names.includes(id) || start < from) continue;
      item.append(text.slice(from, start));
      element("mark", text.slice(start, end), item);
      from = end;
    }
    item.append(text.slice(from));
  }
}

function chooseNode(id) {
  picture.elements().unselect();
  picture.getElementById(id).select();
  tell(node[id].label, node[id].facts);
  passages(held(id), [id]);
}

function chooseEdge(edge) {
  picture.elements().unselect();
  picture.getElementById(`${edge.source}\t${edge.target}`).select();
  tell(`${node[edge.source].label} – ${node[edge.target].label}`, edge.facts);
  passages(joint(edge), [edge.source, edge.target]);
}

picture.on("tap", "node", (event) => chooseNode(event.target.id()));
picture.on("tap", "edge", (event) => {
  const [source, target] = event.target.id().split("\t");
  chooseEdge(part.edges.find((edge) => edge.source === source && edge.target === target));
});

// --- controls --------------------------------------------------------------------------------

const tabs = data.parts.map((one) => {
  const tab = button(one.name, at("parts"), () => open(one));
  at("parts").append("　");
  return tab;
});

function open(one) {
  part = one;
  tabs.forEach((tab, place) => tab.setAttribute("aria-pressed", data.parts[place] === one));
  const most = Math.max(1, ...one.edges.map((edge) => edge.count));
  at("strength").max = most;
  at("strength").value = at("least").value = Math.min(at("strength").value, most);
  at("facts").replaceChildren();
  at("sentences").replaceChildren();
  draw();
}

for (const { name, colour, group } of data.groups) {
  const label = element("label", "", at("groups"));
  const box = element("input", "", label);
  box.type = "checkbox";
  box.checked = true;
  const key = element("span", "", label);
  key.className = "key";
  key.style.background = colour;
  label.append(` ${name}`);
  box.addEventListener("change", () => {
    if (box.checked) hidden.delete(group); else hidden.add(group);
    draw();
  });
}
at("ties").addEventListener("change", draw);
at("strength").addEventListener("input", () => {
  at("least").value = at("strength").value;
  draw();
});
at("search").addEventListener("input", () => {
  const wanted = at("search").value.trim().toLowerCase();
  const found = picture.nodes().filter((one) => {
    const { label, en } = node[one.id()];
    return wanted !== "" && `${label} ${en}`.toLowerCase().includes(wanted);
  });
  picture.nodes().removeClass("found");
  found.addClass("found");
  if (found.length) picture.animate({ center: { eles: found }, duration: 200 });
});
at("fit").addEventListener("click", () => picture.fit(undefined, 30));

if (data.alone.length) {
  at("alone").append(data.said.alone);
  data.alone.forEach((name, place) => at("alone").append(place ? `、${name}` : name));
}
open(part);
picture.resize();
picture.fit(undefined, 30);
