// Work in small pieces, one after the other, with air between them: fingers are answered and pictures shown
// while a whole screen of tiles is read and drawn.
const SLICE_MS = 8;
const waiting = [];
let isAtWork = false;
const { port1, port2 } = new MessageChannel(); // a timer would wait four milliseconds each time
port1.onmessage = slice;

// What fits is done at once. `work` may be a generator: then it is left at any `yield`, and gone on with later.
export function inTurn(work) {
  waiting.push({ work, steps: null });
  if (isAtWork) return;
  isAtWork = true;
  slice();
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

function slice() {
  const until = performance.now() + SLICE_MS;
  do if (isDone(waiting[0])) waiting.shift();
  while (waiting.length && performance.now() < until);
  if (waiting.length) port2.postMessage(null);
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
