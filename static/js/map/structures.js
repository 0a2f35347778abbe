// Paints structures: one fill per group of the theme, numbers when close, the chosen one ringed.
import { cleared, placed } from "./canvas.js";
import { AT_ONCE, trace } from "./decode.js";
import { placeOfNumber, sizeOfNumber, Taken } from "./numbers.js";
import { fillOf } from "./patterns.js";
import { pixelOf, Raster } from "./raster.js";
import { EACH_FROM, inTile } from "./tile-source.js";

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
    this.selectedAt = null; // its place, for tiles that do not tell it from others
  }

  // `isWanted(shape)`: what a filter leaves, known by its `key`; without one it is everything.
  choose(theme, { isWanted = null, key = "" } = {}) {
    this.theme = theme;
    this.isWanted = isWanted;
    this.key = `${theme.name}/${key}`;
    this.groupOf = new Map(theme.groups.flatMap((group) => group.codes.map((code) => [code, group])));
  }

  *paint(drawn) {
    if (drawn.zoom < TRACED_FROM) yield* this.dots(drawn);
    else yield* this.traced(drawn);
  }

  // From afar: many structures, a few pixels each.
  *dots(drawn) {
    const raster = new Raster(drawn.canvas.width, drawn.canvas.height);
    const half = halfOfPoint(drawn.zoom, drawn.ratio, drawn.scale);
    const colours = new Map([BLANK, ...this.theme.groups].map((group) => [group, [insideOf(group, drawn), edgeOf(group, drawn)]]));
    let n = 0;
    for (const shape of drawn.shapes) {
      if (++n % AT_ONCE === 0) yield;
      const group = this.groupFor(shape);
      if (!group || group === LEFT_OUT) continue;
      const [colour, edge] = colours.get(group);
      if (shape.type !== POLYGON) raster.squares(shape, drawn, shape.c ? CELL / 2 : shape.w ? shape.w / 2 : half, colour);
      else {
        raster.fill(shape, drawn, colour);
        if (edge !== null) raster.outline(shape, drawn, edge);
      }
    }
    const ctx = drawn.canvas.getContext("2d");
    raster.put(ctx); // all of it: there is nothing to clear
    this.ring(ctx, drawn);
  }

  *traced(drawn) {
    const paths = yield* this.paths(drawn);
    const isNumbered = drawn.zoom >= 19;
    const numbers = isNumbered ? yield* this.numbers(drawn) : [];
    const ctx = cleared(drawn);
    ctx.lineWidth = drawn.ratio;
    for (const [group, path] of paths) {
      const moved = placed(path, drawn);
      ctx.strokeStyle = group === LEFT_OUT ? FAINT : EDGE;
      if (group !== LEFT_OUT) {
        ctx.fillStyle = fillOf(ctx, group, drawn.ratio);
        ctx.fill(moved, "evenodd");
      }
      ctx.stroke(moved);
    }
    this.ring(ctx, drawn);
    this.write(ctx, drawn, numbers);
  }

  // What a filter leaves out is drawn faintly when near, and else not at all.
  isShown(shape, zoom) {
    const group = this.groupFor(shape);
    return Boolean(group) && (group !== LEFT_OUT || zoom >= TRACED_FROM);
  }

  // Null for what the theme does not draw.
  groupFor(shape) {
    if (!isDrawn(shape, this.theme)) return null;
    if (this.isWanted && !this.isWanted(shape)) return LEFT_OUT;
    return this.groupOf.get(classOf(shape, this.theme)) ?? BLANK;
  }

  // One path per group, in tile units; kept with the shapes until the theme changes.
  *paths(drawn) {
    const { shapes, zoom, scale, ratio } = drawn;
    const key = `${this.key}/${zoom}`;
    if (shapes.pathsKey !== key) {
      const halfPoint = halfOfPoint(zoom, ratio, scale);
      const paths = new Map([LEFT_OUT, BLANK, ...this.theme.groups].map((group) => [group, new Path2D()]));
      let n = 0;
      for (const shape of shapes) {
        if (++n % AT_ONCE === 0) yield;
        const group = this.groupFor(shape);
        if (group) trace(paths.get(group), shape, halfPoint);
      }
      shapes.paths = paths;
      shapes.pathsKey = key;
    }
    return shapes.paths;
  }

  ring(ctx, drawn) {
    if (!this.selected) return;
    const reach = (8 * drawn.ratio) / drawn.scale;
    const shape = drawn.shapes.find(({ id, c }) => id === this.selected && !c);
    const path = new Path2D();
    if (shape) trace(path, shape, reach);
    else if (drawn.zoom < EACH_FROM && this.selectedAt) {
      const [x, y] = inTile(this.selectedAt, drawn.source);
      path.rect(x - reach, y - reach, 2 * reach, 2 * reach);
    } else return;
    const moved = placed(path, drawn);
    for (const [colour, width] of [["#fff", 7], ["#000", 4]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width * drawn.ratio;
      ctx.stroke(moved);
    }
  }

  write(ctx, { zoom, scale, dx, dy, ratio, canvas }, numbers) {
    const size = sizeOfNumber(zoom) * ratio;
    ctx.font = fontOf(size);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3 * ratio;
    ctx.strokeStyle = "#fff";
    ctx.fillStyle = "#000";
    for (const { text, at, half } of numbers) {
      const [x, y] = [at[0] * scale + dx, at[1] * scale + dy];
      const reach = half * scale + 2 * ratio;
      if (x < -reach || y < -size || x > canvas.width + reach || y > canvas.height + size) continue;
      ctx.strokeText(text, x, y);
      ctx.fillText(text, x, y);
    }
  }

  // The numbers that have room in their structure and beside each other, in tile units; kept like the paths.
  // All tiles cut from one fetched tile agree, so that no number is cut at their seams.
  *numbers({ canvas, shapes, zoom, scale, ratio }) {
    if (shapes.numbersAt === zoom) return shapes.numbers;
    const size = sizeOfNumber(zoom) * ratio;
    const halfPoint = halfOfPoint(zoom, ratio, scale);
    const tall = (size * 0.32) / scale;
    const taken = new Taken(size / scale);
    const ctx = canvas.getContext("2d");
    const found = [];
    let n = 0;
    for (const shape of shapes) {
      if (++n % AT_ONCE === 0) yield;
      if (!shape.n || shape.x) continue;
      const text = shape.n.split("/").pop();
      ctx.font = fontOf(size);
      const half = ctx.measureText(text).width / 2 / scale;
      const at = placeOfNumber(shape, half, tall, halfPoint);
      if (at && taken.take(at, half, tall)) found.push({ text, at, half });
    }
    [shapes.numbersAt, shapes.numbers] = [zoom, found];
    return found;
  }
}

const fontOf = (size) => `700 ${size}px system-ui, sans-serif`;

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
