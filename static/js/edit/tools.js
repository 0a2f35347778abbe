// The buttons over the map: what each does to the thing that is selected, or how a new one comes to be.
import { ask, fill } from "./asking.js";
import { takeHold } from "./drawing.js";

const { L } = window;
const SHAPES = { area: ["Polygon", "drawArea"], line: ["Line", "drawLine"] };

export class Tools {
  constructor({ map, config, ground, draft, drawing, happened, problems }) {
    Object.assign(this, { map, config, ground, draft, drawing, happened, problems, words: config.words });
    this.bar = document.querySelector(".edit-tools");
    this.hint = document.querySelector(".edit-hint");
    this.cross = document.querySelector(".edit-cross");
    this.listeners = [];
    this.mode = null;
    document.addEventListener("click", ({ target }) => {
      const tool = target.closest("[data-tool]")?.dataset.tool;
      if (tool) this.use(tool);
    });
    document.addEventListener("keydown", (event) => this.typed(event));
    map.on("click", ({ latlng }) => this.tappedMap(latlng));
    ground.on("tap", ({ key, latlng }) => this.tappedThing(key, latlng));
    draft.onChange(() => this.held());
    this.show();
  }

  onSelect(listener) {
    this.listeners.push(listener);
  }

  get thing() {
    return this.ground.selected && this.ground.thing(this.ground.selected);
  }

  get name() {
    return nameOf(this.thing, this.config);
  }

  // --- Selecting --------------------------------------------------------------------------------

  select(key) {
    this.cancel();
    this.ground.select(key);
    this.held();
    for (const listener of this.listeners) listener(this.thing);
  }

  // Whatever is selected can be taken by its corners at once; what went away is selected no more.
  held() {
    const key = this.ground.selected;
    const layer = key && this.ground.drawn.get(key);
    if (key && !layer) return this.select(null);
    if (layer && !this.mode && !layer.pm.enabled()) {
      this.ground.snapNear(key);
      takeHold(layer, { changed: (geometry) => this.reshape(key, geometry) });
    }
    this.show();
    return null;
  }

  reshape(key, geometry) {
    const thing = this.ground.thing(key);
    if (JSON.stringify(thing.geometry) === JSON.stringify(geometry)) return;
    const word = geometry.type === "Point" ? "moved" : "reshaped";
    this.draft.step(this.said(word, thing), [[key, { ...thing, geometry }]]);
  }

  tappedThing(key, latlng) {
    if (this.drawing.shape) return;
    if (this.mode?.tapThing) this.mode.tapThing(key);
    else if (this.mode?.tap) this.mode.tap(latlng);
    // The end of a drag is a click, too.
    else if (!this.mode && key !== this.ground.selected) this.select(key);
  }

  tappedMap(latlng) {
    if (this.drawing.shape) return;
    if (this.mode?.tap) this.mode.tap(latlng);
    else if (!this.mode) this.select(null);
  }

  // --- Tools ------------------------------------------------------------------------------------

  use(tool) {
    const uses = {
      "add-area": () => this.addDrawn("area"),
      "add-line": () => this.addDrawn("line"),
      "add-point": () => this.addPoint(),
      move: () => this.movePoint(),
      drag: () => this.dragWhole(),
      cut: () => this.cut(),
      split: () => this.split(),
      merge: () => this.merge(),
      delete: () => this.remove(),
      undo: () => this.undo(),
      redo: () => this.redo(),
      finish: () => (this.drawing.shape ? this.drawing.finish() : this.mode?.finish?.()),
      back: () => this.drawing.backOne(),
      cancel: () => this.cancel(),
      put: () => this.mode?.tap?.(this.map.getCenter()),
      here: () => this.locate(),
      close: () => this.select(null),
    };
    uses[tool]?.();
  }

  // A mode is what taps on the map mean until it ends.
  begin(mode) {
    this.cancel();
    this.mode = mode;
    if (this.ground.selected && !mode.keepsHold) {
      const key = this.ground.selected;
      this.ground.drawn.get(key)?.pm.disable();
    }
    this.show();
  }

