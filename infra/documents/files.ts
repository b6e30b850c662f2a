import { File as LocalFile } from '@cdktf/provider-local/lib/file/index.js';
import { Construct } from 'constructs';
import type { DocumentFile } from '../../src/documents/index.ts';
import { withAddress } from '../with-address.ts';
import type { Placeholders } from './placeholders.ts';

/** Documents that apply writes next to the settings file. */
export class DocumentFiles extends Construct {
  readonly #folder: string;
  readonly #placeholders: Placeholders;

  /** @param folder relative to the stack's own folder */
  constructor(scope: Construct, id: string, folder: string, placeholders: Placeholders) {
    super(scope, id);
    this.#folder = folder;
    this.#placeholders = placeholders;
  }

  add(files: readonly DocumentFile[]): void {
    for (const { path, content } of files) {
      const address = path.replace(/[/.]/g, '-');
      withAddress(
        address,
        new LocalFile(this, address, {
          filename: `${this.#folder}/${path}`,
          content: this.#placeholders.fill(content),
          filePermission: '0644',
          directoryPermission: '0755',
        }),
      );
    }
  }
}
