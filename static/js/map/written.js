// Writes the names of ways along them, and of hazards and plans on their ground: one canvas over the map, laid
// out for all that is in view, so that no name is cut at a tile's edge and none is written over another.
//
//   new NameLayer({ ways: lanes, zones: [hazards, plans], others: [services, clusters], words }).addTo(map)
//
// `words` says what a kind of hazard or plan is called. What `others` draw keeps its room: their painters may
// have `room(drawn, shape)`, the pixels round a point that no name may cover.
import { centresOn, lettersAlong, measured, Room } from "./along.js";
import { widthAt } from "./lanes.js";
import { isInside } from "./decode.js";
import { inkOf } from "./zones.js";

const { L } = window;
const EXTENT = 4096;
const PAD = 0.25; // of the view, on each side: a short drag shows names at once
const EVERY = 420; // pixels between two writings of one name
const INK = "#1c1814";
const WATER = "#00457a";
const WAYS = { main_road: 15, river: 15, railway: 15, access_road: 16 };
const FROM = 18;
const ZONES_FROM = 15;
const SPOTS = [[0.5, 0.5], [0.3, 0.5], [0.7, 0.5], [0.5, 0.3], [0.5, 0.7], [0.3, 0.3], [0.7, 0.3], [0.3, 0.7], [0.7, 0.7]];

export const NameLayer = L.Layer.extend({
  initialize({ ways, zones = [], others = [], words = {} }) {
    Object.assign(this, { ways, zones, others: others.filter(Boolean), words });
    this.sources = [ways, ...zones, ...this.others].filter(Boolean);
    this.written = [];
  },

  onAdd(map) {
    const pane = map.getPane("names") ?? map.createPane("names");
    pane.style.zIndex = 350;
    pane.style.pointerEvents = "none";
    this.canvas = L.DomUtil.create("canvas", "map-names leaflet-zoom-hide", pane);
    map.on("moveend", this.later, this);
    for (const layer of this.sources) layer.on("load remove add", this.later, this);
    this.later();
  },

  onRemove(map) {
    map.off("moveend", this.later, this);
    for (const layer of this.sources) layer.off("load remove add", this.later, this);
    cancelAnimationFrame(this.asked);
    this.canvas.remove();
  },

  later() {
    cancelAnimationFrame(this.asked);
    this.asked = requestAnimationFrame(() => this._map && this.draw());
  },

  draw() {
    const { frame, ctx } = this.clear();
    const room = new Room();
    this.written = [];
    for (const layer of this.others) keepRoom(room, layer, frame, this._map);
    for (const layer of this.zones) this.writeZones(ctx, room, frame, layer);
    if (this.ways && this._map.hasLayer(this.ways)) this.writeWays(ctx, room, frame);
    // For tests, and for whoever wants to know.
    this.canvas.dataset.names = [...new Set(this.written.map(({ text }) => text))].sort().join("; ");
  },

  clear() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const size = this._map.getSize();
    const corner = this._map.containerPointToLayerPoint([-size.x * PAD, -size.y * PAD]).round();
    const [wide, high] = [size.x, size.y].map((length) => Math.round(length * (1 + 2 * PAD)));
    Object.assign(this.canvas, { width: wide * ratio, height: high * ratio });
    Object.assign(this.canvas.style, { width: `${wide}px`, height: `${high}px` });
    L.DomUtil.setPosition(this.canvas, corner);
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    const origin = this._map.getPixelOrigin().add(corner);
    return { ctx, frame: { origin, wide, high, zoom: this._map.getZoom() } };
  },

  writeWays(ctx, room, frame) {
    const { zoom } = frame;
    const order = Object.keys(WAYS);
    const rank = ({ k }) => (order.indexOf(k) + 1 || order.length + 1);
    const shapes = shapesIn(this.ways, frame).filter(({ shape }) => shape.n && shape.type === 2 && zoom >= (WAYS[shape.k] ?? FROM));
    shapes.sort((one, other) => rank(one.shape) - rank(other.shape) || one.shape.id - other.shape.id);
    for (const { shape, place } of shapes) {
      const isWater = shape.k === "river" || shape.k === "drain";
      const size = shape.k === "main_road" ? 13 : 12;
      const font = `${isWater ? "italic " : ""}600 ${size}px system-ui, sans-serif`;
      const width = widthAt(shape, zoom);
      const aside = width < size - 6 ? width / 2 + size * 0.62 : 0;
      this.along(ctx, room, frame, { shape, place, text: shape.n, font, size, ink: isWater ? WATER : INK, aside });
    }
  },

  writeZones(ctx, room, frame, layer) {
    if (frame.zoom < ZONES_FROM || !this._map.hasLayer(layer)) return;
    const found = shapesIn(layer, frame);
    const ground = found.filter(({ shape }) => shape.type === 3);
    const named = new Set(); // a place near a tile's edge comes in both tiles
    for (const { shape, place } of found) {
      if (!shape.n || named.has(shape.id)) continue;
      const word = this.words[shape.k] ?? "";
      const isSaid = shape.n.toLowerCase().includes(word.toLowerCase());
      const ink = inkOf(shape.k);
      if (shape.type === 2) {
        const text = isSaid ? shape.n : `${word}: ${shape.n}`;
        this.along(ctx, room, frame, { shape, place, text, font: "700 12px system-ui, sans-serif", size: 12, ink, aside: 10 });
      } else {
        const own = ground.filter((each) => each.shape.id === shape.id);
        named.add(shape.id);
        this.block(ctx, room, frame, { place, shape, own, lines: isSaid ? [shape.n] : [word, shape.n], ink });
      }
    }
  },

  along(ctx, room, frame, { shape, place, text, font, size, ink, aside }) {
    ctx.font = font;
    const letters = [...text];
    const widths = letters.map((letter) => ctx.measureText(letter).width);
    const whole = widths.reduce((sum, width) => sum + width, 0);
    for (const ring of shape.rings) {
      const line = measured(ring.map(place));
      for (const centres of centresOn(line.length, whole + 8, EVERY)) {
        for (const centre of centres) {
          const places = lettersAlong(line, widths, centre, aside);
          const spots = places?.map(([x, y]) => [x, y, size / 2]);
          if (!places || !isIn(frame, spots) || !room.isFree(spots) || this.isNear(text, places[0])) continue;
          room.take(spots);
          this.written.push({ text, at: places[0] });
          haloed(ctx, ink, (draw) => places.forEach(([x, y, angle], n) => {
            ctx.save();
            ctx.translate(x, y);
            ctx.rotate(angle);
            draw(letters[n], 0, 0);
            ctx.restore();
          }));
          break;
        }
      }
    }
  },

  // An area's kind and name on two lines, where the area is in view.
  block(ctx, room, frame, { place, shape, own, lines, ink }) {
    ctx.font = "700 12px system-ui, sans-serif";
    const half = Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2;
    const [x, y] = [shape.box[0], shape.box[1]];
    const inView = SPOTS.map(([right, down]) => [frame.wide * right, frame.high * down]).filter(([left, top]) =>
      own.some(({ shape: zone, back }) => {
        const [u, v] = back(left, top);
        return isInside(zone, u, v);
      }),
    );
    for (const [left, top] of [place({ x, y }), ...inView]) {
      const spots = [];
      for (let along = -half; along <= half + 7; along += 8) {
        lines.forEach((_, n) => spots.push([left + along, top + (n - (lines.length - 1) / 2) * 15, 6]));
      }
      if (!isIn(frame, spots) || !room.isFree(spots)) continue;
      room.take(spots);
      this.written.push({ text: lines.join(" "), at: [left, top] });
      haloed(ctx, ink, (draw) => lines.forEach((line, n) => draw(line, left, top + (n - (lines.length - 1) / 2) * 15)));
      return;
    }
  },

  isNear(text, [x, y]) {
    return this.written.some((other) => other.text === text && Math.hypot(other.at[0] - x, other.at[1] - y) < EVERY / 2);
  },
});

