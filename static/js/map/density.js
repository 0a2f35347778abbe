// Paints the ground of the country's map: cells by how densely they are built, and near the structures.
import { cleared, placed } from "./canvas.js";
import { AT_ONCE, trace } from "./decode.js";
import { pixelOf, Raster } from "./raster.js";

const { L } = window;
const CELL = 64; // tile units along a cell
const EARTH_M = 40_075_017; // round the equator, near which the country lies
const EDGE = "#2b2520";
const NEAR = "#fffdf8";
const POLYGON = 3;
const TRACED_FROM = 17;
// Structures in a hectare, up to which a colour is meant: light to dark also where colours are not told apart.
const STEPS = [[20, "#fdd49e"], [50, "#fc8d59"], [100, "#d7301f"], [Infinity, "#7f0000"]].map(([most, colour]) => [most, colour, pixelOf(colour)]);

export class GroundPainter {
  *paint(drawn) {
    if (drawn.zoom < TRACED_FROM) {
      const raster = yield* this.dots(drawn);
      raster.put(cleared(drawn));
    } else yield* this.traced(drawn);
  }

  *dots(drawn) {
    const raster = new Raster(drawn.canvas.width, drawn.canvas.height);
    const hectares = (EARTH_M / 2 ** drawn.zoom / (4096 / CELL)) ** 2 / 10_000;
    const [inside, edge] = [pixelOf(NEAR), pixelOf(NEAR, EDGE, drawn.zoom < 16 ? 0.4 : 0.75)];
    let n = 0;
    for (const shape of drawn.shapes) {
      if (++n % AT_ONCE === 0) yield;
      if (shape.c) raster.squares(shape, drawn, CELL / 2, STEPS.find(([most]) => shape.c / hectares <= most)[2]);
      else if (shape.type === POLYGON) {
        raster.fill(shape, drawn, inside);
        raster.outline(shape, drawn, edge);
      } else raster.squares(shape, drawn, (1.5 * drawn.ratio) / drawn.scale, edge);
    }
    return raster;
  }

  *traced(drawn) {
    const path = new Path2D();
    let n = 0;
    for (const shape of drawn.shapes) {
      if (++n % AT_ONCE === 0) yield;
      trace(path, shape, (4 * drawn.ratio) / drawn.scale);
    }
    const moved = placed(path, drawn);
    const ctx = cleared(drawn);
    [ctx.fillStyle, ctx.strokeStyle, ctx.lineWidth] = [NEAR, EDGE, drawn.ratio];
    ctx.fill(moved, "evenodd");
    ctx.stroke(moved);
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
