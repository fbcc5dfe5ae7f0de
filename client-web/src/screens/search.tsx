export function SearchScreen() {
  return <div class="empty" />;
}
