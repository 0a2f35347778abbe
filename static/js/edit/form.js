// The form beside the map: Django's own fields, filled from the thing that is selected, each change a step.
import { plain } from "./draft.js";

export class ThingForm {
  constructor(place, { onChange }) {
    this.place = place;
    this.onChange = onChange;
  }

  // With the values of a thing; of another thing than before, the form is made anew.
  show(thing, clusters) {
    if (this.key !== thing.key) {
      const template = document.querySelector(`template[data-form="${thing.layer}"]`);
      this.place.replaceChildren(template.content.cloneNode(true));
      this.form = this.place.querySelector("form");
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", () => this.changed());
      this.key = thing.key;
    }
    this.knowClusters(clusters);
    this.values = thing.values;
    for (const [name, fields] of this.fields()) fill(fields, thing.values[name]);
    this.say([]);
  }

  hide() {
    this.key = null;
    this.place.replaceChildren();
  }

  fields() {
    const found = new Map();
    for (const field of this.form.elements) {
      if (!field.name) continue;
      found.set(field.name, [...(found.get(field.name) ?? []), field]);
    }
    return found;
  }

  // Villages that were drawn a moment ago can be chosen too.
  knowClusters(clusters) {
    const select = this.form.elements.cluster;
    if (!select) return;
    const known = new Set([...select.options].map(({ value }) => value));
    for (const { code, name } of clusters) if (code && !known.has(code)) select.add(new Option(`${code} ${name ?? ""}`, code));
  }

  changed() {
    const said = Object.fromEntries([...this.fields()].map(([name, fields]) => [name, valueOf(fields)]));
    const values = { ...this.values, ...said };
    const isSame = Object.keys(said).every((name) => plain(said[name]) === plain(this.values[name]));
    if (!isSame) this.onChange(this.key, values);
  }

  // What the server said of single fields: [{ field, sentence }].
  say(problems) {
    for (const old of this.form.querySelectorAll(".field-error")) old.remove();
    for (const field of this.form.elements) field.removeAttribute("aria-invalid");
    for (const { field, sentence, remedy } of problems) {
      const input = this.fields().get(field)?.[0];
      if (!input) continue;
      const list = document.createElement("ul");
      list.className = "field-error";
      list.append(Object.assign(document.createElement("li"), { textContent: `${sentence} ${remedy}` }));
      input.setAttribute("aria-invalid", "true");
      input.closest(".field").append(list);
      input.closest("details")?.setAttribute("open", "");
    }
  }
}

function fill(fields, value) {
  const [field] = fields;
  if (field.type === "checkbox" && fields.length > 1) {
    for (const box of fields) box.checked = (value ?? []).includes(box.value);
  } else if (field.type === "checkbox") {
    if (field.value === "on") field.checked = Boolean(value);
    else field.checked = (value ?? []).includes(field.value);
  } else if (document.activeElement !== field || field.value === "") {
    field.value = plain(value);
  }
}

function valueOf(fields) {
  const [field] = fields;
  if (field.type === "checkbox" && (fields.length > 1 || field.value !== "on")) {
    return fields.filter(({ checked }) => checked).map(({ value }) => value);
  }
  return field.type === "checkbox" ? field.checked : field.value.trim();
}
