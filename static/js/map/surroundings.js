// What lies around the structures, the tools beside the map, and what a tap opens.
import { Panel } from "./panel.js";
import { FIRST_SERVICES, startPublicLayers } from "./public-layers.js";
import { ServicePainter } from "./signs.js";
import { EACH_FROM } from "./tile-source.js";
import { addTools } from "./tools.js";
import { pause } from "./turns.js";

// Promises what answers a tap. `showPlace(place, { isAsked })` brings a structure of the panel into view.
export async function surround(map, config, { address, notes, colours, showPlace }) {
  let isTaken = false; // by a tool: then a tap opens nothing
  addTools(map, config, { address, notes, taken: (is) => { isTaken = is; } });
  await pause();
  if (!config.tiles) return () => null;
  const { clusters, services, ground } = startPublicLayers(map, config, { address, notes });
  if (!colours) return () => null;
  await pause();
  colours.lieUnder(clusters);
  const panel = new Panel((place, { isTapped }) => {
    colours.ring(Number(place?.dataset.structure) || null, place?.dataset);
    if (place) showPlace(place, { isAsked: !isTapped });
  });
  const open = (page) => panel.open(page, { isTapped: true });
  return async ({ latlng }) => {
    if (isTaken) return null;
    const isShown = map.hasLayer(services) && map.getZoom() >= FIRST_SERVICES;
    const service = isShown && (await services.shapeAt(latlng, ServicePainter.reach(map.getZoom())));
    if (service) return open(config.service.replace("/0/", `/${service.id}/`));
    if (map.getZoom() < 14) return map.setView(latlng, 16);
    // What a finger is on comes before what is near it, and a house before the flood it stands in.
    const structure = await colours.layer.shapeAt(latlng, 4);
    if (structure && !structure.id) return map.setView(latlng, EACH_FROM); // one of many alike
    const page = structure ? null : await ground.hit(latlng, { isNear: true });
    if (page) return open(page);
    const near = structure ?? (await colours.layer.shapeAt(latlng));
    if (near && !near.id) return map.setView(latlng, EACH_FROM);
    if (near) return open(config.structure.replace("/0/", `/${near.id}/`));
    const zone = await ground.hit(latlng);
    return zone ? open(zone) : null;
  };
}
