import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionsOf, protocolDocument, stepsOf } from '../support/transcript';

test('each person of the transcripts of PROTOCOL.md sends and gets frames', () => {
  const steps = stepsOf(protocolDocument());
  const count = (person: string, kind: string): number =>
    steps.filter((step) => step.person === person && step.kind === kind).length;
  for (const person of ['amina', 'joel', 'ingrid']) {
    assert.ok(count(person, 'sends') > 0, person);
    assert.ok(count(person, 'gets') > 0, person);
  }
  assert.ok(steps.filter(({ kind }) => kind === 'gets').length > 40);
  assert.deepEqual(steps.filter(({ kind }) => kind === 'sends').filter((step) => !('frame' in step) || step.frame === undefined)
    .map(({ person }) => person), ['joel']);
});

test('a connection of the transcripts begins with its connecting, and ends where the story says so', () => {
  const connections = connectionsOf(stepsOf(protocolDocument()));
  assert.equal(connections.filter(({ person }) => person === 'amina').length, 2);
  for (const { steps } of connections) {
    assert.equal(steps[0]?.kind, 'connects');
    assert.ok(steps.slice(0, -1).every(({ kind }) => kind !== 'closed' && kind !== 'leaves'));
  }
  assert.deepEqual(connections.find(({ person }) => person === 'stranger')?.steps.at(-1),
    { person: 'stranger', line: connections[0]!.steps[1]!.line, kind: 'closed', code: 4401 });
});

test('names stand for the same value wherever they are, and "…" for some value or for nothing more', () => {
  const document = [
    'amina> {"not":"in a transcript"}',
    '```transcript',
    '# amina> {"a":"remark"}',
    'POST /api/login {"email":"a@b.example"}',
    '= 200 {"token":$amina_token}',
    'amina connects $amina_token',
    'amina> {"id":1,"room":$room,',
    '  "token":$amina_token}',
    'amina< {"stream":"room:$room","text":"… \\"$room",…}',
    '',
    'amina< [{…},{"at":…,…},[…,{"reason":…}]]',
    'amina> {"no":',
    '```',
    '```sh',
    'amina> {"not":"in one either"}',
    '```',
  ].join('\n');
  assert.deepEqual(stepsOf(document), [
    { person: 'amina', line: 6, kind: 'connects' },
    { person: 'amina', line: 7, kind: 'sends', text: '{"id":1,"room":$room, "token":$amina_token}',
      frame: { id: 1, room: 101, token: 'amina_token' } },
    { person: 'amina', line: 9, kind: 'gets', frame: { stream: 'room:101', text: '… "101' } },
    { person: 'amina', line: 11, kind: 'gets', frame: [{}, { at: 1795528800000 }, [{ reason: 'some text' }]] },
    { person: 'amina', line: 12, kind: 'sends', text: '{"no":', frame: undefined },
  ]);
});
