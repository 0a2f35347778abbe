// Work in small pieces, one after the other, with air between them: fingers are answered and pictures shown
// while a whole screen of tiles is read and drawn.
const SLICE_MS = 8;
const urgent = []; // what the network is asked for comes before what has arrived is drawn
const waiting = [];
let isAtWork = false;
const { port1, port2 } = new MessageChannel(); // a timer would wait four milliseconds each time
port1.onmessage = slice;

// Never at once: what many ask for in one breath would be done in one. `work` may be a generator: then it is left
// at any `yield`, and gone on with later.
export function inTurn(work, { isUrgent = false } = {}) {
  (isUrgent ? urgent : waiting).push({ work, steps: null });
  if (isAtWork) return;
  isAtWork = true;
  port2.postMessage(null);
}

// What a generator returns in the end, as a promise.
export const inSteps = (steps) =>
  new Promise((resolve, reject) => {
    inTurn(function* work() {
      try {
        resolve(yield* steps);
      } catch (error) {
        reject(error);
      }
    });
  });

// To ask the network costs a slow phone some milliseconds for each question.
export const asked = (url) =>
  new Promise((resolve, reject) => inTurn(() => void fetch(url).then(resolve, reject), { isUrgent: true }));

// Lets the browser do what waits, before the page goes on.
export const pause = () =>
  new Promise((resolve) => {
    const { port1: near, port2: far } = new MessageChannel();
    near.onmessage = () => resolve(near.close());
    far.postMessage(null);
  });

function slice() {
  const until = performance.now() + SLICE_MS;
  do {
    const queue = urgent.length ? urgent : waiting;
    if (isDone(queue[0])) queue.shift();
  } while (urgent.length + waiting.length && performance.now() < until);
  if (urgent.length + waiting.length) port2.postMessage(null);
  else isAtWork = false;
}

// Takes a step. What fails is told as any error is, and holds up nobody.
function isDone(job) {
  try {
    job.steps ??= job.work();
    return job.steps?.next?.().done ?? true;
  } catch (error) {
    reportError(error);
    return true;
  }
}
