/* minimap: a column for each layer, a stroke for each row that is shown, and where the reader is */
const map = document.getElementById("map");
const layers = [...new Set(data.keys.map(layerOf))];
function draw() {
  const pen = map.getContext("2d");
  const ratio = globalThis.devicePixelRatio || 1;
  map.width = 60 * ratio;
  map.height = (map.clientHeight || 800) * ratio;
  map.title = layers.map(label).join(" · ");
  const width = map.width / layers.length;
  const inks = data.keys.map((key, number) => (shown.has(key) ? ink(`k${data.colours[number]}`) : ""));
  for (const row of data.rows) {
    if (!inks[row[KEY]]) continue;
    pen.fillStyle = inks[row[KEY]];
    const left = layers.indexOf(layerOf(data.keys[row[KEY]])) * width + 1;
    for (const [start, end] of row[PIECES] || [[row[START], row[END]]]) {
      const top = (start / data.length) * map.height;
      pen.fillRect(left, top, width - 2, Math.max(ratio, ((end - start) / data.length) * map.height));
    }
  }
  pen.fillStyle = ink("ink");
  for (const [start] of listed) pen.fillRect(0, (start / data.length) * map.height, map.width, ratio);
  follow();
}
function ink(name) { // a colour as the theme has it
  map.style.color = `var(--${name})`;
  return getComputedStyle(map).color;
}
function follow() {
  const box = text.getBoundingClientRect();
  const share = (y) => `${(100 * Math.min(1, Math.max(0, (y - box.top) / box.height))).toFixed(1)}%`;
  map.style.setProperty("--at", share(0));
  map.style.setProperty("--to", share(innerHeight));
}
map.addEventListener("click", (event) => {
  const share = (event.clientY - map.getBoundingClientRect().top) / map.clientHeight;
  go(sentenceAt(Math.floor(share * data.length)));
});
addEventListener("resize", draw);
addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });

/* contents that follow */
const contents = document.getElementById("contents");
const entries = [...contents.querySelectorAll("a")];
const watched = new Map(entries.map((link) => [link.getAttribute("href").slice(1), link.parentElement]));
const seen = new IntersectionObserver((changes) => {
  const top = changes.filter((change) => change.isIntersecting).pop();
  if (!top) return;
  contents.querySelector(".now")?.classList.remove("now");
  const entry = watched.get(top.target.id);
  entry.classList.add("now");
  const above = entry.offsetTop - contents.scrollTop;
  if (above < 0 || above > contents.clientHeight - entry.offsetHeight) contents.scrollTop += above - contents.clientHeight / 2;
}, { rootMargin: "-10% 0px -70% 0px" });
contents.addEventListener("animationend", () => { // when they are there
  for (const id of watched.keys()) { const target = document.getElementById(id); if (target) seen.observe(target); }
});

/* language, theme, keyboard */
function speak(language) {
  root.dataset.labels = language;
  root.lang = language;
  for (const element of document.querySelectorAll("[data-zh]")) element.textContent = element.dataset[language];
  search.placeholder = search.dataset[`${language}Placeholder`];
  later();
}
function toggleTheme() {
  const dark = root.classList.contains("dark") || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);
  root.classList.toggle("dark", !dark);
  root.classList.toggle("light", dark);
  later();
}
const toggleLanguage = () => speak(root.dataset.labels === "en" ? "zh" : "en");
document.getElementById("theme").addEventListener("click", toggleTheme);
document.getElementById("language").addEventListener("click", toggleLanguage);
for (const button of document.querySelectorAll("[data-panel]")) { // on narrow screens
  button.addEventListener("click", () => {
    const on = root.classList.toggle(`with-${button.dataset.panel}`);
    button.setAttribute("aria-expanded", String(on));
  });
}
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
  if (event.key === "Escape") { close(detail); close(passages); search.blur(); return; }
  if (event.target.matches("input[type=search]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const head = heads[Number(event.key) - 1];
  if (event.key === "/") { event.preventDefault(); search.focus(); }
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "w") next(1);
  else if (event.key === "b") next(-1);
  else if (event.key === "Enter" && !detail.hidden && !event.target.closest("button, a, input, select, summary")) detail.querySelector("[data-lines]")?.click();
  else if (event.key === "t") toggleTheme();
  else if (event.key === "l") toggleLanguage();
  else if (event.key === "?") help.click();
  else if (head) head.click();
});

new PerformanceObserver(later).observe({ type: "paint", buffered: true }); // the text comes first
