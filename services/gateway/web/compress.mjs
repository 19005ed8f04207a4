// Writes a Brotli and a gzip copy beside each file of the built page, so that the gateway serves
// the smallest without compressing anything at each request.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const COMPRESSED = new Set([".js", ".css", ".svg", ".json"]);
const WORTH_IT = 1000; // bytes; below, a copy saves nothing

for (const entry of readdirSync("dist", { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile() || !COMPRESSED.has(path.extname(file))) continue;
  const content = readFileSync(file);
  if (content.length < WORTH_IT) continue;
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
