// What painters share: a clean canvas, lines in the tile's units brought onto it, and a legend's swatch.

// Clears the canvas and hands out its context in device pixels.
export function cleared({ canvas }) {
  const ctx = canvas.getContext("2d");
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  return ctx;
}

// One path in tile units → where it lies on this canvas.
export function placed(path, { scale, dx, dy }) {
  const moved = new Path2D();
  moved.addPath(path, new DOMMatrix([scale, 0, 0, scale, dx, dy]));
  return moved;
}

export function trace(path, { type, rings }) {
  for (const ring of rings) {
    ring.forEach(({ x, y }, n) => (n ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (type === 3) path.closePath();
  }
}

// Runs `paint` at every point of the tile, in CSS pixels round the point.
export function eachPoint(drawn, paint, shapes = drawn.shapes) {
  const ctx = cleared(drawn);
  for (const shape of shapes) {
    if (shape.type !== 1) continue;
    const [x, y] = [shape.box[0] * drawn.scale + drawn.dx, shape.box[1] * drawn.scale + drawn.dy];
    ctx.setTransform(drawn.ratio, 0, 0, drawn.ratio, x, y);
    paint(ctx, shape);
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  return ctx;
}

// A picture for a legend, drawn by the painters themselves: `paint(ctx)` in CSS pixels.
export function swatchOf(wide, high, className, paint) {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = wide * ratio;
  canvas.height = high * ratio;
  canvas.className = className;
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  paint(ctx, ratio);
  return canvas;
}
