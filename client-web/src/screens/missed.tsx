export function MissedScreen() {
  return <div class="empty" />;
}
