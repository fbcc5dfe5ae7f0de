import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticesRead, type Model } from '../../src/model/model';
import type { Input } from '../../src/model/reduce';
import { after, event, message, started, thread } from './making';

const told = (rev: number, id: number, raw: object): Input => event('me', rev, { notification: { id, kind: 'mention', room: 6, at: 1000, by: 2, ...raw } });
const said = (rev: number, index: number, raw = {}): Input => event('room:6', rev, { message: message({ index, rev, by: 2, ...raw }) });
const read = (index: number, of = 0): Input => ({ type: 'read', room: 6, thread: of, index });
const isRead = (...inputs: readonly Input[]): number => noticesRead(after(started, ...inputs) as Model);

test('notifications about messages that have been read count as read, up to the first that has not been', () => {
  const two = [said(2, 1), said(3, 2), told(2, 7, { message: 1 }), told(3, 9, { message: 2, kind: 'reply' })];
  assert.equal(isRead(...two), 0);
  assert.equal(isRead(...two, read(1)), 7);
  assert.equal(isRead(...two, read(2)), 9);
  assert.equal(isRead(said(2, 1), said(3, 2), told(2, 7, { message: 2 }), told(3, 9, { message: 1 }), read(1)), 0, 'not past one that is unread');
  assert.equal(isRead(...two, read(2), told(4, 7, { message: 1, seen: true }), told(5, 9, { message: 2, kind: 'reply', seen: true })), 0, 'all are seen');
});

test('a thread has its own mark', () => {
  const inThread = [
    event('room:6', 2, { thread: thread({ id: 50, last_index: 1 }) }), said(3, 1, { id: 51, thread: 50 }), told(2, 7, { message: 51, thread: 50 }),
  ];
  assert.equal(isRead(...inThread, read(1)), 0);
  assert.equal(isRead(...inThread, read(1, 50)), 7);
});

test('what tells of more than a message, of an edit or of what is not here has to be looked at', () => {
  assert.equal(isRead(said(2, 1), told(2, 7, { message: 1, kind: 'answer_marked' }), read(1)), 0);
  assert.equal(isRead(said(2, 1, { edited_at: 2000 }), told(2, 7, { message: 1, at: 2000 }), read(1)), 0);
  assert.equal(isRead(said(2, 1, { edited_at: 2000 }), told(2, 7, { message: 1 }), read(1)), 7, 'mentioned before the edit');
  assert.equal(isRead(said(2, 1), told(2, 7, { message: 90 }), read(1)), 0);
  assert.equal(noticesRead({ ...after(started, said(2, 1), told(2, 7, { message: 1 }), read(1)), unseen: 2 }), 0, 'an older one is not here');
});
