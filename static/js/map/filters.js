// What structures are left: by cluster, use and status, and by the classes of the theme that the legend shows.
import { classOf } from "./structures.js";

export const FILTERS = ["cluster", "use", "status"];

export class Filters {
  constructor(config, address) {
    this.config = config;
    this.address = address;
    this.boxes = [...document.querySelectorAll(".map-filters input[type=checkbox]")];
    this.told = document.getElementById("filters-n");
    this.show();
    for (const box of this.boxes) box.addEventListener("change", () => this.changed(box.name));
  }

  changed(name) {
    const checked = this.boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);
    this.address.set({ [name]: checked });
  }

  show() {
    for (const box of this.boxes) box.checked = this.address.list(box.name).includes(box.value);
    const n = FILTERS.reduce((sum, name) => sum + this.address.list(name).length, 0);
    this.told.textContent = n || "";
    this.told.hidden = !n;
  }

  // Whether a shape of the tiles is left; null where all are. Clusters go by their code in the address.
  test(theme) {
    const clusters = new Set(this.address.list("cluster").map((code) => this.config.clusters[code]));
    const only = this.address.list("only").flatMap((place) => theme.groups?.[place - 1]?.codes ?? []);
    const tests = [];
    if (clusters.size) tests.push((shape) => clusters.has(shape.k));
    if (only.length) tests.push((shape) => only.includes(classOf(shape, theme)));
    for (const name of ["use", "status"]) {
      const wanted = this.address.list(name).map(Number);
      if (wanted.length) tests.push((shape) => wanted.includes(classOf(shape, this.config.filters[name])));
    }
    return tests.length ? (shape) => tests.every((is) => is(shape)) : null;
  }

  // What the legend's numbers are asked for by.
  query(theme) {
    const query = new URLSearchParams({ theme: theme.name });
    for (const code of this.address.list("cluster")) {
      if (this.config.clusters[code]) query.append("cluster", this.config.clusters[code]);
    }
    for (const name of ["use", "status"]) for (const n of this.address.list(name)) query.append(name, n);
    return query;
  }
}
