import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { TemplateError } from './template-error';

/*
 * What `cdk synth` leaves behind: manifest.json lists the stacks, each with its template and with a list of the files
 * and folders (assets) that a deployment uploads for it.
 */

const Manifest = z.object({
  artifacts: z.record(z.string(), z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()).default({}) })),
});
const StackProperties = z.object({ templateFile: z.string(), stackName: z.string().optional() });
const AssetsProperties = z.object({ file: z.string() });
const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({ source: z.object({ path: z.string() }), destinations: z.record(z.string(), z.object({ objectKey: z.string() })) }),
    )
    .default({}),
});

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

const Template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.unknown() }).optional() })).default({}),
});
export type Template = z.infer<typeof Template>;

export interface StackTemplate {
  name: string;
  template: Template;
}

export interface Assembly {
  stacks: readonly StackTemplate[];
  /** S3 object key of an uploaded asset -> the folder or file that it is made of, absolute. */
  assets: ReadonlyMap<string, string>;
}

/** Reads the cloud assembly in `directory`. Throws TemplateError if it is not one. */
export function readAssembly(directory: string): Assembly {
  const { artifacts } = readJson(path.join(directory, 'manifest.json'), Manifest);
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, string>();
  for (const [name, artifact] of Object.entries(artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack') {
      const { templateFile, stackName } = checked(StackProperties, artifact.properties, `manifest.json, ${name}`);
      stacks.push({ name: stackName ?? name, template: readJson(path.join(directory, templateFile), Template) });
    } else if (artifact.type === 'cdk:asset-manifest') {
      const { file } = checked(AssetsProperties, artifact.properties, `manifest.json, ${name}`);
      for (const { source, destinations } of Object.values(readJson(path.join(directory, file), AssetManifest).files)) {
        for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, path.resolve(directory, source.path));
      }
    }
  }
  if (stacks.length === 0) throw new TemplateError(`${directory} holds no stack`);
  return { stacks, assets };
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TemplateError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return checked(schema, json, file);
}

function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TemplateError(`${where}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
}
