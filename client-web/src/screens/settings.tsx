export function SettingsScreen() {
  return <div class="empty" />;
}
