import { createHash } from 'node:crypto';
import { AwsError } from '../service';

/** As it is kept. */
export interface KeptSecret {
  /** By their ids. One that a rotation is about to fill has no value yet. */
  versions: Record<string, { value?: string; /** Virtual epoch ms. */ createdAt: number }>;
  /** Label -> the version that it is on. A label is on one version at a time. */
  labels: Record<string, string>;
}

/** What was kept before a secret could have more than one version. */
interface KeptValue {
  value: string;
  createdAt: number;
}

export const secretOf = (kept: KeptSecret | KeptValue): KeptSecret => ('versions' in kept ? kept : firstVersion(kept.value, kept.createdAt));

export function firstVersion(value: string, createdAt: number): KeptSecret {
  const id = idOf(value);
  return { versions: { [id]: { value, createdAt } }, labels: { AWSCURRENT: id } };
}

/** "GetSecretValue", Secrets Manager API Reference: by version, by label, or by both if they agree. Throws AwsError. */
export function versionOf({ versions, labels }: KeptSecret, { VersionId, VersionStage }: { VersionId?: string | undefined; VersionStage?: string | undefined }): { id: string; value: string; createdAt: number } {
  const label = VersionStage ?? (VersionId === undefined ? 'AWSCURRENT' : undefined);
  const id = VersionId ?? labels[label ?? ''];
  const found = id === undefined ? undefined : versions[id];
  if (id === undefined || found?.value === undefined || (label !== undefined && labels[label] !== id)) {
    throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${label === undefined ? `VersionId: ${String(id)}` : `staging label: ${label}`}`);
  }
  return { id, value: found.value, createdAt: found.createdAt };
}

/** "PutSecretValue": the same value under the same token changes nothing, another one is refused. Throws AwsError. */
export function withValue(secret: KeptSecret, id: string, value: string, labels: readonly string[], now: number): KeptSecret {
  const known = secret.versions[id];
  if (known?.value !== undefined && known.value !== value) {
    throw new AwsError('ResourceExistsException', `You can't use ClientRequestToken ${id} because that value is already in use for a version of the secret.`);
  }
  const put = { ...secret, versions: { ...secret.versions, [id]: { value, createdAt: known?.createdAt ?? now } } };
  return labels.reduce((changed, label) => withLabel(changed, label, id), put);
}

/** "RotateSecret" begins with a version that has a label and no value. Throws AwsError while another rotation is under way. */
export function withRotation(secret: KeptSecret, id: string, now: number): KeptSecret {
  const { AWSPENDING: pending, AWSCURRENT: current } = secret.labels;
  if (pending !== undefined && pending !== current) throw new AwsError('InvalidRequestException', "A previous rotation isn't complete. That rotation will be reattempted.");
  return withLabel({ ...secret, versions: { ...secret.versions, [id]: { createdAt: now } } }, 'AWSPENDING', id);
}

/** Where AWSCURRENT was, AWSPREVIOUS is from then on. Versions without a label are forgotten. */
export function withLabel({ versions, labels }: KeptSecret, label: string, id: string): KeptSecret {
  const { AWSCURRENT: current } = labels;
  const moved = { ...labels, ...(label === 'AWSCURRENT' && current !== undefined && current !== id ? { AWSPREVIOUS: current } : {}), [label]: id };
  const labelled = new Set(Object.values(moved));
  return { versions: Object.fromEntries(Object.entries(versions).filter(([version]) => labelled.has(version))), labels: moved };
}

/** "DescribeSecret" */
export function labelsByVersion({ labels }: KeptSecret): Record<string, string[]> {
  const byVersion: Record<string, string[]> = {};
  for (const [label, id] of Object.entries(labels)) (byVersion[id] ??= []).push(label);
  return byVersion;
}

/** Looks like a UUID, and is another one for another value. */
function idOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
