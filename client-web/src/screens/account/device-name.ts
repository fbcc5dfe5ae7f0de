const browsers: readonly (readonly [RegExp, string])[] = [
  // Each says of itself that it is those below it too.
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'], [/\b(?:OPR|OPT|OPiOS|Opera)\//, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'], [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'], [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bWindows\b/, 'Windows'], [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'], [/\bLinux\b/, 'Linux'],
];

/** What browser on what system calls itself like that; undefined where it is no browser that is known. */
export function browserOf(device: string): { readonly browser: string; readonly system: string } | undefined {
  if (!device.startsWith('Mozilla/')) return undefined;
  const named = (all: typeof browsers) => all.find(([sign]) => sign.test(device))?.[1] ?? '';
  const browser = named(browsers);
  const system = named(systems);
  return browser && system ? { browser, system } : undefined;
}
