// Fetches vector tiles and decodes each once. Tiles beyond the finest zoom the server draws are cut out of
// that zoom's tiles, which stay sharp because they are drawn as shapes.
import { decode } from "./decode.js";
import { asked, inSteps } from "./turns.js";

const EXTENT = 4096;
const KEPT = 96;
export const EACH_FROM = 16; // below, the tiles of one theme tell no structure from its like
const begun = new Map(); // what was asked for before there was a layer to draw it

export class TileSource {
  constructor(template, layer, finestZoom) {
    this.template = template.replace("LAYER", layer);
    this.finestZoom = finestZoom;
    this.theme = ""; // of structures from afar, whose tiles hold one theme each
    this.kept = new Map();
  }

  static ahead(template, layer, finestZoom = 17) {
    const source = new TileSource(template, layer, finestZoom);
    begun.set(source.template, source);
    return source;
  }

  // A layer's source: with what was asked for ahead, if anything was.
  static of(template, layer, finestZoom) {
    const source = new TileSource(template, layer, finestZoom);
    const ahead = begun.get(source.template);
    begun.delete(source.template);
    return ahead?.finestZoom === finestZoom ? ahead : source;
  }

  // Where a drawn tile lies in the tile that was fetched: scale and offset turn tile units into pixels.
  place({ z, x, y }, size) {
    const steps = 2 ** Math.max(0, z - this.finestZoom);
    const source = { z: Math.min(z, this.finestZoom), x: Math.floor(x / steps), y: Math.floor(y / steps) };
    const scale = (size * steps) / EXTENT;
    return { source, scale, dx: -(x % steps) * size, dy: -(y % steps) * size };
  }

  load({ z, x, y }) {
    const of = this.theme && z < EACH_FROM ? `&of=${this.theme}` : "";
    const url = this.template.replace("0/0/0", `${z}/${x}/${y}`) + of;
    if (!this.kept.has(url)) {
      const shapes = this.fetch(url);
      shapes.catch(() => this.kept.delete(url));
      this.kept.set(url, shapes);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    }
    return this.kept.get(url);
  }

  async fetch(url) {
    const response = await asked(url);
    if (response.status === 204) return [];
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    return inSteps(decode(await response.arrayBuffer()));
  }
}

// What a theme's tiles are asked for by. Change is told by what no longer stands too, which only whole tiles hold.
export const themeOfTiles = (theme) => (theme?.from === "a" ? theme.name : "");

// A place in units of a tile; beyond its edges where it lies beside it.
export function inTile({ lat, lon }, { z, x, y }) {
  const south = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
  return [((lon + 180) / 360) * 2 ** z - x, ((1 - south) / 2) * 2 ** z - y].map((part) => part * EXTENT);
}
