export default function OrderPanel(props: { order: string; close: () => void }) {
  return <p>{props.order}</p>;
}
