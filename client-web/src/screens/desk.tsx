export function DeskScreen() {
  return <div class="empty" />;
}
