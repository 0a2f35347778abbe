// What is on the map to be edited: read from the server for what is in view, drawn as it stands in the draft.
import { letGo, whileFree } from "./drawing.js";
import { geometryOf } from "./geometry.js";

const { L } = window;
const HIDDEN = new Set(["delete", "demolish", "split", "merged"]);
const WAIT_MS = 250;

export class Ground {
  constructor(map, config, draft) {
    Object.assign(this, { map, config, draft });
    this.read = new Map(); // key → the thing as the register has it
    this.drawn = new Map(); // key → its Leaflet layer
    this.chosen = null;
    this.selected = null;
    this.marked = new Set(); // keys that a tool gathers
    this.listeners = { tap: [], state: [] };
    const paper = getComputedStyle(map.getContainer());
    this.colour = (name) => paper.getPropertyValue(`--${name}`).trim();
    this.renderer = L.canvas({ padding: 0.4, tolerance: matchMedia("(pointer: coarse)").matches ? 14 : 6 });
    draft.onChange((keys) => keys.forEach((key) => this.draw(key)));
    map.on("moveend", () => this.loadSoon());
  }

  on(what, listener) {
    this.listeners[what].push(listener);
  }

  tell(what, said) {
    for (const listener of this.listeners[what]) listener(said);
  }

  get layer() {
    return this.config.layers.find(({ name }) => name === this.chosen);
  }

  choose(name) {
    this.chosen = name;
    this.select(null);
    this.read.clear();
    for (const key of [...this.drawn.keys()]) this.draw(key);
    for (const key of this.draft.things.keys()) this.draw(key);
    return this.load();
  }

  // How a thing stands now: as drawn here, else as read; undefined where nothing is known of it.
  thing(key) {
    const drawn = this.draft.things.get(key);
    return drawn === undefined ? this.read.get(key) : drawn;
  }

  loadSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), WAIT_MS);
  }

  async load() {
    if (!this.chosen) return;
    const { name, fromZoom } = this.layer;
    if (this.map.getZoom() < fromZoom) {
      this.take([]);
      this.tell("state", { kind: "closer" });
      return;
    }
    const bounds = this.map.getBounds().pad(0.1);
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const held = [-180, -90, 180, 90].map((end, i) => (i < 2 ? Math.max(end, box[i]) : Math.min(end, box[i])));
    const url = `${this.config.urls.view.replace("LAYER", name)}?bbox=${held.map((n) => n.toFixed(6)).join()}`;
    this.asked?.abort();
    this.asked = new AbortController();
    this.tell("state", { kind: "loading" });
    try {
      const response = await fetch(url, { signal: this.asked.signal });
      if (response.status === 404) return this.tell("state", { kind: "gone" });
      if (!response.ok) throw new Error(String(response.status));
      const { features, said } = await response.json();
      if (name !== this.chosen) return;
      this.take(features.map(thingOf));
      this.tell("state", said ? { kind: "said", said } : { kind: "shown", count: this.countShown() });
    } catch (error) {
      if (error.name !== "AbortError") this.tell("state", { kind: "failed" });
    }
  }

  take(things) {
    const before = [...this.read.keys()];
    this.read = new Map(things.map((thing) => [thing.key, thing]));
    // What is selected stays where it was seen, also beyond the edge.
    for (const key of new Set([...before, ...this.read.keys()])) if (key !== this.selected) this.draw(key);
  }

  countShown() {
    return [...this.drawn.keys()].filter((key) => this.thing(key)?.layer === this.chosen).length;
  }

  draw(key) {
    const thing = this.thing(key);
    const isDraft = Boolean(this.draft.things.get(key));
    const isShown = thing?.geometry && !HIDDEN.has(thing.action) && (isDraft || thing.layer === this.chosen);
    const old = this.drawn.get(key);
    if (!isShown) {
      letGo(old);
      old?.remove();
      this.drawn.delete(key);
      return;
    }
    const layer = this.shaped(old, thing);
    if (layer !== old) {
      letGo(old);
      old?.remove();
      this.drawn.set(key, layer.addTo(this.map));
      layer.on("click", (event) => this.tapped(key, event));
    }
    this.paint(key);
    this.tell("state", { kind: "drawn", key });
  }

  // The Leaflet layer with the thing's shape: the old one where it can take it.
  shaped(old, { geometry }) {
    const kind = geometry.type.replace("Multi", "");
    if (old && old.kind === kind) {
      const isSame = JSON.stringify(geometryOf(old)) === JSON.stringify(geometry);
      if (!isSame) place(old, geometry);
      return old;
    }
    const options = { renderer: this.renderer, pmIgnore: false, snapIgnore: false };
    const at = latlngs(geometry);
    const layer =
      kind === "Point" ? L.circleMarker(at, { ...options, radius: 9 })
      : kind === "Polygon" ? L.polygon(at, options)
      : L.polyline(at, options);
    layer.kind = kind;
    return layer;
  }

  paint(key) {
    const [thing, layer] = [this.thing(key), this.drawn.get(key)];
    if (!layer) return;
    const isHere = thing.layer === this.chosen;
    layer.options.interactive = isHere;
    const isNew = thing.action === "create" || thing.action === "part";
    const isTouched = Boolean(this.draft.things.get(key));
    const isChosen = key === this.selected || this.marked.has(key);
    const colour = this.colour(isNew ? "created" : isTouched ? "updated" : "unchanged");
    layer.setStyle({
      color: isChosen ? this.colour("focus") : colour,
      fillColor: colour,
      fillOpacity: thing.layer === "boundary" || thing.layer === "clusters" ? 0.06 : isChosen ? 0.5 : 0.3,
      weight: isChosen ? 4 : layer.kind === "LineString" ? 5 : 2,
      opacity: isHere ? 1 : 0.5,
      dashArray: isHere ? null : "4 4",
    });
    if (isChosen) layer.bringToFront();
  }

  select(key) {
    const before = this.selected;
    this.selected = key;
    if (before) {
      letGo(this.drawn.get(before));
      this.draw(before);
    }
    if (key) this.paint(key);
  }

  mark(key, isMarked) {
    this.marked[isMarked ? "add" : "delete"](key);
    this.paint(key);
  }

  // A tap on a thing is none on the map, unless something is being drawn: then it is a corner.
  tapped(key, event) {
    if (this.isDrawnOn) return;
    L.DomEvent.stopPropagation(event);
    this.tell("tap", { key, latlng: event.latlng });
  }

  // Only what is near is worth snapping to: a phone measures the way to every corner of the rest.
  snapNear(key) {
    const around = this.drawn.get(key) ? boundsOf(this.drawn.get(key)).pad(2) : this.map.getBounds();
    for (const [other, layer] of this.drawn) layer.options.snapIgnore = other === key || !around.intersects(boundsOf(layer));
  }

  show(key) {
    const layer = this.drawn.get(key);
    if (layer) this.map.fitBounds(boundsOf(layer), { maxZoom: Math.max(this.map.getZoom(), 20), padding: [60, 60], animate: false });
    return Boolean(layer);
  }

  // Geoman takes the layer that it cuts away with it.
  renew(key) {
    this.drawn.delete(key);
    this.draw(key);
  }
}

export function thingOf({ id, geometry, properties: { layer, version, values } }) {
  return { key: `${layer}:${id}`, layer, id, version, geometry, values, action: "change", base: { geometry, values } };
}

const boundsOf = (layer) => layer.getBounds?.() ?? layer.getLatLng().toBounds(4);

function latlngs({ type, coordinates }) {
  if (type === "Point") return L.GeoJSON.coordsToLatLng(coordinates);
  const depth = { LineString: 0, Polygon: 1, MultiLineString: 1, MultiPolygon: 2 }[type];
  const found = L.GeoJSON.coordsToLatLngs(coordinates, depth);
  // GeoJSON closes its rings, Leaflet does so itself.
  const open = (part) => (Array.isArray(part[0]) ? part.map(open) : part.slice(0, -1));
  return type.endsWith("Polygon") ? open(found) : found;
}

function place(layer, geometry) {
  const at = latlngs(geometry);
  whileFree(layer, () => (geometry.type === "Point" ? layer.setLatLng(at) : layer.setLatLngs(at)));
}
