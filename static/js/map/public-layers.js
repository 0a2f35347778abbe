// The layers that everybody's map and a member's have in common: villages, services, lanes, hazards and plans.
import { addGround } from "./ground.js";
import { LayerSwitch } from "./layer-switch.js";
import { ClusterPainter, DisputePainter, disputeSwatch, ServicePainter } from "./signs.js";
import { TileLayer } from "./tile-layer.js";

export const FIRST_SERVICES = 15;

export function startPublicLayers(map, config, { address, notes }) {
  const add = (name, paint, options) => {
    const layer = new TileLayer(config.tiles, name, paint, options).addTo(map);
    notes.watch(layer);
    return layer;
  };
  const clusters = add(config.layers.clusters, new ClusterPainter(), { minZoom: 13, zIndex: 5 });
  const services = add(config.layers.services, new ServicePainter(), { minZoom: FIRST_SERVICES, zIndex: 6, className: "services" });
  const ground = addGround(map, config, { others: [services, clusters] });
  const { kinds, words } = config.ground;
  const groups = [...ground.legend(), { name: "clusters", label: words.clusters, layers: [clusters] }];
  if (config.disputes) {
    const disputes = add(config.disputes, new DisputePainter(), { minZoom: FIRST_SERVICES, zIndex: 7, className: "disputes" });
    groups.push({ name: "disputes", label: words.disputes, layers: [disputes], items: [{ swatch: disputeSwatch(), label: words.disputes }] });
  }
  new LayerSwitch(map, { address, services, kinds: kinds.services, groups });
  return { clusters, services, ground };
}
