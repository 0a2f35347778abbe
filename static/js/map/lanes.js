// Paints ways: roads and lanes with a casing at their true width, water blue and dashed, railways with sleepers.
// Each kind has a line of its own, told apart without colours too.
import { cleared, placed, swatchOf, trace } from "./canvas.js";

const EARTH_M = 40_075_017; // round the equator
const EDGE = "#6f6455";
const WATER = "#00558c";
const PATH = "#6b4410";

// In metres: how wide one is whose width nobody measured; in pixels: never thinner than `least`.
const KINDS = {
  river: { metres: 6, least: 3.5, fill: "#a8cfe6", dash: [10, 5], ink: WATER, line: 1.5 },
  drain: { metres: 1, least: 2.2, dash: [7, 2.5, 2, 2.5], ink: WATER },
  railway: { metres: 3, least: 1.6, ink: "#1c1814", sleepers: 7 },
  other: { metres: 1.5, least: 1.6, dash: [1.5, 4], ink: EDGE },
  footpath: { metres: 1.2, least: 1.5, dash: [5, 3], ink: PATH },
  steps: { metres: 1.8, least: 4.5, dash: [1.6, 1.8], ink: PATH },
  lane: { metres: 2.5, least: 2, fill: "#fff", edge: EDGE },
  access_road: { metres: 5, least: 3, fill: "#fff", edge: EDGE },
  bridge: { metres: 3, least: 4, fill: "#fff", edge: "#1c1814", rim: 1.8 },
  main_road: { metres: 8, least: 4, fill: "#f4dd95", edge: EDGE },
};
const ORDER = Object.keys(KINDS);
const styleOf = (kind) => KINDS[kind] ?? KINDS.other;

// How wide a way is drawn, in CSS pixels.
export function widthAt({ k, w }, zoom) {
  const { metres, least } = styleOf(k);
  const far = zoom < 16 ? 0.7 : 1;
  return Math.max(least * far, ((w ?? metres) * 256 * 2 ** zoom) / EARTH_M);
}

function stroke(ctx, path, colour, width, dash = []) {
  ctx.setLineDash(dash);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke(path);
}

// Casings first, so that lanes run into each other where they meet.
function casing(ctx, kind, path, width, ratio) {
  const { edge, rim = 1 } = styleOf(kind);
  if (edge) stroke(ctx, path, edge, width + 2 * rim * ratio);
}

function body(ctx, kind, path, width, ratio) {
  const { fill, ink, dash = [], line, sleepers } = styleOf(kind);
  if (fill) stroke(ctx, path, fill, width);
  if (!ink) return;
  const dashes = dash.map((length) => length * ratio);
  stroke(ctx, path, ink, line ? Math.max(line * ratio, width / 6) : width, dashes);
  if (sleepers) stroke(ctx, path, ink, width + 6 * ratio, [1.5 * ratio, sleepers * ratio]);
}

export class LanePainter {
  constructor() {
    this.grouped = new WeakMap(); // of a fetched tile: a path for each kind and width, in tile units
  }

  paint(drawn) {
    const ctx = cleared(drawn);
    const { ratio, zoom } = drawn;
    const ways = this.groups(drawn.shapes).map(({ k, w, path }) => [
      k, placed(path, drawn), widthAt({ k, w }, zoom) * ratio,
    ]);
    ctx.lineJoin = "round";
    for (const part of [casing, body]) {
      for (const [kind, path, width] of ways) part(ctx, kind, path, width, ratio);
    }
    ctx.setLineDash([]);
  }

  groups(shapes) {
    if (this.grouped.has(shapes)) return this.grouped.get(shapes);
    const groups = new Map();
    for (const shape of shapes) {
      if (shape.type !== 2) continue;
      const key = `${shape.k}/${shape.w}`;
      if (!groups.has(key)) groups.set(key, { k: shape.k, w: shape.w, path: new Path2D() });
      trace(groups.get(key).path, shape);
    }
    const ordered = [...groups.values()].sort((one, other) => ORDER.indexOf(one.k) - ORDER.indexOf(other.k));
    this.grouped.set(shapes, ordered);
    return ordered;
  }
}

// For legends: a stretch of the kind, as it is drawn when near.
export function laneSwatch(kind) {
  return swatchOf(32, 24, "swatch-line", (ctx) => {
    const path = new Path2D("M0 16C10 16 12 8 32 8");
    const width = Math.min(9, Math.max(styleOf(kind).least, styleOf(kind).metres));
    casing(ctx, kind, path, width, 1);
    body(ctx, kind, path, width, 1);
  });
}
