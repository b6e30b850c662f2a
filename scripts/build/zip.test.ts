import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { root } from '../root.ts';
import { zip } from './zip.ts';

const files = { 'b.js': Buffer.from('b'), 'a.js': Buffer.from('a'.repeat(1000)) };

describe('zip', () => {
  it('gives the same bytes whatever the order of the files', () => {
    const reversed = Object.fromEntries(Object.entries(files).reverse());

    expect(zip(reversed).hash).toBe(zip(files).hash);
  });

  it('gives the same bytes in every time zone', () => {
    const program = `import { zip } from '${root}/scripts/build/zip.ts'; process.stdout.write(zip({ 'a.js': Buffer.from('a') }).hash);`;
    const hashes = ['UTC', 'Asia/Tokyo', 'America/St_Johns'].map((TZ) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
        cwd: root,
        env: { PATH: '', TZ },
        encoding: 'utf8',
      }),
    );

    expect(new Set(hashes).size).toBe(1);
  });

  it('states its hash as Terraform’s filebase64sha256 does', () => {
    const { bytes, hash } = zip(files);

    expect(hash).toBe(createHash('sha256').update(bytes).digest('base64'));
    expect(Object.keys(unzipSync(bytes))).toEqual(['a.js', 'b.js']);
  });
});
