// Paints service points as signs that need no language, and clusters as outlines with their letter.
const INK = "#1c1814";
const BROKEN = "#8c1515";
const SIGNS_FROM = 19;
const ICONS = {
  water: "M8 1C5 5 3 7.5 3 10a5 5 0 0 0 10 0C13 7.5 11 5 8 1z",
  health: "M6 2h4v4h4v4h-4v4H6v-4H2V6h4z",
  school: "M8 3 0 6.5 8 10l8-3.5zM3.5 9v3c2.5 2 6.5 2 9 0V9L8 11.2z",
  waste: "M6 1h4v2h4v2H2V3h4zM3 6h10l-1 9H4z",
  power: "M9 0 3 9h4l-1 7 7-9H9z",
  worship: "M8 0l1 2.5L13 7v8H9.5v-4h-3v4H3V7l4-4.5z",
  trade: "M2 2h12l2 4H0zM2 7h12v8H9.5v-5h-3v5H2z",
  people: "M5 1.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zm6 0a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM1 14V9.5C1 7 9 7 9 9.5V14zm9 0V9c0-1 5-1.5 5 .5V14z",
  safety: "M8 1l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V3z",
  way: "M3 2h10a1 1 0 0 1 1 1v9h-1v2h-2v-2H5v2H3v-2H2V3a1 1 0 0 1 1-1zm1 2v4h8V4z",
  other: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
};
const SIGN_OF = {
  water_point: "water", water_kiosk: "water", borehole: "water", tank: "water", handwashing: "water",
  health_facility: "health", chemist: "health", chp_base: "health", school: "school", ecd_centre: "school",
  waste_collection: "waste", dumpsite: "waste", drain_blockage: "waste", sewer_manhole: "waste",
  streetlight_highmast: "power", transformer: "power", worship: "worship", market: "trade",
  social_hall: "people", playground: "people", savings_group_base: "people",
  police_post: "safety", chief_office: "safety", court_or_ajs_point: "safety", fire_point: "safety",
  bridge: "way", bus_stage: "way",
};

function eachPoint(drawn, paint) {
  const ctx = drawn.canvas.getContext("2d");
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, drawn.canvas.width, drawn.canvas.height);
  for (const shape of drawn.shapes) {
    if (shape.type !== 1) continue;
    const [x, y] = [shape.box[0] * drawn.scale + drawn.dx, shape.box[1] * drawn.scale + drawn.dy];
    ctx.setTransform(drawn.ratio, 0, 0, drawn.ratio, x, y);
    paint(ctx, shape);
  }
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  return ctx;
}

const isBroken = ({ s }) => s === "not_working" || s === "closed";
const isUnsure = ({ s }) => s !== "working" && !isBroken({ s });

// Where signs would bury the structures there are dots; who is near sees the sign.
const sizeAt = (zoom) => (zoom > 19 ? 1 : 0.75);
const radiusAt = (zoom) => (zoom > 17 ? 4 : zoom > 16 ? 3 : 2);

// A working one is a dark disc, a broken one a red cross, any other a ring: apart by shape and by colour.
function paintDot(ctx, shape, radius) {
  ctx.beginPath();
  ctx.arc(0, 0, radius + 1.5, 0, 7);
  ctx.fillStyle = "#fff";
  ctx.fill();
  ctx.beginPath();
  if (isBroken(shape)) {
    const arm = radius * 0.8;
    for (const side of [-arm, arm]) {
      ctx.moveTo(-side, -arm);
      ctx.lineTo(side, arm);
    }
    ctx.lineWidth = radius * 0.7;
    ctx.strokeStyle = BROKEN;
    ctx.stroke();
  } else if (isUnsure(shape)) {
    ctx.arc(0, 0, radius * 0.75, 0, 7);
    ctx.lineWidth = radius * 0.5;
    ctx.strokeStyle = INK;
    ctx.stroke();
  } else {
    ctx.arc(0, 0, radius, 0, 7);
    ctx.fillStyle = INK;
    ctx.fill();
  }
}

// A legend's swatch, drawn as on the map.
export function dotSwatch(shape) {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = 16 * ratio;
  canvas.className = "dot";
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 8 * ratio, 8 * ratio);
  paintDot(ctx, shape, 5);
  return canvas;
}

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

export function disputeSwatch() {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = 16 * ratio;
  canvas.className = "dot";
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 8 * ratio, 8.5 * ratio);
  paintDispute(ctx, 0.75);
  return canvas;
}

export class DisputePainter {
  paint(drawn) {
    const size = drawn.zoom >= SIGNS_FROM ? 1 : drawn.zoom >= 17 ? 0.8 : 0.55;
    eachPoint(drawn, (ctx) => {
      ctx.translate(11 * size, -11 * size);
      paintDispute(ctx, size);
    });
  }
}

export class ServicePainter {
  constructor() {
    this.icons = new Map(Object.entries(ICONS).map(([name, path]) => [name, new Path2D(path)]));
  }

  // How near a tap must be, in pixels: a dot must not take the taps on the structures round it.
  static reach(zoom) {
    return zoom < SIGNS_FROM ? radiusAt(zoom) + 4 : 14 * sizeAt(zoom);
  }

  paint(drawn) {
    const { zoom } = drawn;
    eachPoint(drawn, (ctx, shape) => {
      if (zoom < SIGNS_FROM) paintDot(ctx, shape, radiusAt(zoom));
      else this.sign(ctx, shape, sizeAt(zoom));
    });
  }

  sign(ctx, shape, size) {
    ctx.scale(size, size);
    ctx.beginPath();
    ctx.arc(0, 0, 13, 0, 7);
    ctx.fillStyle = "#fff";
    ctx.fill();
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = ctx.fillStyle = INK;
    ctx.stroke();
    if (shape.k === "toilet_block") {
      ctx.font = "800 12px system-ui, sans-serif";
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText("WC", 0, 1);
    } else {
      ctx.translate(-8, -8);
      ctx.fill(this.icons.get(SIGN_OF[shape.k] ?? "other"), "evenodd");
      ctx.translate(8, 8);
    }
    if (isBroken(shape)) {
      ctx.beginPath();
      ctx.moveTo(-10, 10);
      ctx.lineTo(10, -10);
      ctx.lineWidth = 4;
      ctx.strokeStyle = BROKEN;
      ctx.stroke();
    }
  }
}

export class ClusterPainter {
  paint(drawn) {
    const ctx = eachPoint(drawn, () => {});
    const matrix = new DOMMatrix([drawn.scale, 0, 0, drawn.scale, drawn.dx, drawn.dy]);
    for (const { type, rings } of drawn.shapes) {
      if (type !== 3) continue;
      const path = new Path2D();
      for (const ring of rings) ring.forEach(({ x, y }, i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
      const placed = new Path2D();
      placed.addPath(path, matrix);
      for (const [colour, width, dash] of [["#fff", 5, []], [INK, 2.5, [10, 6]]]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = width * drawn.ratio;
        ctx.setLineDash(dash.map((length) => length * drawn.ratio));
        ctx.stroke(placed);
      }
    }
    ctx.setLineDash([]);
    if (drawn.zoom < 18) this.letters(ctx, drawn);
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
