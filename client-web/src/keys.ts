import { at, go, route } from './route';

const typesIn = (element: Element | null): boolean => Boolean(element?.closest('input, textarea, select, [contenteditable]'));

/** The keys that work everywhere: "/" and Ctrl K lead to the search. */
export function listenForKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]')) return;
    const isCtrlK = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !typesIn(event.target as Element);
    if (!isCtrlK && !isSlash) return;
    event.preventDefault();
    if (route.value.path[0] !== 'search') return go(at.search);
    const input = document.getElementById('search') as HTMLInputElement | null;
    input?.focus();
    input?.select();
  });
}
