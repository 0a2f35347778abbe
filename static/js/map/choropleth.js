// Figures by cluster: each cluster in the colour of its class, its value written in it, and hatched where too
// few were asked to show one.
import { fillOf } from "./patterns.js";
import { TileLayer } from "./tile-layer.js";

const { L } = window;
const POLYGON = 3;
const PREFIX = "by:";

class ClusterFills {
  paint(drawn) {
    const ctx = drawn.canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, drawn.canvas.width, drawn.canvas.height);
    const matrix = new DOMMatrix([drawn.scale, 0, 0, drawn.scale, drawn.dx, drawn.dy]);
    for (const { id, type, rings } of drawn.shapes) {
      const group = type === POLYGON && this.groupOf(id);
      if (!group) continue;
      const path = new Path2D();
      for (const ring of rings) ring.forEach(({ x, y }, n) => (n ? path.lineTo(x, y) : path.moveTo(x, y)));
      const placed = new Path2D();
      placed.addPath(path, matrix);
      ctx.fillStyle = fillOf(ctx, group, drawn.ratio);
      ctx.fill(placed, "evenodd");
    }
  }

  groupOf(id) {
    const value = this.figure?.values[id];
    if (!value) return null;
    return value.class == null ? this.figure.tooFew : this.figure.classes[value.class];
  }
}

export class Choropleth {
  constructor(map, config) {
    this.map = map;
    this.url = config.figures;
    this.painter = new ClusterFills();
    this.layer = new TileLayer(config.tiles, "clusters", this.painter, { minZoom: 10, zIndex: 1, className: "choropleth" });
    this.labels = L.layerGroup();
    map.on("zoomend", () => this.part());
  }

  static is(name) {
    return Boolean(name?.startsWith(PREFIX));
  }

  // The figures as themes; asked for once.
  themes() {
    this.asked ??= fetch(this.url).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }).then(({ figures, clusters }) => {
      this.clusters = clusters;
      return figures.map((figure) => ({ ...figure, name: `${PREFIX}${figure.code}` }));
    });
    this.asked.catch(() => { this.asked = null; });
    return this.asked;
  }

  show(figure) {
    this.painter.figure = figure;
    if (this.map.hasLayer(this.layer)) this.layer.repaint();
    else this.layer.addTo(this.map);
    this.labels.clearLayers();
    for (const { id, code, name, at } of this.clusters) {
      if (at) this.label(figure, { id, code, name, at }).addTo(this.labels);
    }
    this.labels.addTo(this.map);
    this.part();
  }

  hide() {
    this.layer.remove();
    this.labels.remove();
  }

  label(figure, { id, code, name, at }) {
    const value = figure.values[id];
    const text = document.createElement("span");
    const letter = document.createElement("b");
    letter.textContent = code;
    text.append(letter, ` ${value?.class == null ? "–" : value.text}`);
    text.title = `${name}: ${value?.text ?? "–"}`;
    const icon = L.divIcon({ className: "cluster-value", html: text, iconSize: null });
    return L.marker(at, { icon, interactive: false, keyboard: false });
  }

  // Labels that would bury one another stand a little higher or lower, or wait until there is room.
  part() {
    const taken = [];
    this.labels.eachLayer((label) => {
      const element = label.getElement();
      if (!element) return;
      element.hidden = false;
      const { x, y } = this.map.latLngToLayerPoint(label.getLatLng());
      const [wide, high] = [element.offsetWidth / 2 + 2, element.offsetHeight / 2 + 1];
      const isFree = (dy) => !taken.some((box) => Math.abs(box.x - x) < box.wide + wide && Math.abs(box.y - y - dy) < box.high + high);
      const dy = [0, -2 * high, 2 * high].find(isFree);
      element.hidden = dy === undefined;
      if (element.hidden) return;
      element.style.marginTop = `${dy}px`;
      taken.push({ x, y: y + dy, wide, high });
    });
  }
}
