// Sorting and search for the tables of a notebook: each is plain HTML already, its further rows JSON.
(() => {
  const FEW = 5; // rows that the eye takes in at once
  const order = new Intl.Collator("zh", { numeric: true }).compare;

  function ready(box) {
    box.dataset.ready = "";
    const [body] = box.querySelector("table").tBodies;
    const heads = [...box.querySelectorAll("th")];
    const first = [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent));
    const models = [...(body.rows[0]?.cells ?? [])];
    const words = JSON.parse(box.querySelector("script").textContent);
    const all = first.concat(words.rows);
    let rows = all, most = first.length, sorted = -1, down = false;

    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = words.search;
    const note = document.createElement("span");
    const more = document.createElement("button");
    more.textContent = words.more;
    box.querySelector(".note").replaceChildren(words.note, " ", note, " ", more);
    if (all.length > FEW) box.prepend(search);

    function draw() {
      const shown = rows.slice(0, most).map((row) => {
        const line = document.createElement("tr");
        row.forEach((text, column) => {
          const cell = models[column].cloneNode();
          cell.textContent = text;
          line.append(cell);
        });
        return line;
      });
      body.replaceChildren(...shown);
      note.textContent = shown.length < all.length ? `${shown.length} / ${rows.length}` : "";
      more.hidden = shown.length === rows.length;
    }
    search.addEventListener("input", () => {
      rows = all.filter((row) => row.join("\t").includes(search.value));
      draw();
    });
    more.addEventListener("click", () => { most = all.length; draw(); });
    heads.forEach((head, column) => {
      head.style.cursor = "pointer";
      head.addEventListener("click", () => {
        down = sorted === column && !down;
        sorted = column;
        const numbers = all.every((row) => row[column] === "" || !isNaN(Number(row[column])));
        const by = numbers ? (a, b) => Number(a) - Number(b) : order;
        // empty cells stand last, whichever way
        const place = (a, b) => (a === "") - (b === "") || (down ? by(b, a) : by(a, b));
        all.sort((a, b) => place(a[column], b[column]));
        search.dispatchEvent(new Event("input"));
      });
    });
    draw();
  }
  function look() {
    if (document.readyState === "loading") return; // a table may be half there
    document.querySelectorAll(".huayu-table:not([data-ready])").forEach(ready);
  }
  document.addEventListener("DOMContentLoaded", look);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})();
