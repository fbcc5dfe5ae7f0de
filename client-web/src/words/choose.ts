/** The language chosen on this device ('' for none), or the first of the browser's that there is; English where there is none. */
export function chooseLanguage(chosen: string, wanted: readonly string[], available: readonly string[]): string {
  return [chosen, ...wanted].map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => available.includes(tag)) ?? 'en';
}
