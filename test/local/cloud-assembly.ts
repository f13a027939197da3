import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Resources = Record<string, { Type: string; Properties?: unknown; Condition?: string }>;

export interface StackOfTest {
  resources: Resources;
  outputs?: unknown;
  conditions?: unknown;
}

/** Writes a cloud assembly as `cdk synth` leaves it; `bundles` are index.js texts by the asset hash. Returns its folder. */
export function assemblyOf(stacks: Record<string, StackOfTest>, bundles: Record<string, string> = {}): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  const artifacts: Record<string, unknown> = {};
  for (const [name, { resources, outputs = {}, conditions = {} }] of Object.entries(stacks)) {
    artifacts[name] = { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } };
    writeFileSync(path.join(directory, `${name}.template.json`), JSON.stringify({ Resources: resources, Outputs: outputs, Conditions: conditions }));
  }
  const files = Object.keys(bundles).map((hash) => [
    hash,
    { source: { path: `asset.${hash}`, packaging: 'zip' }, destinations: { here: { bucketName: 'b', objectKey: `${hash}.zip` } } },
  ]);
  for (const [hash, source] of Object.entries(bundles)) {
    mkdirSync(path.join(directory, `asset.${hash}`));
    writeFileSync(path.join(directory, `asset.${hash}`, 'index.js'), source);
  }
  artifacts['assets'] = { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } };
  writeFileSync(path.join(directory, 'assets.json'), JSON.stringify({ files: Object.fromEntries(files) as unknown }));
  writeFileSync(path.join(directory, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  return directory;
}
