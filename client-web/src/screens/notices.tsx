export function NoticesScreen() {
  return <div class="empty" />;
}
