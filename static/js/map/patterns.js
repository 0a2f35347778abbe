// Fills that are told apart by pattern as well as by colour. Eight pixels divide a tile's 256, so that a
// pattern runs on from one tile into the next.
const SIZE = 8;
const INK = "rgb(0 0 0 / 55%)";

const STROKES = {
  lines: [[-2, 10, 10, -2], [-2, 2, 2, -2], [6, 10, 10, 6]],
  back: [[-2, -2, 10, 10], [6, -2, 10, 2], [-2, 6, 2, 10]],
  cross: [[0, 4, 8, 4], [4, 0, 4, 8]],
};

function tile(colour, pattern, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * ratio;
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, SIZE, SIZE);
  ctx.strokeStyle = ctx.fillStyle = INK;
  ctx.lineWidth = 1.2;
  if (pattern === "dots") {
    ctx.beginPath();
    for (const [x, y] of [[2, 2], [6, 6]]) {
      ctx.moveTo(x, y);
      ctx.arc(x, y, 1.2, 0, 7);
    }
    ctx.fill();
  }
  ctx.beginPath();
  for (const [x1, y1, x2, y2] of STROKES[pattern] ?? []) {
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
  }
  ctx.stroke();
  return canvas;
}

// Far away a pattern is noise: the plain colour reads better.
export function fillOf(ctx, group, ratio, isClose = true) {
  if (group.pattern === "plain" || !isClose) return group.colour;
  group.tile ??= tile(group.colour, group.pattern, ratio);
  return ctx.createPattern(group.tile, "repeat");
}

// A legend's swatch, drawn with the very fill of the map.
export function swatch(group) {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = 32 * ratio;
  canvas.height = 24 * ratio;
  canvas.className = "swatch";
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = fillOf(ctx, group, ratio);
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}
