// Reads Mapbox Vector Tiles (version 2) into shapes without an object for each corner: all corners of a tile
// lie in one array, and most shapes are drawn straight from it. Positions are in units of the tile.
const utf8 = new TextDecoder();
const [POINT, POLYGON] = [1, 3];
const CLOSE = 7;
const TWO_32 = 2 ** 32;

// What a tile says of one thing: its id, its attributes by their names, the box round it.
export class Shape {
  constructor(corners, id, type) {
    this.corners = corners;
    this.id = id;
    this.type = type;
    this.first = corners.rings.length; // its rings are those from `first` to before `end`
    this.end = this.first;
    this.box = [0, 0, 0, 0];
  }

  // Of each ring the corners, as [{x, y}], for painters that draw few shapes; a polygon's end where they begin.
  get rings() {
    const rings = [];
    for (let n = this.first; n < this.end; n += 1) {
      const ring = [];
      for (let at = this.corners.start(n); at < this.corners.rings[n]; at += 2) {
        ring.push({ x: this.corners.at[at], y: this.corners.at[at + 1] });
      }
      if (this.type === POLYGON) ring.push(ring[0]);
      rings.push(ring);
    }
    return rings;
  }
}

// The corners of a tile's shapes, x and y by turns; `rings` says where each ring ends.
class Corners {
  constructor(room) {
    this.at = new Int32Array(room);
    this.length = 0;
    this.rings = [];
  }

  start(ring) {
    return ring ? this.rings[ring - 1] : 0;
  }

  add(x, y) {
    if (this.length + 2 > this.at.length) {
      const larger = new Int32Array(this.at.length * 2 + 64);
      larger.set(this.at);
      this.at = larger;
    }
    this.at[this.length] = x;
    this.at[this.length + 1] = y;
    this.length += 2;
  }

  endRing() {
    this.rings.push(this.length);
  }
}

// Protocol Buffers, as far as tiles need them.
class Reader {
  constructor(bytes, at, end) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset);
    this.at = at;
    this.end = end;
    this.field = 0;
    this.kind = 0;
  }

  next() {
    if (this.at >= this.end) return false;
    const key = this.varint();
    this.field = key >>> 3;
    this.kind = key & 7;
    return true;
  }

  varint() {
    const { bytes } = this;
    let byte = bytes[this.at++];
    if (byte < 128) return byte;
    let value = byte & 127;
    let shift = 7;
    do {
      byte = bytes[this.at++];
      // Beyond 31 bits the operators on integers would overflow; ids may be that large.
      if (shift < 28) value |= (byte & 127) << shift;
      else value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte > 127);
    return value;
  }

  // Where the message, text or packed list that comes next ends.
  inner() {
    const length = this.varint();
    return this.at + length;
  }

  text() {
    const end = this.inner();
    const found = utf8.decode(this.bytes.subarray(this.at, end));
    this.at = end;
    return found;
  }

  skip() {
    if (this.kind === 0) this.varint();
    else if (this.kind === 1) this.at += 8;
    else if (this.kind === 2) this.at = this.inner();
    else this.at += 4;
  }
}

const unzigzag = (value) => (value % 2 ? -(value + 1) / 2 : value / 2);

function valueOf(reader, end) {
  let value = null;
  while (reader.at < end) {
    const key = reader.varint();
    const field = key >>> 3;
    if (field === 1) value = reader.text();
    else if (field === 2) [value, reader.at] = [reader.view.getFloat32(reader.at, true), reader.at + 4];
    else if (field === 3) [value, reader.at] = [reader.view.getFloat64(reader.at, true), reader.at + 8];
    else if (field === 6) value = unzigzag(reader.varint());
    else if (field === 7) value = reader.varint() === 1;
    else {
      value = reader.varint();
      if (field === 4 && value >= 2 ** 63) value -= TWO_32 * TWO_32;
    }
  }
  return value;
}

