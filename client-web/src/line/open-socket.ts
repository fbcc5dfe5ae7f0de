/** The WebSocket of this page's own server. */
export function openSocket(): WebSocket {
  return new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws', 'standpipe.v1');
}