function haloed(ctx, ink, write) {
  ctx.strokeStyle = "#fff";
  ctx.lineWidth = 3.5;
  write((text, x, y) => ctx.strokeText(text, x, y));
  ctx.fillStyle = ink;
  write((text, x, y) => ctx.fillText(text, x, y));
}

const isIn = ({ wide, high }, spots) => spots.every(([x, y, reach]) => x > reach && y > reach && x < wide - reach && y < high - reach);

// What a layer has on screen: each shape of each fetched tile once, with the way from its units to the canvas
// and back.
function shapesIn(layer, { origin, zoom }) {
  const seen = new Map();
  for (const drawn of layer.shown?.values() ?? []) {
    if (drawn.zoom !== zoom) continue;
    const { z, x, y } = drawn.source;
    seen.set(`${z}/${x}/${y}`, drawn);
  }
  return [...seen.values()].flatMap((drawn) => {
    const { shapes, source } = drawn;
    const size = 256 * 2 ** (zoom - source.z);
    const unit = size / EXTENT;
    const [west, north] = [source.x * size - origin.x, source.y * size - origin.y];
    const place = ({ x, y }) => [west + x * unit, north + y * unit];
    const back = (left, top) => [(left - west) / unit, (top - north) / unit];
    return shapes.map((shape) => ({ drawn, shape, place, back }));
  });
}

function keepRoom(room, layer, frame, map) {
  if (!map.hasLayer(layer) || !layer.painter.room) return;
  for (const { drawn, shape, place } of shapesIn(layer, frame)) {
    const reach = shape.type === 1 && layer.painter.room(drawn, shape);
    if (reach) room.take([[...place({ x: shape.box[0], y: shape.box[1] }), reach]]);
  }
}
