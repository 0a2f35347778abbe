// The part of a kept map's legend for lanes, hazards and plans: each group with a box to switch it off, and what it holds.
import { serviceSwatch } from "../map/services.js";

// `groups` is what addGround(…).legend() says; `box` is the legend.
export function addGroundLegend(map, box, groups) {
  for (const { name, label, layers, items } of groups) {
    const choice = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "checkbox", checked: true, autocomplete: "off" });
    input.dataset.layer = name;
    choice.className = "choice";
    choice.append(input, Object.assign(document.createElement("span"), { textContent: label }));
    input.addEventListener("change", () => {
      for (const layer of layers) input.checked ? layer.addTo(map) : layer.remove();
    });
    box.append(choice, listOf(items));
  }
}

// The kinds of service points that are here, each with its sign.
export const serviceItems = (kinds) => kinds.map(({ kind, label, n }) => ({ swatch: serviceSwatch({ k: kind }), label: `${label}: ${n}` }));

export function listOf(items) {
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
