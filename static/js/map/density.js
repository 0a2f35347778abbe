// Paints the ground of the country's map: cells by how densely they are built, and near the structures.
import { trace } from "./decode.js";

const { L } = window;
const CELL = 64; // tile units along a cell
const EARTH_M = 40_075_017; // round the equator, near which the country lies
const EDGE = "#2b2520";
const NEAR = "#fffdf8";
// Structures in a hectare, up to which a colour is meant: light to dark also where colours are not told apart.
const STEPS = [[20, "#fdd49e"], [50, "#fc8d59"], [100, "#d7301f"], [Infinity, "#7f0000"]];

export class GroundPainter {
  paint(drawn) {
    const ctx = drawn.canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, drawn.canvas.width, drawn.canvas.height);
    ctx.setTransform(drawn.scale, 0, 0, drawn.scale, drawn.dx, drawn.dy);
    const paths = new Map();
    const hectares = (EARTH_M / 2 ** drawn.zoom / (4096 / CELL)) ** 2 / 10_000;
    for (const shape of drawn.shapes) {
      const colour = shape.c ? STEPS.find(([most]) => shape.c / hectares <= most)[1] : NEAR;
      if (!paths.has(colour)) paths.set(colour, new Path2D());
      trace(paths.get(colour), shape, shape.c ? CELL / 2 : 4 / drawn.scale);
    }
    for (const [colour, path] of paths) {
      ctx.fillStyle = colour;
      ctx.fill(path, "evenodd");
      if (colour !== NEAR) continue;
      ctx.strokeStyle = EDGE;
      ctx.lineWidth = drawn.ratio / drawn.scale;
      ctx.stroke(path);
    }
  }
}

// What the colours mean, shown while there are cells to see.
export function addDensityLegend(map, { density }, [from, before]) {
  const legend = L.control({ position: "bottomleft" });
  legend.onAdd = () => {
    const box = L.DomUtil.create("div", "density-legend");
    const head = L.DomUtil.create("strong", "", box);
    head.textContent = density;
    STEPS.forEach(([most, colour], n) => {
      const step = L.DomUtil.create("span", "", box);
      const swatch = L.DomUtil.create("i", "", step);
      swatch.style.background = colour;
      step.append(n ? `${most === Infinity ? ">" : `${STEPS[n - 1][0]}–`}${most === Infinity ? STEPS[n - 1][0] : most}` : `≤${most}`);
    });
    return box;
  };
  const show = () => {
    const zoom = map.getZoom();
    if (zoom >= from && zoom < before) legend.addTo(map);
    else legend.remove();
  };
  map.on("zoomend", show);
  show();
}