  cancel() {
    const { mode } = this;
    this.mode = null;
    this.drawing.stop();
    for (const key of [...this.ground.marked]) this.ground.mark(key, false);
    mode?.ended?.();
    if (mode) this.held();
    this.show();
  }

  async addDrawn(kind) {
    const [shape, hint] = SHAPES[kind];
    this.select(null);
    this.begin({ hint: this.words[hint], draws: true });
    const geometry = await this.drawing.draw(shape);
    this.mode = null;
    this.show();
    if (geometry) this.create(geometry);
  }

  addPoint() {
    this.select(null);
    this.begin({
      hint: this.words.placePoint,
      cross: true,
      tap: (latlng) => {
        this.mode = null;
        this.create(pointAt(latlng));
      },
    });
  }

  create(geometry) {
    const layer = this.config.layers.find(({ name }) => name === this.ground.chosen);
    const key = this.draft.newKey();
    const values = this.proposed(layer.name, geometry);
    const thing = { key, layer: layer.name, id: null, geometry, values, action: "create", base: { geometry: null, values: {} } };
    this.draft.step(this.said("added", thing), [[key, thing]]);
    this.select(key);
  }

  // A new structure continues the numbers of its nearest neighbour.
  proposed(layer, geometry) {
    const template = document.querySelector(`template[data-form="${layer}"]`).content.querySelector("form");
    const values = Object.fromEntries([...new FormData(template)].filter(([, value]) => value !== ""));
    for (const box of template.querySelectorAll('[type="checkbox"]')) values[box.name] = box.value === "on" ? box.checked : [];
    if (layer !== "structures" && layer !== "services") return values;
    const cluster = nearest(this.ground, geometry)?.values.cluster ?? "";
    if (layer === "services") return { ...values, cluster };
    const drawn = [...this.draft.things.values()].map((thing) => thing?.values?.code);
    const highest = Math.max(this.config.highest[cluster] ?? 0, ...drawn.map((code) => numberIn(code, cluster)));
    return { ...values, cluster, code: [this.config.code, cluster, highest + 1].filter(Boolean).join("/") };
  }

  movePoint() {
    const { key } = this.thing;
    this.begin({
      hint: this.words.placePoint,
      cross: true,
      tap: (latlng) => {
        this.mode = null;
        this.reshape(key, pointAt(latlng));
        this.held();
      },
    });
  }

  dragWhole() {
    const { key } = this.thing;
    const layer = this.ground.drawn.get(key);
    this.begin({ hint: this.words.dragWhole, keepsHold: true });
    takeHold(layer, {
      whole: true,
      changed: (geometry) => {
        this.mode = null;
        layer.pm.disableLayerDrag();
        this.reshape(key, geometry);
        this.held();
      },
    });
  }

  async cut() {
    const { thing } = this;
    this.begin({ hint: this.words.drawCut, draws: true });
    const geometry = await this.drawing.draw("Cut", { cut: this.ground.drawn.get(thing.key) });
    this.mode = null;
    if (geometry !== null) this.ground.renew(thing.key);
    if (geometry === undefined) this.problems.say(this.words.nothingLeft);
    else if (geometry?.type === "MultiPolygon" && thing.layer === "structures") this.problems.say(this.words.twoPieces);
    else if (geometry) this.reshape(thing.key, geometry);
    this.held();
  }

  // --- What happens to structures ----------------------------------------------------------------

  async split() {
    const { thing } = this;
    const sent = thing.geometry.type === "Point" ? await this.partsByTapping() : await this.partsByLine(thing);
    if (!sent) return this.held();
    const url = this.config.urls.split.replace("/0/", `/${thing.id}/`);
    const parts = await this.ask(url, sent, ({ parts }) => parts);
    if (!parts) return this.held();
    const shaped = parts.map((part, i) => ({ ...part, geometry: part.geometry ?? sent.places[i] }));
    const said = await this.happened.ask("split", { name: this.name, parts: shaped });
    if (said) this.splitUp(thing, shaped, said);
    return this.held();
  }

