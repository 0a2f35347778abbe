// The settlements of the country's map, tile by tile: a mark for each, or for several that lie together.
import { grouped } from "./digits.js";
import { Names } from "./names.js";
import { asked, inSteps } from "./turns.js";

const { L } = window;
const FINEST = 13; // the zoom from which each settlement has a mark of its own

export const MarksLayer = L.GridLayer.extend({
  initialize(template, words) {
    // Tiles of 512 pixels are those of the zoom before; finer ones than the finest would hold nothing new.
    L.setOptions(this, { tileSize: 512, updateWhenZooming: false, keepBuffer: 1, maxNativeZoom: FINEST, minZoom: 1 });
    this.template = template;
    this.words = words;
    this.outlines = new Map(); // by code: one that reaches into several tiles is drawn once
    this.on("tileunload", ({ tile }) => this.clear(tile));
  },

  onAdd(map) {
    this.names = new Names(map);
    L.GridLayer.prototype.onAdd.call(this, map);
  },

  createTile({ x, y, z }, done) {
    const tile = document.createElement("div");
    tile.parts = [];
    this.fetch(`${z - 1}/${x}/${y}`).then((features) => inSteps(this.drawn(tile, features, z))).then(
      () => tile.isGone || done(null, tile),
      (error) => done(error, tile),
    );
    return tile;
  },

  // One by one: each mark and its name make the browser measure the page.
  *drawn(tile, features, zoom) {
    for (const feature of features) {
      if (tile.isGone) return;
      tile.parts.push(this.draw(feature, zoom));
      yield;
    }
  },

  async fetch(address) {
    const response = await asked(this.template.replace("0/0/0", address));
    if (response.status === 204) return [];
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).features;
  },

  // Each returns what takes it away again.
  draw(feature, zoom) {
    return feature.geometry.type === "Point" ? this.mark(feature, zoom) : this.outline(feature);
  },

  mark({ geometry: { coordinates: [lon, lat] }, properties }, zoom) {
    const { n = 1, code, name, bounds, all } = properties;
    const several = n > 1 ? grouped(n) : "";
    const size = n > 1 ? 28 + 6 * several.length : zoom < FINEST ? 28 : 18; // near, the ground is to be seen
    const icon = L.divIcon({ className: n > 1 ? "settlement-mark several" : "settlement-mark", iconSize: [size, size], html: several });
    const title = this.told(properties, name ?? `${several} ${this.words.settlements}`);
    const mark = L.marker([lat, lon], { title, alt: title, icon }).addTo(this._map);
    const label = this.label(properties, name);
    if (label) this.names.add(mark, label, size / 2, properties.people ?? -1);
    if (all) mark.bindPopup(() => links(all));
    else mark.on("click", () => (code ? location.assign(address(code)) : this.apart(bounds)));
    return () => {
      if (label) this.names.remove(mark);
      mark.remove();
    };
  },

  label({ people }, name) {
    const told = people == null ? "" : grouped(people);
    if (name) return told ? `${name} · ${told}` : name;
    return told && `${told} ${this.words.people}`;
  },

  told({ people, households }, what) {
    const told = [what];
    if (people != null) told.push(`${grouped(people)} ${this.words.people}`);
    if (households != null) told.push(`${grouped(households)} ${this.words.households}`);
    return told.join(" · ");
  },

  outline({ geometry, properties: { code } }) {
    const held = this.outlines.get(code) ?? { tiles: 0 };
    held.shape ??= L.geoJSON(geometry, { className: "boundary", interactive: false, pane: "ground" }).addTo(this._map);
    held.tiles += 1;
    this.outlines.set(code, held);
    return () => {
      held.tiles -= 1;
      if (held.tiles) return;
      held.shape.remove();
      this.outlines.delete(code);
    };
  },

  clear(tile) {
    tile.isGone = true;
    for (const takeAway of tile.parts.splice(0)) takeAway();
  },

  // A mark of several is looked at from nearer, until each has its own.
  apart(bounds) {
    this._map.fitBounds(bounds, { padding: [80, 80], maxZoom: FINEST });
  },
});

const address = (code) => `/settlements/${code}/`;

// Those of the very same place, to choose from.
function links(all) {
  const list = document.createElement("ul");
  list.className = "plain-list";
  for (const [code, name] of all) {
    const link = document.createElement("a");
    [link.href, link.textContent] = [address(code), name];
    list.appendChild(document.createElement("li")).append(link);
  }
  return list;
}
