// The list of what this phone keeps: how old, how large; to open, renew or remove.
import { Ended, renew } from "./keeping.js";
import { all, canKeep, remove, removeAll } from "./store.js";
import { ageOf, sizeOf } from "./words.js";

const place = document.querySelector("[data-saved]");
const words = place.dataset;
const list = place.querySelector("ul");
const row = place.querySelector("template");
const everything = place.querySelector("[data-remove-all]");

async function show() {
  const kept = await all();
  list.replaceChildren(...kept.map(item));
  list.hidden = kept.length === 0;
  place.querySelector("[data-none]").hidden = kept.length > 0 || !canKeep();
  place.querySelector("[data-cannot]").hidden = canKeep();
  if (everything) everything.hidden = kept.length < 2;
}

function item(kept) {
  const made = row.content.cloneNode(true);
  const { text, isOld } = ageOf(kept, words);
  const open = made.querySelector("a");
  open.href = `/settlements/${kept.code}/`;
  open.querySelector("strong").textContent = kept.name;
  made.querySelector("[data-age]").textContent = isOld ? `! ${text}` : text;
  made.querySelector("[data-old]").hidden = !isOld;
  made.querySelector("[data-size]")?.append(words.onPhone.replace("{size}", sizeOf(kept.stored)));
  const says = made.querySelector("[data-says]");
  for (const button of made.querySelectorAll("button")) button.append(hiddenName(kept));
  made.querySelector("[data-renew]")?.addEventListener("click", () => renewed(kept, says));
  made.querySelector("[data-remove]")?.addEventListener("click", () => remove(kept.code).then(show));
  return made;
}

// Three buttons "Remove" in a row are one word to who listens to the page.
function hiddenName(kept) {
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = ` ${kept.name}`;
  return name;
}

async function renewed(kept, says) {
  says.textContent = words.asking;
  const progress = (done, total) => {
    says.textContent = words.loading.replace("{done}", sizeOf(done)).replace("{size}", sizeOf(total));
  };
  try {
    await renew(kept, kept.reader, { isAsked: true, progress });
    await show();
  } catch (error) {
    if (error instanceof Ended) await show();
    says.textContent = `✕ ${error.sentence || words.failed}`;
  }
}

everything?.querySelector("button").addEventListener("click", () => removeAll().then(show));
show();
