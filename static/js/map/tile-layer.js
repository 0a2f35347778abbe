// A Leaflet layer that draws vector tiles on canvas: a painter says how, the layer keeps what is on screen.
// A painter of many shapes paints by steps (a generator); what its canvas shows, it changes in the last one.
import { isInside } from "./decode.js";
import { tilesOf } from "./plane.js";
import { EACH_FROM, TileSource } from "./tile-source.js";
import { inTurn } from "./turns.js";

const { L } = window;

export const TileLayer = L.GridLayer.extend({
  initialize(template, name, painter, options) {
    L.setOptions(this, { tileSize: 256, updateWhenZooming: false, keepBuffer: 1, maxZoom: 22, ...options });
    this.source = TileSource.of(template, name, options.finestZoom ?? 17);
    this.painter = painter;
    this.shown = new Map();
    this.on("tileunload", ({ tile }) => this.shown.delete(tile));
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const place = this.source.place(coords, this.options.tileSize * ratio);
    this.source.load(place.source).then(
      (shapes) => {
        const drawn = { ...place, canvas, shapes, ratio, zoom: coords.z, told: () => done(null, canvas) };
        this.shown.set(canvas, drawn);
        if (!shapes.length) return done(null, canvas); // most of a map is beside the settlement: it takes no memory
        canvas.width = canvas.height = this.options.tileSize * ratio;
        return this.paintSoon(drawn);
      },
      (error) => done(error, canvas),
    );
    return canvas;
  },

  // Leaflet makes the tiles of all layers as a zoom begins, and a slow phone stands still there. What will be seen
  // is asked for then; its tiles are made when the movement is over.
  _animateZoom({ center, zoom }) {
    this._setView(center, zoom, true, true);
    const { minZoom, maxZoom, tileSize } = this.options;
    const near = Math.round(zoom);
    if (near < minZoom || near > maxZoom) return;
    for (const tile of tilesOf({ zoom: near, centre: this._map.project(center, near) }, this._map.getSize())) {
      this.source.load(this.source.place(tile, tileSize).source);
    }
  },

  // After a change of theme or selection: what is on screen is drawn again, nothing is fetched.
  repaint() {
    for (const drawn of this.shown.values()) if (drawn.shapes.length) this.paintSoon(drawn);
  },

  // Structures from afar are fetched by theme: another one is asked for; near, all themes are there.
  colourBy(theme) {
    if (theme === this.source.theme) return;
    this.source.theme = theme;
    if (this._map && this._map.getZoom() < EACH_FROM) this.redraw();
  },

  paintSoon(drawn) {
    const turn = (drawn.turn = {});
    inTurn(() => this.steps(drawn, turn));
  },

  // Left as soon as the tile is gone, or is to be painted otherwise.
  *steps(drawn, turn) {
    const isWanted = () => drawn.turn === turn && this.shown.has(drawn.canvas);
    const steps = isWanted() ? this.painter.paint(drawn) : null;
    while (steps?.next && isWanted() && !steps.next().done) yield;
    if (drawn.turn !== turn) return;
    drawn.told?.();
    drawn.told = null;
  },

  // The shape under a point of the map, or the nearest one within a fingertip; of one type (1 point, 2 line,
  // 3 area) if that is said.
  async shapeAt(latlng, reach = 14, type = null) {
    const zoom = Math.round(this._map.getZoom());
    const size = this.options.tileSize;
    const pixel = this._map.project(latlng, zoom);
    const coords = { z: zoom, x: Math.floor(pixel.x / size), y: Math.floor(pixel.y / size) };
    const { source, scale, dx, dy } = this.source.place(coords, size);
    const shapes = await this.source.load(source).catch(() => []);
    const x = (pixel.x - coords.x * size - dx) / scale;
    const y = (pixel.y - coords.y * size - dy) / scale;
    // What no longer stands, or is hidden by a filter, is not there to be tapped.
    const isShown = (shape) => this.painter.isShown?.(shape, zoom) ?? true;
    const there = shapes.filter((shape) => !shape.x && (!type || shape.type === type) && isShown(shape));
    return nearest(there, x, y, reach / scale);
  },
});

// Says on the page's root, by the zoom, that all in view has been drawn: measurements and tests wait for it.
export function tellWhenDrawn(map, layers) {
  const { dataset } = document.documentElement;
  const tell = () => {
    const shown = layers.filter((layer) => map.hasLayer(layer));
    if (shown.length && !shown.some((layer) => layer.isLoading())) dataset.drawn = map.getZoom();
  };
  const untell = () => delete dataset.drawn;
  for (const layer of layers) layer.on("loading", untell).on("load", tell);
  map.on("zoomanim", untell).on("zoomend", tell);
}

function nearest(shapes, x, y, reach) {
  let best = null;
  let least = reach;
  for (const shape of shapes) {
    const away = shape.type === 1 ? fromPoints(shape, x, y) : fromBox(shape.box, x, y);
    if (away > least) continue;
    if (shape.type === 3 && away === 0 && isInside(shape, x, y)) return shape;
    if (shape.type === 2) {
      const aside = fromLine(shape.rings, x, y);
      if (aside <= least) [best, least] = [shape, aside];
    } else if (shape.type === 1 || away > 0) {
      [best, least] = [shape, away];
    }
  }
  return best;
}

function fromBox([west, north, east, south], x, y) {
  return Math.hypot(Math.max(west - x, 0, x - east), Math.max(north - y, 0, y - south));
}

function fromPoints({ corners, first, end }, x, y) {
  let least = Infinity;
  for (let n = corners.start(first); n < corners.rings[end - 1]; n += 2) {
    least = Math.min(least, Math.hypot(corners.at[n] - x, corners.at[n + 1] - y));
  }
  return least;
}

function fromLine(rings, x, y) {
  let least = Infinity;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const a = ring[i - 1];
      const b = ring[i];
      const [east, south] = [b.x - a.x, b.y - a.y];
      const part = ((x - a.x) * east + (y - a.y) * south) / (east * east + south * south || 1);
      const t = Math.min(1, Math.max(0, part));
      least = Math.min(least, Math.hypot(a.x + t * east - x, a.y + t * south - y));
    }
  }
  return least;
}
