/**
 * What the boot script, the first and smallest code of the page, has begun while the program is still on its way: the line to
 * the server, on it perhaps already hello, and the language. Left in the one global name of the page.
 */
export interface Early {
  readonly socket: WebSocket;
  readonly lang: string;
  /** hello has been said, with the id 0: by somebody of whom nothing is kept here. */
  said: boolean;
  /** What the server has answered meanwhile. */
  readonly frames: string[];
  /** With what code it has closed the line; 0 while it is there. */
  closed: number;
}

export const early = (): Early | undefined => (globalThis as { standpipe?: Early }).standpipe;
