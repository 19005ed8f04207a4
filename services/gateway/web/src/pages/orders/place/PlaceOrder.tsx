export default function PlaceOrder(_props: { close: () => void }) {
  return null;
}
