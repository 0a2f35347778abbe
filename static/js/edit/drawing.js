// Geoman in our hand: it draws lines and areas, moves corners and cuts; what comes out is a geometry, never a layer.
import { geometryOf } from "./geometry.js";

const SNAP_PX = 10;

export class Drawing {
  constructor(map, ground) {
    Object.assign(this, { map, ground });
    this.shape = null;
    map.on("pm:create", ({ layer }) => this.made(layer));
    map.on("pm:cut", ({ layer }) => this.made(layer));
    // Of two movements within 32 ms Leaflet tells the first: the corner would be put where that one ended.
    map.on("preclick", (event) => this.pointAt(event));
    // Given up, or cut where nothing was: the shape that was drawn, if there is one, came before.
    map.on("pm:drawend", () => this.end(null));
  }

  // "Polygon", "Line" or "Cut"; resolves to a geometry, to null where it was given up, to undefined where a cut
  // left nothing.
  draw(shape, { cut } = {}) {
    this.stop();
    this.shape = shape;
    this.ground.isDrawnOn = true;
    this.ground.snapNear(null);
    const style = { color: this.ground.colour("created"), weight: 3 };
    this.map.pm.enableDraw(shape, {
      snappable: true,
      snapDistance: SNAP_PX,
      tooltips: false,
      continueDrawing: false,
      templineStyle: style,
      hintlineStyle: { ...style, dashArray: "5 5" },
      pathOptions: style,
      ...(cut && { layersToCut: [cut] }),
    });
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  made(layer) {
    const geometry = geometryOf(layer);
    layer.remove();
    this.end(geometry?.coordinates.length ? geometry : undefined);
  }

  pointAt(event) {
    if (this.shape) this.map.pm.Draw[this.shape]._syncHintMarker({ ...event });
  }

  // As if the first corner of an area, or the last one of a line, had been tapped again.
  finish() {
    if (this.shape) this.map.pm.Draw[this.shape]._finishShape();
  }

  backOne() {
    if (this.shape) this.map.pm.Draw[this.shape]._removeLastVertex();
  }

  stop() {
    if (this.shape) this.end(null);
  }

  end(geometry) {
    const { shape, resolve } = this;
    this.shape = this.resolve = null;
    if (!shape) return;
    this.ground.isDrawnOn = false;
    this.map.pm.disableDraw(shape);
    resolve(geometry);
  }
}

// Handles on a thing's corners, or a hand on the whole of it; `changed` gets the geometry after each move.
export function takeHold(layer, { whole, changed }) {
  letGo(layer);
  layer.held = () => changed(geometryOf(layer));
  layer.on("pm:edit pm:dragend", layer.held);
  if (whole) {
    layer.pm.setOptions({ draggable: true });
    layer.pm.enableLayerDrag();
  } else layer.pm.enable(holdOf(layer));
}

// A point is put where it stands; corners of outlines meet those of their neighbours.
const holdOf = ({ kind }) => ({
  snappable: kind !== "Point",
  snapDistance: SNAP_PX,
  allowSelfIntersection: true,
  draggable: kind === "Point",
  preventMarkerRemoval: kind === "Point",
});

export function letGo(layer) {
  if (!layer) return;
  if (layer.held) layer.off("pm:edit pm:dragend", layer.held);
  layer.held = null;
  if (layer.pm.layerDragEnabled()) layer.pm.disableLayerDrag(); // of a layer that never was enabled it knows no map
  layer.pm.disable();
}

// What is moved by a step back is moved with its handles.
export function whileFree(layer, move) {
  const isHeld = layer.pm?.enabled();
  if (isHeld) layer.pm.disable();
  move();
  if (isHeld) layer.pm.enable(holdOf(layer));
}
