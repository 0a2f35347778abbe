// Draws thousands of small shapes into an array of pixels. To trace them on the canvas, each corner is a call
// into the browser; where a structure is a few pixels wide, all of those cost far more than its pixels.
const crossings = new Float64Array(256);

export class Raster {
  constructor(width, height) {
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.width = width;
    this.height = height;
  }

  put(ctx) {
    ctx.putImageData(this.image, 0, 0);
  }

  // A polygon of the tile, brought onto the canvas by `scale`, `dx`, `dy`; never less than one pixel.
  fill(shape, { scale, dx, dy }, colour) {
    const { corners, first, end, box } = shape;
    const { at, rings } = corners;
    const top = Math.max(0, Math.ceil(box[1] * scale + dy - 0.5));
    const bottom = Math.min(this.height - 1, Math.floor(box[3] * scale + dy - 0.5));
    let isDrawn = false;
    for (let row = top; row <= bottom; row += 1) {
      const y = (row + 0.5 - dy) / scale;
      let count = 0;
      for (let ring = first; ring < end; ring += 1) {
        const stop = rings[ring];
        let [ax, ay] = [at[stop - 2], at[stop - 1]];
        for (let n = corners.start(ring); n < stop; n += 2) {
          const bx = at[n];
          const by = at[n + 1];
          if (ay > y !== by > y && count < crossings.length) {
            let x = ax + ((bx - ax) * (y - ay)) / (by - ay);
            // Kept in order: there are two of nearly all.
            let place = count;
            for (; place > 0 && crossings[place - 1] > x; place -= 1) crossings[place] = crossings[place - 1];
            crossings[place] = x;
            count += 1;
          }
          ax = bx;
          ay = by;
        }
      }
      for (let n = 0; n + 1 < count; n += 2) {
        const from = Math.max(0, Math.ceil(crossings[n] * scale + dx - 0.5));
        const to = Math.min(this.width - 1, Math.floor(crossings[n + 1] * scale + dx - 0.5));
        if (to < from) continue;
        this.pixels.fill(colour, row * this.width + from, row * this.width + to + 1);
        isDrawn = true;
      }
    }
    if (!isDrawn) this.dot(((box[0] + box[2]) / 2) * scale + dx, ((box[1] + box[3]) / 2) * scale + dy, colour);
  }

  dot(x, y, colour) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= 0 && row >= 0 && column < this.width && row < this.height) this.pixels[row * this.width + column] = colour;
  }

  // Squares round a shape's points, of that half width in tile units.
  squares({ corners, first, end }, { scale, dx, dy }, half, colour) {
    for (let n = corners.start(first); n < corners.rings[end - 1]; n += 2) {
      const [x, y] = [corners.at[n] * scale + dx, corners.at[n + 1] * scale + dy];
      const [west, east] = this.span(x - half * scale, x + half * scale, this.width);
      const [north, south] = this.span(y - half * scale, y + half * scale, this.height);
      for (let row = north; row < south; row += 1) this.pixels.fill(colour, row * this.width + west, row * this.width + east);
    }
  }

  span(from, to, most) {
    const start = Math.round(from);
    return [Math.max(0, start), Math.min(most, Math.max(start + 1, Math.round(to)))];
  }

  // The outline, a pixel wide.
  outline({ corners, first, end }, { scale, dx, dy }, colour) {
    const { at, rings } = corners;
    for (let ring = first; ring < end; ring += 1) {
      const stop = rings[ring];
      let ax = Math.floor(at[stop - 2] * scale + dx);
      let ay = Math.floor(at[stop - 1] * scale + dy);
      for (let n = corners.start(ring); n < stop; n += 2) {
        const bx = Math.floor(at[n] * scale + dx);
        const by = Math.floor(at[n + 1] * scale + dy);
        this.line(ax, ay, bx, by, colour);
        [ax, ay] = [bx, by];
      }
    }
  }

  // Bresenham's.
  line(x, y, toX, toY, colour) {
    const [wide, high] = [Math.abs(toX - x), -Math.abs(toY - y)];
    const [stepX, stepY] = [x < toX ? 1 : -1, y < toY ? 1 : -1];
    let off = wide + high;
    for (;;) {
      if (x >= 0 && y >= 0 && x < this.width && y < this.height) this.pixels[y * this.width + x] = colour;
      if (x === toX && y === toY) return;
      const twice = 2 * off;
      if (twice >= high) [off, x] = [off + high, x + stepX];
      if (twice <= wide) [off, y] = [off + wide, y + stepY];
    }
  }
}

// `#rrggbb` → a pixel; between it and another colour, where `part` is less than 1.
export function pixelOf(colour, other = colour, part = 0) {
  const [one, two] = [colour, other].map((each) => [1, 3, 5].map((at) => parseInt(each.slice(at, at + 2), 16)));
  const [red, green, blue] = one.map((value, n) => Math.round(value + (two[n] - value) * part));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0; // little endian, as all browsers' machines are
}
