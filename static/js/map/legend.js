// The legend says in words, patterns and numbers what the colours mean; a tap on a class shows it alone.
import { grouped } from "./digits.js";
import { swatch } from "./patterns.js";

const BLANK = { colour: "#fffdf8", pattern: "plain", codes: [] };

export class Legend {
  constructor(address) {
    this.address = address;
    this.box = document.querySelector(".map-legend");
    this.list = document.getElementById("legend");
    this.summary = document.getElementById("legend-summary");
    this.left = document.getElementById("left");
    this.all = document.getElementById("show-all");
    this.list.addEventListener("click", ({ target }) => this.toggle(target.closest("button")));
    this.all.addEventListener("click", () => this.clear());
  }

  // A theme of structures: every class is a button. Counts come later, see `count`.
  show(theme) {
    this.theme = theme;
    const isByCluster = Boolean(theme.classes?.map);
    this.box.querySelector(".when-closed").textContent = isByCluster ? `${theme.label} · ${this.list.dataset.byVillage}` : theme.label;
    const rows = isByCluster ? [...theme.classes, ...(theme.tooFew ? [theme.tooFew] : [])] : theme.groups;
    const blank = isByCluster ? [] : [{ ...BLANK, label: this.list.dataset.blank }];
    this.list.replaceChildren(...[...rows, ...blank].map((group, n) => this.line(group, n, { isButton: !isByCluster && n < rows.length })));
    this.summary.textContent = isByCluster ? theme.summary : "";
    this.summary.hidden = !isByCluster;
    this.left.hidden = isByCluster;
    this.marked();
  }

  line(group, n, { isButton }) {
    const item = document.createElement("li");
    const row = document.createElement(isButton ? "button" : "span");
    row.className = "class";
    if (isButton) {
      row.type = "button";
      row.dataset.place = n + 1;
    }
    const count = document.createElement("span");
    count.className = "class-n";
    if (group.n != null) count.textContent = grouped(group.n);
    const label = document.createElement("span");
    label.textContent = group.label;
    row.append(swatch(group), label, count);
    item.append(row);
    return item;
  }

  // How many structures are of each class, by the tiles' codes; `wanted` are those that the map shows.
  count({ classes }) {
    const of = (codes) => codes.reduce((sum, code) => sum + (classes[code]?.[0] ?? 0), 0);
    const known = new Set(this.theme.groups.flatMap(({ codes }) => codes.map(String)));
    const blank = Object.keys(classes).filter((code) => !known.has(code));
    [...this.list.children].forEach((item, n) => {
      const codes = this.theme.groups[n]?.codes ?? blank;
      item.querySelector(".class-n").textContent = grouped(of(codes));
    });
    const only = this.address.list("only").map(Number);
    const shown = only.length ? only.flatMap((place) => this.theme.groups[place - 1]?.codes ?? []) : Object.keys(classes);
    const sum = (n) => shown.reduce((whole, code) => whole + (classes[code]?.[n] ?? 0), 0);
    const text = this.left.dataset.text.replaceAll(": ", ":\u00a0").replace("{structures}", grouped(sum(0)));
    this.left.querySelector("span").textContent = text
      .replace("{households}", grouped(sum(1)))
      .replace("{people}", grouped(sum(2)));
  }

  toggle(row) {
    if (!row) return;
    const place = row.dataset.place;
    const only = this.address.list("only");
    const next = only.includes(place) ? only.filter((each) => each !== place) : [...only, place];
    // All of them is the same as none.
    this.address.set({ only: next.length === this.theme.groups.length ? [] : next });
  }

  clear() {
    this.address.set({ only: [], cluster: [], use: [], status: [] });
  }

  marked() {
    const only = this.address.list("only");
    for (const row of this.list.querySelectorAll("button")) {
      row.setAttribute("aria-pressed", String(only.includes(row.dataset.place)));
      row.classList.toggle("off", only.length > 0 && !only.includes(row.dataset.place));
    }
    this.all.hidden = !["only", "cluster", "use", "status"].some((name) => this.address.list(name).length);
  }
}
