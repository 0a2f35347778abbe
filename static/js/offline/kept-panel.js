// One structure of a kept map, in words: its number, what it is itself, and its answer to the one question that the
// map is coloured by. Nobody's name is on the phone; and where one household lives, its answers are not to be read
// like its page.
import { classOf } from "../map/structures.js";
import { one } from "./store.js";

const EXTENT = 4096;

export class KeptPanel {
  constructor(config, source, { asked, chosen }) {
    Object.assign(this, { config, source, asked, chosen, shown: null });
    this.place = document.getElementById("panel");
    this.row = this.place.querySelector("template");
    this.title = this.place.querySelector("h2");
    this.facts = this.place.querySelector("dl");
    this.found = this.place.querySelector("[data-found]");
    this.place.querySelector("[data-close]").addEventListener("click", () => this.close());
    document.querySelector("[data-find]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.find(new FormData(event.target).get("structure"));
    });
    const number = new URLSearchParams(location.search).get("structure");
    if (number) this.find(number);
  }

  // After another question was put to the map.
  again() {
    if (this.shown) this.facts.replaceChildren(...this.said(this.shown));
  }

  show(shape, at = null) {
    this.shown = shape;
    this.tell(shape.n ? `${this.config.code}/${shape.n}` : this.place.dataset.noNumber, this.said(shape));
    this.chosen(shape, at);
  }

  said(shape) {
    const { themes, facts: own } = this.config;
    const told = themes.filter((theme) => own.includes(theme.name) || theme === this.asked());
    const facts = told.map((theme) => [theme.label, groupOf(theme, shape)]).filter(([, answer]) => answer);
    return facts.flatMap(([label, answer]) => [word("dt", label), word("dd", answer)]);
  }

  tell(title, facts, others = []) {
    this.title.textContent = title;
    this.facts.replaceChildren(...facts);
    this.found.replaceChildren(...others);
    this.place.hidden = false;
    this.place.scrollIntoView({ block: "nearest" });
    this.title.focus({ preventScroll: true });
  }

  close() {
    this.shown = null;
    this.place.hidden = true;
    this.chosen(null);
  }

  // In all tiles with numbers: a few, for one settlement.
  async find(typed) {
    const wanted = bare(typed, this.config.code);
    const matches = (await this.numbered()).filter(({ shape }) => isNumber(shape.n, wanted));
    if (matches.length === 1) return this.show(matches[0].shape, matches[0].at);
    if (!matches.length) return this.tell(this.place.dataset.notFound.replace("{number}", typed), []);
    return this.tell(this.place.dataset.which, [], matches.map((match) => this.choice(match)));
  }

  choice({ shape, at }) {
    const item = this.row.content.cloneNode(true);
    const button = item.querySelector("button");
    button.textContent = `${this.config.code}/${shape.n}`;
    button.addEventListener("click", () => this.show(shape, at));
    return item;
  }

  async numbered() {
    const finest = Math.max(...this.config.zooms);
    const kept = await one(this.config.code);
    const named = new RegExp(`/structures-plain/${finest}/(\\d+)/(\\d+)\\.mvt$`);
    const tiles = (kept?.parts ?? []).map(({ address }) => named.exec(address)).filter(Boolean);
    const shapes = new Map();
    for (const [, x, y] of tiles) {
      const tile = { z: finest, x: Number(x), y: Number(y) };
      for (const shape of await this.source.load(tile)) if (shape.n) shapes.set(shape.id, { shape, at: middle(tile, shape.box) });
    }
    return [...shapes.values()];
  }
}

function word(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

const groupOf = (theme, shape) => theme.groups.find(({ codes }) => codes.includes(classOf(shape, theme)))?.label;

// "kmt / b 0123" → "B/123": as numbers stand in the tiles, without the settlement's letters.
function bare(typed, code) {
  const text = typed.trim().toUpperCase().replaceAll(/\s*\/\s*/g, "/").replace(/^([A-Z]\w{0,3})\s+(?=\d)/, "$1/");
  return withoutZeros(text.startsWith(`${code}/`) ? text.slice(code.length + 1) : text);
}

const withoutZeros = (number) => number.replaceAll(/(^|\/)0+(?=\d)/g, "$1").replaceAll(" ", "");

function isNumber(number, wanted) {
  const own = withoutZeros(number.toUpperCase());
  return own === wanted || own.split("/").pop() === wanted;
}

// Where a shape of a tile lies, in degrees.
function middle({ z, x, y }, [west, north, east, south]) {
  const across = (x + (west + east) / 2 / EXTENT) / 2 ** z;
  const down = (y + (north + south) / 2 / EXTENT) / 2 ** z;
  return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * down))) * 180) / Math.PI, across * 360 - 180];
}
