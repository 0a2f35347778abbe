// Unsaved work in the browser's own database: a power cut or a closed tab loses nothing.
const NAME = "pamoja-drafts";
const STORE = "ground";
const DAYS = 14;

let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function within(mode, act) {
  const transaction = (await database()).transaction(STORE, mode);
  const asked = act(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

// A browser that keeps nothing (a private window) still draws and saves.
const quietly = (promise) => promise.catch(() => null);

export const keep = (id, draft) => quietly(within("readwrite", (store) => store.put({ id, at: Date.now(), draft })));
export const forget = (id) => quietly(within("readwrite", (store) => store.delete(id)));

// What this person left here, unless it is so old that the ground will have changed under it.
export async function found(id) {
  const kept = await quietly(within("readonly", (store) => store.get(id)));
  if (kept && Date.now() - kept.at > DAYS * 86_400_000) {
    await forget(id);
    return null;
  }
  return kept?.draft.steps.length ? kept : null;
}
