// Leaflet's shapes as GeoJSON, every digit of them kept.
export const geometryOf = (layer) => layer.toGeoJSON(false).geometry;