  async partsByLine(thing) {
    this.begin({ hint: this.words.drawSplit, draws: true });
    const line = await this.drawing.draw("Line");
    this.mode = null;
    this.show();
    return line && { geometry: thing.geometry, line };
  }

  partsByTapping() {
    const dots = L.layerGroup().addTo(this.map);
    const places = [];
    return new Promise((resolve) => {
      this.begin({
        hint: this.words.tapParts,
        cross: true,
        finishes: true,
        tap: (latlng) => {
          places.push(pointAt(latlng));
          dots.addLayer(L.circleMarker(latlng, { radius: 9, color: this.ground.colour("created"), pmIgnore: true }));
        },
        finish: () => this.cancel(),
        ended: () => {
          dots.remove();
          resolve(places.length > 1 ? { count: places.length, places } : null);
        },
      });
    });
  }

  splitUp(thing, parts, { note, codes }) {
    const made = parts.map(({ geometry, keeps }, i) => {
      const key = this.draft.newKey();
      const values = { ...thing.values, code: codes[i] };
      const isKept = keeps || codes[i] === thing.values.code;
      return { key, layer: thing.layer, id: null, geometry, values, action: "part", keeps: isKept, base: { geometry: null, values: {} } };
    });
    const whole = { ...thing, action: "split", note, parts: made.map(({ key }) => key) };
    this.draft.step(this.said("splitUp", thing), [[thing.key, whole], ...made.map((part) => [part.key, part])]);
  }

  merge() {
    const { thing } = this;
    this.begin({
      hint: fill(this.words.tapMerge, { number: this.name }),
      finishes: true,
      tapThing: (key) => {
        const other = this.ground.thing(key);
        if (key !== thing.key && other.id && other.action === "change") this.ground.mark(key, !this.ground.marked.has(key));
      },
      finish: () => this.mergeThose(thing, [...this.ground.marked].map((key) => this.ground.thing(key))),
    });
  }

  async mergeThose(thing, others) {
    this.cancel();
    if (!others.length) return;
    const shapes = [thing, ...others].map(({ geometry }) => geometry).filter(({ type }) => type === "Polygon");
    const geometry =
      shapes.length > 1 ? await this.ask(this.config.urls.join, { shapes }, (joined) => joined.geometry) : thing.geometry;
    if (!geometry) return;
    const said = await this.happened.ask("merge", { name: this.name, others });
    if (!said) return;
    const gone = others.map((other) => ({ ...other, action: "merged", into: thing.key }));
    const whole = { ...thing, action: "merge", geometry, note: said.note, others };
    this.draft.step(this.said("merged", thing), [[thing.key, whole], ...gone.map((other) => [other.key, other])]);
  }

  async remove() {
    const { thing } = this;
    if (thing.layer !== "structures" || !thing.id) {
      return this.draft.step(this.said("deleted", thing), [[thing.key, thing.id ? { ...thing, action: "delete" } : null]]);
    }
    const said = await this.happened.ask("remove", { name: this.name });
    if (!said) return null;
    const action = said.isMistake ? "delete" : "demolish";
    return this.draft.step(this.said(said.isMistake ? "deleted" : "demolished", thing), [[thing.key, { ...thing, action, note: said.note }]]);
  }

  async ask(url, sent, take) {
    const answer = await this.problems.within(() => ask(url, sent));
    if (!answer) return null;
    if (answer.status === 200) return take(answer.said);
    this.problems.show(answer.said.problems);
    return null;
  }

  // --- Steps ------------------------------------------------------------------------------------

  undo() {
    this.cancel();
    this.draft.undo();
  }

  redo() {
    this.cancel();
    this.draft.redo();
  }

