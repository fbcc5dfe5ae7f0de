import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';
export type Lite = 'auto' | 'on' | 'off';

/** What is chosen on this device; kept in its localStorage. */
export interface Settings {
  readonly lang: string; // '' as the browser says
  readonly theme: Theme;
  readonly lite: Lite;
  /** Language tag of what one writes; '' as the profile says. */
  readonly writeIn: string;
  readonly enterSends: boolean;
}

const defaults: Settings = { lang: '', theme: 'auto', lite: 'auto', writeIn: '', enterSends: true };
const name = 'standpipe.settings';

function read(): Settings {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Settings>) };
  } catch {
    return defaults;
  }
}

export const settings = signal<Settings>(read());

export function change(some: Partial<Settings>): void {
  settings.value = { ...settings.value, ...some };
  localStorage.setItem(name, JSON.stringify(settings.value));
}

effect(() => {
  const { theme } = settings.value;
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
});

interface Network {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/** Whether to spare the line: as chosen, or as the browser tells of it. */
export function isLite(): boolean {
  const { lite } = settings.value;
  if (lite !== 'auto') return lite === 'on';
  const network = (navigator as { readonly connection?: Network }).connection;
  return Boolean(network?.saveData) || network?.effectiveType === '2g' || network?.effectiveType === 'slow-2g';
}
