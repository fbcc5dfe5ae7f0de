export function ApplyScreen() {
  return <div class="empty" />;
}
