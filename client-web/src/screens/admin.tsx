export function AdminScreen() {
  return <div class="empty" />;
}
