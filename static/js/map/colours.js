// What the map is coloured by: a question by structure, or a figure by cluster; and what a filter leaves of it.
import { REMEMBERED } from "./address.js";
import { Choropleth } from "./choropleth.js";
import { FILTERS, Filters } from "./filters.js";
import { Legend } from "./legend.js";
import { StructurePainter } from "./structures.js";
import { ThemeChoice } from "./theme-choice.js";
import { tellWhenDrawn, TileLayer } from "./tile-layer.js";
import { themeOfTiles } from "./tile-source.js";

const FIRST_SHAPES = 10;
const OUTLINES = { name: "outlines", groups: [], from: "a", unit: 1, classes: 1 };
const nothing = () => false;

export class Colours {
  constructor(map, config, { address, notes }) {
    Object.assign(this, { map, config, address, notes });
    this.painter = new StructurePainter(OUTLINES);
    this.layers = new Map();
    this.choropleth = new Choropleth(map, config);
    this.legend = new Legend(address);
    this.filters = new Filters(config, address);
    const asked = address.colours ?? localStorage.getItem(REMEMBERED);
    const first = address.theme(config);
    this.choice = new ThemeChoice(config.themes, {
      chosen: first,
      more: () => this.choropleth.themes().catch(() => this.notes.say(this.notes.words.noFigures, { seconds: 8 }) ?? []),
      choose: (theme) => this.choose(theme),
    });
    address.onChange((names) => names.some((name) => name === "only" || FILTERS.includes(name)) && this.filter());
    this.show(first);
    if (Choropleth.is(asked)) this.open(asked);
  }

  async open(name) {
    const found = (await this.choropleth.themes().catch(() => [])).find((theme) => theme.name === name);
    if (!found) return;
    this.choice.chosen = found;
    this.choice.say();
    this.show(found);
  }

  choose(theme) {
    if (!Choropleth.is(theme.name)) localStorage.setItem(REMEMBERED, theme.name);
    this.address.set({ colours: theme.name, only: [] });
    this.show(theme);
  }

  show(theme) {
    this.theme = theme;
    this.address.colours = theme.name;
    this.letter();
    if (Choropleth.is(theme.name)) this.choropleth.show(theme);
    else this.choropleth.hide();
    this.swap(theme.layer ?? this.config.structures, theme);
    this.legend.show(theme);
    this.filter();
  }

  // The layer of clusters comes after the first picture.
  lieUnder(clusters) {
    this.clusters = clusters;
    this.letter();
  }

  // In a cluster stands its value, and that names it.
  letter() {
    if (!this.clusters) return;
    this.clusters.painter.isLettered = !Choropleth.is(this.theme.name);
    this.clusters.repaint();
  }

  // Some themes are drawn out of tiles of their own.
  swap(name, theme) {
    const before = this.layer;
    if (!this.layers.has(name)) this.layers.set(name, this.made(name));
    this.layer = this.layers.get(name);
    if (!Choropleth.is(theme.name)) this.layer.colourBy(themeOfTiles(theme));
    if (this.layer === before) return;
    before?.remove();
    this.layer.addTo(this.map);
  }

  made(name) {
    const layer = new TileLayer(this.config.tiles, name, this.painter, { minZoom: FIRST_SHAPES, zIndex: 2, className: "structures" });
    layer.name = name;
    tellWhenDrawn(this.map, [layer]);
    this.notes.watch(layer);
    return layer;
  }

  filter() {
    const isByCluster = Choropleth.is(this.theme.name);
    const key = ["only", ...FILTERS].map((name) => this.address.list(name).join()).join("/");
    if (isByCluster) this.painter.choose(OUTLINES, { isWanted: nothing });
    else this.painter.choose(this.theme, { isWanted: this.filters.test(this.theme), key });
    this.layer.repaint();
    this.filters.show();
    this.legend.marked();
    if (!isByCluster) this.count();
  }

  async count() {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const response = await fetch(`${this.config.counted}?${this.filters.query(this.theme)}`, { signal: this.asking.signal });
      if (!response.ok) return;
      const counted = await response.json();
      this.legend.count(counted);
      const isFiltered = FILTERS.some((name) => this.address.list(name).length);
      if (!isFiltered && !Object.keys(counted.classes).length) this.notes.say(this.notes.words.empty, { seconds: 12 });
    } catch {
      // Without numbers the legend still says what the colours mean.
    }
  }

  ring(id, at = null) {
    this.painter.selected = id;
    this.painter.selectedAt = at?.lat ? { lat: Number(at.lat), lon: Number(at.lon) } : null;
    this.layer.repaint();
  }
}
