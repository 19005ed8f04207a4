// Calls the API. Every failure is a `Problem` whose `name` the dictionaries know.

export class Problem extends Error {
  constructor(status, name, retryAfter) {
    super(name);
    this.status = status;
    this.name = name;
    this.retryAfter = retryAfter;
  }
}

export async function call(path, { method = "GET", body } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-Comptoir"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, "offline");
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const said = await response.json().catch(() => ({}));
  const name = String(said.type ?? "").split(":").pop() || "fault";
  throw new Problem(response.status, name, Number(response.headers.get("Retry-After")) || 0);
}

export const propertyPath = (property) => `/properties/${encodeURIComponent(property)}`;
