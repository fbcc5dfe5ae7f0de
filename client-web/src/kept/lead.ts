export interface LeadEvents {
  readonly onLead: () => void;
  /** Another tab has taken over. */
  readonly onLose: () => void;
}

/** Where tabs cannot come to terms each of them leads: keys make it harmless that all send what waits. */
export const canAgree = Boolean(navigator.locks) && typeof BroadcastChannel === 'function';

/**
 * One tab of a device sends what waits and keeps the copy: the one that was looked at last, since a browser puts those behind
 * it to sleep. When it is closed, another does.
 */
export function lead(name: string, events: LeadEvents): void {
  if (!canAgree) return events.onLead();
  let leads = false;
  const ask = (options: LockOptions) => {
    const held = navigator.locks.request(name, options, () => new Promise<never>(() => { leads = true; events.onLead(); }));
    held.catch(() => {
      if (!leads) return;
      leads = false;
      events.onLose();
      ask({});
    });
  };
  ask({});
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !leads) ask({ steal: true });
  });
}
