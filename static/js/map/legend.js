// The choice of what structures are coloured by, and the legend that says so in words.
import { swatch } from "./patterns.js";
import { disputeSwatch, dotSwatch } from "./signs.js";

export class Legend {
  constructor(themes, { first, isOpen }) {
    this.themes = themes;
    this.box = document.querySelector(".map-legend");
    this.select = document.getElementById("theme");
    this.list = document.getElementById("legend");
    this.services = document.getElementById("services");
    this.box.classList.remove("needs-script");
    this.box.open = isOpen;
    // An address may ask for colours: `?colours=visits`.
    const asked = new URLSearchParams(location.search).get("colours") ?? localStorage.getItem("theme");
    const remembered = themes.find(({ name }) => name === asked);
    for (const { name, label } of themes) this.select.add(new Option(label, name));
    this.select.value = (remembered ?? themes.find(({ name }) => name === first)).name;
    for (const item of this.box.querySelectorAll("[data-dot]")) item.prepend(dotSwatch({ s: item.dataset.dot }));
    this.box.querySelector("[data-dispute]")?.prepend(disputeSwatch());
    this.show();
  }

  get theme() {
    return this.themes.find(({ name }) => name === this.select.value);
  }

  onChange({ theme, services }) {
    this.select.addEventListener("change", () => {
      localStorage.setItem("theme", this.select.value);
      this.show();
      theme(this.theme);
    });
    this.services.addEventListener("change", () => services(this.services.checked));
  }

  show() {
    const blank = { label: this.list.dataset.blank, colour: "#fffdf8", pattern: "plain" };
    this.box.querySelector(".when-closed").textContent = this.theme.label;
    this.list.replaceChildren(...[...this.theme.groups, blank].map(line));
  }
}

function line(group) {
  const item = document.createElement("li");
  item.append(swatch(group), group.label);
  return item;
}
