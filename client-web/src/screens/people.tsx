export function PeopleScreen() {
  return <div class="empty" />;
}
