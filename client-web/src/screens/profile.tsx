export function ProfileScreen() {
  return <div class="empty" />;
}
