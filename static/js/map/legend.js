// The choice of what structures are coloured by, and the legend that says so in words.
import { swatch } from "./patterns.js";

export function showLegend(themes, choose) {
  const select = document.getElementById("theme");
  const list = document.getElementById("legend");
  const remembered = themes.find(({ name }) => name === localStorage.getItem("theme"));
  for (const { name, label } of themes) select.add(new Option(label, name));
  select.value = (remembered ?? themes[0]).name;
  select.addEventListener("change", () => {
    localStorage.setItem("theme", select.value);
    show();
  });
  show();

  function show() {
    const theme = themes.find(({ name }) => name === select.value);
    const blank = { label: list.dataset.blank, colour: "#fffdf8", pattern: "plain" };
    list.closest("details").querySelector("summary").textContent = theme.label;
    list.replaceChildren(...[...theme.groups, blank].map(line));
    choose(theme);
  }
}

function line(group) {
  const item = document.createElement("li");
  item.append(swatch(group), group.label);
  return item;
}
