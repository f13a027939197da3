/** What we use of dynalite 4, which ships no types: its key encoding, its expressions, its validations and its actions. */

declare module 'dynalite/db/index.js' {
  /** As on the wire: exactly one member is there (dynalite's validations see to it). N is a decimal string, B base64. */
  export interface AttributeValue {
    S?: string;
    N?: string;
    B?: string;
    BOOL?: boolean;
    NULL?: boolean;
    SS?: string[];
    NS?: string[];
    BS?: string[];
    L?: AttributeValue[];
    M?: Item;
  }
  export type Item = Record<string, AttributeValue>;

  export interface KeyElement {
    AttributeName: string;
    KeyType: 'HASH' | 'RANGE';
  }
  export interface Index {
    IndexName: string;
    KeySchema: KeyElement[];
    Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] | undefined };
  }
  export interface Table {
    TableName: string;
    AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
    KeySchema: KeyElement[];
    GlobalSecondaryIndexes?: Index[] | undefined;
  }

  /** A request after the validations, with its parsed expressions in members that begin with `_`. */
  export type Request = Record<string, unknown>;
  export type Answer = Record<string, unknown>;
  export type Callback<T> = (error: unknown, result?: T) => void;

  export interface Range {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    reverse?: boolean;
    limit?: number;
  }
  export interface ItemDb {
    lock(key: string, run: (release: <T>(callback: Callback<T>) => Callback<T>) => void): void;
    get(key: string, callback: Callback<Item>): void;
    put(key: string, item: Item, callback: Callback<void>): void;
    del(key: string, callback: Callback<void>): void;
    createValueStream(range: Range): NodeJS.EventEmitter;
  }
  export interface IndexDb {
    put(key: string, item: Item, callback: Callback<void>): void;
    del(key: string, callback: Callback<void>): void;
    createValueStream(range: Range): NodeJS.EventEmitter;
  }
  /** The part of dynalite's store that its actions on items use. */
  export interface Store {
    options: { maxItemSize: number };
    getTable(name: string, callback: Callback<Table>): void;
    getItemDb(tableName: string): ItemDb;
    getIndexDb(indexType: string, tableName: string, indexName: string): IndexDb;
  }

  export const MAX_SIZE: number;
  export function createKey(item: Item, table: Table): string;
  export function validateKey(key: Item, table: Table): Error | null | undefined;
  export function checkConditional(request: Request, existing: Item | undefined): Error | null | undefined;
  export function getIndexActions(
    indexes: readonly Index[],
    before: Item | undefined,
    after: Item | undefined,
    table: Table,
  ): { puts: { index: string; key: string; item: Item }[]; deletes: { index: string; key: string }[] };
}

declare module 'dynalite/validations/index.js' {
  import type { Request } from 'dynalite/db/index.js';
  export function checkTypes(body: Record<string, unknown>, types: object): Request;
  export function checkValidations(request: Request, types: object, custom: unknown, store: { options: { maxItemSize: number } }): void;
}

declare module 'dynalite/validations/*.js' {
  export const types: object;
  export const custom: unknown;
}

declare module 'dynalite/actions/*.js' {
  import type { Answer, Callback, Request, Store } from 'dynalite/db/index.js';
  const action: (store: Store, request: Request, callback: Callback<Answer>) => void;
  export default action;
}
