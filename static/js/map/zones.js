// Paints hazards as hatched ground and plans as outlined zones. Every kind has a pattern and an outline of its
// own, so that a black-and-white copy and a reader who sees few colours keep them apart; the map also writes
// what each one is. Between the strokes the colours of the structures stay to be read.
import { cleared, placed, swatchOf, trace } from "./canvas.js";

const PATTERNS_FROM = 15;
const SIZE = 16; // divides a tile's 256 pixels: a pattern runs on from one tile into the next
const DANGER = "#8c1515";
const WATER = "#00558c";
const EARTH = "#6b4410";
const PLAN = "#5a2a82";

const PATTERNS = {
  waves: "M0 5q2-3 4 0t4 0 4 0 4 0M0 13q2-3 4 0t4 0 4 0 4 0",
  crossed: "M-2 2 2-2M-2 18 18-2M14 18l4-4M-2 14l4 4M-2-2 18 18M14-2l4 4",
  rising: "M-2 2 2-2M-2 10 10-2M-2 18 18-2M6 18 18 6M14 18l4-4",
  falling: "M-2 14l4 4M-2 6l12 12M-2-2 18 18M6-2l12 12M14-2l4 4",
  teeth: "M0 6l4-4 4 4 4-4 4 4M0 14l4-4 4 4 4-4 4 4",
  drops: "M3 4h2M11 4h2M7 12h2M15 12h1M0 12h1",
  heaps: "M1 7l3-5 3 5zM9 15l3-5 3 5z",
  bolts: "M6 1 3 7h4L4 14M14 1l-3 6h4l-3 7",
  pipes: "M0 4h10M6 12h10M0 12h2M14 4h2",
  steps: "M0 4h8v4h8M0 12h8v4h8M8 0v4",
  wide: "M-2 10 10-2M6 18 18 6",
  masts: "M8 2v12M4 5h8M5 9h6",
  reeds: "M0 12h16M4 12V6M8 12V4M12 12V6",
  sleepers: "M4 0v16M12 0v16M1 4h14M1 12h14",
  cleared: "M3 3l10 10M13 3 3 13",
  corners: "M2 6V2h4M10 14h4v-4",
  sparse: "M8 7v2",
};

// Hazards are hatched close, plans wide. `dash`: the outline's.
const KINDS = {
  flooding: { ink: WATER, pattern: "waves", dash: [] },
  fire: { ink: DANGER, pattern: "crossed", dash: [] },
  landslide: { ink: EARTH, pattern: "falling", dash: [] },
  river_erosion: { ink: WATER, pattern: "teeth", dash: [] },
  industrial_pollution: { ink: DANGER, pattern: "drops", dash: [] },
  dumpsite: { ink: EARTH, pattern: "heaps", dash: [] },
  high_voltage: { ink: DANGER, pattern: "bolts", dash: [] },
  pipeline: { ink: DANGER, pattern: "pipes", dash: [] },
  quarry: { ink: EARTH, pattern: "steps", dash: [] },
  proposed_road: { ink: PLAN, pattern: "wide", dash: [12, 5] },
  wayleave: { ink: PLAN, pattern: "masts", dash: [12, 4, 3, 4] },
  riparian_buffer: { ink: WATER, pattern: "reeds", dash: [8, 4] },
  railway_reserve: { ink: PLAN, pattern: "sleepers", dash: [4, 4] },
  clearance: { ink: DANGER, pattern: "cleared", dash: [14, 4] },
  planning_area: { ink: PLAN, pattern: "corners", dash: [2, 5] },
  other: { ink: PLAN, pattern: "sparse", dash: [6, 6] },
};
const styleOf = (kind) => KINDS[kind] ?? KINDS.other;
export const inkOf = (kind) => styleOf(kind).ink;

const tiles = new Map();

function patternOf(ctx, kind, ratio) {
  const key = `${kind}/${ratio}`;
  if (!tiles.has(key)) {
    const { ink, pattern } = styleOf(kind);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE * ratio;
    const tile = canvas.getContext("2d");
    tile.scale(ratio, ratio);
    tile.lineWidth = 1.3;
    tile.lineCap = "round";
    tile.strokeStyle = ink;
    tile.globalAlpha = 0.6;
    tile.stroke(new Path2D(PATTERNS[pattern]));
    tiles.set(key, canvas);
  }
  return ctx.createPattern(tiles.get(key), "repeat");
}

function paintZone(ctx, kind, path, ratio, isClose = true) {
  const { ink, dash } = styleOf(kind);
  ctx.globalAlpha = 0.1;
  ctx.fillStyle = ink;
  ctx.fill(path);
  ctx.globalAlpha = 1;
  if (isClose) {
    ctx.fillStyle = patternOf(ctx, kind, ratio);
    ctx.fill(path);
  }
  outline(ctx, path, ink, 2.2 * ratio, dash, ratio);
}

function outline(ctx, path, ink, width, dash, ratio) {
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.strokeStyle = "#fff";
  ctx.lineWidth = width + 2 * ratio;
  ctx.stroke(path);
  ctx.setLineDash(dash.map((length) => length * ratio));
  ctx.strokeStyle = ink;
  ctx.lineWidth = width;
  ctx.stroke(path);
  ctx.setLineDash([]);
}

export class ZonePainter {
  constructor() {
    this.grouped = new WeakMap(); // of a fetched tile: the ground and the lines of each kind, in tile units
  }

  paint(drawn) {
    const ctx = cleared(drawn);
    for (const { kind, ground, lines } of this.groups(drawn.shapes)) {
      paintZone(ctx, kind, placed(ground, drawn), drawn.ratio, drawn.zoom >= PATTERNS_FROM);
      // What was drawn as a line: the middle of the road, the foot of the pylons.
      outline(ctx, placed(lines, drawn), inkOf(kind), 2.6 * drawn.ratio, [], drawn.ratio);
    }
  }

  groups(shapes) {
    if (this.grouped.has(shapes)) return this.grouped.get(shapes);
    const groups = new Map();
    for (const shape of shapes) {
      if (!groups.has(shape.k)) groups.set(shape.k, { kind: shape.k, ground: new Path2D(), lines: new Path2D() });
      if (shape.type === 3) trace(groups.get(shape.k).ground, shape);
      if (shape.type === 2) trace(groups.get(shape.k).lines, shape);
    }
    this.grouped.set(shapes, [...groups.values()]);
    return this.grouped.get(shapes);
  }
}

// For legends: a patch of the kind.
export function zoneSwatch(kind) {
  return swatchOf(32, 24, "swatch", (ctx, ratio) => {
    const patch = new Path2D();
    patch.rect(1.5, 1.5, 29, 21);
    // A pattern counts device pixels.
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const large = new Path2D();
    large.addPath(patch, new DOMMatrix([ratio, 0, 0, ratio, 0, 0]));
    paintZone(ctx, kind, large, ratio);
  });
}
