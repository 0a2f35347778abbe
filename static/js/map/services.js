// Paints service points: the kind by its glyph, the state by how the disc is filled, which a photocopy keeps.
// Where signs would bury each other one stays and the others are dots; who comes near sees them all.
import { eachPoint, swatchOf } from "./canvas.js";
import { colourOf, glyphOf, rankOf } from "./glyphs.js";

const INK = "#1c1814";
const BROKEN = "#8c1515";
const PAPER = "#fff";
const RADII = [7, 8, 9, 9.5, 11, 13]; // of signs, from zoom 15 on
const FIRST = 15;
const DOT = 3.5;

const radiusAt = (zoom) => RADII[Math.max(0, Math.min(zoom - FIRST, RADII.length - 1))];
// Far away the structures must stay in sight; near, only what would hide each other altogether is a dot.
const roomAt = (zoom) => radiusAt(zoom) * (zoom > 18 ? 1.1 : zoom > 17 ? 2.2 : 3.2);
const isBroken = (s) => s === "not_working" || s === "closed";

// Working: filled. Partly: half. Not working: hollow and struck out; closed: crossed. Being built: dashed.
function paintSign(ctx, { k, s }, radius) {
  const colour = colourOf(k);
  ctx.save();
  ctx.scale(radius / 13, radius / 13);
  disc(ctx, 14.5, PAPER);
  if (s === "working") disc(ctx, 13, colour);
  else ring(ctx, isBroken(s) ? BROKEN : colour, s === "under_construction" ? [5, 3.4] : []);
  glyph(ctx, k, s === "working" ? PAPER : isBroken(s) ? INK : colour);
  if (s === "partly") half(ctx, k, colour);
  if (isBroken(s)) strike(ctx, s === "closed");
  ctx.restore();
}

function disc(ctx, radius, colour) {
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, 7);
  ctx.fillStyle = colour;
  ctx.fill();
}

function ring(ctx, colour, dash) {
  ctx.beginPath();
  ctx.arc(0, 0, 11.8, 0, 7);
  ctx.setLineDash(dash);
  ctx.lineWidth = 2.4;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.setLineDash([]);
}

function glyph(ctx, kind, colour) {
  ctx.save();
  ctx.translate(-8, -8);
  ctx.fillStyle = colour;
  ctx.fill(glyphOf(kind), "evenodd");
  ctx.restore();
}

function half(ctx, kind, colour) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(-13, 0, 26, 13);
  ctx.clip();
  disc(ctx, 13, colour);
  glyph(ctx, kind, PAPER);
  ctx.restore();
}

function strike(ctx, isCrossed) {
  ctx.beginPath();
  for (const side of isCrossed ? [-1, 1] : [1]) {
    ctx.moveTo(-10 * side, 10);
    ctx.lineTo(10 * side, -10);
  }
  for (const [colour, width] of [[PAPER, 6.5], [BROKEN, 3.6]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

// A sign without room: still its family's colour, and whether it works.
function paintDot(ctx, { k, s }, radius = DOT) {
  disc(ctx, radius + 1.2, PAPER);
  ctx.beginPath();
  if (isBroken(s)) {
    for (const side of [-radius, radius]) {
      ctx.moveTo(-side * 0.8, -radius * 0.8);
      ctx.lineTo(side * 0.8, radius * 0.8);
    }
    ctx.lineWidth = radius * 0.6;
    ctx.strokeStyle = BROKEN;
    ctx.stroke();
  } else if (s === "working") {
    disc(ctx, radius, colourOf(k));
  } else {
    ctx.arc(0, 0, radius * 0.75, 0, 7);
    ctx.lineWidth = radius * 0.45;
    ctx.strokeStyle = colourOf(k);
    ctx.stroke();
  }
}

// Which points are dots. Only a point's neighbours decide, and tiles overlap by more than their reach, so two
// tiles never disagree about a sign that both draw.
function crowded(shapes, reach) {
  const points = shapes.filter(({ type }) => type === 1).sort((one, other) => one.box[0] - other.box[0]);
  const dots = new Set();
  points.forEach((one, n) => {
    for (let i = n + 1; i < points.length && points[i].box[0] - one.box[0] < reach; i += 1) {
      const other = points[i];
      if (Math.hypot(other.box[0] - one.box[0], other.box[1] - one.box[1]) >= reach) continue;
      const order = rankOf(one.k) - rankOf(other.k) || one.id - other.id;
      dots.add(order < 0 ? other : one);
    }
  });
  return dots;
}

export class ServicePainter {
  constructor() {
    this.choose(() => true);
  }

  // A filter by kind or state: `isWanted({ k, s })`. Then call the layer's repaint().
  choose(isWanted) {
    this.isWanted = isWanted;
    this.ordered = new WeakMap(); // of a fetched tile: what is drawn, dots first
  }

  isShown(shape) {
    return this.isWanted(shape);
  }

  // How near a tap must be, in pixels.
  static reach(zoom) {
    return radiusAt(zoom) + 3;
  }

  paint(drawn) {
    const radius = radiusAt(drawn.zoom);
    const { dots, order } = this.order(drawn);
    eachPoint(drawn, (ctx, shape) => (dots.has(shape) ? paintDot(ctx, shape) : paintSign(ctx, shape, radius)), order);
  }

  order({ shapes, zoom, ratio, scale }) {
    const known = this.ordered.get(shapes);
    if (known?.zoom === zoom) return known;
    const wanted = shapes.filter(this.isWanted);
    const dots = crowded(wanted, (roomAt(zoom) * ratio) / scale);
    const order = [...dots, ...wanted.filter((shape) => !dots.has(shape))];
    this.ordered.set(shapes, { zoom, dots, order });
    return this.ordered.get(shapes);
  }

  // For names on the map: what no name may be written over, in CSS pixels round a point.
  room(drawn, shape) {
    if (!this.isWanted(shape)) return 0;
    return this.order(drawn).dots.has(shape) ? DOT : radiusAt(drawn.zoom);
  }
}

// For legends: a kind that works, or any kind in a state: serviceSwatch({ k: "school", s: "not_working" }).
export function serviceSwatch({ k = "other", s = "working" }) {
  return swatchOf(24, 24, "sign-swatch", (ctx) => {
    ctx.translate(12, 12);
    paintSign(ctx, { k, s }, 10.5);
  });
}
