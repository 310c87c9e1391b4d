"use strict";

// Without this script every row is there, in the report's own order.
(() => {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const sortable = (table) => {
    const body = table.tBodies[0];
    const headers = [...table.tHead.rows[0].cells];
    const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
    const numeric = (column) => headers[column].dataset.kind === "number";

    const compare = (column, way) => (one, other) => {
      const [first, second] = [key(one, column).trim(), key(other, column).trim()];
      // What is not known comes last, whichever way.
      if (first === "" || second === "") return Number(first === "") - Number(second === "");
      return way * (numeric(column) ? first - second : collator.compare(first, second));
    };

    headers.forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => {
        const way = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        headers.forEach((each) => each.removeAttribute("aria-sort"));
        header.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
        body.append(...[...body.rows].sort(compare(column, way)));
      });
    });
  };

  const filterable = (bar) => {
    const rows = [...document.getElementById(bar.dataset.table).tBodies[0].rows];
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const search = bar.querySelector("input");
    const choices = [...bar.querySelectorAll("select")];
    const told = bar.querySelector("output");

    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const fits =
          words.every((word) => texts.get(row).includes(word)) &&
          choices.every(({ name, value }) => value === "" || row.dataset[name] === value);
        row.hidden = !fits;
        shown += fits;
      }
      told.textContent = `${shown} of ${rows.length} shown`;
    };

    bar.addEventListener("input", apply);
    bar.addEventListener("choose", ({ detail }) => {
      search.value = "";
      for (const choice of choices) choice.value = detail[choice.name] ?? "";
      apply();
    });
    bar.hidden = false;
    apply();
  };

  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll(".filters").forEach(filterable);

  // A link to a resource shows it, and one to a stack's resources shows only those.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#change']");
    const bar = document.querySelector(".filters[data-table='changes']");
    if (link && bar) bar.dispatchEvent(new CustomEvent("choose", { detail: { ...link.dataset } }));
  });
})();
