export default function ServicePanel(_: { service: unknown; at: number }) {
  return null;
}
