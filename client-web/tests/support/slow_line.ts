import { createServer, connect, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';

export interface Speed {
  /** Each way; 0: as fast as it goes. */
  bitsPerSecond: number;
  /** One way, in milliseconds. */
  latency: number;
}

/** TCP payload so far. */
export interface Moved {
  /** From the client to the server. */
  up: number;
  /** From the server to the client. */
  down: number;
  connections: number;
}

/** What the wire carries at once, so that connections share it. */
const pieceBytes = 512;
/** What a connection may have waiting before its sender has to wait. */
const waitingBytes = 64 * 1024;

/** One direction of one connection. */
class Flow {
  readonly waiting: Buffer[] = [];
  waitingBytes = 0;
  ended = false;

  constructor(readonly from: Socket, readonly to: Socket, readonly wire: Wire, readonly notBefore: number) {
    from.on('data', (bytes: Buffer) => {
      this.waiting.push(bytes);
      this.waitingBytes += bytes.length;
      if (this.waitingBytes > waitingBytes) from.pause();
      wire.add(this);
    });
    from.on('end', () => {
      this.ended = true;
      wire.add(this);
    });
    from.on('close', () => {
      if (!this.ended) to.destroy();
    });
    from.on('error', () => to.destroy());
  }

  /** Its next bytes; none: it has ended. */
  take(): Buffer {
    const first = this.waiting.shift();
    if (!first) return Buffer.alloc(0);
    const piece = first.subarray(0, pieceBytes);
    if (piece.length < first.length) this.waiting.unshift(first.subarray(pieceBytes));
    this.waitingBytes -= piece.length;
    if (this.waitingBytes <= waitingBytes / 2 && this.from.isPaused()) this.from.resume();
    return piece;
  }
}

/** One direction of the line: carries the pieces of its flows in turn, each when the one before has left. */
class Wire {
  bytes = 0;
  speed: Speed = { bitsPerSecond: 0, latency: 0 };
  stalled = false;
  private flows: Flow[] = [];
  private freeAt = 0;
  /** Something waits for `freeAt`. */
  private busy = false;
  private underWay: { flow: Flow; piece: Buffer; arrives: number }[] = [];
  private timer: NodeJS.Timeout | undefined;

  add(flow: Flow): void {
    if (!this.flows.includes(flow)) this.flows.push(flow);
    this.move();
  }

  clear(): void {
    this.flows = [];
    this.underWay = [];
    this.freeAt = 0;
    this.busy = false;
  }

  /** Takes what may leave by now, delivers what has arrived, and comes again when there is more to do. */
  move(): void {
    clearTimeout(this.timer);
    if (this.stalled) return;
    const now = performance.now();
    const due = this.load(now);
    while (this.underWay[0] && this.underWay[0].arrives <= now) {
      const { flow, piece } = this.underWay.shift()!;
      if (piece.length) flow.to.write(piece);
      else flow.to.end();
    }
    const next = Math.min(due, this.underWay[0]?.arrives ?? Infinity);
    if (next < Infinity) this.timer = setTimeout(() => this.move(), Math.max(1, Math.ceil(next - now)));
  }

  /** Puts pieces on the wire until `now`; when it can go on, or Infinity where nothing waits. */
  private load(now: number): number {
    for (;;) {
      const ready = this.flows.findIndex((flow) => flow.notBefore <= Math.max(now, this.freeAt));
      if (ready < 0) return Math.min(Infinity, ...this.flows.map((flow) => flow.notBefore));
      if (this.freeAt > now) return this.freeAt;
      const [flow] = this.flows.splice(ready, 1) as [Flow];
      const piece = flow.take();
      const { bitsPerSecond, latency } = this.speed;
      // A timer comes late: a wire that had more to carry went on when it was free, not when the timer came.
      const begins = Math.max(this.freeAt, flow.notBefore, this.busy ? 0 : now);
      this.freeAt = begins + (bitsPerSecond > 0 ? (piece.length * 8000) / bitsPerSecond : 0);
      this.bytes += piece.length;
      const before = this.underWay[this.underWay.length - 1]?.arrives ?? 0;
      this.underWay.push({ flow, piece, arrives: Math.max(before, this.freeAt + latency) });
      if (piece.length && (flow.waiting.length || flow.ended)) this.flows.push(flow);
      this.busy = this.flows.some(({ notBefore }) => notBefore <= this.freeAt);
    }
  }
}

/**
 * A thin and long line to a server on this machine: a TCP proxy.
 *
 * Each direction is one wire that all connections share in turn: a byte leaves when those before it have left, at so many bits
 * per second, and arrives `latency` later. Making a connection takes a round trip, as with TCP itself: what the client sends
 * earlier leaves only then. Nothing is lost, and neither TCP's slow start nor headers below TCP count.
 */
export class SlowLine {
  private readonly up = new Wire();
  private readonly down = new Wire();
  private readonly sockets = new Set<Socket>();
  private connections = 0;
  private isCut = false;
  private constructor(private readonly proxy: TcpServer, private readonly serverPort: () => number) {}

  /** To the server at this port; fast until told otherwise. A function is asked for the port at each connection. */
  static async to(serverPort: number | (() => number), speed?: Partial<Speed>): Promise<SlowLine> {
    const proxy = createServer({ allowHalfOpen: true, noDelay: true });
    const line = new SlowLine(proxy, typeof serverPort === 'number' ? () => serverPort : serverPort);
    proxy.on('connection', (client) => line.accept(client));
    await new Promise<void>((resolve, reject) => proxy.once('error', reject).listen(0, '127.0.0.1', resolve));
    proxy.unref();
    if (speed) line.set(speed);
    return line;
  }

  get port(): number {
    return (this.proxy.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** For bytes that leave from now on. */
  set(speed: Partial<Speed>): void {
    for (const wire of [this.up, this.down]) {
      wire.speed = { bitsPerSecond: 0, latency: 0, ...speed };
      wire.move();
    }
  }

  /** Ends all connections and each new one at once, until it is mended. What is under way is lost. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
    for (const wire of [this.up, this.down]) wire.clear();
  }

  /** Moves nothing any more and tells nobody, as where a phone has lost its network; until it is mended, when all goes on. */
  stall(): void {
    for (const wire of [this.up, this.down]) wire.stalled = true;
  }

  mend(): void {
    this.isCut = false;
    for (const wire of [this.up, this.down]) {
      wire.stalled = false;
      wire.move();
    }
  }

  moved(): Moved {
    return { up: this.up.bytes, down: this.down.bytes, connections: this.connections };
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.proxy.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.isCut) {
      client.resetAndDestroy();
      return;
    }
    ++this.connections;
    const server = connect({ port: this.serverPort(), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    }
    new Flow(client, server, this.up, performance.now() + 2 * this.up.speed.latency);
    new Flow(server, client, this.down, 0);
  }
}
