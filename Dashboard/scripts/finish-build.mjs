// After the build: measures the script that the desk needs, refuses a build above the budget, and packs every file for the Host to serve.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const budget = 450 * 1000;
const deskRoute = ['index.html', 'src/tasks/TaskListPage.tsx', 'src/tasks/TaskPage.tsx'];
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

const needed = new Set();
const collect = name => {
  const chunk = manifest[name];
  if (!chunk || needed.has(chunk.file)) return;
  needed.add(chunk.file);
  (chunk.imports ?? []).forEach(collect);
};
for (const name of deskRoute) {
  if (!manifest[name]) throw new Error(`The build has no entry ${name}; the desk's script cannot be measured.`);
  collect(name);
}
const size = [...needed].filter(file => file.endsWith('.js')).reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
console.log(`Script of the desk route: ${(size / 1000).toFixed(1)} kB gzip (budget ${budget / 1000} kB)`);
if (size > budget) throw new Error('The script of the desk route is above its budget.');

const packed = new Set(['.js', '.css', '.html', '.svg', '.json']);
const files = folder => readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
for (const file of files(dist)) {
  if (!packed.has(extname(file)) || statSync(file).size < 1024) continue;
  const bytes = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}
