// Paints structures: one fill per group of the theme, numbers when close, the chosen one ringed.
import { placed } from "./canvas.js";
import { trace } from "./decode.js";
import { placeOfNumber, sizeOfNumber, Taken } from "./numbers.js";
import { fillOf } from "./patterns.js";
import { pixelOf, Raster } from "./raster.js";

const CELL = 64; // tile units: below zoom 14 structures come as cells of a grid
const EARTH_M = 40_075_017; // round the equator
const EDGE = "#2b2520";
const POLYGON = 3;
const TRACED_FROM = 17; // below, a structure is too small for a pattern, and there are too many to trace
const BLANK = { colour: "#fffdf8", pattern: "plain", label: "" };
const LEFT_OUT = { label: "" }; // what a filter leaves out, and all where the ground is coloured: outlines, when near
const FAINT = "#b5ab9b";

export class StructurePainter {
  constructor(theme) {
    this.choose(theme);
    this.selected = null;
  }

  // `isWanted(shape)`: what a filter leaves, known by its `key`; without one it is everything.
  choose(theme, { isWanted = null, key = "" } = {}) {
    this.theme = theme;
    this.isWanted = isWanted;
    this.key = `${theme.name}/${key}`;
    this.groupOf = new Map(theme.groups.flatMap((group) => group.codes.map((code) => [code, group])));
  }

  paint(drawn) {
    const ctx = drawn.canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, drawn.canvas.width, drawn.canvas.height);
    if (drawn.zoom < TRACED_FROM) this.dots(ctx, drawn);
    else this.traced(ctx, drawn);
    this.ring(ctx, drawn);
    if (drawn.zoom >= 19) this.number(ctx, drawn);
  }

  // From afar: many structures, a few pixels each.
  dots(ctx, drawn) {
    const raster = new Raster(drawn.canvas.width, drawn.canvas.height);
    const half = halfOfPoint(drawn.zoom, drawn.ratio, drawn.scale);
    const colours = new Map([BLANK, ...this.theme.groups].map((group) => [group, [insideOf(group, drawn), edgeOf(group, drawn)]]));
    for (const shape of drawn.shapes) {
      const group = this.groupFor(shape);
      if (!group || group === LEFT_OUT) continue;
      const [colour, edge] = colours.get(group);
      if (shape.type !== POLYGON) raster.squares(shape, drawn, shape.c ? CELL / 2 : half, colour);
      else {
        raster.fill(shape, drawn, colour);
        if (edge !== null) raster.outline(shape, drawn, edge);
      }
    }
    raster.put(ctx);
  }

  traced(ctx, drawn) {
    ctx.lineWidth = drawn.ratio;
    for (const [group, path] of this.paths(drawn)) {
      const moved = placed(path, drawn);
      ctx.strokeStyle = group === LEFT_OUT ? FAINT : EDGE;
      if (group !== LEFT_OUT) {
        ctx.fillStyle = fillOf(ctx, group, drawn.ratio);
        ctx.fill(moved, "evenodd");
      }
      ctx.stroke(moved);
    }
  }

  // Null for what the theme does not draw.
  groupFor(shape) {
    if (!isDrawn(shape, this.theme)) return null;
    if (this.isWanted && !this.isWanted(shape)) return LEFT_OUT;
    return this.groupOf.get(classOf(shape, this.theme)) ?? BLANK;
  }

  // One path per group, in tile units; kept with the shapes until the theme changes.
  paths(drawn) {
    const { shapes, zoom, scale, ratio } = drawn;
    const key = `${this.key}/${zoom}`;
    if (shapes.pathsKey !== key) {
      const halfPoint = halfOfPoint(zoom, ratio, scale);
      const paths = new Map([LEFT_OUT, BLANK, ...this.theme.groups].map((group) => [group, new Path2D()]));
      for (const shape of shapes) {
        const group = this.groupFor(shape);
        if (group) trace(paths.get(group), shape, halfPoint);
      }
      shapes.paths = paths;
      shapes.pathsKey = key;
    }
    return shapes.paths;
  }

  ring(ctx, drawn) {
    const shape = drawn.shapes.find(({ id, c }) => id === this.selected && !c);
    if (!shape) return;
    const path = new Path2D();
    trace(path, shape, (8 * drawn.ratio) / drawn.scale);
    const moved = placed(path, drawn);
    for (const [colour, width] of [["#fff", 7], ["#000", 4]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width * drawn.ratio;
      ctx.stroke(moved);
    }
  }

  number(ctx, drawn) {
    const { scale, dx, dy, ratio, canvas } = drawn;
    const size = sizeOfNumber(drawn.zoom) * ratio;
    ctx.font = `700 ${size}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3 * ratio;
    ctx.strokeStyle = "#fff";
    ctx.fillStyle = "#000";
    for (const { text, at, half } of this.numbers(ctx, drawn, size)) {
      const [x, y] = [at[0] * scale + dx, at[1] * scale + dy];
      const reach = half * scale + 2 * ratio;
      if (x < -reach || y < -size || x > canvas.width + reach || y > canvas.height + size) continue;
      ctx.strokeText(text, x, y);
      ctx.fillText(text, x, y);
    }
  }

  // The numbers that have room in their structure and beside each other, in tile units; kept like the paths.
  // All tiles cut from one fetched tile agree, so that no number is cut at their seams.
  numbers(ctx, { shapes, zoom, scale }, size) {
    if (shapes.numbersAt === zoom) return shapes.numbers;
    const halfPoint = halfOfPoint(zoom, size / sizeOfNumber(zoom), scale);
    const tall = (size * 0.32) / scale;
    const taken = new Taken(size / scale);
    shapes.numbers = [];
    for (const shape of shapes) {
      if (!shape.n || shape.x) continue;
      const text = shape.n.split("/").pop();
      const half = ctx.measureText(text).width / 2 / scale;
      const at = placeOfNumber(shape, half, tall, halfPoint);
      if (at && taken.take(at, half, tall)) shapes.numbers.push({ text, at, half });
    }
    shapes.numbersAt = zoom;
    return shapes.numbers;
  }
}

// A number of the tiles holds many answers, in more bits than bit operations know: see enumerations/packed.py.
export function classOf(shape, { from, unit, classes }) {
  return Math.floor((shape[from] ?? 0) / unit) % classes;
}

// What no longer stands is drawn by the theme of change alone.
export const isDrawn = (shape, { from }) => !shape.x || from === "d";

// A blank one without an outline would not be seen.
function insideOf(group, { zoom }) {
  return pixelOf(group.colour, EDGE, group === BLANK && zoom < 15 ? 0.35 : 0);
}

// The outline sets neighbours apart: softly where it is most of what is seen of a structure.
function edgeOf({ colour }, { zoom }) {
  return zoom < 15 ? null : pixelOf(colour, EDGE, zoom < 16 ? 0.4 : 0.75);
}

// Without a footprint a structure is a square of eight metres, and never less than a speck; in tile units.
function halfOfPoint(zoom, ratio, scale) {
  return (Math.max(1.75, 4 * (256 * 2 ** zoom) / EARTH_M) * ratio) / scale;
}