  typed(event) {
    if (event.target.closest("input, textarea, select, dialog")) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" || key === "y") {
        event.preventDefault();
        if (key === "y" || event.shiftKey) this.redo();
        else this.undo();
      }
    } else if (key === "escape") {
      if (this.mode) this.cancel();
      else this.select(null);
    } else if (key === "delete" && this.thing && !this.mode && this.may("delete")) this.remove();
  }

  locate() {
    const tell = () => this.problems.say(this.words.noPlace);
    if (!navigator.geolocation) return tell();
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.map.setView([coords.latitude, coords.longitude], Math.max(this.map.getZoom(), 19), { animate: false }),
      tell,
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  }

  // --- What can be used now ----------------------------------------------------------------------

  may(tool) {
    const { thing, mode } = this;
    const { shapes, mayCreate } = this.config.layers.find(({ name }) => name === this.ground.chosen) ?? { shapes: [] };
    const kind = thing?.geometry?.type.replace("Multi", "");
    const isFree = thing && thing.layer === this.ground.chosen && !mode;
    const isStructure = isFree && thing.layer === "structures" && thing.id && thing.action === "change";
    const when = {
      "add-area": !mode && mayCreate && shapes.includes("Polygon"),
      "add-line": !mode && mayCreate && shapes.includes("LineString"),
      "add-point": !mode && mayCreate && shapes.includes("Point"),
      move: isFree && kind === "Point",
      drag: isFree && kind && kind !== "Point",
      cut: isFree && kind === "Polygon",
      split: isStructure,
      merge: isStructure,
      delete: isFree && thing.layer !== "boundary" && !["part", "merge"].includes(thing.action),
      finish: mode?.draws || mode?.finishes,
      back: mode?.draws,
      cancel: mode,
      put: mode?.cross,
      here: mode?.cross,
      undo: this.draft.steps.length && !mode,
      redo: this.draft.undone.length && !mode,
    };
    return Boolean(when[tool]);
  }

  show() {
    for (const button of document.querySelectorAll("[data-tool]")) {
      const { tool } = button.dataset;
      if (tool === "undo" || tool === "redo") button.disabled = !this.may(tool);
      else if (tool !== "close") button.hidden = !this.may(tool);
    }
    this.cross.hidden = !this.mode?.cross;
    this.hint.textContent = this.mode?.hint ?? "";
    this.hint.hidden = !this.mode?.hint;
    document.documentElement.dataset.mode = this.mode ? "tool" : "select";
  }

  said(word, thing) {
    return fill(this.words[word], { what: nameOf(thing, this.config) });
  }
}

export function nameOf(thing, config) {
  const { one } = config.layers.find(({ name }) => name === thing?.layer) ?? { one: "" };
  const { code, name, kind } = thing?.values ?? {};
  const kindWord = kind && document.querySelector(`template[data-form="${thing.layer}"]`)?.content.querySelector(`option[value="${CSS.escape(kind)}"]`)?.textContent;
  return code || name || kindWord || one;
}

const pointAt = ({ lng, lat }) => ({ type: "Point", coordinates: [lng, lat] });

function numberIn(code, cluster) {
  const found = /^(?:[A-Z]+\/)?(?:([A-Z][A-Z0-9]{0,2})\/)?(\d+)[A-Z]?$/.exec(code ?? "");
  return found && (found[1] ?? "") === cluster ? Number(found[2]) : 0;
}

// The structure whose middle is nearest to a shape's first corner.
function nearest(ground, geometry) {
  const [east, north] = geometry.coordinates.flat(3);
  const here = L.latLng(north, east);
  let [best, least] = [null, Infinity];
  for (const [key, layer] of ground.drawn) {
    const away = here.distanceTo(layer.getBounds?.().getCenter() ?? layer.getLatLng());
    const thing = ground.thing(key);
    if (away < least && thing?.values.cluster !== undefined) [best, least] = [thing, away];
  }
  return best;
}
