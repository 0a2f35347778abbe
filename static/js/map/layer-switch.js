// Which layers are drawn, and of the service points which kinds and states: a tap on one shows it alone.
import { dotSwatch, serviceSwatch } from "./signs.js";

const BROKEN = ["not_working", "closed"];
const STATES = { working: (s) => s === "working", broken: (s) => BROKEN.includes(s), partly: (s) => s !== "working" && !BROKEN.includes(s) };
const SAMPLES = { working: "working", broken: "not_working", partly: "partly" };

export class LayerSwitch {
  // `groups`: [{ name, label, layers, items: [{ swatch, label }] }]; `services` is the layer of service points.
  constructor(map, { address, services, kinds, groups }) {
    Object.assign(this, { map, address, services });
    this.place = document.getElementById("layers");
    this.words = this.place.dataset;
    this.shown = new Map();
    if (services && kinds.length) this.add({ name: "services", label: this.words.services, layers: [services] }, this.chips(kinds));
    for (const group of groups) this.add(group, listOf(group.items ?? []));
    this.filter();
  }

  add({ name, label, layers }, more) {
    const input = Object.assign(document.createElement("input"), { type: "checkbox", autocomplete: "off", id: `layer-${name}` });
    input.checked = !this.address.list("off").includes(name);
    const choice = document.createElement("label");
    choice.className = "choice";
    choice.append(input, Object.assign(document.createElement("span"), { textContent: label }));
    const turn = () => {
      for (const layer of layers) input.checked ? layer.addTo(this.map) : layer.remove();
      more.hidden = !input.checked || !more.childElementCount;
    };
    input.addEventListener("change", () => {
      turn();
      const off = this.address.list("off").filter((each) => each !== name);
      this.address.set({ off: input.checked ? off : [...off, name] });
    });
    this.place.append(choice, more);
    turn();
  }

  chips(kinds) {
    const list = document.createElement("div");
    list.className = "map-chips";
    list.append(
      ...Object.keys(STATES).map((state) => this.chip("working", state, this.words[state], dotSwatch({ s: SAMPLES[state] }))),
      ...kinds.map(({ kind, label, n }) => this.chip("kind", kind, `${label} ${n}`, serviceSwatch({ k: kind }))),
    );
    return list;
  }

  chip(name, value, label, swatch) {
    const chip = Object.assign(document.createElement("button"), { type: "button", className: "map-chip" });
    chip.append(swatch, label);
    chip.addEventListener("click", () => {
      const said = this.address.list(name);
      this.address.set({ [name]: said.includes(value) ? said.filter((each) => each !== value) : [...said, value] });
      this.filter();
    });
    this.shown.set(chip, [name, value]);
    return chip;
  }

  // Nothing chosen is everything.
  filter() {
    for (const [chip, [name, value]] of this.shown) {
      chip.setAttribute("aria-pressed", String(this.address.list(name).includes(value)));
    }
    const [kinds, states] = [this.address.list("kind"), this.address.list("working")];
    const isWanted = ({ k, s }) =>
      (!kinds.length || kinds.includes(k)) && (!states.length || states.some((state) => STATES[state]?.(s)));
    this.services?.painter.choose(isWanted);
    this.services?.repaint();
    this.isWanted = isWanted;
  }
}

function listOf(items) {
  const list = document.createElement("ul");
  list.append(
    ...items.map(({ swatch, label }) => {
      const item = document.createElement("li");
      item.append(swatch, label);
      return item;
    }),
  );
  return list;
}
