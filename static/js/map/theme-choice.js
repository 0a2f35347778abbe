// The question the map is coloured by: a list in groups that is searched by typing (WAI-ARIA's combobox).
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class ThemeChoice {
  // `themes`: [{ name, label, heading }]; `more()` promises further ones when the list is first opened.
  constructor(themes, { chosen, more, choose }) {
    this.input = document.getElementById("theme");
    this.list = document.getElementById("themes");
    this.none = document.getElementById("no-theme");
    this.themes = themes;
    this.chosen = chosen;
    this.more = more;
    this.choose = choose;
    this.say();
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // A tap on the list must not take the focus before it is a click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.take(target.closest("[role=option]")));
  }

  get isOpen() {
    return this.input.getAttribute("aria-expanded") === "true";
  }

  say() {
    this.input.value = this.chosen?.label ?? "";
  }

  async open(typed = "") {
    if (!this.isOpen && !typed) this.input.select();
    this.typed = typed;
    this.show(typed);
    if (!this.more) return;
    const more = this.more;
    this.more = null;
    this.themes = [...this.themes, ...(await more())];
    if (this.isOpen) this.show(this.typed); // by now, perhaps, more than when it was asked for
  }

  show(typed) {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    const found = this.themes.filter(({ label, heading }) => words.every((word) => plain(`${heading} ${label}`).includes(word)));
    const groups = new Map();
    for (const theme of found) groups.set(theme.heading, [...(groups.get(theme.heading) ?? []), theme]);
    this.list.replaceChildren(...[...groups].map(([heading, themes], n) => this.group(heading, themes, n)));
    this.list.hidden = !found.length;
    this.none.hidden = Boolean(found.length);
    this.input.setAttribute("aria-expanded", "true");
    const options = this.options();
    this.mark(options.find((option) => option.dataset.name === this.chosen?.name) ?? (words.length ? options[0] : null));
  }

  group(heading, themes, n) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", `themes-${n}`);
    const title = document.createElement("div");
    Object.assign(title, { id: `themes-${n}`, className: "heading", textContent: heading });
    group.append(title, ...themes.map((theme) => this.option(theme)));
    return group;
  }

  option({ name, label }) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(name === this.chosen?.name));
    Object.assign(option, { id: `theme-${name.replaceAll(/[^\w-]/g, "-")}`, textContent: label });
    option.dataset.name = name;
    return option;
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  mark(option) {
    for (const each of this.list.querySelectorAll(".active")) each.classList.remove("active");
    this.active = option ?? null;
    option?.classList.add("active");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!this.isOpen) return void this.open();
      const options = this.options();
      this.mark(options.at((options.indexOf(this.active) + step + options.length) % options.length));
    } else if (event.key === "Enter" && this.isOpen) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.close();
    }
  }

  take(option) {
    if (!option) return;
    this.chosen = this.themes.find(({ name }) => name === option.dataset.name);
    this.close();
    this.choose(this.chosen);
  }

  close() {
    this.list.hidden = this.none.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(null);
    this.say();
  }
}
