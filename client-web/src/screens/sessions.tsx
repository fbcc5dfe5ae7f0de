export function SessionsScreen() {
  return <div class="empty" />;
}
