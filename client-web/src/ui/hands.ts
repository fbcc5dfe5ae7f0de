/** When somebody scrolled or typed last, in ms of performance.now(). */
let movedAt = -Infinity;

export function handsMoved(): void {
  movedAt = performance.now();
}

/** Whether somebody is scrolling or typing now, who is not to be kept waiting by the drawing of what can wait. */
export const handsMove = (): boolean => performance.now() - movedAt < 150;
