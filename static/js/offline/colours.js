// What the structures of a kept map are coloured by, with a legend in words.
import { swatch } from "../map/patterns.js";

export class Colours {
  constructor(themes, first) {
    this.themes = themes;
    this.select = document.getElementById("theme");
    this.list = document.getElementById("legend");
    this.closed = document.querySelector(".map-legend .when-closed");
    for (const { name, label, heading } of themes) this.under(heading).append(new Option(label, name));
    this.select.value = first;
    this.show();
  }

  // Questions of one kind stand together.
  under(heading) {
    if (!heading) return this.select;
    const groups = [...this.select.querySelectorAll("optgroup")];
    const found = groups.find(({ label }) => label === heading);
    return found ?? this.select.appendChild(Object.assign(document.createElement("optgroup"), { label: heading }));
  }

  get theme() {
    return this.themes.find(({ name }) => name === this.select.value);
  }

  onChange(chosen) {
    this.select.addEventListener("change", () => {
      this.show();
      chosen(this.theme);
    });
  }

  show() {
    const blank = { label: this.list.dataset.blank, colour: "#fffdf8", pattern: "plain" };
    this.closed.textContent = this.theme.label;
    this.list.replaceChildren(
      ...[...this.theme.groups, blank].map((group) => {
        const line = document.createElement("li");
        line.append(swatch(group), group.label);
        return line;
      }),
    );
  }
}
