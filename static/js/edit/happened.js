// The question what happened to a structure: when, in which round, how it is known, and which numbers there are now.
export class Happened {
  constructor() {
    this.dialog = document.getElementById("happened");
    this.form = this.dialog.querySelector("form");
    this.form.addEventListener("submit", () => this.answered());
    this.dialog.addEventListener("close", () => this.closed());
    for (const radio of this.form.querySelectorAll('[name="what"]')) radio.addEventListener("change", () => this.fit());
  }

  // kind: "split", "merge" or "remove"; null where it was given up.
  ask(kind, { name, parts = [], others = [] }) {
    this.kind = kind;
    this.parts = parts;
    this.answer = null;
    for (const part of this.dialog.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== kind;
    for (const title of this.dialog.querySelectorAll("[data-title]")) title.hidden = title.dataset.title !== kind;
    for (const place of this.dialog.querySelectorAll("[data-name]")) place.textContent = name;
    this.dialog.querySelector("[data-others]").textContent = others.map(({ values }) => values.code).join(", ");
    this.askNumbers(parts);
    this.fit();
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  askNumbers(parts) {
    const list = this.dialog.querySelector("[data-parts]");
    const row = this.dialog.querySelector("template");
    list.replaceChildren(
      ...parts.map(({ code, m2 }, i) => {
        const item = row.content.cloneNode(true);
        const input = item.querySelector("input");
        item.querySelector("[data-number]").textContent = String(i + 1);
        item.querySelector("[data-size]").textContent = m2 ? `${m2} m²` : "";
        Object.assign(input, { name: `code-${i}`, value: code, required: true });
        return item;
      }),
    );
  }

  // A drawing that was wrong never happened: no day is asked for.
  fit() {
    const isMistake = this.kind === "remove" && this.form.elements.what.value === "mistake";
    this.dialog.querySelector("[data-note]").hidden = isMistake;
    this.form.elements.noted_on.required = !isMistake;
  }

  answered() {
    const { noted_on: day, round, reason, what } = this.form.elements;
    const note = { noted_on: day.value, round: round.value ? Number(round.value) : null, reason: reason.value.trim() };
    const codes = this.parts.map((_part, i) => this.form.elements[`code-${i}`].value.trim());
    this.answer = { note, codes, isMistake: this.kind === "remove" && what.value === "mistake" };
  }

  closed() {
    this.resolve(this.dialog.returnValue === "keep" ? this.answer : null);
  }
}