function readGeometry(reader, end, shape) {
  const { corners, box, type } = shape;
  let [x, y, count, command, isOpen] = [0, 0, 0, 0, false];
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  while (reader.at < end) {
    if (count === 0) {
      const word = reader.varint();
      command = word & 7;
      count = word >>> 3;
      if (command === CLOSE) count = 0;
      continue;
    }
    count -= 1;
    const dx = reader.varint();
    const dy = reader.varint();
    x += (dx >>> 1) ^ -(dx & 1);
    y += (dy >>> 1) ^ -(dy & 1);
    // Points of one shape are one ring of corners; a line or polygon begins another with each move.
    if (command === 1 && isOpen && type !== POINT) corners.endRing();
    isOpen = true;
    corners.add(x, y);
    if (x < west) west = x;
    if (y < north) north = y;
    if (x > east) east = x;
    if (y > south) south = y;
  }
  if (isOpen) corners.endRing();
  shape.end = corners.rings.length;
  [box[0], box[1], box[2], box[3]] = [west, north, east, south];
}

// Attributes stand before the geometry or after it, the type as well: both are read when all is known.
function readShape(reader, end, corners, keys, values) {
  let [id, type, tags, tagsEnd, geometry, geometryEnd] = [undefined, 0, 0, 0, 0, 0];
  while (reader.at < end) {
    const field = reader.varint() >>> 3;
    if (field === 1) id = reader.varint();
    else if (field === 3) type = reader.varint();
    else if (field === 2) {
      tagsEnd = reader.inner();
      [tags, reader.at] = [reader.at, tagsEnd];
    } else {
      geometryEnd = reader.inner();
      [geometry, reader.at] = [reader.at, geometryEnd];
    }
  }
  const shape = new Shape(corners, id, type);
  reader.at = tags;
  while (reader.at < tagsEnd) {
    const key = keys[reader.varint()];
    shape[key] = values[reader.varint()];
  }
  reader.at = geometry;
  readGeometry(reader, geometryEnd, shape);
  reader.at = end;
  return shape;
}

// Shapes from one air to the next; those of a large settlement come by tens of thousands.
export const AT_ONCE = 200;

function* readLayer(reader, end, shapes) {
  const [keys, values, features] = [[], [], []];
  const layer = new Reader(reader.bytes, reader.at, end);
  while (layer.next()) {
    if (layer.field === 2) {
      const featureEnd = layer.inner();
      features.push(layer.at, featureEnd);
      layer.at = featureEnd;
    } else if (layer.field === 3) keys.push(layer.text());
    else if (layer.field === 4) {
      const valueEnd = layer.inner();
      values.push(valueOf(layer, valueEnd));
    } else layer.skip();
  }
  const corners = new Corners(features.length * 5); // 2.5 numbers for each offset: most are houses
  for (let n = 0; n < features.length; n += 2) {
    if (n && n % (2 * AT_ONCE) === 0) yield;
    layer.at = features[n];
    shapes.push(readShape(layer, features[n + 1], corners, keys, values));
  }
}

// All shapes of all layers of a tile, by steps.
export function* decode(buffer) {
  const bytes = new Uint8Array(buffer);
  const reader = new Reader(bytes, 0, bytes.length);
  const shapes = [];
  while (reader.next()) {
    if (reader.field !== 3) {
      reader.skip();
      continue;
    }
    const end = reader.inner();
    yield* readLayer(reader, end, shapes);
    reader.at = end;
  }
  return shapes;
}

// Adds a shape to a path: its outline, or for points squares of that half width.
export function trace(path, { corners, type, first, end }, half) {
  const { at } = corners;
  for (let n = first; n < end; n += 1) {
    const stop = corners.rings[n];
    let from = corners.start(n);
    if (type === POINT) {
      for (; from < stop; from += 2) path.rect(at[from] - half, at[from + 1] - half, 2 * half, 2 * half);
      continue;
    }
    path.moveTo(at[from], at[from + 1]);
    for (from += 2; from < stop; from += 2) path.lineTo(at[from], at[from + 1]);
    if (type === POLYGON) path.closePath();
  }
}

// Whether a place lies in a polygon, holes being outside.
export function isInside({ corners, first, end }, x, y) {
  const { at } = corners;
  let found = false;
  for (let n = first; n < end; n += 1) {
    const [start, stop] = [corners.start(n), corners.rings[n]];
    let [ax, ay] = [at[stop - 2], at[stop - 1]];
    for (let from = start; from < stop; from += 2) {
      const [bx, by] = [at[from], at[from + 1]];
      if (by > y !== ay > y && x < ((ax - bx) * (y - by)) / (ay - by) + bx) found = !found;
      [ax, ay] = [bx, by];
    }
  }
  return found;
}
