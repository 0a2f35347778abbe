// Over a kept page: how old it is, and a way back to the network.
import { one } from "./store.js";
import { ageOf } from "./words.js";

const place = document.querySelector("[data-kept-age]");
const words = place.dataset;

one(words.keptAge).then((kept) => {
  if (!kept) return;
  const { text, isOld } = ageOf(kept, words);
  place.querySelector("[data-age]").textContent = text;
  place.querySelector("[data-old]").hidden = !isOld;
  for (const name of ["note", "warn"]) place.classList.toggle(name, isOld);
});
