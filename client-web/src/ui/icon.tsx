/** Line icons on a grid of 24, drawn for this client. Those that point along the text turn with it. */
const paths = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2.2 2.2 0 0 0 4 0',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.3 3.3 0 0 1 0 6.2M18 14.5c2.200 .8 3.500 2.800 3.500 5.500',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c0-4 3.300-6.500 7.500-6.500s7.500 2.500 7.500 6.500',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  desk: 'M12 3l8 3v6c0 5-3.500 8-8 9.500C7.500 20 4 17 4 12V6zM8.500 12l2.500 2.500 4.500-5',
  missed: 'M12 4a8 8 0 1 1-7.400 5M4 4v5h5M12 8v4.500l3 2',
  chat: 'M4 5h16v11H10l-4 4v-4H4z',
  thread: 'M5 5h14M5 10h14M5 15h9M5 20h6',
  question: 'M9 9a3 3 0 1 1 4.200 2.800c-.9 .4-1.200 1-1.200 2.200M12 17.500v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  best_practice: 'M12 3l2.600 5.600 6 .7-4.500 4.100 1.200 6L12 16.400l-5.300 3 1.200-6L3.400 9.300l6-.7z',
  opportunity: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16',
  event: 'M4 6h16v14H4zM4 10h16M8 3.500v4M16 3.500v4',
  discussion: 'M3 5h12v8H8l-3 3v-3H3zM18 9h3v8h-2v3l-3-3h-5v-2',
  group: 'M5 21V8l7-4 7 4v13M9.500 21v-5h5v5M9.500 11h.1M14.500 11h.1',
  announcement: 'M4 10v4h3l8 4V6l-8 4zM18 9.500a4 4 0 0 1 0 5',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
  reply: 'M9 7L4 12l5 5M4.500 12H14a6 6 0 0 1 6 6',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 14.500c1 1.500 2.400 2.200 4 2.200s3-.7 4-2.200M9 9.500v.1M15 9.500v.1',
  more: 'M5.500 12h.1M12 12h.1M18.500 12h.1',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.500l4.500 4.500L19 7',
  send: 'M4 12l16-8-5 16-3.500-6.500z',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  trash: 'M5 7h14M9.500 7V4.500h5V7M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  link: 'M10 14a4 4 0 0 0 6 .3l3-3a4 4 0 0 0-5.600-5.600L12 7M14 10a4 4 0 0 0-6-.3l-3 3a4 4 0 0 0 5.600 5.600L12 17',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.500l3.500 2',
  warning: 'M12 4l9.500 16.500h-19zM12 10v5M12 17.500v.1',
  down: 'M12 5v14M6 13l6 6 6-6',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.500 9.500h17M3.500 14.500h17M12 3c-5 5-5 13 0 18 5-5 5-13 0-18',
  eye: 'M2.500 12C5 7.500 8.300 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.800 6.500-9.500 6.500s-7-2-9.500-6.500zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  log_out: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  server: 'M4 5h16v5H4zM4 14h16v5H4zM7.500 7.500h.1M7.500 16.500h.1',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  offline: 'M4 4l16 16M8.500 15.500a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.400M13 9.100a10 10 0 0 1 6 2.900M12 19v.1',
} as const;

export type IconName = keyof typeof paths;

const turning: ReadonlySet<string> = new Set<IconName>(['back', 'next', 'reply', 'send', 'log_out', 'thread']);

/** Decoration: what it stands for is said in words beside it, or by the button around it. */
export function Icon({ name, small }: { readonly name: IconName; readonly small?: boolean }) {
  return (
    <svg class={`icon${small ? ' small' : ''}${turning.has(name) ? ' turns' : ''}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
