// Finished interviews that the server does not have yet, in the browser's database. They are written to disk
// before the form lets go of them, and deleted as soon as the server has them.
const NAME = "pamoja-interviews";
const STORE = "waiting";

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
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  const asked = act(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const keep = (interview) => within("readwrite", (store) => store.put(interview));
export const forget = (id) => within("readwrite", (store) => store.delete(id));

export async function all() {
  const waiting = await within("readonly", (store) => store.getAll());
  return waiting.sort((one, other) => one.keptAt - other.keptAt);
}
