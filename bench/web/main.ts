// Measures the web client in a real browser against the real server; prints a line for each row, as the other benchmarks do.
//   node client-web/tools/bench.mjs [minutes of the memory test; 30]
import { Community } from '../../client-web/tests/support/api';
import { openBrowser } from '../../client-web/tests/support/browser';
import { measureFlow, measureMemory } from './flow';
import { measureLoads, measureLogIn } from './load';
import type { Row } from './rows';

const minutes = Number(process.argv[2] ?? 30);
const slugs = [
  'sanitation-wastewater', 'commercial-operations', 'asset-management', 'low-income-customers', 'water-distribution',
  'water-resources-climate', 'utility-strategy', 'water-quality-treatment', 'wop-practice',
];

const print = (rows: readonly Row[]) => rows.forEach(([what, measured, heldTo, beside]) => console.log(`${what}: ${measured} (bar: ${heldTo}; ${beside})`));

const [browser, community] = await Promise.all([openBrowser(), Community.start()]);
try {
  const reader = await community.add('Amina Odhiambo', { rooms: slugs });
  const writers = await Promise.all(['Joel Reyes', 'Fatou Sarr', 'Rokeya Sultana', 'Luis Condori'].map((name) => community.add(name, { rooms: slugs })));
  const room = community.room('water-distribution');
  for (let i = 0; i < 60; i++) {
    const writer = writers[i % writers.length]!;
    await community.post(writer, room, `Zone ${i % 7} lost ${(i * 13) % 97} m³/h last night. We closed the valve at chamber ${i} and listened at the hydrants ${'again and '.repeat(i % 4)}before dawn.`);
  }
  await community.as(reader, 'read.all', { room });
  print(await measureLogIn(browser, community, reader, room));
  print(await measureLoads(browser, community, reader));
  for (let i = 0; i < 10_000; i++) await community.post(writers[i % writers.length]!, room, `Message ${i} of the register: pump ${i % 19} ran ${(i * 11) % 24} hours.`);
  await community.as(reader, 'read.all', { room });
  print(await measureFlow(browser, community, reader, writers[0]!, room));
  if (minutes) print(await measureMemory(browser, community, reader, writers[0]!, room, minutes));
} finally {
  await browser.close();
  await community.close();
}
