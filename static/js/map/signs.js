// Paints clusters as outlines with their letter, and disputes as triangles.
import { cleared, eachPoint, placed, swatchOf, trace } from "./canvas.js";
import { serviceSwatch } from "./services.js";

export { ServicePainter, serviceSwatch } from "./services.js";

const INK = "#1c1814";
const BROKEN = "#8c1515";
const NEAR = 19;
const LETTERS_UNTIL = 18;

// A legend's swatch of a state.
export const dotSwatch = ({ s }) => serviceSwatch({ s });

// A disputed structure: a triangle with two strokes, as on no other sign, beside the number; larger when near.
function paintDispute(ctx, size) {
  ctx.scale(size, size);
  ctx.beginPath();
  ctx.moveTo(0, -9);
  ctx.lineTo(9, 7);
  ctx.lineTo(-9, 7);
  ctx.closePath();
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = BROKEN;
  ctx.fillStyle = "#fff";
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = BROKEN;
  ctx.fillRect(-3.5, -1, 2.5, 6);
  ctx.fillRect(1, -1, 2.5, 6);
}

export const disputeSwatch = () =>
  swatchOf(16, 16, "dot", (ctx) => {
    ctx.translate(8, 8.5);
    paintDispute(ctx, 0.75);
  });

export class DisputePainter {
  paint(drawn) {
    const size = drawn.zoom >= NEAR ? 1 : drawn.zoom >= 17 ? 0.8 : 0.55;
    eachPoint(drawn, (ctx) => {
      ctx.translate(11 * size, -11 * size);
      paintDispute(ctx, size);
    });
  }
}

export class ClusterPainter {
  isLettered = true;

  paint(drawn) {
    const ctx = cleared(drawn);
    for (const shape of drawn.shapes) {
      if (shape.type !== 3) continue;
      const path = new Path2D();
      trace(path, shape);
      const outline = placed(path, drawn);
      for (const [colour, width, dash] of [["#fff", 5, []], [INK, 2.5, [10, 6]]]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width * drawn.ratio;
        ctx.setLineDash(dash.map((length) => length * drawn.ratio));
        ctx.stroke(outline);
      }
    }
    ctx.setLineDash([]);
    if (this.isLettered && drawn.zoom < LETTERS_UNTIL) this.letters(ctx, drawn);
  }

  room({ zoom }) {
    return zoom < LETTERS_UNTIL ? 14 : 0;
  }

  letters(ctx, { shapes, scale, dx, dy, ratio }) {
    ctx.font = `800 ${18 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    for (const { type, n, box } of shapes) {
      if (type !== 1) continue;
      const [x, y] = [box[0] * scale + dx, box[1] * scale + dy];
      const half = (ctx.measureText(n).width / 2) + 6 * ratio;
      ctx.beginPath();
      ctx.roundRect(x - half, y - 13 * ratio, 2 * half, 26 * ratio, 6 * ratio);
      ctx.fillStyle = INK;
      ctx.fill();
      ctx.fillStyle = "#fff";
      ctx.fillText(n, x, y + ratio);
    }
  }
}
