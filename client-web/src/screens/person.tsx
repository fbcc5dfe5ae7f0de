export function PersonScreen() {
  return <div class="empty" />;
}
