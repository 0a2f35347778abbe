// Lanes, hazards and plans on a map, with their names and their part of the legend.
//
//   const ground = addGround(map, config, { others: [services, clusters] });
//   ground.layers        { lanes, zones: [hazards, plans] }: tile layers, to add, remove and repaint; only those
//                        of which the settlement has something
//   ground.names         the layer of names
//   await ground.hit(latlng, { isNear: true })  the page of the lane or line under a fingertip, else null;
//                        without isNear: of the zone that lies under the point
//   ground.legend()      [{ name, label, layers, items: [{ swatch, label }] }]: for a legend, in the order of drawing
//
// `config.ground` is what mapping/ground.py says. `others` are tile layers whose signs no name may cover.
import { LanePainter, laneSwatch } from "./lanes.js";
import { TileLayer } from "./tile-layer.js";
import { NameLayer } from "./written.js";
import { ZonePainter, zoneSwatch } from "./zones.js";

const WAYS = { minZoom: 12, zIndex: 1, className: "lanes" };
const ZONES = { minZoom: 12, zIndex: 3, className: "zones" };
const FINGER = 10; // pixels

export function addGround(map, config, { others = [] } = {}) {
  const { kinds, layers: names, addresses } = config.ground;
  const layerOf = (name, painter, options) => new TileLayer(config.tiles, name, painter, options).addTo(map);
  const has = (...lists) => lists.some((list) => kinds[list].length);
  const lanes = has("lanes") ? layerOf(names.lanes, new LanePainter(), WAYS) : null;
  const zones = Object.entries(names.zones)
    .filter(([, lists]) => has(...lists))
    .map(([name, lists]) => Object.assign(layerOf(name, new ZonePainter(), ZONES), { lists }));
  const words = Object.fromEntries([...kinds.hazards, ...kinds.plans].map(({ kind, label }) => [kind, label]));
  const written = new NameLayer({ ways: lanes, zones, others, words });
  if (lanes || zones.length) written.addTo(map);
  const shown = (layer) => layer && map.hasLayer(layer) && map.getZoom() >= layer.options.minZoom;
  const page = (address, shape) => (shape ? address.replace("/0/", `/${shape.id}/`) : null);

  async function hit(latlng, { isNear = false } = {}) {
    if (!addresses) return null;
    for (const zone of zones.filter(shown)) {
      const found = await zone.shapeAt(latlng, isNear ? FINGER : 0, isNear ? 2 : 3);
      if (found) return page(addresses.overlay, found);
    }
    const way = isNear && shown(lanes) && (await lanes.shapeAt(latlng, FINGER, 2));
    return way ? page(addresses.lane, way) : null;
  }

  const group = (name, layers, swatch) => ({
    name,
    layers,
    label: config.ground.words[name],
    items: kinds[name].map(({ kind, label }) => ({ swatch: swatch(kind), label })),
  });
  const zonesOf = (name) => zones.filter(({ lists }) => lists.includes(name));
  const legend = () =>
    [
      group("lanes", [lanes], laneSwatch),
      group("hazards", zonesOf("hazards"), zoneSwatch),
      group("plans", zonesOf("plans"), zoneSwatch),
    ].filter(({ items }) => items.length);

  return { layers: { lanes, zones }, names: written, hit, legend };
}
