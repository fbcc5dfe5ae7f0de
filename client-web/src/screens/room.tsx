export function RoomScreen() {
  return <div class="empty" />;
}
export const MessageScreen = RoomScreen;
