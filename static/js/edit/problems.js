// What the server says of the changes, in its own words: by thing, with the way to it, and both sides of a conflict.
import { SignedOut, Unreachable } from "./asking.js";
import { plain } from "./draft.js";
import { thingOf } from "./ground.js";
import { nameOf } from "./tools.js";

const { L } = window;

export class Problems {
  constructor({ map, config, ground, draft }) {
    Object.assign(this, { map, config, ground, draft, words: config.words });
    this.place = document.getElementById("problems");
    this.marks = L.layerGroup().addTo(map);
    this.said = [];
    this.listeners = { show: [], saveAnyway: [] };
    draft.onChange((keys) => this.outdate(keys));
  }

  on(what, listener) {
    this.listeners[what].push(listener);
  }

  of(key) {
    return this.said.filter((problem) => problem.key === key);
  }

  // Run a question to the server; null, and the reason in words, where no answer came.
  async within(asking) {
    try {
      return await asking();
    } catch (error) {
      if (error instanceof Unreachable) this.say(this.words.offline);
      else if (error instanceof SignedOut) this.say(this.words.gone);
      else throw error;
      return null;
    }
  }

  clear() {
    this.said = [];
    this.marks.clearLayers();
    this.place.replaceChildren();
    this.place.hidden = true;
  }

  // One sentence, about nothing in particular.
  say(sentence) {
    this.clear();
    this.place.append(element("p", sentence));
    this.open();
  }

  show(problems) {
    this.clear();
    this.said = problems;
    const isDoubt = problems.every(({ level }) => level === "warning");
    this.place.className = `note ${isDoubt ? "warn" : "bad"}`;
    this.place.append(element("h2", this.words.notSaved), this.list(problems));
    if (isDoubt) this.place.append(this.button(this.words.saveAnyway, () => this.saveAnyway()));
    for (const { at } of problems) if (at) this.mark(at);
    this.open();
  }

  open() {
    this.place.hidden = false;
    this.place.scrollIntoView({ block: "nearest" });
    this.place.focus();
  }

  list(problems) {
    const list = element("ul");
    for (const problem of problems) {
      const item = element("li");
      const thing = this.ground.thing(problem.key);
      if (thing) item.append(element("strong", nameOf(thing, this.config)), " ");
      item.append(problem.sentence, " ", element("span", problem.remedy));
      if (thing) item.append(" ", this.button(this.words.show, () => this.showThing(problem), "plain"));
      if (problem.level === "conflict") item.append(this.conflict(problem, thing));
      list.append(item);
    }
    return list;
  }

  showThing({ key, at }) {
    for (const listener of this.listeners.show) listener(key);
    if (at) this.map.setView([at[1], at[0]], Math.max(this.map.getZoom(), 20), { animate: false });
  }

  mark([east, north]) {
    const options = { radius: 12, color: this.ground.colour("rejected"), weight: 4, fill: false, pmIgnore: true, interactive: false };
    this.marks.addLayer(L.circleMarker([north, east], options));
  }

  // --- Conflicts: both sides, and a choice -------------------------------------------------------

  conflict(problem, thing) {
    const box = element("div");
    box.className = "edit-conflict";
    if (problem.theirs) {
      box.append(this.difference(thing, problem.theirs));
      box.append(this.button(this.words.keepMine, () => this.keepMine(problem)));
      this.marks.addLayer(
        L.geoJSON(problem.theirs, {
          pmIgnore: true,
          interactive: false,
          style: { color: this.ground.colour("rejected"), weight: 3, dashArray: "6 6", fill: false },
          pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 9, pmIgnore: true }),
        }),
      );
    }
    box.append(this.button(this.words.takeTheirs, () => this.takeTheirs(problem)));
    return box;
  }

  // What differs, in the words of the form.
  difference(thing, { properties: { values } }) {
    const names = Object.keys(values).filter((name) => plain(values[name]) !== plain(thing?.values[name]));
    if (!names.length) return element("p", this.words.sameWords);
    const form = document.querySelector(`template[data-form="${thing.layer}"]`).content;
    const list = element("dl");
    for (const name of names) {
      const label = form.querySelector(`label[for="${thing.layer}-${name}"]`)?.firstChild.textContent.trim() ?? name;
      const said = (side) => wordOf(form, name, side[name]) || "–";
      list.append(element("dt", label));
      list.append(element("dd", `${this.words.mine}: ${said(thing.values)} · ${this.words.theirs}: ${said(values)}`));
    }
    return list;
  }

  keepMine({ key, theirs }) {
    const { version, base } = thingOf(theirs);
    this.draft.rebase(key, { version, base });
    this.settle(key);
  }

  takeTheirs({ key, theirs }) {
    this.draft.forget(key);
    if (theirs) this.ground.read.set(key, thingOf(theirs));
    else this.ground.read.delete(key);
    this.ground.draw(key);
    this.settle(key);
  }

  settle(key) {
    const left = this.said.filter((problem) => problem.key !== key);
    if (left.length) this.show(left);
    else this.clear();
  }

  saveAnyway() {
    const accepted = this.said.map(({ key, code }) => [key, code]);
    for (const listener of this.listeners.saveAnyway) listener(accepted);
  }

  // A thing that was changed again is no longer what was complained about.
  outdate(keys) {
    if (!this.said.length) return;
    const left = this.said.filter(({ key, level }) => level === "conflict" || !keys.includes(key));
    if (left.length === this.said.length) return;
    if (left.length) this.show(left);
    else this.clear();
  }

  button(text, act, kind = "") {
    const button = Object.assign(element("button", text), { type: "button", className: kind ? kind : "button" });
    button.addEventListener("click", act);
    return button;
  }
}

function wordOf(form, name, value) {
  const options = [...(form.querySelector(`[name="${name}"]`)?.options ?? [])];
  return options.find((option) => option.value === plain(value))?.textContent ?? plain(value);
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
