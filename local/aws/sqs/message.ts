import { createHash } from 'node:crypto';

/** As the JSON protocol carries it; BinaryValue is base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string | undefined;
  BinaryValue?: string | undefined;
}

export interface QueueMessage {
  messageId: string;
  body: string;
  /** System attributes: SenderId, SentTimestamp, ApproximateReceiveCount, ... */
  attributes: Record<string, string>;
  messageAttributes: Record<string, MessageAttribute>;
  /** Virtual epoch ms, as all times here. */
  sentAt: number;
  visibleAt: number;
  /** How often it was handed out. */
  receiveCount: number;
}

/** What a sender hands in. */
export interface OutgoingMessage {
  body: string;
  /** 0 to 900; the queue's own delay where it is left out. */
  delaySeconds?: number | undefined;
  messageAttributes?: Record<string, MessageAttribute> | undefined;
  /** Who sent it: an access key id, or the service. */
  senderId?: string | undefined;
}

export function md5(data: string | Buffer): string {
  return createHash('md5').update(data).digest('hex');
}

/**
 * "Calculating the MD5 message digest for message attributes", SQS Developer Guide: by sorted name, each of name, type
 * and value behind its length as four bytes; one byte tells strings (1) from binaries (2).
 */
export function md5OfAttributes(attributes: Record<string, MessageAttribute>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts: Buffer[] = [];
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    parts.push(length, bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    const binary = attribute.DataType.startsWith('Binary');
    parts.push(Buffer.from([binary ? 2 : 1]));
    add(binary ? Buffer.from(attribute.BinaryValue ?? '', 'base64') : Buffer.from(attribute.StringValue ?? ''));
  }
  return md5(Buffer.concat(parts));
}

/** Bytes that count against the limit: body, and names, types and values of the attributes. */
export function sizeOf(message: OutgoingMessage): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, attribute] of Object.entries(message.messageAttributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + Buffer.byteLength(attribute.StringValue ?? '');
    bytes += Buffer.from(attribute.BinaryValue ?? '', 'base64').length;
  }
  return bytes;
}

/** The characters of XML 1.0, the only ones that SQS takes. */
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

export function hasOnlyAllowedCharacters(body: string): boolean {
  return ALLOWED.test(body);
}
