/** A short text that this device keeps for the page; "" where there is none, or the browser keeps nothing. */
export function recall(name: string): string {
  try {
    return localStorage.getItem(`standpipe.${name}`) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a short text for the next time; "" lets it go. */
export function remember(name: string, value: string): void {
  try {
    if (value) localStorage.setItem(`standpipe.${name}`, value);
    else localStorage.removeItem(`standpipe.${name}`);
  } catch {
    // full, or forbidden: the next time begins without it
  }
}
