import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { SlowLine } from '../support/slow_line';

let echo: Server;
/** Answers each line "N" with N bytes. */
before(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (text) => text.toString().split('\n').forEach((n) => n && socket.write(Buffer.alloc(Number(n), 'x'))));
    socket.on('end', () => socket.end());
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
});
after(() => echo.close());

const line = (speed = {}): Promise<SlowLine> => SlowLine.to((echo.address() as AddressInfo).port, speed);

/** A client at the line; how long it took, in milliseconds, until so many bytes had come. */
class Client {
  private got = 0;
  private closed = false;
  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => (this.got += bytes.length));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closed = true));
  }
  static async to(at: SlowLine): Promise<Client> {
    const socket = connect({ port: at.port, host: '127.0.0.1' });
    await new Promise((resolve) => socket.once('connect', resolve).once('error', resolve));
    return new Client(socket);
  }
  ask(bytes: number): void {
    this.socket.write(`${bytes}\n`);
  }
  async has(bytes: number): Promise<number> {
    const start = performance.now();
    while (this.got < bytes && !this.closed) await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - start;
  }
  async ends(): Promise<number> {
    const start = performance.now();
    while (!this.closed) await new Promise((resolve) => setTimeout(resolve, 1));
    return performance.now() - start;
  }
  get bytes(): number {
    return this.got;
  }
  leave(): void {
    this.socket.end();
  }
}

/** Timers come late on a busy machine, never early. */
function assertTakes(took: number, expected: number): void {
  assert.ok(took >= expected - 5 && took < expected + 400, `took ${took} ms, not ${expected}`);
}

test('bytes leave at the rate of the line', async () => {
  const at = await line({ bitsPerSecond: 400_000 });
  const client = await Client.to(at);
  client.ask(50_000);
  assertTakes(await client.has(50_000), 1000);
  await at.close();
});

test('a first answer takes two round trips, a second one takes one', async () => {
  const at = await line({ latency: 100 });
  const client = await Client.to(at);
  client.ask(1);
  assertTakes(await client.has(1), 400);
  client.ask(1);
  assertTakes(await client.has(2), 200);
  await at.close();
});

test('two connections share the line, and a small answer does not wait for a large one', async () => {
  const at = await line({ bitsPerSecond: 400_000 });
  const [large, small] = [await Client.to(at), await Client.to(at)];
  large.ask(50_000);
  await large.has(5_000);
  small.ask(5_000);
  assertTakes(await small.has(5_000), 200);
  assertTakes(await large.has(50_000), 700);
  await at.close();
});

test('it counts the bytes of each way, and connections', async () => {
  const at = await line();
  const [one, other] = [await Client.to(at), await Client.to(at)];
  one.ask(1000);
  other.ask(20);
  await Promise.all([one.has(1000), other.has(20)]);
  assert.deepEqual(at.moved(), { up: 8, down: 1020, connections: 2 });
  await at.close();
});

test('much at once comes whole and in its order, and the end after it', async () => {
  const at = await line({ latency: 5 });
  const client = await Client.to(at);
  client.ask(3_000_000);
  client.leave();
  await client.ends();
  assert.equal(client.bytes, 3_000_000);
  await at.close();
});

test('a cut line ends connections and new ones, and a mended one takes new ones', async () => {
  const at = await line({ bitsPerSecond: 80_000 });
  const client = await Client.to(at);
  client.ask(50_000);
  await client.has(1000);
  at.cut();
  await client.ends();
  assert.ok(client.bytes < 10_000);
  await (await Client.to(at)).ends();
  at.set({});
  at.mend();
  const later = await Client.to(at);
  later.ask(100);
  await later.has(100);
  assert.equal(later.bytes, 100);
  await at.close();
});

test('a stalled line keeps what comes until it is mended', async () => {
  const at = await line();
  const client = await Client.to(at);
  at.stall();
  client.ask(10);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(client.bytes, 0);
  at.mend();
  await client.has(10);
  assert.equal(client.bytes, 10);
  await at.close();
});
