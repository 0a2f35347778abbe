// One quiet line over the map: what is loading, what did not, what to do. Read out, but never in the way.
export class Notes {
  constructor() {
    this.place = document.getElementById("map-note");
    this.text = this.place.querySelector("span");
    this.button = this.place.querySelector("button");
    this.words = this.place.dataset;
    this.button.addEventListener("click", () => this.retry?.());
    this.failed = new Set();
    this.loading = new Set();
    window.addEventListener("online", () => this.failed.size && this.again());
    window.addEventListener("offline", () => this.say(this.words.offline));
  }

  say(text, { retry = null, isBad = false, seconds = 0 } = {}) {
    clearTimeout(this.timer);
    this.text.textContent = text;
    this.place.hidden = !text;
    this.place.classList.toggle("bad", isBad);
    this.button.hidden = !retry;
    this.retry = retry;
    if (seconds) this.timer = setTimeout(() => this.say(""), seconds * 1000);
  }

  // Layers whose tiles fail are told of in one line, with one way to try again.
  watch(layer) {
    layer.on("loading", () => {
      this.failed.delete(layer);
      this.loading.add(layer);
      this.slow ??= setTimeout(() => this.place.hidden && this.say(this.words.loading), 1500);
    });
    layer.on("tileerror", () => {
      this.failed.add(layer);
      this.say(navigator.onLine ? this.words.failed : this.words.offline, { retry: () => this.again() });
    });
    layer.on("load remove", () => {
      this.loading.delete(layer);
      if (this.loading.size) return;
      clearTimeout(this.slow);
      this.slow = null;
      if (this.text.textContent === this.words.loading) this.say("");
    });
  }

  again() {
    const layers = [...this.failed];
    this.failed.clear();
    this.say("");
    for (const layer of layers) layer.redraw();
  }
}
